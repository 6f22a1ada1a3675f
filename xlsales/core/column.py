"""What a column of a table holds, said once.

The blank workbook, the reader, the drop-downs, the checks, the instruction sheet and the
documentation all derive from these definitions (architecture.md, *Say each thing once*).
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any, TypeAlias, Union, get_args, get_origin

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from xlsales.core.words import Choice, Words


class Type(Enum):
    """The types of forms.md, *Types*: name, number format, decimals allowed."""

    TEXT = ("text", "General", None)
    CODE = ("code", "@", None)
    MONEY = ("money", "#,##0.00", 2)
    PRICE = ("price", "#,##0.00##", 4)
    QUANTITY = ("quantity", "#,##0.###", 3)
    DECIMAL = ("decimal", "#,##0.######", 6)
    PERCENT = ("percent", "0.00%", 6)
    INTEGER = ("integer", "0", 0)
    DATE = ("date", "yyyy-mm-dd", None)
    DATETIME = ("datetime", "yyyy-mm-dd hh:mm", None)
    MONTH = ("month", "@", None)
    PERIOD = ("period", "@", None)
    YES_NO = ("yes_no", "General", None)
    CHOICE = ("choice", "General", None)
    CHOICES = ("choices", "General", None)
    STATUS = ("status", "General", None)

    def __init__(self, key: str, number_format: str, places: int | None) -> None:
        """Spread the tuple over the member."""
        self.key = key
        self.number_format = number_format
        self.places = places

    @property
    def is_number(self) -> bool:
        """Whether the cell holds a number."""
        return self.places is not None


OWNER = object()
"""The default of a column that names the workbook's owner where it is blank."""


class By(Enum):
    """Who fills a column (forms.md, *Who fills a column*)."""

    PERSON = "person"
    MACRO = "macro"
    GIVEN = "given"


@dataclass(frozen=True, kw_only=True)
class When:
    """The condition under which a column must be filled: ``column`` is one of ``values``.

    Without ``values``: the other column is filled. ``blank`` turns that round. ``negative``:
    the other column holds a number under zero.
    """

    column: str
    values: tuple[object, ...] = ()
    blank: bool = False
    negative: bool = False

    def holds(self, other: object) -> bool:
        """Return whether the condition holds for the other column's value."""
        if self.negative:
            return isinstance(other, Decimal) and other < 0
        if self.values:
            return other in self.values
        filled = other is not None and other is not False
        return filled is not self.blank


Choices: TypeAlias = type[Choice] | tuple[Choice, ...]
"""A closed list, or some of one; named here since within ``Column`` ``type`` is a field."""


@dataclass(frozen=True)
class Column:
    """A column: put into the ``Annotated`` of a row model's field.

    ``more_than``, ``at_least`` and ``at_most`` bound numbers; ``ref`` names the ``table.column``
    in which the text must stand, that of any table whose rows are known by it, and ``names`` does
    where it need not, or macros repeat it; with ``several`` the cell may hold several, joined by 、;
    what cannot work is refused when the tables are imported (``forms.references``);
    ``required`` is read off the field: one that may not be None must be filled, unless its
    ``default`` stands for a blank (``may_be_blank``). ``aside``: for people alone; no figure,
    date, number or state follows from it, and a macro that prints it says so among its needs.
    ``happened``: what happened to a row after it was there, such as that it was cancelled; a
    pasted copy is a new row, to which it has not happened.
    ``verbatim``: digits stay the text that was typed, as they do in a code: steel 08, heat 0012.
    ``choices`` is read off the field too, unless it names those of the list that may stand here.
    """

    zh: str
    en: str
    type: Type = Type.TEXT
    by: By = By.PERSON
    ref: str = ""
    names: str = ""
    several: bool = False
    when: When | None = None
    default: object = None
    may_be_blank: bool = False
    unique: bool = False
    more_than: int | None = None
    at_least: int | None = None
    at_most: int | Decimal | None = None
    not_zero: bool = False
    pattern: str = ""
    verbatim: bool = False
    aside: bool = False
    happened: bool = False
    hidden: bool = False
    refreshed: bool = False
    required: bool = False
    width: int = 0
    note: Words = Words("", "")
    key: str = ""
    choices: Choices | None = None

    @property
    def words(self) -> Words:
        """The header in both languages."""
        return Words(self.zh, self.en)

    @property
    def refers(self) -> str:
        """The ``table.column`` whose values stand here, "" if there is none."""
        return self.ref or self.names

    @property
    def typed(self) -> bool:
        """Whether people type here."""
        return self.by is By.PERSON

    @cached_property
    def keys(self) -> Mapping[str, Choice]:
        """Every way to write a choice of this column, folded, to its member."""
        if self.choices is None:
            return {}
        return {
            word.strip().casefold(): member
            for member in self.choices
            for word in (*member.words, member.value)
        }

    def trouble(self, value: object) -> str | None:
        """Return the code of what is wrong with a well-read value, or None.

        ``out-of-range`` for numbers outside the bounds or zero where that says nothing,
        ``too-many-decimals`` for more places than the type has.
        """
        if not isinstance(value, (Decimal, int)) or isinstance(value, bool):  # asked often
            return None
        if (
            (self.more_than is not None and not value > self.more_than)
            or (self.at_least is not None and not value >= self.at_least)
            or (self.at_most is not None and not value <= self.at_most)
            or (self.not_zero and value == 0)
        ):
            return "out-of-range"
        places = self.type.places
        if places is not None and isinstance(value, Decimal):
            _, digits, exponent = value.as_tuple()
            over = -exponent - places if isinstance(exponent, int) else 0
            if over > 0 and any(digits[-over:]):
                return "too-many-decimals"
        return None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let pydantic judge by the same bounds as the reader of whole columns."""

        def judge(value: object) -> object:
            code = self.trouble(value)
            members = value if isinstance(value, tuple) else (value,)
            if self.choices and any(m not in self.choices for m in members if m is not None):
                code = "not-in-list"
            if code is not None:
                raise PydanticCustomError(code, "{code}", {"code": code})
            return value

        return core_schema.no_info_after_validator_function(judge, handler(source))

    def bound(self, key: str, annotation: Any) -> Column:
        """Return the column as it stands in a model: with its key, choices and requiredness."""
        args = get_args(annotation)
        union = get_origin(annotation) in {Union, types.UnionType}
        optional = union and type(None) in args
        inner = next(arg for arg in args if arg is not type(None)) if optional else annotation
        kind, choices = self.type, None
        if get_origin(inner) is tuple:
            kind, choices = Type.CHOICES, self.choices or get_args(inner)[0]
        elif isinstance(inner, type) and issubclass(inner, Choice):
            kind, choices = Type.CHOICE, self.choices or inner
        return replace(
            self,
            key=key,
            type=kind,
            choices=choices,
            required=not optional and not self.may_be_blank,
        )
