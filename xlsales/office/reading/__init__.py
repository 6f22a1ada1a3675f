"""From closed workbooks to grids of cells."""
