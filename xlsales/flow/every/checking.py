"""The macros *Validate* and *Apply fixes* (flow.md, *Validation*)."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, TypeAlias

from xlsales.core.alike import close
from xlsales.core.arguments import Ask
from xlsales.core.finding import Finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Edit, Outcome, PutRight, Refusal, SetCells
from xlsales.core.reply import Reply, by_press
from xlsales.core.row import Book, Row
from xlsales.core.words import Words
from xlsales.flow.checks.validation import findings, in_order
from xlsales.flow.every.refreshing import given, rows_of
from xlsales.flow.every.waiting import waiting
from xlsales.flow.facts import reads
from xlsales.forms.references import is_in_use
from xlsales.forms.rules.reading import LAYOUT, UNKNOWN, UNKNOWN_REFERENCE
from xlsales.forms.tables import REFERRED, referred, tables_of


class ValidateArgs(Arguments):
    """What *Validate* asks for."""

    annotate: Annotated[
        bool,
        Ask(
            "在工作簿中标出",
            "Annotate",
            "将问题标注到工作簿：颜色、批注、校验结果和校验报告",
            "write marks into the workbooks: colours, notes, check column, findings sheet",
        ),
    ] = False


class FixArgs(Arguments):
    """What *Apply fixes* asks for."""

    code: Annotated[
        tuple[str, ...],
        Ask("代码", "Code", "只修正这些代码的问题", "apply only fixes of these codes"),
    ] = ()
    cell: Annotated[
        tuple[str, ...],
        Ask(
            "单元格",
            "Cell",
            "只修正这些单元格：表.行.列；未登记的名称可在“=”后写明改为哪一个",
            "mend these cells only: TABLE.ROW.COLUMN; a name that is not known may be followed by "
            "= and the known one",
            metavar="TABLE.ROW.COLUMN[=NAME]",
        ),
    ] = ()


def books_at_hand(office: Office, book: Book) -> tuple[Book, ...]:
    """Return the workbook pressed in, or all of them where none is named."""
    return (book,) if book.kind else tuple(sorted(office.books))


@dataclass(frozen=True, kw_only=True)
class Validated(Reply):
    """The workbooks checked, by their paths, how many rows those have, and what is wrong there."""

    workbooks: tuple[str, ...]
    rows: int
    findings: tuple[Finding, ...] = by_press()


@dataclass(frozen=True, kw_only=True)
class Fixed(Reply):
    """What was mended, and what is left for a person."""

    fixed: tuple[Finding, ...]
    left: tuple[Finding, ...]


@needs(*reads.TYPED, stops=False)
def validate(office: Office, call: Call[ValidateArgs]) -> Outcome[Validated]:
    """Check a workbook, or every workbook of the office; with ``annotate`` number rows too."""
    books = books_at_hand(office, call.book)
    found: list[Finding] = [one for one in office.of_workbooks if one.place.at.book not in books]
    edits: list[Edit] = []
    rows = 0
    for book in books:
        found += findings(office, book, call.today)
        rows += sum(
            office.count(book, table.model)
            for table in tables_of(book.kind)
            if office.has(table.model)
        )
        if call.args.annotate:
            numbered, said = given(office, book, call.today)
            edits += numbered
            found += said
    return Outcome(
        edits=tuple(edits),
        findings=tuple(found),
        reply=Validated(workbooks=tuple(office.books[book].path for book in books), rows=rows),
        notes=tuple(waiting(office, books)),
        annotate=call.args.annotate,
        read=rows,
    )


def _mended(rows: Mapping[tuple[str, object], Row], finding: Finding) -> Edit | None:
    """Return the edit that makes a finding's fix, if there is a place for it."""
    place = finding.place
    if place.table is not None and finding.rule.code in LAYOUT:
        return PutRight(place.at.book, place.table, place.column)
    row = rows.get((place.table.name, place.at)) if place.table else None
    return SetCells(row, {place.column: finding.fix}) if row and place.column else None


def cell_of(found: Finding) -> str:
    """Return how a finding's cell is named among the arguments: ``orders.5.quantity``."""
    place = found.place
    return f"{place.table.name if place.table else ''}.{place.at.row}.{place.column or ''}"


Mend: TypeAlias = tuple[Finding, tuple[str, ...]]
"""A finding and, where it has no sure fix, the known names that are most like its unknown one."""


