"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "49d35ee0f16e"
CHECKS = "b005a2a55621"
"""What findings follow from besides: the version of what checks what was read."""
