"""The site as a whole: its data checked, its places made, what tells of all of them, and what is kept for the next time."""
