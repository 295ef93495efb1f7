"""Units as notices name them, and the register they make."""
