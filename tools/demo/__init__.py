"""The staff of the federation at work, and what a stranger sees of it."""
