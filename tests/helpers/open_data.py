"""The keys of plan.json, in their order, as the open-data contract has them (design §3)."""

PLAN_KEYS = ["jurisdiction", "jurisdiction_name", "year", "title", "document_number", "issuer", "issued_on", "source", "demonstration"]
TASK_KEYS = [
    *("id", "short_title", "url", "section", "subsection", "matter", "lead_units", "responsible_units"),
    *("badge", "unopened", "measures"),
]
MEASURE_KEYS = [
    *("number", "short_title", "text", "kind", "due_on", "due_text", "recurrence", "publication_paths", "channels"),
    *("badge", "unopened", "cells"),
]
CELL_KEYS = ["unit", "badge", "unopened", "evidence"]
