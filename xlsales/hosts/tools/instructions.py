"""*Help*: how a workbook is filled in, as its instruction sheet says it."""

from dataclasses import dataclass

from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome
from xlsales.core.reply import Reply
from xlsales.core.words import Words
from xlsales.derive.instructions import GENERAL, SHEET
from xlsales.derive.wording import note_of, type_of
from xlsales.forms.tables import tables_of
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change


@dataclass(frozen=True, kw_only=True)
class Instructions(Reply):
    """The title of the sheet that has them."""

    sheet: str


def instructions(
    host: OfficeHost,  # noqa: ARG001  # as every tool is called
    call: Call[Arguments],
) -> tuple[Outcome[Instructions], tuple[Change, ...]]:
    """Return the instructions for a workbook; a spreadsheet program shows their sheet instead."""
    lines = [*GENERAL]
    for table in tables_of(call.book.kind):
        lines.append(Words(f"【{table.title.zh}】", f"[{table.title.en}]"))
        for column in table.columns:
            if column.typed:
                what, note = type_of(column), note_of(column)
                lines.append(
                    Words(
                        f"{column.zh}：{what.zh}" + (f"。{note.zh}" if note.zh else ""),
                        f"{column.en}: {what.en}" + (f". {note.en}" if note.en else ""),
                    )
                )
    return Outcome(Instructions(sheet=SHEET.said(call.lang)), notes=tuple(lines)), ()
