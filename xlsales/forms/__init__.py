"""The standard workbooks: every table as a row model, one file a workbook; every rule."""
