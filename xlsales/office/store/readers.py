"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "16758a1186bd"
CHECKS = "638a5c5a1120"
"""What findings follow from besides: the version of what checks what was read."""
