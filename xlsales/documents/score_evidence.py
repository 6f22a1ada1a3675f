"""The sheets 依据 of a score workbook: each row behind each actual, by indicator and person.

One sheet has the rows of the period, another those of the year before it. Each person's rows of
an indicator are a block under a line that sums it up and leads back to the deduction. The rows
are many: they go into the finished sheet as they are, past openpyxl, which takes ten times as
long. The formulas carry their results, for programs that show a file without computing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.aftermath import Aftermath
from xlsales.appraisal.evidence import Evidence, Place
from xlsales.appraisal.score import Score
from xlsales.appraisal.subjects import BRANCH, BRANCH_WORDS
from xlsales.core.exact import ZERO
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.documents import looks
from xlsales.documents.raw_rows import Made, RawRows
from xlsales.documents.report import DATE, MONEY, PERCENT, PLAIN, WHOLE, Head, Page
from xlsales.documents.score_rows import Entry, Scope, entries, place_of
from xlsales.flow.facts.counted import Changed
from xlsales.forms.indicator_definition import Shown
from xlsales.forms.indicators import SCORED, Indicator

SHEET = Words("依据", "Evidence")
EARLIER = Words("本年前期依据", "Evidence, year to date")

_OF_THE_PERIOD = frozenset({Scope.PERIOD, Scope.DUE_PERIOD})


class Column(NamedTuple):
    """A column of the rows; ``shows`` is the field of evidence that only some indicators have."""

    head: Head
    width: float
    shows: Shown | None = None


COLUMNS: tuple[Column, ...] = (
    Column(Head(Words("对象", "Subject")), 10),
    Column(Head(Words("指标", "Indicator")), 14),
    Column(Head(Words("单号", "No.")), 19, "no"),
    Column(Head(Words("承揽编号", "Order no.")), 18, "order_no"),
    Column(Head(Words("范围", "Counts in"), align="center"), 13),
    Column(Head(Words("送货单号", "Note no.")), 18, "note_no"),
    Column(Head(Words("客户", "Customer")), 20, "customer"),
    Column(Head(Words("计入本单位", "Branch too"), align="center"), 12),
    Column(Head(Words("计入日期", "Counts on"), DATE), 11),
    Column(Head(Words("类型", "What"), align="center"), 10),
    Column(Head(Words("产品编码", "Product")), 10, "product"),
    Column(Head(Words("数量", "Quantity"), PLAIN), 10, "quantity"),
    Column(Head(Words("单价", "Unit price"), PLAIN), 11, "unit_price"),
    Column(Head(Words("税率", "Tax rate"), PERCENT), 9, "tax_rate"),
    Column(Head(Words("金额或次数", "Amount or count"), MONEY), 15),
    Column(Head(Words("来源工作簿", "Workbook")), 30),
    Column(Head(Words("行", "Row"), WHOLE), 7),
    Column(
        Head(Words("旁证（成本、认定、发票等）", "Beside it: cost, ruling, invoice")), 30, "beside"
    ),
    Column(Head(Words("首次读到", "First known"), DATE), 11),
    Column(Head(Words("计入后改动", "Changed after counting")), 60),
)
SUBJECT, INDICATOR, SCOPE, FOR_BRANCH, AMOUNT = "A", "B", "E", "H", "O"
"""Where the formulas find what they add up, and by what."""

YES = Words("是", "Yes")
BACKDATED = Words("考核后才读到", "backdated")
"""What is said of a row that came after its period had been scored."""

_HEAD = 3
Key = tuple[str, Indicator]
"""A subject and an indicator."""


@dataclass(frozen=True)
class Block:
    """One person's rows of an indicator, under a line at ``row`` that sums them up."""

    row: int
    person: str
    indicator: Indicator
    scope: Scope
    entries: tuple[Entry, ...]

    @property
    def first(self) -> int:
        """The sheet row of its first entry."""
        return self.row + 1

    @property
    def last(self) -> int:
        """The sheet row of its last entry."""
        return self.row + len(self.entries)


