"""What a press leaves on disk: workbooks, documents, backups, journal, all of it or nothing."""
