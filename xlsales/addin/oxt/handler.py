"""Answer clicks on xlsales' buttons, inside LibreOffice's own Python (3.7 or later).

The add-in carries this file as it stands, so it knows only the standard library and LibreOffice.
A click runs nothing here: it opens a pipe of a random name for one click, starts xlsales' own
Python with it, and watches. LibreOffice's window stays alive meanwhile. If that Python dies, the
edits that it left unfinished are taken back and the person is told in a sentence.

Exit code 0 of the started Python means that it has said what there is to say; any other means
that nobody has been told yet.

Its imports take longer than many a click. So where a standard workbook is open one such Python
stands ready: it has its imports done, serves the next click and ends; then another one is started.
If none is there, or it does not come to the click's pipe (it ends if its code was replaced
meanwhile), then one is started for the click.
"""
# ruff: noqa: N802, N815, N816 - UNO calls these by their names
# UNO's classes are made at run time, so they are Any:
# mypy: disable-error-code="misc"

from __future__ import annotations

import json
import os
import secrets
import subprocess
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.awt.MessageBoxType import WARNINGBOX
from com.sun.star.bridge import XInstanceProvider
from com.sun.star.document import XUndoManagerListener
from com.sun.star.frame import FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.frame.status import Visibility
from com.sun.star.lang import XInitialization, XServiceInfo
from com.sun.star.task import XJob
from com.sun.star.uno import Exception as UnoException
from xlsales_picked import watch

IMPLEMENTATION = "xlsales.addin.Handler"
OPENED = "xlsales.addin.Opened"
SERVICE = "com.sun.star.frame.ProtocolHandler"
PROTOCOL = "vnd.xlsales:"
SETTING = "xlsales.json"
LOG = "xlsales.log"
MODULE = "xlsales.ribbon.libreoffice"
KIND = "xlsales.kind"  # the property by which a standard workbook is known

# LibreOffice sets these for its own Python; another Python would look for its library there
FOREIGN = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__")

WORDS = {
    "title": ("销售管理", "Sales"),
    "running": ("正在执行，请稍候……", "Working, please wait…"),
    "busy": (
        "上一个操作尚未完成，请完成后再点。",
        "The previous button is still working. Please wait until it is done, then click again.",
    ),
    "not installed": (
        "找不到 xlsales 的 Python，按钮无法执行。请在命令行运行 xlsales addin install，再点一次。",
        (
            "The Python of xlsales was not found, so the button cannot run. "
            "Please run: xlsales addin install, then click again."
        ),
    ),
    "broken off": (
        (
            "操作中途停止，工作簿已恢复到点击之前的状态。请再点一次；如仍然如此，"
            "请在命令行运行 xlsales doctor。"
        ),
        (
            "The button stopped halfway; the workbook is as it was before the click. "
            "Please click again. If it happens again, run: xlsales doctor."
        ),
    ),
    "no workbook": (
        "请先打开一个工作簿，再点按钮。",
        "Please open a workbook first, then click the button.",
    ),
}

_lock = threading.Lock()
_running: set[str] = set()  # the documents (RuntimeUID) in which a button is at work
_welcomes: dict[str, threading.Thread] = {}  # by the documents that are just being opened
_seen: set[str] = set()  # those for which a Python was made ready, if they are standard workbooks
_ready: list[_Spare] = []  # what stands ready, or is about to: one at most


class Handler(unohelper.Base, XDispatchProvider, XDispatch, XInitialization, XServiceInfo):
    """LibreOffice makes one for each window and address, and hands it that window's frame."""

    def __init__(self, context: Any, *_: Any) -> None:
        """Keep LibreOffice's component context."""
        self.context = context
        self.frame: Any = None

    def initialize(self, args: Any) -> None:
        """Take the frame that the buttons are in."""
        if args:
            self.frame = args[0]

    def queryDispatch(self, url: Any, _target: str, _flags: int) -> Any:
        """Say who answers ``url``: this, if it is one of our buttons."""
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests: Any) -> Any:
        """Say who answers each request."""
        return tuple(self.queryDispatch(r.FeatureURL, r.FrameName, r.SearchFlags) for r in requests)

    def dispatch(self, url: Any, _args: Any) -> None:
        """Answer a click."""
        _Click(self.context, self.frame, url.Path.rpartition("/")[2]).start()

    def addStatusListener(self, listener: Any, url: Any) -> None:
        """Tell toolbar, tab or menu whether the button belongs to the window's workbook.

        One that does not is not there. A window asks when it is built, and again for each document
        that it shows; so this is also where a workbook's first click is expected.
        """
        event = FeatureStateEvent()
        event.Source = self
        event.FeatureURL = url
        event.IsEnabled = True
        event.State = Visibility(_suits(url.Path, _kind(_document(self.frame))))
        listener.statusChanged(event)
        with suppress(UnoException):  # the window may be closing
            _expect(self.context, self.frame)

    def removeStatusListener(self, _listener: Any, _url: Any) -> None:
        """Do nothing: no listener was kept."""

    def getImplementationName(self) -> str:
        """Return the component's name."""
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:
        """Say whether this is a ``name``."""
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        """Return the one service."""
        return (SERVICE,)


