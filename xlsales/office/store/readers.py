"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "16758a1186bd"
CHECKS = "dba3d24e86ed"
"""What findings follow from besides: the version of what checks what was read."""
