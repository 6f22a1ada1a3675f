"""A sales office kept in Excel workbooks, with the macros that work in them."""

__version__ = "0.2.0"
