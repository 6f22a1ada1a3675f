"""What a person wants of the documents that a press made: opened, printed, as PDFs or pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from xlsales.buttons import Button
from xlsales.core.arguments import Ask
from xlsales.core.office import Arguments
from xlsales.core.words import Choice, Lang, Words
from xlsales.ribbon.fields import Field, Kind, Option
from xlsales.ribbon.form import Form
from xlsales.ribbon.sheets import is_libreoffice, save_pdfs

if TYPE_CHECKING:
    import xlwings as xw

MOST = 3
"""Documents that are opened at once; of more only the first is."""


class Wanted(Choice):
    """What is done with documents, the first unless another is chosen."""

    OPEN = "open", "打开"
    PRINT = "print", "打印"
    PDF = "pdf", "存成 PDF"
    PNG = "png", "存成图片"


_WORDS = {
    Wanted.OPEN: Words("打开", "Open"),
    Wanted.PRINT: Words("打印", "Print"),
    Wanted.PDF: Words("存成 PDF", "Save as PDF"),
    Wanted.PNG: Words("存成图片（每页一张）", "Save as pictures, one a page"),
}


class NextArgs(Arguments):
    """What the dialog asks for."""

    then: Annotated[Wanted, Ask("接下来", "Next")] = Wanted.OPEN


def offer(button: Button, said: Words, lang: Lang) -> Form:
    """Return the dialog that tells what was made and asks what to do with it."""
    options = tuple(Option(each.value, _WORDS[each].said(lang)) for each in Wanted)
    ask = Words("接下来", "Next")
    field = Field("then", ask, ask, Kind.CHOICE, Wanted.OPEN.value, required=True, options=options)
    return Form(button.words, said, (field,), NextArgs, {})


def saved(
    app: xw.App, files: Sequence[Path], wanted: Wanted, busy: Callable[[int, int], None]
) -> Words:
    """Save documents as PDFs or pictures beside them; return what to say.

    PDFs by Excel where the click was there; all else by a LibreOffice without a window.

    Raises:
        CannotPrint: they cannot be made here.
    """
    from xlsales.documents.printing import printed

    if wanted is Wanted.PDF and not is_libreoffice(app):
        made: Sequence[Path] = save_pdfs(app, files, busy)
    else:
        made = printed(files, pdf=wanted is Wanted.PDF, png=wanted is Wanted.PNG, progress=busy)
    few = "、".join(path.name for path in made[:MOST])
    more = len(made) > MOST
    return Words(
        f"已存在单据旁边：{few}{f' 等 {len(made)} 个文件' if more else ''}",
        f"Saved beside the documents: {few}{f' … ({len(made)} files)' if more else ''}",
    )