def mends(office: Office, book: Book, today: dt.date) -> tuple[Mend, ...]:
    """Return what can be mended in a workbook: one finding a cell, the gravest."""
    found: dict[str, Mend] = {}
    names: dict[tuple[str, object], tuple[str, ...]] = {}
    for each in findings(office, book, today):
        near: tuple[str, ...] = ()
        if each.fix is None:
            spot = each.rule.code, each.value
            if spot not in names:
                names[spot] = close(str(each.value), _known(office, each))
            near = names[spot]
            if not near:
                continue
        standing = found.setdefault(cell_of(each), (each, near))[0]
        sure = standing.fix is None and each.fix is not None
        if sure or (each.fix is not None and each.is_error and not standing.is_error):
            found[cell_of(each)] = each, near
    return tuple(found.values())


def _known(office: Office, found: Finding) -> Collection[str]:
    """Return the names in use that a cell may refer to, where it refers to an unknown one."""
    place = found.place
    column = place.table.by_key[place.column] if place.table and place.column else None
    if column is None or found.rule.code not in _UNKNOWN or found.fix is not None:
        return ()
    if not column.ref:
        return ()
    target = referred(column)
    known = office.all_by(target.model, REFERRED[target.name])
    return {str(value) for value, rows in known.items() if any(map(is_in_use, rows))}


_UNKNOWN = frozenset(rule.code for rule in (*UNKNOWN.values(), UNKNOWN_REFERENCE))


@needs(*reads.TYPED, stops=False)
def fix(office: Office, call: Call[FixArgs]) -> Outcome[Fixed]:
    """Put the sure fixes into their cells; what has none, or another code or cell, is left.

    Raises:
        Refusal: a cell that has nothing to mend, or a name for it that is not known.
    """
    rows: dict[tuple[str, object], Row] = {
        (row.table.name, row.at): row for mine in rows_of(office, call.book) for row in mine
    }
    cells = {cell: name for cell, _, name in (it.partition("=") for it in call.args.cell)}
    edits: dict[tuple[str, object, str | None], tuple[Finding, Edit]] = {}
    fixed: list[Finding] = []
    left: list[Finding] = []
    for each in findings(office, call.book, call.today):
        finding = _named(office, each, cells)
        chosen = cell_of(each) in cells or each.rule.code in call.args.code
        if not call.args.code and not cells:
            chosen = True
        edit = _mended(rows, finding) if chosen and finding.fix is not None else None
        if edit is None:
            left.append(finding)
            continue
        spot = (
            finding.place.table.name if finding.place.table else "",
            finding.place.at,
            finding.place.column,
        )
        graver = spot not in edits or (finding.is_error and not edits[spot][0].is_error)
        if graver:  # of two mends of one cell
            edits[spot] = finding, edit
        fixed.append(finding)
    _refuse_sound(cells, fixed)
    return Outcome(
        edits=tuple(edit for _, edit in edits.values()),
        findings=in_order(call.book, left),
        reply=Fixed(fixed=tuple(fixed), left=tuple(left)),
        notes=(
            Words(
                f"已修正 {len(fixed)} 处，还有 {len(left)} 处需要您核对。",
                f"{len(fixed)} mended, {len(left)} left for a person to look at.",
            ),
        ),
        annotate=bool(fixed),
        read=len(rows),
    )


def _named(office: Office, found: Finding, cells: Mapping[str, str]) -> Finding:
    """Return a finding of an unknown name with the one that was named for its cell as its fix."""
    name = cells.get(cell_of(found))
    if not name:
        return found
    known = _known(office, found)
    if known and name not in known:
        raise Refusal(
            f"“{name}”没有登记，或已停用，不能填入 {cell_of(found)}。请核对名称。",
            f"“{name}” is not known, or no longer used; it cannot go into {cell_of(found)}.",
        )
    return replace(found, fix=name) if known else found


def _refuse_sound(cells: Mapping[str, str], fixed: Sequence[Finding]) -> None:
    unknown = sorted(cells.keys() - {cell_of(each) for each in fixed})
    if unknown:
        raise Refusal(
            f"{'、'.join(unknown)} 没有可作的修正。请重新校验后再选。",
            f"There is nothing to mend at {', '.join(unknown)}. Validate again and choose anew.",
        )
