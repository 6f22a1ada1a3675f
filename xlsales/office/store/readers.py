"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "704dcba1cb07"
CHECKS = "eb6ba4d8d7ff"
"""What findings follow from besides: the version of what checks what was read."""
