"""The masters: one name changed everywhere."""
