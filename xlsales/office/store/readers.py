"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "b59681369d72"
CHECKS = "b19fcd1c00e5"
"""What findings follow from besides: the version of what checks what was read."""
