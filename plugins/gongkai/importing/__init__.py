"""From an official notice in any of the usual file formats to the draft of a plan, and to a report on how it was read."""
