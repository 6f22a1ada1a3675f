"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "a576901e46d2"
CHECKS = "ac9176d1bc5e"
"""What findings follow from besides: the version of what checks what was read."""
