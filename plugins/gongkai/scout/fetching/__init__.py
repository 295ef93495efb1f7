"""Asks other people's servers for pages: one by one, slowly, within bounds, and only where they allow it."""
