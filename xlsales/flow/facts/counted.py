"""What was typed over after it counted, and what was dated back (memory.md).

Source: memory.md, *What was changed after it counted*. The journal says what people did
(:mod:`xlsales.flow.facts.past`); here it is held against the rows as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from xlsales.core.column import OWNER, By, Column, Type
from xlsales.core.finding import Finding, Place, in_column, show
from xlsales.core.office import Office
from xlsales.core.row import At, Book, Row, Table
from xlsales.core.words import Lang, Words
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.past import (
    Cells,
    Deletion,
    Edit,
    Moment,
    Name,
    Unkeyed,
    day_of,
    evidence,
    known_by,
    past,
    value_of,
)
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.management import ComplaintRuling, Cost
from xlsales.forms.register import Order
from xlsales.forms.rules.appraisal import CHANGED_AFTER
from xlsales.forms.tables import BY_NAME
from xlsales.forms.tracking import Complaint

_RECORDED = frozenset({Delivery, ComplaintRuling})
"""Tables in which what is filled in for the first time is news, such as a signature."""
_DATED = {Delivery: "signed_on", Complaint: "date", Payment: "date"}
"""What may be dated back, and by which column; a return by its date."""


@dataclass(frozen=True, eq=False)
class Changed:
    """A cell that was typed over after its row counted, or a row that was deleted then.

    ``row`` is None of one that is gone; ``column`` too. ``before`` is what counted, ``after`` what
    stands there now. ``cells`` is what the row held before, as far as that is known, ``days`` are
    those on which it counted, or may have; ``known`` is when the office found it.
    """

    table: Table
    book: Book
    row: Row | None
    key: str | None
    column: str | None
    before: object
    after: object
    known: Moment
    cells: Cells = field(default_factory=dict)
    days: tuple[dt.date, ...] = ()

    @property
    def at(self) -> At:
        """Where the row stands; row 0 of one that is gone."""
        return self.row.at if self.row else At(self.book, 0)

    @property
    def finding(self) -> Finding:
        """The same as a finding."""
        place = Place(self.at, self.table, self.column, self.key)
        return Finding(CHANGED_AFTER, place, self.after, {"what": self.what})

    @property
    def what(self) -> Words:
        """Say what was changed, the row by what it is known by."""
        zh, en = (f"{self.table.title.said(lang)} {self.name(lang)}".strip() for lang in Lang)
        gap = " 的" if self.column else " "
        return Words(f"{zh}{gap}{self.how.zh}", f"{en}: {self.how.en}")

    @property
    def how(self) -> Words:
        """Say what was changed, beside the row."""
        if self.column is None:
            return Words("被删除", "deleted")
        column = self.table.by_key[self.column]
        head = column.words
        was = Words(*(_shown(column, self.before, lang) for lang in Lang))
        now = Words(*(_shown(column, self.after, lang) for lang in Lang))
        return Words(
            f"“{head.zh}”由“{was.zh}”改为“{now.zh}”",
            f"“{head.en}” changed from “{was.en}” to “{now.en}”",
        )

    def name(self, lang: Lang) -> str:
        """Return what the row is known by: its number, else what it shows first."""
        if self.key:
            return self.key
        values = (value_of(self.table, column, held) for column, held in self.cells.items())
        return " ".join(show(value, lang) for value in list(values)[:3])

    def row_was(self, lang: Lang) -> str:
        """Return what the row showed before, column by column."""
        columns = self.table.by_key
        said = (
            f"{columns[key].words.said(lang)} "
            f"{_shown(columns[key], value_of(self.table, key, held), lang)}"
            for key, held in self.cells.items()
            if key in columns
        )
        return Words("；", "; ").said(lang).join(said)

    def counted_in(self, first: dt.date, last: dt.date) -> bool:
        """Return whether the row counted between two days, or may have; a cost from its day on."""
        if self.table is Cost.table:
            return any(day <= last for day in self.days)
        return any(first <= day <= last for day in self.days)


def _shown(column: Column, value: object, lang: Lang) -> str:
    return in_column(column.type, value, lang) or Words("空白", "blank").said(lang)


@kept
def changed_after(office: Office) -> tuple[Changed, ...]:
    """Return what was changed after it counted and is not put back, the oldest first."""
    looking = _Looking(office)
    found = [*looking.edits(), *looking.deletions()]
    return tuple(sorted(found, key=lambda each: (each.known.turn, each.table.name, each.at)))


def is_scored_since(office: Office, change: Changed) -> bool:
    """Return whether the period was scored on a later day: that sheet has shown the change."""
    day = change.known.at and change.known.at.date()
    days, is_cost = change.days, change.table is Cost.table
    return any(
        day is not None
        and score.moment.turn > change.known.turn
        and score.moment.at is not None
        and score.moment.at.date() > day
        and (not days or is_cost or any(map(score.covers, days)))
        for score in past(office).scores
    )


class _Looking:
    """The rows of an office, held against what people did to them."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._past = past(office)
        self._books = {info.path: book for book, info in office.books.items()}
        self._unkeyed: dict[str, dict[object, Row]] = {}

    # --- cells ---

    def edits(self) -> Iterator[Changed]:
        """Yield the cells that hold something else than what counted."""
        for name, edits in self._past.edited.items():
            table, row = BY_NAME[name[0]], self._standing(name)
            if row is None or not self._office.has(table.model):
                continue
            for column in dict.fromkeys(edit.column for edit in edits):
                mine = [edit for edit in edits if edit.column == column]
                if column not in evidence()[table] or table.by_key[column].by is not By.PERSON:
                    continue  # what buttons give counts as given, whatever was typed
                first = next((e for e in mine if self._counted(name, row, e)), None)
                if first is None:
                    continue
                before, after = self._value(row, column, first.before), getattr(row, column)
                if column in row.bad:
                    after = mine[-1].after
                if before != after:
                    cells = self._cells(name, row, first)
                    yield Changed(table, row.at.book, row, _key(name), column, before, after,
                                  mine[-1].moment, cells, self._days(table.model, cells))  # fmt: skip

    def _counted(self, name: Name | Unkeyed, row: Row, edit: Edit) -> bool:
        """Return whether a row had counted when a cell of it was typed over."""
        model, column = type(row), row.table.by_key[edit.column]
        was = self._value(row, edit.column, edit.before)
        if was is None and (
            model in _RECORDED or column.happened or column.when or column.required
        ):
            return False
        return self._had_counted(model, name, self._cells(name, row, edit), edit.moment)

    def _value(self, row: Row, column: str, held: object) -> object:
        found = value_of(row.table, column, held)
        if found is not None:
            return found
        default = row.table.by_key[column].default
        return row.at.book.owner if default is OWNER else default

    def _cells(self, name: Name | Unkeyed, row: Row, edit: Edit) -> Cells:
        """Return what of a row evidence is made of, as it was before a change."""
        if edit.cells or not isinstance(name[1], str):
            return edit.cells
        turn, columns = edit.moment.turn, evidence()[row.table]
        held = {c: self._past.held(name, c, turn, getattr(row, c)) for c in columns}
        return {c: held[c] for c in row.table.by_key if held.get(c) is not None}

    # --- rows ---

    def deletions(self) -> Iterator[Changed]:
        """Yield the rows that counted and are gone."""
        for name, gone in self._past.deleted.items():
            table = BY_NAME[name[0]]
            if not self._office.has(table.model) or self._standing(name) is not None:
                continue
            # a note or plan that was undone was no more; what a score had counted is told
            counted = self._was_scored if gone.undone else self._had_counted
            if counted(table.model, name, gone.cells, gone.moment):
                yield Changed(table, self._book(table, gone), None, _key(name), None, None, None,
                              gone.moment, gone.cells,
                              self._days(table.model, gone.cells))  # fmt: skip

    def _book(self, table: Table, gone: Deletion) -> Book:
        return self._books.get(gone.workbook) or Book(table.kind)

    def _had_counted(
        self, model: type[Row], name: Name | Unkeyed, cells: Cells, moment: Moment
    ) -> bool:
        """Return whether a row that held these cells had counted before a moment."""
        if model is Delivery:
            return isinstance(name[1], str)  # a note makes it count as it gives it its number
        if model is Order:
            since = self._past.orders.get(str(name[1]))
            return since is not None and since.turn < moment.turn
        return self._was_scored(model, name, cells, moment)

    def _was_scored(
        self, model: type[Row], name: Name | Unkeyed, cells: Cells, moment: Moment
    ) -> bool:
        """Return whether a period was scored before a moment in which a row that was known counts."""
        known, days = self._past.known.get(name), self._days(model, cells)
        return any(
            (known is None or known.turn <= score.moment.turn)
            and score.moment.turn < moment.turn
            and any(score.reaches(day) if model is Cost else score.covers(day) for day in days)
            for score in self._past.scores
        )

    def _days(self, model: type[Row], cells: Cells) -> tuple[dt.date, ...]:
        if model is InvoiceLine:
            invoice = self._office.first(Invoice, "invoice_no", cells.get("invoice_no"))
            return (invoice.date,) if invoice and "date" not in invoice.bad else ()
        columns = [
            c.key
            for c in model.table.columns
            if c.type is Type.DATE and (not c.happened or c.key == _DATED.get(model))
        ]
        return tuple(day for c in columns if (day := day_of(cells.get(c))) is not None)

    # --- where a row stands ---

    def _standing(self, name: Name | Unkeyed) -> Row | None:
        """Return the row that goes by a key, or shows something; None if there is none."""
        table = BY_NAME[name[0]]
        if not self._office.has(table.model):
            return None
        if isinstance(name[1], str):
            return _keyed(self._office, table, name[1])
        rows = self._unkeyed.get(table.name)
        if rows is None:
            rows = self._unkeyed[table.name] = {}
            for row in self._office.rows(table.model):
                rows.setdefault(_shows(row), row)
        return rows.get(name[1])


