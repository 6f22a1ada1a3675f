"""The only list of buttons, a module a group. Ribbon, toolbar, commands and documentation derive from it."""

from __future__ import annotations

from collections.abc import Mapping

from xlsales.buttons import (
    appraisal,
    checking,
    collection,
    commands,
    delivery,
    plan,
    register,
    tools,
    tracking,
)
from xlsales.buttons.button import (
    Button,
    Home,
    Misdefined,
    Then,
    arguments_of,
    macro_of,
    made_of,
    reply_of,
)
from xlsales.buttons.kinds import FORMS
from xlsales.core.words import Words

__all__ = [
    "BUTTONS",
    "BY_ID",
    "COMMAND_ONLY",
    "EVERY",
    "FORMS",
    "TITLE",
    "Button",
    "Home",
    "Misdefined",
    "Then",
    "arguments_of",
    "macro_of",
    "made_of",
    "reply_of",
]

TITLE = Words("销售管理", "Sales")
"""The tab, menu or toolbar that holds the buttons."""

BUTTONS: tuple[Button, ...] = (
    *checking.BUTTONS,
    *register.BUTTONS,
    *plan.BUTTONS,
    *delivery.BUTTONS,
    *tracking.BUTTONS,
    *collection.BUTTONS,
    *appraisal.BUTTONS,
    *tools.BUTTONS,
)
"""Those of the ribbon, in its order."""

COMMAND_ONLY: tuple[Button, ...] = commands.BUTTONS
"""Commands that no ribbon shows."""

BY_ID: Mapping[str, Button] = {button.id: button for button in BUTTONS}
EVERY: Mapping[str, Button] = {button.id: button for button in (*BUTTONS, *COMMAND_ONLY)}
"""Those that no ribbon shows too."""
