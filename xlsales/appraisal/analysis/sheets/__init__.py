"""The sheets of a monthly analysis, a module each (analysis.md, *Tables*)."""
