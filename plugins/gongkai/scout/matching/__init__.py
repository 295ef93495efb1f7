"""Which cells of a plan what stands in a list may be evidence for."""
