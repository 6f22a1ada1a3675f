"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "b2327ee3908f"
CHECKS = "3cdded9b97ec"
"""What findings follow from besides: the version of what checks what was read."""
