"""The civil-affairs check centre: a peer of Haven with records of its own (docs/formats.md, 6)."""
