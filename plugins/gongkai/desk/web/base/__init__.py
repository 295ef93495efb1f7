"""What all pages of the desk share: a visit, the fields of a form, showing before writing, and what templates show."""
