"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "7a4366efd162"
CHECKS = "10e57c1f6ed7"
"""What findings follow from besides: the version of what checks what was read."""
