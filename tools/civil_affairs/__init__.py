"""The civil-affairs check centre: a peer of Haven with its own records (docs/formats.md, 6 and 10)."""
