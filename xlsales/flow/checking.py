"""The macros *Validate* and *Apply fixes* (flow.md, *Validation*)."""

from collections.abc import Mapping
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.finding import Finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Edit, Outcome, PutRight, SetCells
from xlsales.core.row import Book, Row
from xlsales.core.words import Words
from xlsales.flow import reads
from xlsales.flow.refreshing import given, rows_of
from xlsales.flow.validation import findings, in_order
from xlsales.forms.rules.reading import LAYOUT


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


def books_at_hand(office: Office, book: Book) -> tuple[Book, ...]:
    """Return the workbook pressed in, or all of them where none is named."""
    return (book,) if book.kind else tuple(sorted(office.books))


@needs(*reads.TYPED, stops=False)
def validate(office: Office, call: Call[ValidateArgs]) -> Outcome:
    """Check a workbook, or every workbook of the office; with ``annotate`` number rows too.

    The reply's ``rows`` counts the rows checked; the press adds the findings.
    """
    books = books_at_hand(office, call.book)
    found: list[Finding] = [one for one in office.of_workbooks if one.place.at.book not in books]
    edits: list[Edit] = []
    rows = 0
    for book in books:
        found += findings(office, book, call.today)
        rows += sum(len(mine) for mine in rows_of(office, book))
        if call.args.annotate:
            numbered, said = given(office, book, call.today)
            edits += numbered
            found += said
    return Outcome(
        edits=tuple(edits),
        findings=tuple(found),
        reply={"workbooks": [office.books[book].path for book in books], "rows": rows},
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


@needs(*reads.TYPED, stops=False)
def fix(office: Office, call: Call[FixArgs]) -> Outcome:
    """Put the sure fixes into their cells; what has none, or another code, is left."""
    rows: dict[tuple[str, object], Row] = {
        (row.table.name, row.at): row for mine in rows_of(office, call.book) for row in mine
    }
    edits: dict[tuple[str, object, str | None], tuple[Finding, Edit]] = {}
    fixed: list[Finding] = []
    left: list[Finding] = []
    for finding in findings(office, call.book, call.today):
        chosen = not call.args.code or finding.rule.code in call.args.code
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
    return Outcome(
        edits=tuple(edit for _, edit in edits.values()),
        findings=in_order(call.book, left),
        reply={"fixed": fixed, "left": left},
        notes=(
            Words(
                f"已修正 {len(fixed)} 处，还有 {len(left)} 处需要您核对。",
                f"{len(fixed)} mended, {len(left)} left for a person to look at.",
            ),
        ),
        annotate=bool(fixed),
        read=len(rows),
    )
