"""What the readers of all formats share: limits, containment, kinds of file, packages."""
