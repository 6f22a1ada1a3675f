"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "1f4ac02b10f4"
CHECKS = "d612466a764c"
"""What findings follow from besides: the version of what checks what was read."""
