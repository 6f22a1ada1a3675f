"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "b2c61162ef80"
CHECKS = "4520b58bb468"
"""What findings follow from besides: the version of what checks what was read."""
