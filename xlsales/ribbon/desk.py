"""The person at the desk: what a click may ask, say and show. One implementation an engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from xlsales.buttons import EVERY
from xlsales.core.finding import Severity
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import Listing
from xlsales.ribbon.fields import Given
from xlsales.ribbon.form import Form
from xlsales.ribbon.picker import Picker


@dataclass(frozen=True)
class Spot:
    """A place that can be gone to: a workbook's path within the office, table, sheet row."""

    workbook: str
    table: str
    row: int


@dataclass(frozen=True)
class Tick:
    """A choice of the person's own below a result; ``keep`` is told when it was changed."""

    words: Words
    on: bool
    keep: Callable[[bool], object]


@dataclass(frozen=True)
class Further:
    """What may be done with rows of a result: the button, its arguments by the row's number."""

    button: str
    args: Mapping[int, Mapping[str, object]]

    @property
    def words(self) -> Words:
        """What it is called."""
        return EVERY[self.button].words


@dataclass(frozen=True)
class View:
    """A result to be read: lines, then tables. ``spots``: where the first table's rows stand.

    ``further``: what may be done with some of them.
    """

    title: str
    lines: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    spots: Mapping[int, Spot] = field(default_factory=dict)
    tick: Tick | None = None
    further: Further | None = None


@dataclass(frozen=True)
class Wish:
    """What is wanted of a view: go to a row of the first table, or all of it in a workbook.

    ``further``: what may be done with that row.
    """

    row: int | None = None
    further: bool = False


class Desk(Protocol):
    """A person with a window. ``lang`` is the language that they read, ``title`` the button pressed."""

    lang: Lang
    title: Words

    def ask(self, form: Form) -> Mapping[str, Given] | None:
        """Ask for a form's fields; None where the person would rather not."""

    def say(self, words: Words, severity: Severity = Severity.INFO) -> None:
        """Tell a short message, and wait until it is read."""

    def confirm(self, words: Words, *, enter: bool = False) -> bool:
        """Ask a question that is answered by yes or no; ``enter``: Enter is yes."""

    def show(self, view: View) -> Wish | None:
        """Show a result; return what is wanted of it, None if it is put away."""

    def pick(self, picker: Picker) -> str | None:
        """Let something be found and chosen while typing; None if the person would rather not."""

    def busy(self, words: Words, done: int, total: int) -> None:
        """Show how far it is in the status bar."""

    def idle(self) -> None:
        """Give the status bar back."""
