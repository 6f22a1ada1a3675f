"""The office folder on disk: its workbooks, cells read and written, backups, journal."""
