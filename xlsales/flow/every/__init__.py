"""What every workbook has: Validate, Refresh, Today, and an order's story."""