@dataclass(frozen=True)
class Layout:
    """Which rows lie where on the two sheets."""

    period: tuple[Block, ...]
    earlier: tuple[Block, ...]

    def of(self, scope: Scope) -> tuple[Words, tuple[Block, ...]]:
        """Return the sheet that has the rows of a scope, and its blocks."""
        if scope in _OF_THE_PERIOD:
            return SHEET, self.period
        return EARLIER, self.earlier

    @property
    def starts(self) -> Mapping[Key, int]:
        """Where the rows behind each actual of the period begin."""
        starts: dict[Key, int] = {}
        for block in self.period:
            starts.setdefault((block.person, block.indicator), block.row)
            if any(entry.is_branch for entry in block.entries):
                starts.setdefault((BRANCH, block.indicator), block.row)
        return starts


def layout_of(score: Score) -> Layout:
    """Return where the evidence of a score will lie."""
    rows = entries(score)
    period = [entry for entry in rows if entry.scope in _OF_THE_PERIOD]
    earlier = [entry for entry in rows if entry.scope not in _OF_THE_PERIOD]
    return Layout(tuple(_blocks(period)), tuple(_blocks(earlier)))


def _blocks(rows: Sequence[Entry]) -> Iterator[Block]:
    row = _HEAD + 1
    for (person, indicator, scope), held in groupby(
        rows, key=lambda e: (e.person or BRANCH, e.evidence.indicator, e.scope)
    ):
        block = Block(row, person, indicator, scope, tuple(held))
        yield block
        row = block.last + 1


def add_evidence(
    sheet: Worksheet,
    score: Score,
    blocks: Sequence[Block],
    back: Mapping[Key, int],
    sheets: tuple[Words, Words],
    lang: Lang,
) -> Made:
    """Write the heads of the blocks, and make ready the rows under them.

    ``sheets`` are this one's title and that of the deductions, ``back`` their rows there.
    """
    page = Page(sheet, lang, [column.width for column in COLUMNS])
    title, deductions = (words.said(lang) for words in sheets)
    number = sum(len(block.entries) for block in blocks)
    page.title(f"{title}　{score.period}")
    page.note(
        Words(
            f"共 {number} 行，按指标和人员分组；单击左侧“1”只看各组合计，单击“←”返回扣分明细。"
            "“计入本单位”为“是”的行同时是本单位的依据。本表不随其他表打印："
            "需要时先“页面布局 → 打印区域 → 取消打印区域”。",
            f"{number} rows, by indicator and person; click 1 at the left for the sums alone, and "
            "← to go back to the deductions. Rows that count for the branch too say so. This "
            "sheet is not printed with the others; to print it, first clear its print area.",
        ).said(lang)
    )
    head = page.head([column.head for column in COLUMNS])
    assert head == _HEAD
    last = blocks[-1].last if blocks else head
    made = Made(last)
    writer = _Rows.of(sheet, score, lang)
    for block in blocks:
        page.row = block.row - 1
        _block_head(page, block, made)
        if (place := back.get((block.person, block.indicator))) is not None:
            page.link(block.row, 1, deductions, place)
        made.rows[block.row] = b"".join(writer.xml(block))
    sheet.freeze_panes = f"C{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{page.last}{last}"
    sheet.sheet_properties.outlinePr.summaryBelow = False  # type: ignore[union-attr]
    sheet.sheet_format.outlineLevelRow = 1 if blocks else 0
    return made


def keep_from_printing(sheet: Worksheet) -> None:
    """Leave nothing of a sheet to print until somebody clears its print area."""
    beyond = get_column_letter(len(COLUMNS) + 2)
    sheet.print_title_rows = None
    sheet.print_area = f"{beyond}1"


_BLOCK_HEAD = tuple(
    Head(column.head.words, column.head.number_format, "left", bold=True) for column in COLUMNS
)


