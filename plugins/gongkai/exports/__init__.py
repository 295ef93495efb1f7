"""Files to take along: open data, sheets, calendars, feeds, the official table."""
