"""How a button asks for its arguments: one definition for options, dialog and help."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from xlsales.core.words import Choice, Words

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class Ask:
    """Put into the ``Annotated`` of an argument's field: its label, and what to give.

    ``positional`` marks the command's own argument; ``metavar`` what stands for the value;
    ``names`` the ``table.column`` in which what is given stands; a unique part of it will do.
    """

    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""
    positional: bool = False
    metavar: str = ""
    names: str = ""

    @property
    def words(self) -> Words:
        """The label in both languages."""
        return Words(self.zh, self.en)

    @property
    def help(self) -> Words:
        """The longer text, or the label where there is none."""
        return Words(self.help_zh or self.zh, self.help_en or self.en)


class Shape(Enum):
    """What is given for an argument: one thing, several, or ``NO=QTY`` pairs."""

    TEXT = "text"
    FLAG = "flag"
    DATE = "date"
    CHOICE = "choice"
    NAMES = "names"
    PAIRS = "pairs"


@dataclass(frozen=True)
class Argument:
    """One thing that a button asks for; ``choices`` is the closed list that it is one of."""

    name: str
    ask: Ask
    shape: Shape
    required: bool
    choices: type[Choice] | None = None


def asked(info: FieldInfo) -> Ask | None:
    """Return what a field asks, or None if it is not for people."""
    return next((m for m in info.metadata if isinstance(m, Ask)), None)


def arguments(model: type[BaseModel]) -> tuple[Argument, ...]:
    """Return what an argument model asks people for, in its order."""
    found = []
    for name, info in model.model_fields.items():
        ask = asked(info)
        if ask is not None:
            shape, choices = _shape(info.annotation)
            found.append(Argument(name, ask, shape, info.is_required(), choices))
    return tuple(found)


def _shape(annotation: Any) -> tuple[Shape, type[Choice] | None]:
    if get_origin(annotation) in {Union, types.UnionType}:
        annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
    origin = get_origin(annotation)
    if origin is tuple:
        return Shape.NAMES, None
    if origin is not None and issubclass(origin, Mapping):
        return Shape.PAIRS, None
    if annotation is bool:
        return Shape.FLAG, None
    if annotation is dt.date:
        return Shape.DATE, None
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        return Shape.CHOICE, annotation
    return Shape.TEXT, None
