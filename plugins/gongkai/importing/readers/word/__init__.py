"""Word files → blocks."""
