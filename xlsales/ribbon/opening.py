"""What happens by itself when a standard workbook is opened in a window.

The cursor goes to where the next row is typed, the drop-down lists are brought up to what the
masters say, and *Today* is shown to whoever wants it. Nobody asked for any of it, so nothing is
said where it cannot be done, and a workbook that only got fresh lists is no changed one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from xlsales.buttons import BY_ID
from xlsales.core.finding import Severity
from xlsales.core.words import Lang, Words
from xlsales.forms.tables import tables_of
from xlsales.hosts.files.host import of_folder
from xlsales.hosts.lists import fresh_lists, sources
from xlsales.hosts.live.listing import set_lists
from xlsales.hosts.live.native import Native
from xlsales.hosts.live.programs import native_of
from xlsales.office import profile
from xlsales.office.folder import HIDDEN, office_of
from xlsales.office.packages.package import Identity, identify
from xlsales.office.references import LAST_ROW, Area
from xlsales.office.unusable import Unusable
from xlsales.ribbon import run, sheets
from xlsales.ribbon.desk import Desk, View, Wish
from xlsales.ribbon.fields import Given
from xlsales.ribbon.form import Form
from xlsales.ribbon.picker import Picker

if TYPE_CHECKING:
    import xlwings as xw


def opened(
    app: xw.App,
    book: xw.Book,
    desk: Desk,
    now: dt.datetime | None = None,
    *,
    going: bool = True,
) -> None:
    """Welcome the person to a workbook that was just opened; raise nothing, refuse nothing.

    ``now`` is the moment, by the clock where none is given. ``going``: the cursor may be moved;
    not so where the person has moved it already.
    """
    log = Path(gettempdir(), "xlsales-errors.log")
    try:
        path = sheets.path_of(book)
        identity = identify(path)
        if identity is None:
            return
        root = office_of(path)
        log = root / HIDDEN / "errors.log"
        desk.lang = identity.lang
        program = native_of(book)
        if going:
            go_to_next_row(program, identity.book.kind)
        _freshen_lists(program, root, identity)
        if profile.wants_today():
            run.click(app, book, "today", _Quiet(desk), now)
    except Unusable:
        return  # no standard workbook, or none in an office: it is let be
    except Exception as trouble:  # noqa: BLE001  # nobody asked, so nobody is told
        run.logged(trouble, "opened", log)


def go_to_next_row(program: Native, kind: str) -> None:
    """Select the first empty row of the main table, in the first column that is typed.

    Columns may have been moved, so they are known by their headers.
    """
    main = next(table for table in tables_of(kind) if not table.is_computed)
    spot = next((each for each in program.spots() if each.name == main.name), None)
    if spot is None or not spot.headers:
        return
    top, left, _, right = spot.area
    heads = program.values(spot.sheet.range((top, left), (top, right)))[0]
    typed = {words for column in main.columns if column.typed for words in column.words}
    columns = [left + i for i, head in enumerate(heads) if str(head).strip() in typed]
    filled = [
        last
        for column in columns
        for _, last in program.filled(spot.sheet, Area(spot.first, column, LAST_ROW, column))
    ]
    if columns:
        row = max((spot.first - 1, *filled)) + 1
        spot.sheet.activate()
        spot.sheet.range((row, columns[0])).select()


def _freshen_lists(program: Native, root: Path, identity: Identity) -> None:
    """Bring the drop-down lists up to date; those within the one masters workbook are live."""
    kind = identity.book.kind
    if sources(kind) != {kind}:
        lists = fresh_lists(of_folder(root).cells.office, (kind,))[kind]
        with program.unnoticed():
            set_lists(program, lists)


class _Quiet:
    """A desk at which nothing is said or asked: what was wished for is shown, and that is all."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.lang: Lang = desk.lang
        self.title = BY_ID["today"].words

    def ask(self, form: Form) -> Mapping[str, Given] | None:  # noqa: ARG002  # nobody is asked
        """Ask nothing: no button was pressed."""
        return None

    def say(self, words: Words, severity: Severity = Severity.INFO) -> None:
        """Say nothing."""

    def confirm(self, words: Words, *, enter: bool = False) -> bool:  # noqa: ARG002  # nobody is asked
        """Be refused: no button was pressed."""
        return False

    def show(self, view: View) -> Wish | None:
        """Show a result."""
        self._desk.lang = self.lang
        return self._desk.show(view)

    def pick(self, picker: Picker) -> str | None:  # noqa: ARG002  # nobody is asked
        """Choose nothing."""
        return None

    def busy(self, words: Words, done: int, total: int) -> None:
        """Show nothing: nobody waits."""

    def idle(self) -> None:
        """Give the status bar back."""
        with suppress(Exception):  # the window may be closed
            self._desk.idle()
