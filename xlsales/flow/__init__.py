"""The macros, one file a step: from rows to an outcome."""
