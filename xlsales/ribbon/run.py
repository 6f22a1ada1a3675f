"""A click on a button: which workbook and office, what is asked, the press, what is said."""

from __future__ import annotations

import datetime as dt
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any, TypeAlias

from xlsales.buttons import BY_ID, EVERY, Button, Then, arguments_of, made_of
from xlsales.core.finding import Severity
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Refusal
from xlsales.core.words import Words
from xlsales.flow.checks.validation import findings
from xlsales.forms.register import Order
from xlsales.forms.tables import BY_NAME
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.source import Progress
from xlsales.hosts.tools.undoing import LosesChanges, RestsOn
from xlsales.office import clock
from xlsales.office.folder import HIDDEN, office_of, scan
from xlsales.office.packages.package import Identity, identify
from xlsales.office.saving.locks import Lock
from xlsales.office.unusable import Unusable
from xlsales.office.user import acting, login, remember, stated
from xlsales.press import Answer, Pressed, answer, checked, no_sweeping, press
from xlsales.ribbon import papers, sheets, telling, words
from xlsales.ribbon.desk import Desk, Further, Spot, View
from xlsales.ribbon.fields import Given, Wrong
from xlsales.ribbon.form import Form, form_of
from xlsales.ribbon.likely import likely
from xlsales.ribbon.preview import narrowed, preview_of
from xlsales.ribbon.scene import Scene, Selection
from xlsales.ribbon.views import view_of

if TYPE_CHECKING:
    import xlwings as xw

HostOf: TypeAlias = "Callable[[Path, xw.Book, Progress, Lock], OfficeHost]"
"""What makes a host of an office and its open workbook."""
Chooser: TypeAlias = "Callable[[Desk, Scene, Button, str], Scene | Arguments | None]"
"""What lets a person choose: by desk, scene, button and the key of the cursor's column."""

_QUIET = 1.0
"""Seconds for which a press says nothing of its progress."""
_LONGEST_LOG = 1 << 20


def live(root: Path, book: xw.Book, progress: Progress, lock: Lock) -> OfficeHost:
    """Return the host of an office with one workbook open."""
    from xlsales.hosts.live.host import with_open

    return with_open(root, book, progress, lock)


def click(
    app: xw.App,
    book: xw.Book,
    button_id: str,
    desk: Desk,
    now: dt.datetime | None = None,
    host_of: HostOf = live,
) -> None:
    """Do what a button does in the open workbook, and tell the person.

    Nothing is raised: whatever goes wrong is said in one short message. ``now`` is the moment of
    the click, by the clock where none is given.
    """
    log = Path(gettempdir(), "xlsales-errors.log")
    try:
        button = BY_ID.get(button_id)
        if button is None:
            desk.say(words.UNKNOWN, Severity.WARNING)
            return
        if button.answers and button.anywhere:
            made_of(button.answers)(book, desk)
            return
        path = sheets.path_of(book)
        root = office_of(path)
        log = root / HIDDEN / "errors.log"
        identity = identify(path)
        if identity is None:
            raise Unusable(*words.not_standard(path))
        desk.lang = identity.lang
        if button.answers:
            made_of(button.answers)(book, desk)
            return
        moment = now or clock.now()
        with no_sweeping():
            _Click(app, book, button, desk, moment, host_of, root, identity).run()
    except (Refusal, Unusable) as trouble:
        desk.say(trouble.words, Severity.WARNING)
    except Exception as trouble:  # noqa: BLE001  # a traceback never reaches a person
        written = logged(trouble, button_id, log)
        with suppress(Exception):  # the program itself may be gone
            desk.say(words.unforeseen(trouble, written), Severity.ERROR)
    finally:
        with suppress(Exception):
            desk.idle()


def logged(trouble: Exception, button_id: str, log: Path) -> Path | None:
    """Write down what nobody foresaw, for the maintainers; a log grown long begins anew."""
    text = "".join(traceback.format_exception(trouble))
    when = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    for place in (log, Path(gettempdir(), "xlsales-errors.log")):
        with suppress(OSError):
            grown = place.exists() and place.stat().st_size > _LONGEST_LOG
            with place.open("w" if grown else "a", encoding="utf-8") as file:
                file.write(f"{when} {button_id}\n{text}\n")
            return place
    return None


