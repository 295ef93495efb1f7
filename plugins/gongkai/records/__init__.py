"""YAML → checked, frozen records → `Portal`; every problem with file, line and remedy."""
