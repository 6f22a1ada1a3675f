"""Yes and no, and words of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from xlsales.core.column import Choices, Column
from xlsales.core.text import half
from xlsales.core.typed.numbers import exact_number
from xlsales.core.typed.reading import Calendar, Cell, Reading, mended
from xlsales.core.words import Choice

_YES_NO: Mapping[str, bool] = {"是": True, "yes": True, "否": False, "no": False}
_YES_NO_TOO: Mapping[str, bool] = {
    **_YES_NO,
    **dict.fromkeys(("y", "true", "√", "✓", "✔", "1", "有"), True),
    **dict.fromkeys(("n", "false", "0", "×", "✗", "无", "没有"), False),
    # what the headers ask, said again
    **dict.fromkeys(("有效", "启用", "在用", "在岗", "在职", "已核准", "active", "verified"), True),
    **dict.fromkeys(("无效", "停用", "离岗", "离职", "未核准", "inactive", "notverified"), False),
}
_SEPARATORS = re.compile(r"[、,;/\n]")  # as half-width
_PLAIN_SEPARATORS = re.compile("[、,]")
_FOLDED = re.compile(r"[\s_-]+")


def _folded(text: str) -> str:
    """Return a word without what people spell it differently by: case, width, spaces."""
    return _FOLDED.sub("", half(text)).casefold()


@cache
def _spellings(choices: Choices) -> tuple[Mapping[str, Choice], Mapping[str, Choice]]:
    """Return a list's words of both languages, and every odd spelling that means one member."""
    words: dict[str, Choice] = {}
    odd: dict[str, set[Choice]] = {}
    for member in choices:
        for word in member.words:
            words[word.strip().casefold()] = member
        for word in (*member.words, member.value, *member.also):
            odd.setdefault(_folded(word), set()).add(member)
    return words, {word: found.pop() for word, found in odd.items() if len(found) == 1}


def _member(choices: Choices, text: str) -> Choice | None:
    words, odd = _spellings(choices)
    return words.get(text.strip().casefold()) or odd.get(_folded(text))


def read_yes_no(_column: Column, cell: Cell, _calendar: Calendar) -> Reading:
    """Read yes or no in either language; what else people write for it is said."""
    if isinstance(cell, str):
        word = cell.casefold()
        value = _YES_NO.get(word)
        if value is not None:
            return Reading(value)
        value = _YES_NO_TOO.get(_folded(word))
    else:
        number = Decimal(cell) if isinstance(cell, bool) else exact_number(cell)
        value = None if number not in {Decimal(0), Decimal(1)} else bool(number)
    return Reading(None, "not-in-list") if value is None else mended(value, "choice-as-typed")


def read_choice(column: Column, cell: Cell, _calendar: Calendar) -> Reading:
    """Read a word of the list: of either language, else its key or an odd spelling, and said."""
    if column.choices is None or not isinstance(cell, str):
        return Reading(None, "not-in-list")
    member = _member(column.choices, cell)
    if member is None:
        return Reading(None, "not-in-list")
    if cell.casefold() in _spellings(column.choices)[0]:
        return Reading(member)
    return mended(member, "choice-as-typed")


def read_choices(column: Column, cell: Cell, _calendar: Calendar) -> Reading:
    """Read words separated by 、 or a comma; other separators, spaces and doubles are said."""
    if column.choices is None or not isinstance(cell, str):
        return Reading(None, "not-in-list")
    found: list[Choice | None] = []
    for part in _SEPARATORS.split(half(cell)):
        member = _member(column.choices, part)
        pieces = [] if member else part.split()
        found += [member] if member else [_member(column.choices, piece) for piece in pieces]
    members = tuple(dict.fromkeys(member for member in found if member is not None))
    if not members or None in found:
        return Reading(None, "not-in-list")
    words = _spellings(column.choices)[0]
    plain = [words.get(part.strip().casefold()) for part in _PLAIN_SEPARATORS.split(cell)]
    return Reading(members) if plain == list(members) else mended(members, "choice-as-typed")
