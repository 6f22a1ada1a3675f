"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "2f5abebf9885"
CHECKS = "0ea25c20de0b"
"""What findings follow from besides: the version of what checks what was read."""
