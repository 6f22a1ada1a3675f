"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "300119f96c37"
CHECKS = "b7f116a9308a"
"""What findings follow from besides: the version of what checks what was read."""
