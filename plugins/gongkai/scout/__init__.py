"""Looks for public pages where a plan says they stand, and proposes; a person decides."""
