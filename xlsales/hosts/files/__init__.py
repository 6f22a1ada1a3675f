"""An office folder: workbooks read from files, saved all or none."""
