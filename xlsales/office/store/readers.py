"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "c995b8bb8e2f"
CHECKS = "2f8cc0d126ae"
"""What findings follow from besides: the version of what checks what was read."""
