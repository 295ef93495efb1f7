"""The desk's pages of what a program has seen: what it proposes, and what it found of known addresses."""
