"""The fields of a dialog as data: what is asked, how, and what stands there at first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from xlsales.core.text import clean
from xlsales.core.words import Words

Pairs: TypeAlias = tuple[tuple[str, str], ...]
Given: TypeAlias = str | bool | Pairs | tuple[str, ...]
"""What a person gives in a field: a text, a tick, several ticked, or NO and QTY in pairs."""


def pairs_of(given: Given) -> list[tuple[str, str]]:
    """Return what was given as pairs; nothing of what is given otherwise."""
    pairs = given if isinstance(given, tuple) else ()
    return [(pair[0], pair[1]) for pair in pairs if isinstance(pair, tuple)]


class Kind(Enum):
    """How a field looks and what is given in it.

    TEXT, DATE, MONTH, PERIOD: a text; with options a drop-down that also takes what is typed.
    CHOICE: one of the options, nothing else. NAMES: several texts, with 、 between them.
    TICKS: what was chosen for some of the lines of a table. PAIRS: an option and a quantity each, as many as wanted.
    AMOUNTS: an amount for each option, blank where there is none. FLAG: yes or no.
    """

    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    PERIOD = "period"
    FLAG = "flag"
    CHOICE = "choice"
    NAMES = "names"
    TICKS = "ticks"
    PAIRS = "pairs"
    AMOUNTS = "amounts"


@dataclass(frozen=True)
class Option:
    """Something to choose: its value, how it is shown, and the quantity that goes with it."""

    value: str
    shown: str = ""
    quantity: str = ""

    @property
    def text(self) -> str:
        """What the person sees in the list."""
        return self.shown or self.value


@dataclass(frozen=True)
class Line:
    """A line of a table in a dialog: what it shows, and what can be chosen for it in turn.

    Where a cell is None, what is chosen is shown. One without choices is only to be read; where
    it ``leads``, it heads the lines below it, which are chosen or left together by it.
    """

    cells: tuple[str | None, ...]
    choices: tuple[Option, ...] = ()
    leads: bool = False


@dataclass(frozen=True)
class Likely:
    """What is known of an argument before it is asked.

    With ``asked`` off the person is not asked: ``fixed`` is its value, None its own default.
    ``kind`` says how it is asked where the model does not tell; ``label`` and ``help`` stand in
    place of the model's where a dialog asks otherwise than the command line. ``lines`` are those
    of a table to choose from, ``heads`` its columns.
    """

    value: Given = ""
    options: tuple[Option, ...] = ()
    kind: Kind | None = None
    required: bool = False
    asked: bool = True
    fixed: object = None
    label: Words | None = None
    help: Words | None = None
    lines: tuple[Line, ...] = ()
    heads: tuple[str, ...] = ()


def settled(value: object = None) -> Likely:
    """Return that an argument is not asked."""
    return Likely(asked=False, fixed=value)


@dataclass(frozen=True)
class Field:
    """One field of a dialog, with what stands in it."""

    name: str
    label: Words
    help: Words
    kind: Kind
    value: Given
    required: bool = False
    options: tuple[Option, ...] = ()
    lines: tuple[Line, ...] = ()
    heads: tuple[str, ...] = ()

    def chosen(self, text: str) -> str:
        """Return the value that a text stands for: an option as shown, or as it was typed."""
        text = clean(text)
        for option in self.options:
            if text == option.text:
                return option.value
        return text

    def shown(self, value: str) -> str:
        """Return how a value is shown: as its option, or as it is."""
        return next((option.text for option in self.options if option.value == value), value)


@dataclass(frozen=True)
class Wrong:
    """A field that cannot be taken as it is, and what to do about it."""

    field: str
    words: Words
