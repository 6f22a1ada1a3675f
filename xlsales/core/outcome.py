"""What a macro answers: edits, findings, documents.

Data, so that it can be shown, journalled, undone, and applied all or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from xlsales.core.finding import Finding
from xlsales.core.reply import Reply
from xlsales.core.row import Book, Row, Table
from xlsales.core.words import Words


@dataclass(frozen=True)
class SetCells:
    """New values (typed, by column key) for cells of a row, as that row was read."""

    row: Row
    values: Mapping[str, object]


@dataclass(frozen=True)
class Append:
    """New rows at the end of their table in ``book``, which is made if it is missing."""

    book: Book
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Replace:
    """All rows of a table that macros alone write, in the macro's order.

    A row is known by its identity: one that is there already stays where it is, with what a
    person put beside it; only its cells that differ change. Those that are not among ``rows`` go.
    """

    book: Book
    model: type[Row]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class SetProperty:
    """A custom property of the workbook, such as ``xlsales.last.CL-202611-ZS``."""

    book: Book
    name: str
    value: str


@dataclass(frozen=True)
class SetOwner:
    """Another owner's name for a workbook: its person was renamed. Comes after other edits of it."""

    book: Book
    owner: str

    @property
    def now(self) -> Book:
        """What the workbook is from then on."""
        return self.book._replace(owner=self.owner)


@dataclass(frozen=True)
class PutRight:
    """The header of a column, or without one the name of a table, as the standard workbook has it.

    It is given to what stands there in its place (``Grid.near``, ``Grid.named``).
    """

    book: Book
    table: Table
    column: str | None = None


Edit = SetCells | Append | Replace | SetProperty | SetOwner | PutRight


@dataclass(frozen=True)
class FormContent:
    """What fills a print form: named cells, and one mapping for each repeated line.

    ``copies`` names the copies to print (存根联, 生产联 …); without any, one nameless copy. ``sums``
    are keys of lines whose sum so far is carried from page to page, ``running`` those of which the
    last value is, such as a balance.
    """

    fields: Mapping[str, object]
    lines: tuple[Mapping[str, object], ...] = ()
    copies: tuple[Words, ...] = ()
    sums: tuple[str, ...] = ()
    running: tuple[str, ...] = ()


@dataclass(frozen=True)
class Later:
    """The content of a document, worked out only where its file has to be made."""

    make: Callable[[], object]


@dataclass(frozen=True)
class Document:
    """A generated file to be made: its form, its path within the office, what fills it.

    ``content`` is a :class:`FormContent` for print forms; the score sheet has its own. Nothing
    is overwritten but a file that ``replaces`` its former self, such as a score computed again;
    one that was approved stays all the same. ``made_of`` names all that the file follows from,
    where that is known: one that a press made of the very same and nobody touched stands.
    """

    form: str
    path: Words
    content: object
    replaces: bool = False
    made_of: str | None = None

    def filled(self) -> object:
        """Return what fills it, worked out now where it was not yet."""
        return self.content.make() if isinstance(self.content, Later) else self.content


P_co = TypeVar("P_co", bound=Reply, covariant=True)


@dataclass(frozen=True)
class Outcome(Generic[P_co]):
    """Edits, findings and documents of one press.

    ``reply`` is what the command answers (cli.md), but for what the press itself fills in;
    ``notes`` are the lines that tell a person what was done or left, and why;
    ``annotate`` asks for the findings to be shown in the workbook; ``refused`` says that
    something asked for was skipped, refused or left out for an error (exit code 1). ``about``
    are the rows that others will see, as they are then: a click shows them before it is done.
    """

    reply: P_co
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    documents: tuple[Document, ...] = ()
    notes: tuple[Words, ...] = ()
    annotate: bool = False
    refused: bool = False
    read: int = 0
    skipped: int = 0
    about: tuple[Row, ...] = ()


class Refusal(Exception):
    """A macro cannot do what was asked, as a whole: wrong usage, said to the person."""

    def __init__(self, zh: str, en: str) -> None:
        """Take the sentence in both languages; it says what to do."""
        super().__init__(zh)
        self.words = Words(zh, en)
