"""Many small calls at once, in LibreOffice's own thread.

Between two calls that come through the bridge LibreOffice paints what the first one changed: with
notes on a large sheet that takes three times as long as the notes. Calls that come back from a
callback run in the thread that called back, which can paint only when they are done.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from xlsales.libreoffice.bridge import load_uno, service

_ASK_AGAIN = 2.0
"""Seconds after which LibreOffice is asked whether it is still there."""


def at_once(context: Any, action: Callable[[], None]) -> None:
    """Do something in the thread in which LibreOffice paints and listens to keys; wait for it.

    Its window stands still meanwhile, so it must be short. It may end in an error of its own,
    which is raised here.

    Args:
        context: the component context of a running LibreOffice.
        action: what to do.

    Raises:
        com.sun.star.lang.DisposedException: LibreOffice is gone.
    """
    waiter = _Waiter(action)
    service(context, "com.sun.star.awt.AsyncCallback").addCallback(_callback()(waiter), None)
    while not waiter.done.wait(_ASK_AGAIN):
        context.getServiceManager()
    if waiter.trouble is not None:
        raise waiter.trouble


class _Waiter:
    """An action that another thread does, and how it ended."""

    def __init__(self, action: Callable[[], None]) -> None:
        self.action = action
        self.done = threading.Event()
        self.trouble: BaseException | None = None

    def run(self) -> None:
        try:
            self.action()
        except BaseException as trouble:  # noqa: BLE001  # raised where it is waited for
            self.trouble = trouble
        finally:
            self.done.set()


@cache
def _callback() -> type[Any]:
    """Return the class of what LibreOffice calls back: UNO's types are known only at run time."""
    uno: Any = load_uno()
    kind = uno.getClass("com.sun.star.awt.XCallback")

    class Callback(kind):  # type: ignore[misc, valid-type]  # a class made at run time
        def __init__(self, waiter: _Waiter) -> None:
            self.waiter = waiter

        def getTypes(self) -> tuple[Any, ...]:  # noqa: N802  # UNO calls it so
            return (uno.getTypeByName("com.sun.star.awt.XCallback"),)

        def getImplementationId(self) -> Any:  # noqa: N802  # UNO calls it so
            return uno.ByteSequence(b"")

        def notify(self, _data: Any) -> None:
            self.waiter.run()

    return Callback
