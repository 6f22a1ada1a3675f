"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "ebe67343ce6b"
CHECKS = "36ad09862ecc"
"""What findings follow from besides: the version of what checks what was read."""
