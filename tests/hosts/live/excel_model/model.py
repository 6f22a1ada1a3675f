"""Excel's objects as pywin32 hands them over, each use held against Excel's type library.

A use that Excel does not have is an error of the program and fails the test: a wrong name, too many
or too few arguments, an unknown name of one, a property set that cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from tests.hosts.live.excel_model.typelib import Use, load

CLASSES, ENUMS = load()
used: set[tuple[str, str]] = set()
"""Class and member of each use so far."""
given: set[int] = set()
"""The ``id`` of each integer that was handed over, or compared with what was handed back."""

_PLAIN = (int, float, str, bool, bytes, tuple, list)
_TOLD_BY_ANY = {("Comment", "Parent"): "Range", ("Window", "ActiveSheet"): "Worksheet"}
"""What members give of which the type library does not say so."""


class WrongUse(AssertionError):
    """The program asks for what Excel does not have."""


class Source(Protocol):
    """Where an object's members come from: LibreOffice's model, or a shim."""

    def get(self, member: str) -> Any:
        """Return a property."""

    def put(self, member: str, value: Any) -> None:
        """Set a property."""

    def call(self, member: str, *given: Any) -> Any:
        """Call a method."""

    def every(self) -> list[Any]:
        """Return the members of a collection."""


class Typed:
    """An object of one of Excel's classes."""

    def __init__(self, name: str, source: Source, shim: Callable[[str, Any, Source], Source]):
        self.__dict__.update(_name=name, _source=source, _shim=shim)

    def __getattr__(self, member: str) -> Any:
        if member.startswith("__"):
            raise AttributeError(member)
        uses = self._uses(member)
        if uses[0].arguments is None:
            return self._told(member, uses[0], self._source.get(member))
        return lambda *args, **named: self._called(member, uses, args, named)

    def __setattr__(self, member: str, value: Any) -> None:
        uses = self._uses(member)
        if any(use.arguments is not None or use.readonly for use in uses):
            raise WrongUse(f"{self._name}.{member} cannot be set")
        self._source.put(member, _bare(value))

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Return a member of a collection."""
        return self._called("Item", self._uses("()"), args, named)

    def __iter__(self) -> Iterator[Any]:
        uses = CLASSES[self._name].get("Item") or CLASSES[self._name].get("()")
        if not uses or "Count" not in CLASSES[self._name]:
            raise WrongUse(f"{self._name} is no collection")
        return (self._told("Item", uses[-1], one) for one in self._source.every())

    def _uses(self, member: str) -> list[Use]:
        found = CLASSES[self._name].get(member)
        if found is None:
            raise WrongUse(f"Excel's {self._name} has no {member}")
        used.add((self._name, member))
        return found

    def _called(self, member: str, uses: list[Use], args: tuple[Any, ...], named: Any) -> Any:
        for use in reversed(uses):
            names = use.arguments
            if names is not None and len(args) <= len(names) and named.keys() <= {*names}:
                filled = dict(zip(names, args, strict=False))
                if not filled.keys() & named.keys():
                    filled.update(named)
                    if {*names[: use.needed]} <= filled.keys():
                        said = [_bare(filled[n]) if n in filled else None for n in names]
                        while said and said[-1] is None:
                            said.pop()
                        return self._told(member, use, self._source.call(member, *said))
        raise WrongUse(f"{self._name}.{member} does not take {args} {named}")

    def _told(self, member: str, use: Use, value: Any) -> Any:
        if value is None or isinstance(value, _PLAIN):
            return int(value) if type(value) is float and value.is_integer() else value
        name = _TOLD_BY_ANY.get((self._name, member)) or _class_of(use.type, self._name)
        return Typed(name, self._shim(name, value, self._source), self._shim)


def _class_of(said: str, owner: str) -> str:
    """Return the class that a type of TypeScript names."""
    bare = re.sub(r"<.*>", "", said.split("|", maxsplit=1)[0]).strip()
    for name in (bare, f"Office.{bare}"):
        if name in CLASSES:
            return name
    raise WrongUse(f"{owner} gives {said}: add its class to the kept part of the type library")


def _bare(value: Any) -> Any:
    if isinstance(value, Typed):
        return value._source
    if isinstance(value, Noted):
        value.seen()
        return int(value)
    return value


class Noted(int):
    """A constant that tells when it is handed over or compared."""

    def seen(self) -> None:
        """Note it."""
        given.add(id(self))

    def __eq__(self, other: object) -> bool:
        self.seen()
        return int(self) == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(int(self))
