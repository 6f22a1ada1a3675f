"""What is in front of the person at a click: the workbook, the rows selected in it, the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from xlsales.core.finding import show
from xlsales.core.office import Office
from xlsales.core.row import Book, Row
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import Role
from xlsales.forms.masters import Person
from xlsales.ribbon.fields import Option

if TYPE_CHECKING:
    from xlsales.hosts.files.host import OfficeHost

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Selection:
    """The table that the cursor is in, and the sheet rows selected; hidden rows are none.

    ``chosen``: more than one cell is selected. One cell is where the cursor happens to stand:
    it says which row a person looks at, and not that they chose it among others.
    """

    table: str = ""
    rows: tuple[int, ...] = ()
    chosen: bool = False


def of_nobody() -> OfficeHost:
    """Stand for the files where there are none."""
    raise LookupError


@dataclass(frozen=True)
class Scene:
    """A click, as far as likely answers follow from it; the office is read once asked for.

    ``picked``: what the person chose by the picker before, by argument. ``host``: the office's
    files, for a chooser that works on them.
    """

    book: Book
    today: dt.date
    user: str
    lang: Lang
    selection: Selection
    read: Callable[[], Office]
    picked: Mapping[str, str] = field(default_factory=dict)
    host: Callable[[], OfficeHost] = field(default=of_nobody)

    @cached_property
    def office(self) -> Office:
        """The rows that the button reads."""
        return self.read()

    def selected(self, model: type[R]) -> tuple[R, ...]:
        """Return the selected rows of a table of the open workbook."""
        if self.selection.table != model.table.name:
            return ()
        wanted = set(self.selection.rows)
        return tuple(row for row in self.mine(model) if row.at.row in wanted)

    def mine(self, model: type[R]) -> tuple[R, ...]:
        """Return all rows of a table of the open workbook."""
        return self.office.within(self.book, model)

    def said(self, *facts: object) -> str:
        """Return facts beside each other, as a drop-down shows them."""
        shown = (
            fact.said(self.lang) if isinstance(fact, Words) else show(fact, self.lang)
            for fact in facts
        )
        return "  ".join(filter(None, shown))

    def people(self, *roles: Role) -> tuple[str, ...]:
        """Return the active people who have one of these roles."""
        return tuple(
            person.name
            for person in self.office.rows(Person)
            if not person.bad & {"name", "roles", "active"}
            and person.active
            and not set(roles).isdisjoint(person.roles)
        )

    def likely_person(self, names: Sequence[str]) -> str:
        """Return who of these it is: the user, or the only one there is."""
        if self.user in names:
            return self.user
        return names[0] if len(names) == 1 else ""


def options(values: Iterator[str] | Sequence[str], most: int = 200) -> tuple[Option, ...]:
    """Return texts as things to choose, each once; not more than a person would scroll through."""
    return tuple(Option(value) for value in list(dict.fromkeys(values))[:most])
