"""What cells are by their words and what columns hold, and tables of which only the cells or their signs are left."""
