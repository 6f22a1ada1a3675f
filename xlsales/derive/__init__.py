"""What is made from the definitions: blank workbooks, print forms. ``python -m xlsales.derive``."""
