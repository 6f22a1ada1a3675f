"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "671985565d05"
CHECKS = "1e8734c71993"
"""What findings follow from besides: the version of what checks what was read."""
