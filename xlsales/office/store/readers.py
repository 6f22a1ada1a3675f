"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "a9ff1cd44d04"
CHECKS = "1e8734c71993"
"""What findings follow from besides: the version of what checks what was read."""
