"""Conditional formats: how a status, a decision and a lateness show at a glance.

They depend on cells alone: none asks what day it is, which would recalculate at every change.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter

from xlsales.core.column import Column, Type
from xlsales.core.row import Table
from xlsales.core.words import Lang
from xlsales.derive.validation import FIRST_ROW, LAST_ROW
from xlsales.documents import looks
from xlsales.forms.choices import OrderState


class Tone(Enum):
    """What a colour says: fill and ink; None leaves the cell's own."""

    BAD = (looks.RED, looks.RED_INK)
    WAITING = (looks.AMBER, looks.AMBER_INK)
    UNDER_WAY = (looks.SKY, looks.SKY_INK)
    GOOD = (looks.GREEN, looks.GREEN_INK)
    QUIET = (None, looks.PALE_INK)


_STATES = {
    OrderState.DRAFT: Tone.QUIET,
    OrderState.SUBMITTED: Tone.WAITING,
    OrderState.RETURNED: Tone.BAD,
    OrderState.PLANNED: Tone.UNDER_WAY,
    OrderState.ISSUED: Tone.UNDER_WAY,
    OrderState.REQUESTED: Tone.UNDER_WAY,
    OrderState.IN_PRODUCTION: Tone.UNDER_WAY,
    OrderState.PARTLY_ACCEPTED: Tone.UNDER_WAY,
    OrderState.ACCEPTED: Tone.WAITING,  # goods lie in the warehouse
    OrderState.PARTLY_DELIVERED: Tone.UNDER_WAY,
    OrderState.DELIVERED: Tone.WAITING,  # unsigned
    OrderState.SIGNED: Tone.GOOD,
    OrderState.PARTLY_PAID: Tone.GOOD,
    OrderState.SETTLED: Tone.GOOD,
    OrderState.CANCELLED: Tone.QUIET,
}

_BOUGHT_IN = {"部分到货": Tone.UNDER_WAY, "已到货": Tone.WAITING}

_CHOICES = {
    "pending": Tone.WAITING,
    "passed": Tone.GOOD,
    "failed": Tone.BAD,
    "serious": Tone.BAD,
    "won": Tone.GOOD,
    "lost": Tone.QUIET,
    "poor": Tone.BAD,
}

_OVER: dict[str, tuple[tuple[str, Tone], ...]] = {
    "late_days": (("{cell}>0", Tone.BAD),),
    "overdue_days": (("{cell}>0", Tone.BAD),),
    "age_days": (("{cell}>180", Tone.BAD), ("{cell}>90", Tone.WAITING)),
    "load_pct": (("{cell}>1", Tone.BAD), ("{cell}>0.9", Tone.WAITING)),
    "on_hand": (("{cell}<0", Tone.BAD),),
    "d1_30": (("{cell}>0", Tone.WAITING),),
    "d31_60": (("{cell}>0", Tone.WAITING),),
    "d61_90": (("{cell}>0", Tone.BAD),),
    "d91_180": (("{cell}>0", Tone.BAD),),
    "d181_365": (("{cell}>0", Tone.BAD),),
    "over_365": (("{cell}>0", Tone.BAD),),
    "satisfaction": (("{cell}<3", Tone.BAD),),
    "service_satisfaction": (("{cell}<3", Tone.BAD),),
}

_AFTER = {
    ("orders", "completion_date"): "required_date",
    ("plan_lines", "completion_date"): "required_date",
    ("trade_requests", "arrival_promised"): "required_date",
    ("complaints", "closed_on"): "due_date",
}
"""Dates that are late when they come after another one."""


class Colour(NamedTuple):
    """A range and the rule that colours its cells."""

    range: str
    rule: Rule


def colours(table: Table, lang: Lang) -> Iterator[Colour]:
    """Yield the conditional formats of a table, most urgent first within a column."""
    letters = {c.key: get_column_letter(i) for i, c in enumerate(table.columns, start=1)}
    for column in table.columns:
        letter = letters[column.key]
        cell = f"${letter}{FIRST_ROW}"
        where = f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}"
        for formula, tone in _conditions(table, column, lang, letters):
            yield Colour(where, _rule(formula.replace("{cell}", cell), tone))
    whole = [letters[c.key] for c in table.columns if "#,##0.#" in c.type.number_format]
    if whole:  # otherwise a spreadsheet shows ten as `10.`
        where = " ".join(f"{x}{FIRST_ROW}:{x}{LAST_ROW}" for x in whole)
        style = DifferentialStyle(numFmt=NumberFormat(numFmtId=3, formatCode="#,##0"))
        first = f"{whole[0]}{FIRST_ROW}"
        rule = Rule(
            type="expression", dxf=style, formula=[f"AND(ISNUMBER({first}),MOD({first},1)=0)"]
        )
        yield Colour(where, rule)


def _conditions(
    table: Table, column: Column, lang: Lang, letters: dict[str, str]
) -> Iterator[tuple[str, Tone]]:
    if column.type is Type.STATUS:
        yield from _words({s.said(lang): tone for s, tone in _STATES.items()})
        if lang is Lang.ZH:
            yield from _words(_BOUGHT_IN)
    elif column.choices is not None:
        yield from _words({m.said(lang): _CHOICES[m] for m in column.choices if m in _CHOICES})
    for formula, tone in _OVER.get(column.key, ()):
        yield f"AND(ISNUMBER({{cell}}),{formula})", tone
    other = _AFTER.get((table.name, column.key))
    if other:
        due = f"${letters[other]}{FIRST_ROW}"
        yield f"AND(ISNUMBER({{cell}}),ISNUMBER({due}),{{cell}}>{due})", Tone.BAD


def _words(tones: dict[str, Tone]) -> Iterator[tuple[str, Tone]]:
    for tone in Tone:
        words = [word for word, its in tones.items() if its is tone]
        if words:
            tests = ",".join(f'{{cell}}="{word}"' for word in words)
            yield (f"OR({tests})" if len(words) > 1 else tests), tone


def _rule(formula: str, tone: Tone) -> Rule:
    background, ink = tone.value
    style = DifferentialStyle(
        font=Font(color=ink), fill=looks.dxf_fill(background) if background else None
    )
    return Rule(type="expression", dxf=style, formula=[formula])
