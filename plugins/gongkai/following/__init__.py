"""What was entered and what it changed: places, months, days, entry by entry."""
