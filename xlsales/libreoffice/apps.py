"""LibreOffice as an application: which run, the active one first, and what an app can do."""

from __future__ import annotations

import contextlib
import threading
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlsales.libreoffice.books import Books
from xlsales.libreoffice.bridge import failure, properties, remote_context, service
from xlsales.libreoffice.formats import Formats
from xlsales.libreoffice.launch import Launched
from xlsales.libreoffice.messages import StatusLine, message_box
from xlsales.libreoffice.ranges import Range, selected

if TYPE_CHECKING:
    from xlsales.libreoffice.engine import Engine

_PATIENCE = 10.0  # seconds


class Apps(base_classes.Apps):
    """The LibreOffices this program is connected to, the active one first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def put_first(self, app: App) -> None:
        """Make an app the active one."""
        self.forget(app)
        self._apps.insert(0, app)

    def forget(self, app: App) -> None:
        """Take an app that has ended off the list."""
        self._apps = [other for other in self._apps if other.pid != app.pid]

    def keys(self) -> list[int]:
        """Their numbers (``App.pid``)."""
        return [app.pid for app in self._apps]

    def add(
        self,
        spec: str | None = None,
        add_book: bool | None = None,
        xl: Any = None,
        visible: bool | None = None,
    ) -> App:
        """Start a LibreOffice of our own, under a profile of its own.

        Args:
            spec: the ``soffice`` to start.
            add_book: whether to open an empty workbook.
            xl: a UNO component context to use instead of starting anything.
            visible: whether it has windows; None as True.
        """
        if xl is not None:
            app = App(self, xl, f"context{id(xl)}")
        else:
            started = Launched(spec, visible=visible is not False)
            app = App(self, remote_context(started.pipe), started.pipe, started)
        self.put_first(app)
        if add_book:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """Nothing: a LibreOffice that this program started ends with it."""

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)


class App(base_classes.App):
    """One running LibreOffice.

    ``api`` is its UNO desktop, ``context`` its component context.
    """

    def __init__(
        self, apps: Apps, context: Any, pipe: str, started: Launched | None = None
    ) -> None:
        self._apps = apps
        self._started = started
        self.context = context
        self.desktop = service(context, "com.sun.star.frame.Desktop")
        # of a LibreOffice that somebody else started no process number is known: any stable one
        self._pid = started.pid if started else zlib.crc32(pipe.encode())
        self._formats: dict[str, Formats] = {}
        self._status = StatusLine()
        self.display_alerts = True
        self.enable_events = True
        self.interactive = True
        self.cut_copy_mode = False

    # plain flags, which a getter-only property of the base class would hide
    display_alerts = True
    enable_events = True
    interactive = True
    cut_copy_mode = False

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self._apps.engine

    @property
    def api(self) -> Any:
        """The UNO desktop."""
        return self.desktop

    @property
    def pid(self) -> int:
        """Its process, or where another started it a number that stands for it."""
        return self._pid

    @property
    def version(self) -> str:
        """The Excel whose ways the engine follows; LibreOffice's own is ``office_version``.

        xlwings takes an app below 15 for an Excel that mangles Chinese file names.
        """
        return "16.0"

    @property
    def office_version(self) -> str:
        """LibreOffice's version."""
        return str(self.setting("/org.openoffice.Setup/Product", "ooSetupVersionAboutBox"))

    def setting(self, path: str, name: str) -> Any:
        """A value of LibreOffice's configuration."""
        provider = service(self.context, "com.sun.star.configuration.ConfigurationProvider")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", properties(nodepath=path)
        )
        return access.getByName(name)

    def formats_of(self, document: Any) -> Formats:
        """The number formats of an open document."""
        uid = document.RuntimeUID
        if uid not in self._formats:
            self._formats[uid] = Formats(document)
        return self._formats[uid]

    # --- workbooks and selection -------------------------------------------------------------

    @property
    def books(self) -> Books:
        """The open workbooks, whoever opened them."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """What is selected in the active workbook, of several ranges the first."""
        book = self.books.active
        return None if book is None else selected(book)

    def activate(self, steal_focus: bool = False) -> None:
        """Make it xlwings' active app; with ``steal_focus`` also bring its window forward."""
        self._apps.put_first(self)
        book = self.books.active
        if steal_focus and book is not None:
            book.activate()

    # --- what people see -----------------------------------------------------------------------

    @property
    def visible(self) -> bool:
        """Whether its windows can be seen."""
        return self._started is None or self._started.visible

    @visible.setter
    def visible(self, value: bool) -> None:
        for book in self.books:
            book.window.setVisible(value)

    @property
    def screen_updating(self) -> bool:
        """Whether the windows follow what is done; set False while much is written."""
        return not any(book.api.hasControllersLocked() for book in self.books)

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        for book in self.books:
            document = book.api
            if not value:
                document.lockControllers()
            while value and document.hasControllersLocked():
                document.unlockControllers()

    @property
    def status_bar(self) -> str | bool:
        """The text in the status line, False where LibreOffice shows its own."""
        return self._status.text or False

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        self._status.show(self._frame(), str(value) if value else "")

    def progress(self, text: str, done: int, total: int) -> None:
        """Show a text and a bar in the status line; ``status_bar = False`` ends it."""
        self._status.show(self._frame(), text, done, total)

    def alert(
        self,
        prompt: str,
        title: str | None,
        buttons: str,
        mode: str | None,
        callback: str | None,  # noqa: ARG002  # xlwings' signature; only its server calls back
    ) -> str:
        """Show a message box and wait for the answer: ``ok``, ``cancel``, ``yes`` or ``no``.

        Long texts are clipped by LibreOffice: say what matters first.
        """
        return message_box(self.context, self._frame(), prompt, title or "", buttons, mode)

    def _frame(self) -> Any:
        book = self.books.active
        return None if book is None else book.frame

    @property
    def hwnd(self) -> None:
        """A window's number, which only Windows has."""
        return

    @property
    def path(self) -> str:
        """Where LibreOffice is installed."""
        return self._started.program if self._started else ""

    @property
    def startup_path(self) -> str:
        """A folder whose workbooks open by themselves: LibreOffice has none."""
        return ""

    # --- calculation ---------------------------------------------------------------------------

    @property
    def calculation(self) -> str:
        """``automatic`` or ``manual``."""
        book = self.books.active
        automatic = book is None or book.api.isAutomaticCalculationEnabled()
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        for book in self.books:
            book.api.enableAutomaticCalculation(value != "manual")

    def calculate(self) -> None:
        """Calculate all open workbooks."""
        for book in self.books:
            book.api.calculateAll()

    def run(self, macro: str, args: Any) -> Any:
        """Not supported: macros in VBA are Excel's."""
        raise NotImplementedError(f"LibreOffice does not run the macro {macro!r} for xlwings")

    # --- the end -------------------------------------------------------------------------------

    def quit(self) -> None:
        """Close all workbooks without saving, and end LibreOffice."""
        # it answers no more once it is gone, and then may keep the caller waiting for ever
        ending = threading.Thread(target=self._terminate, daemon=True)
        ending.start()
        ending.join(_PATIENCE)
        self._apps.forget(self)
        if self._started:
            self._started.end(_PATIENCE)

    def _terminate(self) -> None:
        with contextlib.suppress(failure()):
            for book in self.books:
                book.api.setModified(False)
                book.close()
            self.desktop.terminate()

    def kill(self) -> None:
        """End LibreOffice at once; one that somebody else started is asked to quit."""
        if self._started is None:
            self.quit()
            return
        self._apps.forget(self)
        self._started.end(0.0)
