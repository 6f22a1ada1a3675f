"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "2da3d4b65e37"
CHECKS = "6cc6a62c3a7f"
"""What findings follow from besides: the version of what checks what was read."""
