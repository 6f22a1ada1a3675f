"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "327c5ff30f5e"
CHECKS = "64a12421e1a6"
"""What findings follow from besides: the version of what checks what was read."""
