"""The pages of no single place."""
