"""How text, numbers and names are written."""
