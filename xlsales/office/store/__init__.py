"""What was read of each content of a workbook, kept beside the workbooks (memory.md, *The store*)."""
