"""The one JSON document of a command that could not be done (cli.md, ``--json``).

Its keys are those of the reply, with nothing in them, and ``error`` says why: a program that reads
it finds no figure, where silence could be taken for one.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from xlsales.buttons import reply_of
from xlsales.core.reply import is_several, types_of
from xlsales.core.words import Lang
from xlsales.office.unusable import Unusable

if TYPE_CHECKING:
    from xlsales.buttons import Button
    from xlsales.core.office import Arguments
    from xlsales.hosts.files.host import OfficeHost


def unanswered(
    button: Button, host: OfficeHost, args: Arguments, trouble: Unusable, lang: Lang
) -> dict[str, Any]:
    """Return the reply of a press that was refused."""
    types = types_of(reply_of(button))
    reply: dict[str, Any] = {key: [] if is_several(kind) else None for key, kind in types.items()}
    if "subjects" in reply:
        with suppress(Unusable):  # these may be the very workbooks that cannot be used
            from xlsales.appraisal.unscored import unscored

            office = host.cells.office(("masters", "management"))
            reply["period"] = getattr(args, "period", None)
            reply["subjects"] = list(unscored(office, getattr(args, "subject", "")))
    return {**reply, "error": trouble.words.said(lang)}
