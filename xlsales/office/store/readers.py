"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "16758a1186bd"
CHECKS = "6ea39ac03ff9"
"""What findings follow from besides: the version of what checks what was read."""
