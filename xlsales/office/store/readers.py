"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "3525237d45ae"
CHECKS = "72fd813b6f33"
"""What findings follow from besides: the version of what checks what was read."""
