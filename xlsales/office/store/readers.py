"""The version of what reads workbooks and stores it; made by xlsales.derive."""

VERSION = "66bccf00d478"
CHECKS = "dfdbfe72e57b"
"""What findings follow from besides: the version of what checks what was read."""
