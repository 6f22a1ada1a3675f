"""Where workbooks live: in memory, in files, in an open spreadsheet program."""