def _block_head(page: Page, block: Block, made: Made) -> None:
    """Write the line above a block: whose rows, of what, how many, and their sum."""
    who = BRANCH_WORDS.said(page.lang) if block.person == BRANCH else block.person
    scope = block.scope.said(page.lang)
    number = len(block.entries)
    said = Words(f"{scope} {number} 行", f"{scope}, {number} rows")
    values: list[object] = [None] * len(COLUMNS)
    values[0], values[1], values[2] = f"← {who}", block.indicator, said
    row = page.line(_BLOCK_HEAD, values, shaded=True)
    page.sheet.row_dimensions[row].height = 20
    cell = page.sheet[f"{AMOUNT}{row}"]
    assert isinstance(cell, Cell)
    cell.value = f"=SUM({AMOUNT}{block.first}:{AMOUNT}{block.last})"
    made.results[cell.coordinate] = sum((e.evidence.amount for e in block.entries), ZERO)
    for index in range(1, len(COLUMNS) + 1):
        page.sheet.cell(row, index).fill = looks.fill(looks.SKY)


@dataclass(frozen=True)
class _Rows:
    """Writes the rows of blocks as XML, each column in its look."""

    paths: Mapping[Book, str]
    raw: RawRows
    shown: Mapping[Indicator, Sequence[bool]]
    after: Aftermath
    today: dt.date
    lang: Lang

    @classmethod
    def of(cls, sheet: Worksheet, score: Score, lang: Lang) -> _Rows:
        """Make the looks of a sheet's columns ready."""
        return cls(
            dict(score.inputs.workbooks),
            RawRows(sheet, [column.head for column in COLUMNS]),
            {
                indicator: [
                    column.shows in {None, *indicator.definition.evidence} for column in COLUMNS
                ]
                for indicator in SCORED
            },
            score.aftermath,
            score.inputs.today,
            lang,
        )

    def xml(self, block: Block) -> Iterator[bytes]:
        """Yield the rows of a block."""
        shows = self.shown[block.indicator]
        for row, entry in enumerate(block.entries, start=block.first):
            values = (*_values(entry, self.paths, self.lang), *self._afterwards(entry.evidence))
            kept = (v if s else None for s, v in zip(shows, values, strict=True))
            yield self.raw.xml(row, kept, ' outlineLevel="1"')

    def _afterwards(self, row: Evidence) -> tuple[dt.date | None, str | None]:
        """Return when a row was first known, and what became of it after it counted."""
        after = self.after
        if not row.rests_on or not (after.known or after.changes):
            return None, None
        own = row.rests_on[0]
        changes = dict.fromkeys(c for place in row.rests_on for c in after.changes.get(place, ()))
        said = [self._change(each, own) for each in changes]
        said += [BACKDATED.said(self.lang)] if own in after.backdated else []
        return after.known.get(own), Words("；", "; ").said(self.lang).join(said) or None

    def _change(self, change: Changed, own: Place) -> str:
        day = change.known.at.date() if change.known.at else self.today
        is_own = (change.table.name, change.at) == own
        what = (change.how if is_own else change.what).said(self.lang)
        return Words(f"{what}（{day} 发现）", f"{what} (found {day})").said(self.lang)


def _values(entry: Entry, paths: Mapping[Book, str], lang: Lang) -> Sequence[object]:
    row: Evidence = entry.evidence
    return (
        entry.person or BRANCH_WORDS.said(lang),
        row.indicator.said(lang),
        row.no,
        row.order_no,
        entry.scope.said(lang),
        row.note_no,
        row.customer,
        YES.said(lang) if entry.is_branch else None,
        row.day,
        row.what.said(lang),
        row.product,
        row.quantity,
        row.unit_price,
        row.tax_rate,
        row.amount,
        paths.get(row.at.book) if row.at.row else None,
        row.at.row or None,
        place_of(row.beside, paths, lang),
    )
