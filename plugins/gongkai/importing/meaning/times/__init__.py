"""Dates, rhythms, counts and terms as notices word them."""
