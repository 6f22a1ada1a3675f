"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "334de2b855d6"
CHECKS = "3133ee95f9ea"
"""What findings follow from besides: the version of what checks what was read."""