class Opened(unohelper.Base, XJob, XServiceInfo):
    """LibreOffice makes one for each document that is opened; Jobs.xcu asks for it."""

    def __init__(self, context: Any, *_: Any) -> None:
        """Keep LibreOffice's component context."""
        self.context = context

    def execute(self, args: Any) -> None:
        """Have a standard workbook in a window welcome the person, later: opening waits for nobody.

        From then on, what is picked from its lists keeps the code alone.
        """
        given = {each.Name: each.Value for each in args}
        around = {each.Name: each.Value for each in given.get("Environment") or ()}
        document = around.get("Model")
        with suppress(UnoException, AttributeError):  # it may be closed already
            if _kind(document) and _is_to_type_in(document):
                watch(self.context, document, lambda: _running)
                if not _running:
                    _Welcome(self.context, document).start()

    def getImplementationName(self) -> str:
        """Return the component's name."""
        return OPENED

    def supportsService(self, name: str) -> bool:
        """Say whether this is a ``name``."""
        return name == OPENED

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        """Return the one service, that of its own name."""
        return (OPENED,)


class _Click:
    """One click, from the start of xlsales' Python to its end."""

    def __init__(self, context: Any, frame: Any, button: str) -> None:
        self.context = context
        self.frame = frame
        self.button = button
        self.document: Any = None
        self.uid = ""
        self.ours = False
        self.before: Any = None

    def start(self) -> None:
        """Start, or say why not. Runs in the window's own thread, so it must be quick."""
        self.document = _document(self.frame)
        self.uid = getattr(self.document, "RuntimeUID", "")
        self.ours = bool(_kind(self.document))
        python = _python(self.context)
        if not self.uid:
            self._say("no workbook")
        elif not Path(python).is_file():
            self._say("not installed")
        elif not self._begun():
            self._say("busy")
        else:
            self._begin(python)

    def _begun(self) -> bool:
        """Note that a button is at work in the document, unless one is."""
        with _lock:
            free = self.uid not in _running
            _running.add(self.uid)
        return free

    def _begin(self, python: str) -> None:
        self.before = _State(self.document, self.frame.getController())
        status = self._status()
        threading.Thread(target=self._run, args=(python, status), daemon=True).start()

    def _run(self, python: str, status: Any) -> None:
        """Run xlsales' Python to its end. Runs in a thread of its own."""
        code, said = -1, ""
        try:
            door = _Door(self.context)
            try:
                _welcomed(self.uid)
                code, said = _served(python, door, self.uid, self.button, self.ours)
            finally:
                door.close()
        except (UnoException, OSError):
            said = traceback.format_exc()
        if code != 0:
            _note(self.context, self.button, said)

        def end() -> None:
            with suppress(UnoException):
                status.end()
            with _lock:
                _running.discard(self.uid)
            if code != 0 and self.before.restore():
                self._say("broken off")

        self._later(end)
        if self.ours:
            _make_ready(self.context)

    def _later(self, action: Callable[[], None]) -> None:
        """Have ``action`` done in the window's own thread: boxes belong there."""
        with suppress(UnoException):
            _service(self.context, "com.sun.star.awt.AsyncCallback").addCallback(
                _Callback(action), None
            )

    def _status(self) -> Any:
        status = self.frame.createStatusIndicator()
        status.start(self._word("running"), 0)
        return status

    def _say(self, key: str) -> None:
        toolkit = _service(self.context, "com.sun.star.awt.Toolkit")
        with suppress(UnoException):  # the window may have been closed meanwhile
            window = self.frame.getContainerWindow() if self.frame else None
            toolkit.createMessageBox(
                window, WARNINGBOX, 1, self._word("title"), self._word(key)
            ).execute()

    def _word(self, key: str) -> str:
        return WORDS[key][0 if self._language().startswith("zh") else 1]

    def _language(self) -> str:
        provider = _service(self.context, "com.sun.star.configuration.ConfigurationProvider")
        path = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        path.Name, path.Value = "nodepath", "/org.openoffice.Setup/L10N"
        access = "com.sun.star.configuration.ConfigurationAccess"
        return str(provider.createInstanceWithArguments(access, (path,)).ooLocale)


