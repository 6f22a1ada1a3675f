"""Names by which LibreOffice knows the add-in."""

from __future__ import annotations

from xlsales.core.words import Words

SUMMARY = Words(
    "销售部标准工作簿的按钮：校验、上报、排产、送货、回款、考核。",
    "Buttons for the standard workbooks of a sales office: "
    "check, submit, schedule, deliver, collect, appraise.",
)
LICENCE = Words("许可：MIT；图标：Lucide（ISC）。", " Licence: MIT; icons: Lucide (ISC).")
PUBLISHER = "xlsales developers"

IDENTIFIER = "xlsales.addin"
"""The extension; names that LibreOffice keeps for it begin so."""
HANDLER = "xlsales.addin.Handler"
"""The component that answers clicks; handler.py has it too, since it runs without this package."""
OPENED = "xlsales.addin.Opened"
"""The component that is told of each document that is opened; handler.py has it too."""
PROTOCOL = "vnd.xlsales:"
"""A button's address begins so and ends with its id."""
TOOLBAR = "private:resource/toolbar/addon_" + IDENTIFIER
"""How LibreOffice calls the toolbar that Addons.xcu names IDENTIFIER."""

FILE = "xlsales.oxt"
SETTING = "xlsales.json"
"""In the profile's user/config: which Python answers a click (handler.py reads it)."""
