"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "3be49dd4363c"
CHECKS = "fa93e9610dc1"
"""What findings follow from besides: the version of what checks what was read."""
