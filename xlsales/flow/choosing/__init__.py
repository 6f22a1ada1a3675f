"""Finding customers, products and orders, and choosing them into a cell."""
