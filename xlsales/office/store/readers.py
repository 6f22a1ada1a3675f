"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "6518f38829f7"
CHECKS = "9aac54f2439e"
"""What findings follow from besides: the version of what checks what was read."""
