"""Packages as files: an .xlsx is a zip archive of members, bounded before it is read."""
