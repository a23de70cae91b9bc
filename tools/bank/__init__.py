"""The reference bank: a peer of Haven with its own ledger (docs/formats.md, 2 to 5 and 10)."""
