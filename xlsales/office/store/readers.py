"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "a763af855b4b"
CHECKS = "4cafd6272d1e"
"""What findings follow from besides: the version of what checks what was read."""
