"""Web pages → blocks."""
