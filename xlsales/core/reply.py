"""What a command answers, as a model: its JSON, its tables, its dialogs and its page derive from it.

A macro's module defines the model beside the macro, whose annotation names it: ``-> Outcome[Moved]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from xlsales.core.finding import Finding
from xlsales.core.row import Row

_PRESS = "by the press"
KNOWN = frozenset({"changed", "files", "findings"})
"""What the press knows of itself: how many cells changed, the paths of the documents that it
made, and what was found."""


@dataclass(frozen=True)
class Reply:
    """What a command answers (cli.md): its fields in this order, each by its name.

    A name that is a word of Python's is written with ``_`` behind it, which is not said.

    A field that holds several things is a tuple; what may be missing is None.
    """


@dataclass(frozen=True)
class ReplyRow:
    """One of several alike in a reply, where it is no row of a table itself."""


P = TypeVar("P", bound=Reply)


def by_press(blank: object = ()) -> Any:
    """Define a field that the press fills, by its name (``KNOWN``); ``blank`` before it has."""
    return field(default=blank, metadata={_PRESS: True})


def of_press(model: type[Reply]) -> frozenset[str]:
    """Return the names of a reply's fields that the press fills."""
    return frozenset(each.name for each in fields(model) if _PRESS in each.metadata)


def tell(reply: P, known: Mapping[str, object]) -> P:
    """Return a reply with what the press knows (``KNOWN``) in its fields for that."""
    wanted = of_press(type(reply))
    return replace(reply, **{name: known[name] for name in wanted}) if wanted else reply


def types_of(model: type[Reply | ReplyRow]) -> Mapping[str, Any]:
    """Return the types of a model's fields by name, in order."""
    hints = get_type_hints(model)
    return {_said(each.name): hints[each.name] for each in fields(model)}


def _said(name: str) -> str:
    return name.removesuffix("_")


def is_several(kind: Any) -> bool:
    """Return whether a field of this type holds several things."""
    return get_origin(kind) is tuple


def lists_findings(model: type[Reply]) -> bool:
    """Return whether findings are (part of) a reply."""
    return any(is_several(kind) and Finding in get_args(kind) for kind in types_of(model).values())


def mapped(value: object) -> Any:
    """Return a reply, or a part of one, with mappings by key in place of models and rows.

    Everything else stays as it is; a row of a table has the keys of its columns.
    """
    if isinstance(value, Reply | ReplyRow):
        return {_said(each.name): mapped(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Row):
        return {column.key: mapped(getattr(value, column.key)) for column in value.table.columns}
    if isinstance(value, Mapping):
        return {key: mapped(each) for key, each in value.items()}
    if type(value) in {tuple, list}:  # words and workbooks are tuples too, with names
        return [mapped(each) for each in value]  # type: ignore[attr-defined]
    return value


# --- a reply that is kept ------------------------------------------------------------------


def flat(value: object) -> object:
    """Return a reply, or a part of one, with tuples of their fields in place of models."""
    if isinstance(value, Reply | ReplyRow):
        return tuple(flat(getattr(value, each.name)) for each in fields(value))
    return tuple(map(flat, value)) if type(value) is tuple else value


def raised(model: type[P], held: object) -> P:
    """Return the reply of a model that :func:`flat` laid out.

    Raises:
        TypeError, ValueError: it laid out no such reply.
    """
    found = _raised(model, held)
    if not isinstance(found, model):
        raise TypeError(model.__name__)
    return found


def _raised(kind: Any, held: Any) -> Any:
    """Return a value of a field of this type."""
    if not isinstance(held, tuple):
        return held
    if is_several(kind):
        of = next((each for each in get_args(kind) if each is not Ellipsis), object)
        return tuple(_raised(of, each) for each in held)
    if isinstance(kind, type) and issubclass(kind, Reply | ReplyRow):
        types = get_type_hints(kind)
        named = zip(fields(kind), held, strict=True)
        return kind(**{field.name: _raised(types[field.name], each) for field, each in named})
    return held
