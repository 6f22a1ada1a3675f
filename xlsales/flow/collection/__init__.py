"""Money: invoices, payments, their age (regulation (三) 6)."""
