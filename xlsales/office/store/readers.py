"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "5eb4d9b8b01f"
CHECKS = "a3780f25c436"
"""What findings follow from besides: the version of what checks what was read."""
