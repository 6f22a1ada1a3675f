"""Buttons that work on the office's files themselves: undo, journal, taking in, accepting."""
