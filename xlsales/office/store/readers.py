"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "671985565d05"
CHECKS = "a11e5e95d1cb"
"""What findings follow from besides: the version of what checks what was read."""