class _Welcome:
    """What a standard workbook does when it is opened. A click in it waits until that is done."""

    def __init__(self, context: Any, document: Any) -> None:
        self.context = context
        self.uid = document.RuntimeUID
        picked = document.getCurrentController().getSelection()
        self.button = "opened:" + getattr(picked, "AbsoluteName", "")  # in the place of a button
        self.thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Start, in a thread of its own."""
        with _lock:
            _welcomes[self.uid] = self.thread
        self.thread.start()

    def _run(self) -> None:
        """Run xlsales' Python to its end; whatever happens, nobody is told."""
        try:
            python = _python(self.context)
            if Path(python).is_file():
                door = _Door(self.context)
                try:
                    code, said = _served(python, door, self.uid, self.button, True)
                finally:
                    door.close()
                if code != 0:
                    _note(self.context, self.button, said)
        except (UnoException, OSError):
            _note(self.context, self.button, traceback.format_exc())
        with _lock:
            _welcomes.pop(self.uid, None)
        _make_ready(self.context)


def _welcomed(uid: str) -> None:
    """Wait until a workbook that is just being opened is ready for a click."""
    with _lock:
        thread = _welcomes.get(uid)
    if thread is not None:
        thread.join()


def _served(python: str, door: _Door, uid: str, button: str, ours: bool) -> tuple[int, str]:
    """Have the Python that stands ready do it, else one that is started for it."""
    asked = {"pipe": door.pipe, "document": uid, "button": button}
    spare = _taken(python) if ours else None
    if spare is not None:
        answer = _ended(spare, json.dumps(asked) + "\n")
        if door.bridges:  # who never came in has done nothing
            return answer
    options = [text for name in asked for text in ("--" + name, asked[name])]
    return _ended(_started(python, *options))


def _note(context: Any, button: str, text: str) -> None:
    """Keep what a failed Python printed last, for whoever is asked for help."""
    with suppress(OSError):
        _profile(context, LOG).write_text(button + "\n" + text, "utf-8")


class _Door(unohelper.Base, XInstanceProvider):
    """A pipe of a random name, open while one Python runs: through it, it gets at LibreOffice."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.pipe = "xlsales" + secrets.token_hex(12)
        self.acceptor = _service(context, "com.sun.star.connection.Acceptor")
        self.bridges: list[Any] = []
        self.thread = threading.Thread(target=self._wait, daemon=True)
        self.thread.start()

    def getInstance(self, _name: str) -> Any:
        """Give what stands for the whole of LibreOffice."""
        return self.context

    def close(self) -> None:
        """End the waiting and the connections."""
        self.acceptor.stopAccepting()
        self.thread.join(10)
        for bridge in self.bridges:
            with suppress(UnoException):  # it may have broken with the Python at its other end
                bridge.dispose()

    def _wait(self) -> None:
        factory = _service(self.context, "com.sun.star.bridge.BridgeFactory")
        with suppress(UnoException):  # closed while it waited: nobody comes any more
            while True:
                connection = self.acceptor.accept("pipe,name=" + self.pipe)
                if connection is None:
                    return
                self.bridges.append(factory.createBridge("", "urp", connection, self))


class _State:
    """What must be as it was before the click, when the macro dies halfway."""

    def __init__(self, document: Any, controller: Any) -> None:
        self.document = document
        self.controller = controller
        self.selection = controller.getSelection()
        self.modified = document.isModified()
        self.automatic = document.isAutomaticCalculationEnabled()

    def restore(self) -> bool:
        """Close and take back an undo step that was left open; unlock what was left locked.

        False when the document was closed meanwhile: there is nothing to restore, or to tell.
        """
        try:
            document, undo = self.document, self.document.getUndoManager()
            document.IsAdjustHeightEnabled = True  # off while blocks are written
            while document.hasControllersLocked():
                document.unlockControllers()
            while undo.isLocked():
                undo.unlock()
            if _closed(undo):
                undo.undo()
                undo.clearRedo()  # half a macro is nothing that anybody would want back
                if not self.modified:
                    document.setModified(False)
                self.controller.select(self.selection)  # taking back moves the cursor
            document.enableAutomaticCalculation(self.automatic)
        except UnoException:
            return False
        return True


class _Closing(unohelper.Base, XUndoManagerListener):
    """Hears whether a context that is left holds edits (an empty one is thrown away)."""

    def __init__(self) -> None:
        self.edits = False

    def leftContext(self, _event: Any) -> None:
        """Note that an undo step was made of the context."""
        self.edits = True

    def leftHiddenContext(self, _event: Any) -> None:
        """Note that the context's edits went to the undo step before."""
        self.edits = True

    def cancelledContext(self, _event: Any) -> None:
        """Note nothing: the context was empty."""

    undoActionAdded = actionUndone = actionRedone = cancelledContext
    allActionsCleared = redoActionsCleared = resetAll = cancelledContext
    enteredContext = enteredHiddenContext = disposing = cancelledContext


