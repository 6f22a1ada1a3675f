"""Delivery notes: issued, booked out, signed, taken back (regulation (三) 4)."""
