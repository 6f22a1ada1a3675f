"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "9f827ed91f7f"
CHECKS = "b19fcd1c00e5"
"""What findings follow from besides: the version of what checks what was read."""
