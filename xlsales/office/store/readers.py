"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "334de2b855d6"
CHECKS = "9fcee8e885c7"
"""What findings follow from besides: the version of what checks what was read."""
