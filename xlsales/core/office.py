"""What a macro sees: the rows of the office as last saved, and the call that pressed it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar, cast

from pydantic import BaseModel, ConfigDict, field_validator

from xlsales.core.across import Across
from xlsales.core.finding import Finding
from xlsales.core.journalled import NOTHING, Journal
from xlsales.core.part import Made, Part
from xlsales.core.row import Book, R, Row
from xlsales.core.text import clean
from xlsales.core.words import Lang


@dataclass(frozen=True)
class BookInfo:
    """A workbook of the office: its path within the folder, language and properties.

    Macros are told the properties that are theirs, of numbers given alone that there are some:
    which was the last says :attr:`Office.numbers`.
    """

    path: str
    lang: Lang = Lang.ZH
    properties: Mapping[str, str] = field(default_factory=dict)


T = TypeVar("T")


@dataclass(frozen=True)
class Since:
    """How an office differs from what it was when something was worked out of it before.

    ``was`` and ``now`` are the rows that differ, by model; ``found`` is what reading found in them
    as they were. All else that an answer depends on is the same.
    """

    was: Mapping[type[Row], Sequence[Row]]
    now: Mapping[type[Row], Sequence[Row]]
    found: Sequence[Finding]


class Earlier(Protocol):
    """What was worked out of the very same office before, in another press."""

    def recall(self, what: tuple[object, ...]) -> tuple[object, ...] | None:
        """Return what was kept, or None."""

    def keep(self, what: tuple[object, ...], found: tuple[object, ...]) -> None:
        """Keep what was worked out, if it can be kept."""

    def sign(self, what: tuple[object, ...]) -> str:
        """Return what stands for all that ``what`` follows from here: equal, if all is equal."""

    def before(self, what: tuple[object, ...]) -> tuple[Since, tuple[object, ...]] | None:
        """Return what was kept of ``what`` last, and how the office differs since.

        None where nothing was, or where it differs in more than a few rows.
        """


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
        numbers: Mapping[str, int] | None = MappingProxyType({}),
    ) -> None:
        """Take rows by their model, the workbooks, and what reading them found.

        Of a model that is among ``parts`` instead, rows are made when somebody asks for them.
        ``earlier`` knows what was worked out of all this before; what follows from the
        ``journal``, too, is worked out for its ``state``. ``numbers`` are the last ones given.
        """
        self._rows = {model: tuple(found) for model, found in rows.items()}
        self._parts = {model: tuple(each) for model, each in (parts or {}).items()}
        self.books: Mapping[Book, BookInfo] = dict(books or {})
        self.findings = tuple(findings)
        self._index: dict[tuple[type[Row], str], dict[object, tuple[Row, ...]]] = {}
        self._parted: dict[type[Row], Mapping[Book, Made]] = {}
        self._across: dict[type[Row], Across[Row]] = {}
        self._memo: dict[object, object] = {}
        self._earlier = earlier
        self.journal = journal
        self._numbers = numbers
        self.whole: Office = self
        """The office of which this one has a part of the rows; itself where it has all."""

    def has(self, model: type[Row]) -> bool:
        """Return whether the table was read."""
        return model in self._rows or model in self._parts

    @property
    def models(self) -> tuple[type[Row], ...]:
        """The models of the tables that were read."""
        return tuple(dict.fromkeys((*self._rows, *self._parts)))

    @property
    def numbers(self) -> Mapping[str, int]:
        """The last number given of each stem, for those that give numbers.

        Raises:
            LookupError: something is being worked out that is kept: it does not depend on them.
        """
        if self._numbers is None:
            raise LookupError("what is kept rests on no last number")
        return self._numbers

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
        part = self._by_book(model).get(book)
        return cast("tuple[R, ...]", part.rows if part else ())

    def _by_book(self, model: type[Row]) -> Mapping[Book, Made]:
        """Return the rows that were made of a table by their workbooks."""
        parted = self._parted.get(model)
        if parted is None:
            groups: dict[Book, list[Row]] = {}
            for row in self.rows(model):
                groups.setdefault(row.at.book, []).append(row)
            parted = {book: Made(book, tuple(rows)) for book, rows in groups.items()}
            self._parted[model] = parted
        return parted

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

    def among(
        self, model: type[R], columns: Sequence[str], values: Collection[object]
    ) -> tuple[R, ...]:
        """Return the rows with one of some values in a column, no others being made.

        Of several columns the values are tuples of theirs.
        """
        found = (part.among(columns, values) for part in self._apart(model))
        return cast("tuple[R, ...]", tuple(chain.from_iterable(found)))

    def values(
        self, model: type[Row], column: str, books: Callable[[Book], bool] = lambda _: True
    ) -> Iterator[tuple[Book, Collection[object]]]:
        """Yield what stands in a column, each value once a workbook; no rows are made for that.

        ``books``: only of workbooks of which that holds.
        """
        for part in self._apart(model):
            if books(part.book):
                yield part.book, part.values(column)

    def _apart(self, model: type[Row]) -> Sequence[Part]:
        """Return a table workbook by workbook."""
        parts = self._parts.get(model)
        return tuple(self._by_book(model).values()) if parts is None else parts

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
        self,
        what: tuple[object, ...],
        compute: Callable[[], tuple[T, ...]],
        again: Callable[[Since, tuple[T, ...]], tuple[T, ...] | None] | None = None,
    ) -> tuple[T, ...]:
        """Return what follows from this office and ``what`` alone, computed once.

        It is not computed either where another press did, and nothing changed since. ``what`` is
        a name and what was given: workbooks, days, texts. ``again`` makes the same of what was
        worked out before and a few rows that changed since, or None where it cannot.
        """
        found = self._memo.get(what)
        if found is None:
            found = self._earlier.recall(what) if self._earlier else None
            if found is None:
                numbers, self._numbers = self._numbers, None
                try:
                    before = self._earlier.before(what) if self._earlier and again else None
                    if before is not None and again is not None:
                        since, was = before
                        found = again(since, cast("tuple[T, ...]", was))
                    if found is None:
                        found = compute()
                finally:
                    self._numbers = numbers
                if self._earlier:
                    self._earlier.keep(what, found)
            self._memo[what] = found
        return cast("tuple[T, ...]", found)

    def sign(self, what: tuple[object, ...]) -> str | None:
        """Return what stands for all that ``what`` follows from here; None where that is unknown.

        What has the same sign in another press is the same.
        """
        return self._earlier.sign(what) if self._earlier else None

    def replaced(self, rows: Mapping[type[Row], Sequence[Row]]) -> Office:
        """Return the office with some tables' rows exchanged."""
        left = {model: parts for model, parts in self._parts.items() if model not in rows}
        made = {model: found for model, found in self._rows.items() if model not in left}
        rows = {**made, **rows}
        return Office(rows, self.books, self.findings, left, None, self.journal, self._numbers)

    def narrowed(
        self, rows: Mapping[type[Row], Sequence[Row]], findings: Sequence[Finding]
    ) -> Office:
        """Return an office with a part of the rows of some tables, and of what reading found.

        What is asked of the ``whole`` it asks of this one.
        """
        made = self.replaced(rows)
        made.findings, made.whole = tuple(findings), self.whole
        return made


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
