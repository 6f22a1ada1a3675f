"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "cf3dba1fc42f"
CHECKS = "afa5d1fafb01"
"""What findings follow from besides: the version of what checks what was read."""
