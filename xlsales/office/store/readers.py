"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "05cbb1724931"
CHECKS = "0dee63bf24e1"
"""What findings follow from besides: the version of what checks what was read."""
