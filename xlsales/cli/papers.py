"""``--pdf`` and ``--png``: what a command made, put beside its documents in these forms, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsales.core.words import Words

if TYPE_CHECKING:
    from xlsales.cli.output import Output
    from xlsales.press import Pressed

_PRINTING = Words("生成 PDF、图片", "Making PDFs and pictures")


def on_paper(pressed: Pressed, root: Path, given: Mapping[str, Any], output: Output) -> Pressed:
    """Return a press with the PDFs and pictures that were asked for among its files.

    Where none can be made that is told, and the documents stand all the same.
    """
    pdf, png = bool(given.get("pdf")), bool(given.get("png"))
    if not pressed.files or not (pdf or png):
        return pressed
    from xlsales.core.reply import of_press
    from xlsales.documents.printing import CannotPrint, printed

    def progress(done: int, total: int) -> None:
        output.progress(done, total, _PRINTING, "")

    outcome = pressed.outcome
    documents = [root / file for file in pressed.files]
    try:
        made = printed(documents, pdf=pdf, png=png, progress=progress)
    except CannotPrint as trouble:
        output.say(trouble.words)
        return replace(pressed, outcome=replace(outcome, refused=True))
    files = (*pressed.files, *(path.relative_to(root).as_posix() for path in made))
    reply = outcome.reply
    if "files" in of_press(type(reply)):
        told: dict[str, Any] = {"files": files}
        reply = replace(reply, **told)
    return replace(pressed, outcome=replace(outcome, reply=reply), files=files)
