"""A person at the desk who answers as they were told beforehand, and a workbook they look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlsales.core.finding import Severity
from xlsales.core.words import Lang, Words
from xlsales.hosts.files.host import OfficeHost, of_folder
from xlsales.hosts.source import Progress
from xlsales.office.saving.locks import Lock
from xlsales.ribbon.desk import View, Wish
from xlsales.ribbon.fields import Given
from xlsales.ribbon.form import Form
from xlsales.ribbon.picker import Picker

Answer = Mapping[str, Given] | None


class Recorder:
    """A desk that keeps what it was shown. Each dialog takes the next answer; none is cancel.

    An answer of ``{}`` is Enter: every field stays as it was proposed.
    """

    def __init__(
        self, *answers: Answer, sure: bool = True, wish: Wish | None = None, lang: Lang = Lang.ZH,
        typed: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.lang = lang
        self.title = Words("", "")
        self.answers = list(answers)
        self.sure = sure
        self.wish = wish
        self.forms: list[Form] = []
        self.said: list[tuple[str, Severity]] = []
        self.questions: list[str] = []
        self.views: list[View] = []
        self.typed = list(typed)
        self.pickers: list[Picker] = []
        self.steps: list[str] = []

    def ask(self, form: Form) -> Answer:
        self.forms.append(form)
        return self.answers.pop(0) if self.answers else None

    def say(self, words: Words, severity: Severity = Severity.INFO) -> None:
        self.said.append((words.said(self.lang), severity))

    def confirm(self, words: Words, *, enter: bool = False) -> bool:
        del enter
        self.questions.append(words.said(self.lang))
        return self.sure

    def show(self, view: View) -> Wish | None:
        self.views.append(view)
        return self.wish

    def pick(self, picker: Picker) -> str | None:
        """Type the next text and press Enter: the first row is taken; no text is cancel."""
        self.pickers.append(picker)
        found = picker.shown(self.typed.pop(0)).values if self.typed else ()
        return found[0] if found else None

    def busy(self, words: Words, done: int, total: int) -> None:
        self.steps.append(words.said(self.lang))

    def idle(self) -> None:
        pass

    @property
    def told(self) -> str:
        """All that was said, one below the other."""
        return "\n".join(text for text, _ in self.said)


@dataclass
class Range:
    """A range as Excel's looks from here: its address, its height, whether it was selected."""

    address: str = ""
    row_height: float | None = 15.0
    sheet: Any = None
    at: Any = None

    def select(self) -> None:
        self.sheet.book.gone_to.append((self.sheet.tables[0].name, *self.at))


@dataclass
class Named:
    name: str


@dataclass
class Sheet:
    name: str
    book: Any
    tables: list[Named]
    hidden: frozenset[int] = frozenset()

    def range(self, at: Any) -> Range:
        if isinstance(at, str):
            first, _, last = at.partition(":")
            rows = range(int(first), int(last) + 1)
            heights = {0.0 if row in self.hidden else 15.0 for row in rows}
            return Range(at, heights.pop() if len(heights) == 1 else None)
        return Range(sheet=self, at=at)

    def activate(self) -> None:
        self.book.shown.append(self.name)


class Sheets(list[Sheet]):
    @property
    def active(self) -> Sheet:
        return self[0]


@dataclass
class Engine:
    name: str = "excel"


@dataclass
class Books:
    """What a person opens, and what of it was printed, saved as a PDF, closed again."""

    opened: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Workbook]:
        return iter(())

    def open(self, path: str) -> Workbook:
        self.opened.append(path)
        found = Workbook(Path(path))
        found.app.books = self
        found.api = found
        return found


@dataclass
class App:
    selection: Range | None
    engine: Engine = field(default_factory=Engine)
    books: Books = field(default_factory=Books)


class Workbook:
    """An open workbook, as far as a click looks at it, in the manner of Excel.

    Excel is not there to be tried. What it would hold is read from the file by :func:`at_rest`;
    the real thing is tried in LibreOffice.
    """

    def __init__(
        self, path: Path, table: str = "", address: str = "$A$1", hidden: Iterable[int] = ()
    ) -> None:
        self.fullname = str(path)
        self.gone_to: list[tuple[str, int, int]] = []
        self.shown: list[str] = []
        tables = [Named(table)] if table else []
        self.sheets = Sheets([Sheet("one", self, tables, frozenset(hidden))])
        self.app = App(Range(address))

    def activate(self) -> None:
        pass

    # --- Excel's own object, as far as a document is printed by it

    api: Any = None

    def PrintOut(self) -> None:  # noqa: N802  # the names are Excel's
        self.app.books.done.append("printed")

    def ExportAsFixedFormat(self, kind: int, path: str) -> None:  # noqa: N802
        assert kind == 0
        self.app.books.done.append("saved")
        Path(path).write_bytes(b"%PDF by Excel")

    def close(self) -> None:
        self.app.books.done.append("closed")


def at_rest(root: Path, _book: Any, progress: Progress, lock: Lock) -> OfficeHost:
    """Return the host of an office none of whose workbooks is open."""
    return of_folder(root, progress, lock)
