"""Measurements of whole commands; ratios within one run, never a verdict of a test."""