def _closed(undo: Any) -> bool:
    """Leave the undo contexts that are open; say whether that made an undo step."""
    ears = _Closing()
    undo.addUndoManagerListener(ears)
    try:
        while True:
            undo.leaveUndoContext()
    except UnoException:  # InvalidStateException: no context is open any more
        return ears.edits
    finally:
        undo.removeUndoManagerListener(ears)


class _Callback(unohelper.Base, XCallback):
    """A function as LibreOffice's main thread calls it."""

    def __init__(self, action: Callable[[], None]) -> None:
        self.action = action

    def notify(self, _data: Any) -> None:
        """Call it."""
        self.action()


def _service(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(name, context)


def _document(frame: Any) -> Any:
    """Return what a frame shows; None if it shows nothing (yet)."""
    controller = frame.getController() if frame else None
    return controller.getModel() if controller else None


def _kind(document: Any) -> str:
    """Return which standard workbook a document is, "" if none."""
    with suppress(UnoException, AttributeError):  # not every document has properties
        own = document.getDocumentProperties().getUserDefinedProperties()
        if own.getPropertySetInfo().hasPropertyByName(KIND):
            return str(own.getPropertyValue(KIND))
    return ""


def _is_to_type_in(document: Any) -> bool:
    """Say whether a document was opened in a window for a person who may change it."""
    how = {each.Name: each.Value for each in document.getArgs()}
    unseen = any(how.get(name) for name in ("Hidden", "Preview", "ViewOnly"))
    return not (unseen or document.isReadonly()) and document.getCurrentController() is not None


def _suits(path: str, kind: str) -> bool:
    """Say whether a button is shown in a workbook of a kind; its address says where it is."""
    kinds = path.rpartition("/")[0].split(".")
    return kinds == ["any"] or kind in kinds


def _profile(context: Any, name: str) -> Path:
    """Return the path of a file of the profile's user/config."""
    paths = _service(context, "com.sun.star.util.PathSubstitution")
    folder = uno.fileUrlToSystemPath(paths.substituteVariables("$(user)", True))
    return Path(folder) / "config" / name


def _python(context: Any) -> str:
    """Return the Python that answers clicks, as the installation noted it; "" without note."""
    try:
        return str(json.loads(_profile(context, SETTING).read_text("utf-8"))["python"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


class _Spare:
    """A Python of xlsales that has its imports done and waits for a click."""

    def __init__(self) -> None:
        self.python = ""
        self.child: Any = None  # until it is started

    def live(self, context: Any) -> None:
        """Start it, and stay until it has ended. Runs in a thread of its own."""
        with suppress(OSError, UnoException):
            self.python = _python(context)
            if Path(self.python).is_file():
                self.child = _started(self.python, "--spare")
                self.child.wait()  # whoever waits for a program lets the system forget it
        with _lock:
            unused = self in _ready
            if unused:
                _ready.remove(self)
        if unused:
            self.dismiss()

    def dismiss(self) -> None:
        """Let it end: its input does."""
        for stream in (self.child.stdin, self.child.stdout) if self.child else ():
            with suppress(OSError):
                stream.close()


def _expect(context: Any, frame: Any) -> None:
    """Have a Python ready for the window of a standard workbook; once a workbook.

    Runs in the window's own thread, for each button of each window: it must be quick.
    """
    if _ready or _running:  # a click has the machine to itself
        return
    document = _document(frame)
    uid = getattr(document, "RuntimeUID", "")
    if uid and uid not in _seen:
        _seen.add(uid)
        if _kind(document):
            _make_ready(context)


def _make_ready(context: Any) -> None:
    """Have a Python stand ready for the next click, unless one does."""
    spare = _Spare()
    with _lock:
        if _ready:
            return
        _ready.append(spare)
    threading.Thread(target=spare.live, args=(context,), daemon=True).start()


def _taken(python: str) -> Any:
    """Take what stands ready, if it is of this installation; None if nothing does."""
    with _lock:
        if not _ready or _ready[0].child is None:
            return None
        spare = _ready.pop()
    if spare.python == python:
        return spare.child
    spare.dismiss()
    return None


def _started(python: str, *options: str) -> Any:
    """Start xlsales' Python."""
    environment = {k: v for k, v in os.environ.items() if k not in FOREIGN}
    environment["PYTHONIOENCODING"] = "utf-8"
    return subprocess.Popen(
        [python, "-m", MODULE, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no black box on Windows
    )


def _ended(child: Any, line: str = "") -> tuple[int, str]:
    """Say a line to xlsales' Python; return its exit code and the end of what it printed."""
    out, _ = child.communicate(line.encode())
    return child.returncode, out.decode("utf-8", "replace")[-20000:]


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Handler, IMPLEMENTATION, (SERVICE,))
g_ImplementationHelper.addImplementation(Opened, OPENED, (OPENED,))
