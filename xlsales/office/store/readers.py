"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "16758a1186bd"
CHECKS = "24a354f4bb08"
"""What findings follow from besides: the version of what checks what was read."""
