"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "388b9c3da2a8"
CHECKS = "e00edd9ac1aa"
"""What findings follow from besides: the version of what checks what was read."""
