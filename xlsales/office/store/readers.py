"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "20b931d8ccc4"
CHECKS = "3e787a30b199"
"""What findings follow from besides: the version of what checks what was read."""
