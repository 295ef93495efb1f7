"""What places have in common: which of their tasks are the same duty, told from the wording, and how each stands, place by place."""
