"""What the readers of all formats share: the notice that they give, limits, containment, kinds of file, packages."""