def _key(name: Name | Unkeyed) -> str | None:
    return name[1] if isinstance(name[1], str) else None


def _keyed(office: Office, table: Table, key: str) -> Row | None:
    parts = key.rsplit(" ", len(table.key) - 1)
    if len(parts) != len(table.key):
        return None
    first, *others = (
        value_of(table, column, part) for column, part in zip(table.key, parts, strict=True)
    )
    for row in office.having(table.model, table.key[0], first):
        if [getattr(row, column) for column in table.key[1:]] == others:
            return row
    return None


def _shows(row: Row) -> tuple[object, ...]:
    return tuple(getattr(row, key) for key in known_by(row.table))


# --- when a row was first read, and what was dated back ---------------------------------------


def name_of(row: Row) -> Name | Unkeyed:
    """Return what the journal knows a row by: its key, else what it shows."""
    identity = row.identity
    if identity is None:
        return row.table.name, _shows(row)
    return row.table.name, " ".join(show(part, Lang.EN) for part in identity)


def tells_of_rows(office: Office) -> bool:
    """Return whether the journal tells of any row when it was first read."""
    told = past(office)
    return bool(told.known or told.set)


def first_known(office: Office, row: Row) -> Moment | None:
    """Return when the office first read what a row says; None: before the journal tells of it.

    Of a delivery that is signed for: when it first read of the signature.
    """
    told = past(office)
    name = name_of(row)
    signed = [
        edit.moment
        for edit in (told.set.get(name, ()) if isinstance(name[1], str) else ())
        if isinstance(row, Delivery)
        and edit.column == _DATED[Delivery]
        and edit.before is None
        and row.signed_on is not None
    ]
    return signed[0] if signed else told.known.get(name)


def backdated(office: Office, row: Row) -> Moment | None:
    """Return when a signature, return, complaint or payment came, if its period was scored before."""
    column = _DATED.get(type(row))
    if isinstance(row, Delivery) and "quantity" not in row.bad and row.quantity < 0:
        column = "date"
    day = getattr(row, column) if column else None
    if day is None:
        return None
    told = past(office)
    scores = told.scored_since(day)
    if not scores:  # of most rows: what the journal knows them by need not be said
        return None
    name = name_of(row)
    known = told.known.get(name)
    if any(known is not None and known.turn > score.moment.turn for score in scores):
        return known
    dated = [edit for edit in told.set.get(name, ()) if edit.column == column]
    for score in scores:
        later = next((edit for edit in dated if edit.moment.turn >= score.moment.turn), None)
        was = later and day_of(later.before)
        if later is not None and (was is None or not score.covers(was)):
            return later.moment
    return None
