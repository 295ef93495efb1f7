"""Tables and prose → rows under their headings."""
