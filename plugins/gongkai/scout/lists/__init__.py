"""Lists of what a column of a government's site holds: bytes → titles, addresses, days, and where the list goes on."""
