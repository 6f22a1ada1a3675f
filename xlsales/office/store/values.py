"""Values as JSON and back again, exactly: what stands in cells, in rows and in findings.

No format of Python's own: the store lies in a folder that many share, and nothing of it is run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, Final

from xlsales.core.typed import CellError
from xlsales.core.words import Choice, Words
from xlsales.forms.tables import TABLES

_PLAIN: Final = frozenset({str, int, float, bool, type(None)})
"""The types that JSON tells apart by itself."""


class CannotStore(Exception):
    """A value of a type that the store does not know: its workbook is read each time."""


@cache
def _lists() -> Mapping[str, type[Choice]]:
    columns = [column for table in TABLES for column in table.columns]
    used = [type(member) for column in columns for member in column.choices or ()]
    return {found.__name__: found for found in used}


@cache
def _members(name: str) -> Mapping[str, Choice]:
    return {member.value: member for member in _lists()[name]}


def dump(value: object) -> Any:
    """Return a value as JSON holds it.

    Raises:
        CannotStore: it is of a type that the store does not know.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, Choice):
        _known(kind)
        return ["choice", kind.__name__, value.value]
    if isinstance(value, Words):
        return ["words", value.zh, value.en]
    if kind in {tuple, list}:
        assert isinstance(value, tuple | list)
        return [kind.__name__, *map(dump, value)]
    for name, (mine, written, _) in _TAGGED.items():
        if kind is mine:
            return [name, written(value)]
    raise CannotStore(kind.__name__)


def load(held: Any) -> Any:
    """Return the value that JSON holds.

    Raises:
        ValueError, TypeError, LookupError, ArithmeticError: it is none that :func:`dump` makes.
    """
    if not isinstance(held, list):
        return held
    tag, *rest = held
    if tag == "choice":
        return _members(rest[0])[rest[1]]
    if tag == "words":
        return Words(*rest)
    if tag in {"tuple", "list"}:
        return (tuple if tag == "tuple" else list)(map(load, rest))
    return _TAGGED[tag][2](*rest)


def _known(kind: type) -> None:
    if _lists().get(kind.__name__) is not kind:
        raise CannotStore(kind.__name__)


_Way = tuple[type, Callable[[Any], Any], Callable[[Any], Any]]
_TAGGED: Final[Mapping[str, _Way]] = {
    "decimal": (Decimal, str, Decimal),
    "date": (date, date.toordinal, date.fromordinal),
    "moment": (datetime, datetime.isoformat, datetime.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "error": (CellError, str, CellError),
}
"""By tag: the type, how it is written, how it is read."""


# --- many values at once -------------------------------------------------------------------


def dump_all(values: Sequence[object]) -> list[Any]:
    """Return values as JSON holds them, their type once: ``[type, values]``.

    Raises:
        CannotStore: one is of a type that the store does not know.
    """
    kinds = set(map(type, values)) - {type(None)}
    if kinds <= _PLAIN:
        return ["", list(values)]
    kind = kinds.pop()
    if kinds:
        return ["any", list(map(dump, values))]
    if issubclass(kind, Choice):
        _known(kind)
        written: Callable[[Any], Any] = str.__str__
        name = f"choice {kind.__name__}"
    else:
        found = [(tag, way[1]) for tag, way in _TAGGED.items() if way[0] is kind]
        if not found:
            return ["any", list(map(dump, values))]
        ((name, written),) = found
    return [name, [None if value is None else written(value) for value in values]]


def load_all(held: Sequence[Any]) -> list[Any]:
    """Return the values that :func:`dump_all` wrote.

    Raises:
        ValueError, TypeError, LookupError, ArithmeticError: it did not write that.
    """
    name, values = held
    if not isinstance(values, list):
        raise TypeError(values)
    if not name:
        return values
    if name == "any":
        return list(map(load, values))
    if name.startswith("choice "):
        members = _members(name.removeprefix("choice "))
        return [None if value is None else members[value] for value in values]
    read = _TAGGED[name][2]
    if None in values:
        return [None if value is None else read(value) for value in values]
    return list(map(read, values))
