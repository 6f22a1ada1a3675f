"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "bcd30094c69d"
CHECKS = "85566fda7d23"
"""What findings follow from besides: the version of what checks what was read."""
