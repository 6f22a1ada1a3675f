"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "16758a1186bd"
CHECKS = "fad5daa31f56"
"""What findings follow from besides: the version of what checks what was read."""
