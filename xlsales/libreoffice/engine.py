"""The engine itself: what xlwings asks of every engine, and how it is registered and connected."""

from __future__ import annotations

from typing import Any

import xlwings as xw

from xlsales.libreoffice import values
from xlsales.libreoffice.apps import App, Apps
from xlsales.libreoffice.bridge import remote_context

NAME = "libreoffice"


class Engine:
    """LibreOffice as xlwings sees it: ``xw.engines["libreoffice"]``."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    prepare_xl_data_element = staticmethod(values.prepare)
    clean_value_data = staticmethod(values.clean)


_ENGINE = Engine()


def register(*, activate: bool = True) -> Any:
    """Make the engine known to xlwings, and by default the one it uses; the ``xw.Engine``."""
    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=_ENGINE))
    engine = xw.engines[NAME]
    if activate:
        engine.activate()
    return engine


def connect(pipe: str, seconds: float = 30.0) -> xw.App:
    """Connect to the LibreOffice that listens at a named pipe, and make it xlwings' active app.

    Raises:
        NoLibreOffice: nobody answered within the time.
    """
    context = remote_context(pipe, seconds)
    register()
    app = App(_ENGINE.apps, context, pipe)
    _ENGINE.apps.put_first(app)
    return xw.App(impl=app)


def book_of(app: xw.App, uid: str) -> xw.Book:
    """The open workbook whose document has this RuntimeUID.

    Raises:
        KeyError: no such workbook is open (any more).
    """
    for impl in app.impl.books:
        if impl.api.RuntimeUID == uid:
            return xw.Book(impl=impl)
    raise KeyError(f"no open workbook has the RuntimeUID {uid}")