@dataclass
class _Click:
    """One click on a button that suits a standard workbook."""

    app: xw.App
    book: xw.Book
    button: Button
    desk: Desk
    moment: dt.datetime
    host_of: HostOf
    root: Path
    identity: Identity

    def __post_init__(self) -> None:
        self.user = acting(self.root)
        self.lock = Lock(self.root / HIDDEN, self.user, say=self._waiting)
        self.began = time.monotonic()
        self.host: OfficeHost | None = None

    def run(self) -> None:
        """Ask, press, tell."""
        self.desk.title = self.button.words
        if self.identity.book.kind not in self.button.kinds:
            found = words.belongs(self.button, self.identity.book, scan(self.root))
            self.desk.say(found, Severity.WARNING)
            return
        selection = sheets.selection_of(self.book)
        if not self._introduced(selection):
            return
        pressed = self._answered(self._scene(selection))
        self.desk.idle()
        if pressed is not None:
            self._tell(pressed)

    # --- asking ---------------------------------------------------------------------------

    def _introduced(self, selection: Selection) -> bool:
        """Return whether it may go on: asked once who it is, the person did not turn away.

        It is asked at the first press that others see under a name, and again when that person
        has left or was renamed. An office without people yet has nobody to choose from.
        """
        if stated() or not self.button.writes:
            return True  # what only looks leaves no name
        from xlsales.hosts.tools.who import WhoArgs, candidates, identified

        try:
            office = self._host().cells.office(("masters",))
        except Unusable:  # whoever mends that need not be known
            return True
        self.user = self.lock.user = identified(office, self.root) or login()
        active = candidates(office, self.identity.book)
        if self.button.signer is None or self.user in active or not active:
            return True
        asking = BY_ID["who_am_i"]
        scene = replace(self._scene(selection), read=lambda: office)
        form = form_of(asking, likely(asking, scene), scene.lang)
        taken = self._given(form)
        if taken is None:
            return False
        args = taken[2]
        assert isinstance(args, WhoArgs)
        self.user = self.lock.user = args.set
        remember(self.root, args.set)
        return True

    def _scene(self, selection: Selection) -> Scene:
        def read() -> Office:
            chooser = self._chooser()
            return checked(self._host(), self.button, self.identity.book, chooser)[0]

        here, today = self.identity, self.moment.date()
        return Scene(here.book, today, self.user, here.lang, selection, read, host=self._host)

    def _answered(self, scene: Scene) -> Pressed | None:
        """Choose or ask, then press; None if the person would rather not."""
        chooser = self._chooser()
        if chooser is None:
            return self._asked(scene)
        column = self._column(scene, scene.selection.table)
        chosen = chooser(self.desk, scene, self.button, column)
        if isinstance(chosen, Arguments):
            return self._press(chosen)
        return None if chosen is None else self._asked(chosen)

    def _chooser(self) -> Chooser | None:
        """Return what lets the person choose before anything is asked, if the button has it."""
        found: Chooser | None = made_of(self.button.chooser) if self.button.chooser else None
        return found

    def _column(self, scene: Scene, table: str) -> str:
        """Return the key of the column that the cursor is in, "" where it is in none of a table."""
        if not scene.office.books:
            return ""
        sheet = self._host().cells.sheets.get((self.identity.book, table))
        at = sheets.cursor_of(self.book)
        columns = sheet.grid.columns if sheet else {}
        return next((key for key, place in columns.items() if place == at), "")

    def _asked(self, scene: Scene) -> Pressed | None:
        """Ask until it can be pressed; None if the person would rather not.

        What the macro refuses is told in the dialog, with all that was typed still there.
        """
        year = scene.book.year or scene.today.year
        form = form_of(self.button, likely(self.button, scene), scene.lang, year)
        if not form.fields:
            return self._pressed(_sure(form))
        while True:
            taken = self._given(form)
            if taken is None:
                return None
            form, given, args = taken
            try:
                return self._press(args)
            except Refusal as refusal:
                form = form.again(given, Wrong("", refusal.words))

    def _given(self, form: Form) -> tuple[Form, Mapping[str, Given], Arguments] | None:
        """Ask a form until it can be read; return it as it was left, and what was given."""
        while True:
            self.desk.idle()
            given = self.desk.ask(form)
            if given is None:
                return None
            args = form.read(given)
            if not isinstance(args, tuple):
                return form, given, args
            form = form.again(given, *args)

    def _pressed(self, args: Arguments) -> Pressed | None:
        """Press without a dialog; *Undo* says what it takes back, and asks again if that hurts."""
        if self.button.foresees and not self._is_sure(args):
            return None
        try:
            return self._press(args)
        except LosesChanges as refusal:
            hurts = refusal
        self.desk.idle()
        asked = words.rests(hurts) if isinstance(hurts, RestsOn) else words.CHANGED_SINCE
        if not self.desk.confirm(asked):
            return None
        return self._press(args.model_copy(update={"force": True}))

    def _is_sure(self, args: Arguments) -> bool:
        """Show what *Undo* would take back; there may be nothing to ask about."""
        told = made_of(self.button.foresees)(self._host(), self._call(args))
        self.desk.idle()
        return told is None or self.desk.confirm(words.takes_back(told), enter=True)

    # --- pressing -------------------------------------------------------------------------

    def _press(self, args: Arguments) -> Pressed | None:
        """Press, once it was shown what will be done where others act on that; None if not wanted.

        The office is locked only where something may be written, and never while a person reads.
        """
        while True:
            answered: Answer | None = None
            if self.button.previews:
                self._look_again()
                answered = answer(self._host(), self.button, self._call(args))
                if answered.outcome.about:
                    shown = preview_of(self.button, self._call(args), answered)
                    taken = self._given(shown)
                    if taken is None:
                        return None
                    if narrowed(shown, taken[1]):
                        args, answered = taken[2], None
            with ExitStack() as held:
                if self.button.writes and getattr(args, "annotate", True):
                    held.enter_context(self.lock)
                if self._look_again() and self.button.previews:
                    continue  # what was shown is so no longer
                return press(self._host(), self.button, self._call(args), answered=answered)

    def _look_again(self) -> bool:
        """Read the office anew where others have saved while a dialog was open."""
        if self.host is None or self.host.source.is_current():
            return False
        self.host = None
        return True

    def _call(self, args: Arguments) -> Call[Any]:
        here, now = self.identity, self.moment
        return Call(now.date(), args, here.book, self.user, now, here.lang)

    def _host(self) -> OfficeHost:
        if self.host is None:
            self.host = self.host_of(self.root, self.book, self._progress, self.lock)
        return self.host

    def _waiting(self, told: Words) -> None:
        self.desk.busy(told, 0, 0)

    def _progress(self, done: int, total: int, doing: Words, what: str) -> None:
        if time.monotonic() - self.began > _QUIET:
            said = Words(f"{doing.zh} {what}", f"{doing.en} {what}")
            self.desk.busy(said, done, total)

    # --- telling --------------------------------------------------------------------------

    def _tell(self, pressed: Pressed) -> None:
        host = self._host()
        if host.source.opened is not None:
            self.book = host.source.opened.workbook  # *Undo* opens it anew
        then = self.button.then
        if then is Then.FINDING:
            self._point(pressed)
        if self.button.shows:
            sheets.go_to(self.book, self.button.shows)
        if then is Then.CELL and not pressed.outcome.refused:
            self._follow(pressed)  # it stands in the cell
            return
        if then is Then.ROW:
            pressed = self._checked_row(pressed)
        view = view_of(self.button, pressed, self.identity.lang)
        if view is not None:
            self._show(view)
            return
        told = telling.told(
            self.button, pressed, self.identity.book, self.identity.lang, host.source.recovered
        )
        files = [self.root / file for file in pressed.files]
        if told.view is not None:
            self._show(told.view)
        if files and not self.button.opens:
            self._offer(files, told.words if told.view is None else words.MADE)
            return
        if told.view is None:
            self.desk.say(told.words, told.severity)
        for file in files:
            sheets.open_file(self.app, file)

    def _offer(self, files: list[Path], said: Words) -> None:
        """Tell what was made, and do with it what the person wants: nothing where it is put away."""
        from xlsales.documents.printing import CannotPrint

        form = papers.offer(self.button, said, self.identity.lang)
        given = self.desk.ask(form)
        args = None if given is None else form.read(given)
        if not isinstance(args, papers.NextArgs):
            return
        try:
            if args.then in {papers.Wanted.PDF, papers.Wanted.PNG}:
                self.desk.say(papers.saved(self.app, files, args.then, self._making))
            elif args.then is papers.Wanted.PRINT:
                self.desk.say(sheets.print_files(self.app, files))
            else:
                for file in files if len(files) <= papers.MOST else files[:1]:
                    sheets.open_file(self.app, file)
        except CannotPrint as trouble:
            self.desk.say(trouble.words, Severity.WARNING)
        finally:
            self.desk.idle()

    def _making(self, done: int, total: int) -> None:
        self.desk.busy(words.MAKING, done, total)

    def _follow(self, pressed: Pressed) -> None:
        """Go to a row that was begun: further up than the cursor, if that was far below."""
        from xlsales.flow.choosing.picking import Picked

        reply, office = pressed.reply, pressed.office
        assert isinstance(reply, Picked), "only what picks leads to its cell"
        rows = [r.at.row for r in office.within(self.identity.book, BY_NAME[reply.table].model)]
        if reply.row not in rows:
            self._go(reply.table, max(rows), reply.column)

    def _checked_row(self, pressed: Pressed) -> Pressed:
        """Go to the order that a press added, the last; tell what its check found."""
        here, office = self.identity.book, pressed.office
        row = max(each.at.row for each in office.within(here, Order))
        self._go("orders", row, "order_date")
        found = tuple(
            each
            for each in findings(office, here, self.moment.date())
            if each.place.table is Order.table and each.place.at.row == row
        )
        return replace(pressed, outcome=replace(pressed.outcome, findings=found))

    def _point(self, pressed: Pressed) -> None:
        """Select the first of the gravest findings."""
        here = self.identity.book
        found = [
            each
            for each in pressed.outcome.findings
            if each.place.at.book == here and each.place.table and each.place.at.row
        ]
        if found:
            place = telling.first(found).place
            assert place.table is not None
            self._go(place.table.name, place.at.row, place.column)

    def _go(self, table: str, row: int, column: str | None = None) -> None:
        sheet = self._host().cells.sheets.get((self.identity.book, table))
        at = sheet.grid.columns.get(column or "", 0) if sheet else 0
        sheets.go_to(self.book, table, row, at)

    def _show(self, view: View) -> None:
        wish = self.desk.show(view)
        if wish is None:
            return
        if wish.row is None:
            sheets.lay_out(self.app, view, self.identity.lang)
        elif wish.further and view.further:
            self._do(view.further, wish.row, view.spots.get(wish.row))
        elif wish.row in view.spots:
            self._visit(view.spots[wish.row])

    def _do(self, further: Further, row: int, spot: Spot | None) -> None:
        """Press another button with what the chosen row says, in this workbook only."""
        button = EVERY[further.button]
        said = further.args.get(row)
        mine = self._host().cells.infos[self.identity.book].path
        if said is not None and spot is not None and spot.workbook not in {"", mine}:
            self.desk.say(words.elsewhere(button, spot.workbook), Severity.WARNING)
            return
        if said is None:
            self.desk.say(words.nothing_for(button), Severity.WARNING)
            return
        next_ = replace(self, button=button)
        self.desk.title = button.words
        if next_._introduced(sheets.selection_of(self.book)):
            pressed = next_._press(arguments_of(button).model_validate(said))
            self.desk.idle()
            if pressed is not None:
                next_._tell(pressed)

    def _visit(self, spot: Spot) -> None:
        """Go to a row, in this workbook or in another, which is opened."""
        mine = self._host().cells.infos[self.identity.book].path
        if spot.workbook in {"", mine}:
            self._go(spot.table, spot.row)
            return
        other = sheets.open_file(self.app, self.root / spot.workbook)
        sheets.go_to(other, spot.table, spot.row)


def _sure(form: Form) -> Arguments:
    """Return the arguments of a form without fields."""
    args = form.read({})
    assert isinstance(args, Arguments)
    return args
