"""The plan: gathered, scheduled, issued, revised (regulation (三) 1 to 3)."""
