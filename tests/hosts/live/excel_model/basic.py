"""LibreOffice's own implementation of Excel's object model (``ooo.vba.excel.*``), from Python.

LibreOffice has it for running VBA. Not all of its objects can pass the bridge to Python, so its
Basic, in VBA mode, holds them under numbers; for every member that is used one line of VBA is made
(``o.Member(a(0), , a(2))``), so arguments and default members are what the VBA runtime makes of
them. A call takes about half a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_LIBRARY, _CORE = "ExcelModel", "Core"
_SOURCE = """Option VBASupport 1
Public Function Kept(held, o) As Long
    Kept = held.get(0) + 1
    held.put(0, Kept)
    held.put(Kept, o)
End Function

Public Function Told(held, v)
    If IsArray(v) Then
        Told = Array("value", v)
    ElseIf IsObject(v) Then
        If v Is Nothing Then
            Told = Array("value", Empty)
        Else
            Told = Array("object", Kept(held, v))
        End If
    ElseIf IsNull(v) Then
        Told = Array("value", Empty)
    Else
        Told = Array("value", v)
    End If
End Function

Public Function Made(held, service, globals, parent, a, b)
    On Error GoTo Failed
    Dim above
    Set above = held.get(CLng(parent))
    Dim root
    Set root = held.get(CLng(globals))
    Made = Told(held, root.createInstanceWithArguments(service, Array(above, a, b)))
    Exit Function
Failed:
    Made = Array("error", Err.Number, Err.Description)
End Function

Public Function Every(held, number)
    Dim one, all, o
    On Error GoTo Failed
    all = Array()
    Set o = held.get(CLng(number))
    For Each one In o
        ReDim Preserve all(UBound(all) + 1)
        all(UBound(all)) = Told(held, one)
    Next
    Every = Array("value", all)
    Exit Function
Failed:
    Every = Array("error", Err.Number, Err.Description)
End Function
"""
_LINE = """Option VBASupport 1
Public Function {name}(held, number, a)
    Dim o
    On Error GoTo Failed
    Set o = held.get(CLng(number))
    {line}
    Exit Function
Failed:
    {name} = Array("error", Err.Number, Err.Description)
End Function
"""
_ABSENT = {35, 423, 438, 10050}
"""Errors of Basic that say that an object has no such member."""


class Lacking(AssertionError):
    """LibreOffice's model has no such member: the tests need a shim for it."""


class ComError(Exception):
    """The program refused something, as ``pywintypes.com_error`` says it."""

    def __init__(self, hresult: int, said: str) -> None:
        super().__init__(hresult, said, None, None)
        self.hresult = hresult


class Basic:
    """The Basic of a running LibreOffice, with the objects that it holds."""

    def __init__(self, context: Any) -> None:
        from xlsales.libreoffice.bridge import load_uno

        create = context.ServiceManager.createInstanceWithContext
        libraries = create("com.sun.star.script.ApplicationScriptLibraryContainer", context)
        self._modules = libraries.createLibrary(_LIBRARY)
        libraries.loadLibrary(_LIBRARY)
        self._modules.insertByName(_CORE, _SOURCE)
        factory = "/singletons/com.sun.star.script.provider.theMasterScriptProviderFactory"
        self._scripts = context.getValueByName(factory).createScriptProvider("")
        self._context = context
        self._create = context.ServiceManager.createInstanceWithArgumentsAndContext
        types = tuple(map(load_uno().getTypeByName, ("long", "any")))
        self._held = self._create("com.sun.star.container.EnumerableMap", types, context)
        self._held.put(0, 0)
        self._ready: dict[str, Any] = {}

    def root(self, document: Any) -> Com:
        """Return the global members of VBA for an open document."""
        made = self._create("ooo.vba.excel.Globals", (document,), self._context)
        number = self._held.get(0) + 1
        self._held.put(0, number)
        self._held.put(number, made)
        return Com(self, number, "Globals")

    def make(self, service: str, root: Com, parent: Com, what: Any, more: Any = "") -> Com:
        """Make an object; ``root`` tells it application and document."""
        numbers = root.number, parent.number
        made = self._taken(self._run(_CORE, "Made", service, *numbers, what, more), service)
        assert isinstance(made, Com)
        return made

    def every(self, number: int, path: str) -> list[Any]:
        """Return the members of a collection."""
        found = self._taken(self._run(_CORE, "Every", number), path)
        return [self._taken(one, path) for one in found]

    def line(self, one: Com, member: str, given: Sequence[Any], *, puts: bool = False) -> Any:
        """Run one line of VBA: ``o.Member(a(0), , a(2))`` or ``o.Member = a(0)``; None: missing."""
        kinds = "".join("m" if g is None else "o" if isinstance(g, Com) else "v" for g in given)
        name = f"{'Put' if puts else 'Get'}_{member}_{kinds}"
        said = {"m": "", "o": "held.get(CLng(a({})))", "v": "a({})"}
        words = [said[kind].format(i) for i, kind in enumerate(kinds)]
        if name not in self._ready:
            if puts:
                line = f'o.{member} = {words[0]}\n    {name} = Array("value", Empty)'
            else:
                arguments = f"({', '.join(words)})" if words else ""
                line = f"{name} = Told(held, o.{member}{arguments})"
            self._modules.insertByName(name, _LINE.format(name=name, line=line))
        bare = tuple(g.number if isinstance(g, Com) else "" if g is None else g for g in given)
        return self._taken(self._run(name, name, one.number, bare), f"{one.path}.{member}")

    def _run(self, module: str, name: str, *given: Any) -> Any:
        if name not in self._ready:
            place = f"{_LIBRARY}.{module}.{name}?language=Basic&location=application"
            self._ready[name] = self._scripts.getScript(f"vnd.sun.star.script:{place}")
        return self._ready[name].invoke((self._held, *given), (), ())[0]

    def _taken(self, answer: Any, path: str) -> Any:
        kind, *rest = answer
        if kind == "object":
            return Com(self, int(rest[0]), path)
        if kind == "error":
            number, told = int(rest[0]), str(rest[1])
            if number in _ABSENT:
                raise Lacking(f"{path}: {told} ({number})")
            raise ComError(-2146827284, f"{path}: {told} ({number})")
        return rest[0]


class Com:
    """One object of the model."""

    def __init__(self, basic: Basic, number: int, path: str) -> None:
        self._basic = basic
        self.number = number
        self.path = path

    def get(self, member: str) -> Any:
        """Return a property."""
        return self._basic.line(self, member, ())

    def put(self, member: str, value: Any) -> None:
        """Set a property."""
        self._basic.line(self, member, (value,), puts=True)

    def call(self, member: str, *given: Any) -> Any:
        """Call a method; None stands for an argument that is not given."""
        return self._basic.line(self, member, given)

    def every(self) -> list[Any]:
        """Return the members of a collection."""
        return self._basic.every(self.number, f"{self.path}()")
