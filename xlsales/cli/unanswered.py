"""The one JSON document of a command that could not be done (cli.md, ``--json``).

Its keys are those of the reply, with nothing in them, and ``error`` says why: a program that reads
it finds no figure, where silence could be taken for one.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from xlsales.core.words import Lang
from xlsales.office.unusable import Unusable

if TYPE_CHECKING:
    from xlsales.buttons import Button
    from xlsales.core.office import Arguments
    from xlsales.hosts.file import FileHost

SINGLE = frozenset(
    {
        "as_of",
        "card_no",
        "changed",
        "column",
        "customer",
        "note_no",
        "order_no",
        "period",
        "plan_no",
        "product",
        "quantity",
        "required_date",
        "restored",
        "revision",
        "row",
        "rows",
        "sheet",
        "status",
        "table",
        "total",
        "unit_price",
        "value",
        "whole",
        "workbook",
    }
)
"""The keys of replies that hold one value, here null; the others hold lists."""


def unanswered(
    button: Button, host: FileHost, args: Arguments, trouble: Unusable, lang: Lang
) -> dict[str, Any]:
    """Return the reply of a press that was refused."""
    reply: dict[str, Any] = {key: None if key in SINGLE else [] for key in button.reply}
    if "subjects" in reply:
        with suppress(Unusable):  # these may be the very workbooks that cannot be used
            from xlsales.appraisal.unscored import unscored

            office = host.office(("masters", "management"))
            reply["period"] = getattr(args, "period", None)
            reply["subjects"] = list(unscored(office, getattr(args, "subject", "")))
    return {**reply, "error": trouble.words.said(lang)}
