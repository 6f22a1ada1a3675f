"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "7054f6b2830d"
CHECKS = "4ba947caaa88"
"""What findings follow from besides: the version of what checks what was read."""
