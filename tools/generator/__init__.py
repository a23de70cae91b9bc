"""Makes the demo's world: people, files, money and a day-by-day plan, all from one seed."""
