"""What a macro sees: the rows of the office as last saved, and the call that pressed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Generic, Protocol, TypeVar, cast

from pydantic import BaseModel, ConfigDict, field_validator

from xlsales.core.across import Across
from xlsales.core.finding import Finding
from xlsales.core.journalled import NOTHING, Journal
from xlsales.core.row import Book, R, Row
from xlsales.core.text import clean
from xlsales.core.words import Lang


@dataclass(frozen=True)
class BookInfo:
    """A workbook of the office: its path within the folder, language and properties."""

    path: str
    lang: Lang = Lang.ZH
    properties: Mapping[str, str] = field(default_factory=dict)


T = TypeVar("T")


class Part(Protocol):
    """A table of one workbook, whose rows may be made only when they are asked for."""

    @property
    def book(self) -> Book:
        """Its workbook."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows: the same objects each time."""

    @property
    def count(self) -> int:
        """How many rows there are."""

    def having(self, column: str, value: object) -> tuple[Row, ...]:
        """Return the rows with that value in a column, no others being made; the same objects."""


class Earlier(Protocol):
    """What was worked out of the very same office before, in another press."""

    def recall(self, what: tuple[object, ...]) -> tuple[object, ...] | None:
        """Return what was kept, or None."""

    def keep(self, what: tuple[object, ...], found: tuple[object, ...]) -> None:
        """Keep what was worked out, if it can be kept."""


