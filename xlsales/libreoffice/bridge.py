"""The bridge to a running LibreOffice: find its ``uno`` module, connect by a named pipe."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

_PROGRAM = (
    Path("/usr/lib/libreoffice/program"),
    Path("/usr/lib64/libreoffice/program"),
    Path("/opt/libreoffice/program"),
    Path("/snap/libreoffice/current/lib/libreoffice/program"),
    Path("C:/Program Files/LibreOffice/program"),
    Path("/Applications/LibreOffice.app/Contents/Resources"),
)
_UNO = (Path("/usr/lib/python3/dist-packages/uno.py"), *(folder / "uno.py" for folder in _PROGRAM))


class NoLibreOffice(RuntimeError):
    """LibreOffice, or its Python bridge, is not there or does not answer."""


def load_uno() -> ModuleType:
    """Give LibreOffice's module ``uno``, also inside a virtual environment.

    Raises:
        NoLibreOffice: it is in none of the usual places, or made for another Python.
    """
    if "uno" in sys.modules:
        return sys.modules["uno"]
    try:
        import uno
    except ImportError:
        return _by_path()
    return _module(uno)


def _by_path() -> ModuleType:
    """Load ``uno.py`` by its path, without all that lies beside it coming onto the path."""
    for file in _UNO:
        if not file.exists():
            continue
        program = next((folder for folder in _PROGRAM if folder.exists()), file.parent)
        for folder in (file.parent, program):
            # pyuno, the compiled part, lies in either
            if str(folder) not in sys.path and any(folder.glob("pyuno.*")):
                sys.path.append(str(folder))
        spec = importlib.util.spec_from_file_location("uno", file)
        if spec is None or spec.loader is None:
            continue
        module = importlib.util.module_from_spec(spec)
        sys.modules["uno"] = module
        try:
            spec.loader.exec_module(module)
        except ImportError as error:
            del sys.modules["uno"]
            raise NoLibreOffice(f"LibreOffice's uno module does not load: {error}") from error
        return module
    raise NoLibreOffice("LibreOffice's uno module was not found; install python3-uno")


def _module(uno: Any) -> ModuleType:
    assert isinstance(uno, ModuleType)
    return uno


def remote_context(pipe: str, seconds: float = 30.0) -> Any:
    """Connect to the LibreOffice that listens at this named pipe; its component context.

    Raises:
        NoLibreOffice: nobody answered within the time.
    """
    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + seconds
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            # now and then a fresh connection does not know its own members: then another one
            if context.ServiceManager is not None:
                return context
        except failure() as error:
            if time.monotonic() > end:
                raise NoLibreOffice(f"LibreOffice does not answer at the pipe {pipe}") from error
        time.sleep(0.05)


def failure() -> type[Exception]:
    """The class of all that UNO raises; known only once a LibreOffice's ``uno`` is loaded."""
    kind: type[Exception] = load_uno().getClass("com.sun.star.uno.Exception")
    return kind


def enum(name: str, value: str) -> Any:
    """A UNO enum's value: ``enum("com.sun.star.sheet.CellInsertMode", "DOWN")``."""
    return load_uno().Enum(name, value)


def service(context: Any, name: str) -> Any:
    """Make one of the running LibreOffice's services."""
    return context.ServiceManager.createInstanceWithContext(name, context)


def struct(name: str, **fields: Any) -> Any:
    """Make a UNO struct: ``struct("com.sun.star.table.CellAddress", Row=1)``."""
    made = load_uno().createUnoStruct(name)
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def properties(**values: Any) -> tuple[Any, ...]:
    """Named values as UNO wants them: a tuple of PropertyValue."""
    return tuple(
        struct("com.sun.star.beans.PropertyValue", Name=name, Value=value)
        for name, value in values.items()
    )


def url_of(path: str | Path) -> str:
    """A file's address as LibreOffice writes it."""
    text: str = load_uno().systemPathToFileUrl(str(Path(path).absolute()))
    return text


def path_of(url: str) -> str | None:
    """The file of an address, None for one that is no local file."""
    if not url.startswith("file:"):
        return None
    path: str = load_uno().fileUrlToSystemPath(url)
    return path
