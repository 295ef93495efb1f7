"""Rows → units, publication paths, times and duties: the draft of a plan."""
