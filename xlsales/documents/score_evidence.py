"""The sheets 依据 of a score workbook: each row behind each actual, by indicator and person.

One sheet has the rows of the period, another those of the year before it. Each person's rows of
an indicator are a block under a line that sums it up and leads back to the deduction. The rows
are many: they go into the finished sheet as they are, past openpyxl, which takes ten times as
long. The formulas carry their results, for programs that show a file without computing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.appraisal.aftermath import Aftermath, place
from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.score import Score
from xlsales.appraisal.subjects import BRANCH, BRANCH_WORDS, named
from xlsales.core.exact import ZERO
from xlsales.core.measuring import width_of
from xlsales.core.row import Book, Row
from xlsales.core.words import Lang, Words
from xlsales.documents import looks
from xlsales.documents.raw_rows import Made, RawRows
from xlsales.documents.report import DATE, MONEY, PERCENT, PLAIN, WHOLE, Head, Page
from xlsales.documents.score_rows import Entries, Scope, entries, place_of
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
BACKDATED = Words("考核后首次读到", "backdated")
"""What is said of a row that came after its period had been scored."""

_ARROW = 3
"""What the arrow takes that stands before a name."""
_HEAD = 3
Key = tuple[str, Indicator]
"""A subject and an indicator."""


@dataclass(frozen=True)
class Block:
    """One person's rows of an indicator, under a line at ``row`` that sums them up."""

    row: int
    entries: Entries

    @property
    def person(self) -> str:
        """Whose rows they are: a person's, or the branch's alone."""
        return self.entries.person or BRANCH

    @property
    def first(self) -> int:
        """The sheet row of its first entry."""
        return self.row + 1

    @property
    def last(self) -> int:
        """The sheet row of its last entry."""
        return self.row + len(self.entries.rows)


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
            starts.setdefault((block.person, block.entries.indicator), block.row)
            if any(is_branch for _, is_branch in block.entries.rows):
                starts.setdefault((BRANCH, block.entries.indicator), block.row)
        return starts


def layout_of(score: Score) -> Layout:
    """Return where the evidence of a score will lie."""
    held = list(entries(score))
    period = [each for each in held if each.scope in _OF_THE_PERIOD]
    earlier = [each for each in held if each.scope not in _OF_THE_PERIOD]
    return Layout(tuple(_blocks(period)), tuple(_blocks(earlier)))


def _blocks(held: Iterable[Entries]) -> Iterator[Block]:
    row = _HEAD + 1
    for each in held:
        block = Block(row, each)
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
    widths = [column.width for column in COLUMNS]
    page = Page(sheet, lang, [max(width_of_subjects(score, lang) + _ARROW, widths[0]), *widths[1:]])
    title, deductions = (words.said(lang) for words in sheets)
    number = sum(len(block.entries.rows) for block in blocks)
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
    head = page.head([column.head for column in COLUMNS], filtered=True)
    assert head == _HEAD
    last = blocks[-1].last if blocks else head
    made = Made(last)
    writer = _Rows.of(sheet, score, lang)
    for block in blocks:
        page.row = block.row - 1
        _block_head(page, block, made)
        if (place := back.get((block.person, block.entries.indicator))) is not None:
            page.link(block.row, 1, deductions, place)
        made.rows[block.row] = writer.xml(block)
    sheet.freeze_panes = f"C{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{page.last}{last}"
    sheet.sheet_properties.outlinePr.summaryBelow = False  # type: ignore[union-attr]
    sheet.sheet_format.outlineLevelRow = 1 if blocks else 0
    return made


def width_of_subjects(score: Score, lang: Lang) -> float:
    """Return how wide a column is that holds the names of all subjects, long ones on two lines."""
    longest = max((width_of(named(one.subject).said(lang)) for one in score.subjects), default=0)
    return min(longest * 1.1 + 2, 20)


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
    scope = block.entries.scope.said(page.lang)
    number = len(block.entries.rows)
    said = Words(f"{scope} {number} 行", f"{scope}, {number} rows")
    values: list[object] = [None] * len(COLUMNS)
    values[0], values[1], values[2] = f"← {who}", block.entries.indicator, said
    row = page.line(_BLOCK_HEAD, values, shaded=True)
    page.sheet.row_dimensions[row].height = 20
    cell = page.sheet[f"{AMOUNT}{row}"]
    assert isinstance(cell, Cell)
    cell.value = f"=SUM({AMOUNT}{block.first}:{AMOUNT}{block.last})"
    made.results[cell.coordinate] = sum((row.amount for row, _ in block.entries.rows), ZERO)
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
        columns = (
            *_columns(block.entries, self.paths, self.lang),
            *self._afterwards(block.entries),
        )
        shows = self.shown[block.entries.indicator]
        kept = [c if s else [None] * len(c) for c, s in zip(columns, shows, strict=True)]
        yield from self.raw.xml(block.first, kept, ' outlineLevel="1"')

    def _afterwards(self, held: Entries) -> Iterator[Sequence[object]]:
        """Yield when rows were first known, and what became of them after they counted."""
        after, rows = self.after, [row for row, _ in held.rows]
        if not after.known:
            yield [None] * len(rows)
        else:
            own = (row.rests_on[0] if row.rests_on else None for row in rows)
            yield [after.known.get(place(each)) if each else None for each in own]
        if not (after.changes or after.backdated):
            yield [None] * len(rows)
        else:
            yield [self._became(row) for row in rows]

    def _became(self, row: Evidence) -> str | None:
        """Say what became of a row after it counted."""
        if not row.rests_on:
            return None
        after, own = self.after, row.rests_on[0]
        changes = dict.fromkeys(c for r in row.rests_on for c in after.changes.get(place(r), ()))
        said = [self._change(each, own) for each in changes]
        said += [BACKDATED.said(self.lang)] if place(own) in after.backdated else []
        return Words("；", "; ").said(self.lang).join(said) or None

    def _change(self, change: Changed, own: Row) -> str:
        day = change.known.at.date() if change.known.at else self.today
        is_own = (change.table, change.at) == (own.table, own.at)
        what = (change.how if is_own else change.what).said(self.lang)
        return Words(f"{what}（{day} 发现）", f"{what} (found {day})").said(self.lang)


def _columns(
    entries: Entries, paths: Mapping[Book, str], lang: Lang
) -> tuple[Sequence[object], ...]:
    """Return what the columns show of some rows."""
    evidence = [row for row, _ in entries.rows]
    own = [row.at for row in evidence]
    held = dict(zip(Evidence._fields, zip(*evidence, strict=True), strict=True))
    count = len(evidence)
    said = {words: words.said(lang) for words in set(held["what"])}
    places = {at: place_of(at, paths, lang) for at in set(held["beside"])}
    yes = YES.said(lang)
    return (
        [entries.person or BRANCH_WORDS.said(lang)] * count,
        [entries.indicator.said(lang)] * count,
        held["no"],
        held["order_no"],
        [entries.scope.said(lang)] * count,
        held["note_no"],
        held["customer"],
        [yes if is_branch else None for _, is_branch in entries.rows],
        [later or day for later, day in zip(held["counts_on"], held["date"], strict=True)],
        [said[words] for words in held["what"]],
        held["product"],
        held["quantity"],
        held["unit_price"],
        held["tax_rate"],
        held["amount"],
        [paths.get(at.book) if at.row else None for at in own],
        [at.row or None for at in own],
        [places[at] for at in held["beside"]],
    )
