"""A workbook open in a spreadsheet program, through xlwings (architecture.md, *Hosts*)."""
