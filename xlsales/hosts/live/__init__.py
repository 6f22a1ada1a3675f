"""A workbook that is open in a spreadsheet program, through xlwings (design.md, *Hosts*)."""
