"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "66017f7acba6"
CHECKS = "06f9f0c9d93c"
"""What findings follow from besides: the version of what checks what was read."""
