"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "c995b8bb8e2f"
CHECKS = "8284f09a24d7"
"""What findings follow from besides: the version of what checks what was read."""
