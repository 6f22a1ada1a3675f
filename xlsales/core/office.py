"""What a macro sees: the rows of the office as last saved, and the call that pressed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict, field_validator

from xlsales.core.finding import Finding
from xlsales.core.row import Book, R, Row
from xlsales.core.text import clean
from xlsales.core.words import Lang


@dataclass(frozen=True)
class BookInfo:
    """A workbook of the office: its path within the folder, language and properties."""

    path: str
    lang: Lang = Lang.ZH
    properties: Mapping[str, str] = field(default_factory=dict)


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
    ) -> None:
        """Take rows by their model, the workbooks, and what reading them found."""
        self._rows = {model: tuple(found) for model, found in rows.items()}
        self.books: Mapping[Book, BookInfo] = dict(books or {})
        self.findings = tuple(findings)
        self._index: dict[tuple[type[Row], str], dict[object, tuple[Row, ...]]] = {}
        self._memo: dict[object, object] = {}

    def has(self, model: type[Row]) -> bool:
        """Return whether the table was read."""
        return model in self._rows

    @property
    def of_workbooks(self) -> tuple[Finding, ...]:
        """What is wrong with workbooks as a whole: one that is gone, say, and has no rows."""
        return tuple(finding for finding in self.findings if finding.place.table is None)

    def rows(self, model: type[R]) -> tuple[R, ...]:
        """Return all rows of a table, broken ones too (see ``Row.bad``)."""
        return cast("tuple[R, ...]", self._rows[model])

    def within(self, book: Book, model: type[R]) -> tuple[R, ...]:
        """Return the rows of a table in one workbook."""
        return tuple(row for row in self.rows(model) if row.at.book == book)

    def all_by(self, model: type[R], column: str) -> Mapping[object, tuple[R, ...]]:
        """Return the rows grouped by a column's value; rows without one are left out."""
        found = self._index.get((model, column))
        if found is None:
            groups: dict[object, list[Row]] = {}
            for row in self._rows[model]:
                value = getattr(row, column)
                if value is not None:
                    groups.setdefault(value, []).append(row)
            found = {value: tuple(rows) for value, rows in groups.items()}
            self._index[model, column] = found
        return cast("Mapping[object, tuple[R, ...]]", found)

    def first(self, model: type[R], column: str, value: object) -> R | None:
        """Return the first row with that value in a column, or None."""
        found = self.all_by(model, column).get(value)
        return found[0] if found else None

    def memo(self, key: object, made: object) -> object:
        """Keep what was computed of these rows; return what is kept."""
        return self._memo.setdefault(key, made)

    def recall(self, key: object) -> object | None:
        """Return what :meth:`memo` kept, or None."""
        return self._memo.get(key)

    def replaced(self, rows: Mapping[type[Row], Sequence[Row]]) -> Office:
        """Return the office with some tables' rows exchanged."""
        return Office({**self._rows, **rows}, self.books, self.findings)


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
