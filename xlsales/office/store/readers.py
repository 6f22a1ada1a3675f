"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "704dcba1cb07"
CHECKS = "f37f0353aac8"
"""What findings follow from besides: the version of what checks what was read."""
