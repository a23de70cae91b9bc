"""The fault harness: real processes, a real PostgreSQL, kills, and oracles after each."""
