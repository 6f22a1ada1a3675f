"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "49d0488264aa"
CHECKS = "44aafdece013"
"""What findings follow from besides: the version of what checks what was read."""
