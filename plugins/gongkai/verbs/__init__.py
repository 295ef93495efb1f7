"""What each verb does, kind by kind; `program` is the door to them.

Everything a verb needs is imported where it is used: what may be typed is answered before anything is installed,
and `check` does not wait for what only `build` needs.
"""
