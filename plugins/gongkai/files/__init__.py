"""The one way to write what somebody else reads, whole or not at all, and the one way to read what somebody else wrote."""
