"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "f1bfa2ccc2c2"
CHECKS = "e2d97fb26e8c"
"""What findings follow from besides: the version of what checks what was read."""
