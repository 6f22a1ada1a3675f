"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "e533ee68c5c0"
CHECKS = "8216beccaef6"
"""What findings follow from besides: the version of what checks what was read."""
