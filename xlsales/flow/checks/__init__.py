"""What can be wrong, workbook by workbook (flow.md, *Validation*)."""
