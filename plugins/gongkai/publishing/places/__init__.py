"""Places one by one: read and made in jobs that any process can do, laid aside, and forgotten."""
