"""The vocabulary: tables, rows, findings, edits, outcomes. No product words, no I/O."""
