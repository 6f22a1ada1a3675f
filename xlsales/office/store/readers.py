"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "9509f259eb0f"
CHECKS = "4cafd6272d1e"
"""What findings follow from besides: the version of what checks what was read."""
