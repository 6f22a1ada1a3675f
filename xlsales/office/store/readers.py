"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "cf3dba1fc42f"
CHECKS = "6d2e58b563ea"
"""What findings follow from besides: the version of what checks what was read."""