class Office:
    """The rows of an office, table by table, over the workbooks of every owner and year.

    Only what a button says that it reads is there: asking for more is a KeyError, so that a
    macro cannot take an unread table for an empty one. Nothing here changes after it is made;
    indexes are kept once computed.
    """

    def __init__(
        self,
        rows: Mapping[type[Row], Sequence[Row]],
        books: Mapping[Book, BookInfo] | None = None,
        findings: Sequence[Finding] = (),
        parts: Mapping[type[Row], Sequence[Part]] | None = None,
        earlier: Earlier | None = None,
        journal: Journal = NOTHING,
    ) -> None:
        """Take rows by their model, the workbooks, and what reading them found.

        Of a model that is among ``parts`` instead, rows are made when somebody asks for them.
        ``earlier`` knows what was worked out of all this before; what follows from the
        ``journal``, too, is worked out for its ``state``.
        """
        self._rows = {model: tuple(found) for model, found in rows.items()}
        self._parts = {model: tuple(each) for model, each in (parts or {}).items()}
        self.books: Mapping[Book, BookInfo] = dict(books or {})
        self.findings = tuple(findings)
        self._index: dict[tuple[type[Row], str], dict[object, tuple[Row, ...]]] = {}
        self._parted: dict[type[Row], dict[Book, tuple[Row, ...]]] = {}
        self._across: dict[type[Row], Across[Row]] = {}
        self._memo: dict[object, object] = {}
        self._earlier = earlier
        self.journal = journal

    def has(self, model: type[Row]) -> bool:
        """Return whether the table was read."""
        return model in self._rows or model in self._parts

    @property
    def models(self) -> tuple[type[Row], ...]:
        """The models of the tables that were read."""
        return tuple(dict.fromkeys((*self._rows, *self._parts)))

    @property
    def of_workbooks(self) -> tuple[Finding, ...]:
        """What is wrong with workbooks as a whole: one that is gone, say, and has no rows."""
        return tuple(finding for finding in self.findings if finding.place.table is None)

    def rows(self, model: type[R]) -> tuple[R, ...]:
        """Return all rows of a table, broken ones too (see ``Row.bad``)."""
        found = self._rows.get(model)
        if found is None:
            made = chain.from_iterable(part.rows for part in self._parts[model])
            found = self._rows[model] = tuple(made)
        return cast("tuple[R, ...]", found)

    def within(self, book: Book, model: type[R]) -> tuple[R, ...]:
        """Return the rows of a table in one workbook."""
        parts = self._parts.get(model)
        if parts is not None:
            mine = chain.from_iterable(part.rows for part in parts if part.book == book)
            return cast("tuple[R, ...]", tuple(mine))
        parted = self._parted.get(model)
        if parted is None:
            groups: dict[Book, list[Row]] = {}
            for row in self.rows(model):
                groups.setdefault(row.at.book, []).append(row)
            parted = self._parted[model] = {each: tuple(rows) for each, rows in groups.items()}
        return cast("tuple[R, ...]", parted.get(book, ()))

    def count(self, book: Book, model: type[Row]) -> int:
        """Return how many rows a table has in one workbook."""
        parts = self._parts.get(model)
        if parts is None:
            return len(self.within(book, model))
        return sum(part.count for part in parts if part.book == book)

    def having(self, model: type[R], column: str, value: object) -> tuple[R, ...]:
        """Return the rows with that value in a column.

        Of a table whose rows nobody asked for no others are made: for the few, where
        :meth:`all_by` is for the many.
        """
        if value is None:
            return ()
        if model in self._rows or (model, column) in self._index:
            return self.all_by(model, column).get(value, ())
        found = (part.having(column, value) for part in self._parts[model])
        return cast("tuple[R, ...]", tuple(chain.from_iterable(found)))

    def across(self, model: type[R]) -> Across[R]:
        """Return all rows of a table column by column."""
        found = self._across.get(model)
        if found is None:
            found = self._across[model] = Across(self.rows(model))
        return cast("Across[R]", found)

    def all_by(self, model: type[R], column: str) -> Mapping[object, tuple[R, ...]]:
        """Return the rows grouped by a column's value; rows without one are left out."""
        found = self._index.get((model, column))
        if found is None:
            groups: dict[object, list[Row]] = {}
            for row in self.rows(model):
                value = getattr(row, column)
                if value is not None:
                    groups.setdefault(value, []).append(row)
            found = {value: tuple(rows) for value, rows in groups.items()}
            self._index[model, column] = found
        return cast("Mapping[object, tuple[R, ...]]", found)

    def first(self, model: type[R], column: str, value: object) -> R | None:
        """Return the first row with that value in a column, or None."""
        index = self._index.get((model, column))  # asked for each row of the office: no call more
        if index is None:
            self.all_by(model, column)
            index = self._index[model, column]
        found = index.get(value)
        return cast("R", found[0]) if found else None

    def memo(self, key: object, made: object) -> object:
        """Keep what was computed of these rows; return what is kept."""
        return self._memo.setdefault(key, made)

    def recall(self, key: object) -> object | None:
        """Return what :meth:`memo` kept, or None."""
        return self._memo.get(key)

    def worked_out(
        self, what: tuple[object, ...], compute: Callable[[], tuple[T, ...]]
    ) -> tuple[T, ...]:
        """Return what follows from this office and ``what`` alone, computed once.

        It is not computed either where another press did, and nothing changed since. ``what`` is
        a name and what was given: workbooks, days, texts.
        """
        found = self._memo.get(what)
        if found is None:
            found = self._earlier.recall(what) if self._earlier else None
            if found is None:
                found = compute()
                if self._earlier:
                    self._earlier.keep(what, found)
            self._memo[what] = found
        return cast("tuple[T, ...]", found)

    def replaced(self, rows: Mapping[type[Row], Sequence[Row]]) -> Office:
        """Return the office with some tables' rows exchanged."""
        left = {model: parts for model, parts in self._parts.items() if model not in rows}
        made = {model: found for model, found in self._rows.items() if model not in left}
        return Office({**made, **rows}, self.books, self.findings, left, journal=self.journal)


class Arguments(BaseModel):
    """What a button asks for; the command's options and the dialog derive from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _as_kept(cls, given: object) -> object:
        """Take texts as those of cells are taken, so that a pasted name is found."""
        if isinstance(given, tuple | list):
            return tuple(clean(each) if isinstance(each, str) else each for each in given)
        return clean(given) if isinstance(given, str) else given


A = TypeVar("A", bound=Arguments)


@dataclass(frozen=True)
class Call(Generic[A]):
    """One press of a button: who, when, in which workbook, with which arguments."""

    today: date
    args: A
    book: Book = Book("")
    user: str = ""
    now: datetime | None = None
    lang: Lang = Lang.ZH

    @property
    def moment(self) -> datetime:
        """The time of the press, to the minute; the start of the day where none was given."""
        now = self.now or datetime.combine(self.today, datetime.min.time())
        return now.replace(second=0, microsecond=0)
