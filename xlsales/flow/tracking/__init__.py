"""Tracking cards, visits and complaints (regulation (三) 5)."""
