"""The draft as YAML, as JSON and as a report."""
