"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "c995b8bb8e2f"
CHECKS = "e367527d6e7e"
"""What findings follow from besides: the version of what checks what was read."""
