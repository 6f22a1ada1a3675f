"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "24ce85b3f1e5"
CHECKS = "c14d18cc5f69"
"""What findings follow from besides: the version of what checks what was read."""
