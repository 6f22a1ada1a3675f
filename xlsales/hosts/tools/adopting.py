"""*Adopt*: the deputy takes over rows whose given cells no press wrote (memory.md, *Given cells*).

Such rows count for nothing until then. Their cells stay as they are; what changes is the record,
and the journal says who took over what, and why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome, Refusal
from xlsales.core.reply import Reply, ReplyRow
from xlsales.core.row import sound
from xlsales.core.text import is_blank
from xlsales.core.words import Words
from xlsales.forms.choices import Role
from xlsales.forms.given import given_columns, hold, key_of
from xlsales.forms.masters import Person
from xlsales.hosts import grey
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change, TypedGrid
from xlsales.hosts.saver import Entry

MAY = (Role.MANAGER, Role.DEPUTY)
"""Who may take rows over: those who answer for the management workbook."""


class AdoptArgs(Arguments):
    """What *Adopt* asks for: who takes over, why, and which rows; all of them if none is named."""

    reason: Annotated[str, Ask("原因", "Reason", "记入操作记录", "goes into the journal")]
    by: Annotated[
        str,
        Ask(
            "认可人",
            "By",
            "经理或营销副经理的姓名，默认是操作人",
            "a manager's or deputy's name; default who acts",
        ),
    ] = ""
    key: Annotated[
        tuple[str, ...],
        Ask("编号", "Key", "只认可这些行；不填则全部", "these rows only; without any, all"),
    ] = ()


@dataclass(frozen=True)
class Keyed(ReplyRow):
    """A row by its table and its key there."""

    table: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Adopted(Reply):
    """The rows that were taken over."""

    adopted: tuple[Keyed, ...]


def adopt(host: OfficeHost, call: Call[AdoptArgs]) -> tuple[Outcome[Adopted], tuple[Change, ...]]:
    """Take over the rows of a workbook that no press wrote.

    Returns what to say, and the cells taken over (from what they are to the same),
    with the grey ones that follow.

    Raises:
        Refusal: the person may not, no reason was given, or there is no such row.
    """
    by = call.args.by or call.user
    _check(host.cells.office(("masters",)), by, call.args.reason)
    host.cells.office((call.book.kind,))
    there = [
        (sheet, index)
        for sheet in host.cells.sheets_of(call.book)
        for index in sorted(sheet.grid.foreign)
    ]
    named = [key_of(sheet.grid, index) for sheet, index in there]
    unknown = [key for key in call.args.key if key not in named]
    if unknown:
        raise Refusal(
            f"没有等待认可的行：{'、'.join(unknown)}。请核对编号。",
            f"No row waits to be taken over under {', '.join(unknown)}. Check the number.",
        )
    adopted: list[Keyed] = []
    changes: list[Change] = []
    notes: list[Words] = []
    for (sheet, index), key in zip(there, named, strict=True):
        if call.args.key and key not in call.args.key:
            continue
        if key is None or (sheet.record is not None and key in sheet.record.rows):
            notes.append(_left(sheet, sheet.grid.first_row + index, key))
            continue
        changes += _take_over(sheet, index, key)
        adopted.append(Keyed(sheet.grid.table.name, key))
    if changes:
        changes += grey.after_tool(host.cells, host.saver, call, call.book, changes)
        said = {"by": by, "reason": call.args.reason}
        entry = Entry(call.user, call.moment, "adopt", changes, said=said)
        host.saver.commit({}, host.saver.keep, entries=(entry,))
    notes.append(Words(f"认可 {len(adopted)} 行。", f"{len(adopted)} rows taken over."))
    left = len(notes) > 1
    reply = Adopted(adopted=tuple(adopted))
    return Outcome(reply, notes=tuple(notes), refused=left, read=len(there)), tuple(changes)


def _check(office: Office, by: str, reason: str) -> None:
    people = sound(office.rows(Person), "name", "roles", "active")
    may = [p.name for p in people if p.active and not set(p.roles).isdisjoint(MAY)]
    if by not in may:
        raise Refusal(
            f"“{by}”不能认可：须为在岗的经理或营销副经理（{'、'.join(may) or '人员表中没有'}）。",
            f"“{by}” may not take rows over: it takes an active manager or deputy "
            f"({', '.join(may) or 'none is among the people'}).",
        )
    if not reason.strip():
        raise Refusal("请写明原因：--reason。", "Say why: --reason.")


def _take_over(sheet: TypedGrid, index: int, key: str) -> Iterator[Change]:
    grid = sheet.grid
    cells = {column: grid.cell(index, column.key) for column in given_columns(grid.table)}
    assert sheet.record is not None, "a table with foreign rows was held against a record"
    sheet.record.write(key, {column.key: hold(column, cell) for column, cell in cells.items()})
    grid.foreign.discard(index)
    row = grid.first_row + index
    sheet.touch(row)
    for column, cell in cells.items():
        if not is_blank(cell):
            yield Change(grid.book, grid.table.name, row, column.key, cell, cell, key)


def _left(sheet: TypedGrid, row: int, key: str | None) -> Words:
    title = sheet.grid.table.title
    if key is None:
        return Words(
            f"“{title.zh}”第 {row} 行没有编号，未认可；请清空灰色单元格，由按钮填写。",
            f"{title.en}, row {row} has no number and was left; clear its grey cells and let "
            "a button fill them.",
        )
    return Words(
        f"“{title.zh}”第 {row} 行的编号 {key} 已用于另一行，未认可；请删除本行，或清空灰色单元格。",
        f"{title.en}, row {row}: another row has the number {key}, so it was left; remove this row "
        "or clear its grey cells.",
    )
