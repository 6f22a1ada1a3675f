"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "ebe67343ce6b"
CHECKS = "1f4c1a6c74f0"
"""What findings follow from besides: the version of what checks what was read."""
