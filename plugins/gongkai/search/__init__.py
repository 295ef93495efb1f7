"""What can be found, as an index in small files."""
