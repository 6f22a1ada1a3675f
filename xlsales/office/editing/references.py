"""References in formulas to cells that move: they follow them, as when cells are cut and pasted."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from xlsales.core.arrangement import Arrangement

_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')*'|[^'!:]+)!)?"
    r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Z]{1,3})(\$?)(\d{1,7}))?"
)


def follower(
    title: str, arrangement: Arrangement, columns: Collection[int]
) -> Callable[[str, str], str]:
    """Return what makes a formula (its text, the title of the sheet it stands on) follow the rows.

    ``title`` names the sheet with the rows; ``columns`` move with them. An area over all rows
    stays as it is; one over some reaches from the first to the last of them that stays, and is
    ``#REF!`` where none does.
    """
    first, last = arrangement.first, arrangement.first + arrangement.count - 1

    def followed(text: str, here: str) -> str:
        from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

        if not any(character.isdigit() for character in text):
            return text
        try:
            found = Tokenizer(f"={text}")
        except TokenizerError:
            return text
        for token in found.items:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                token.value = _followed(token.value, here)
        return "".join(token.value for token in found.items)

    def _followed(value: str, here: str) -> str:
        m = _REFERENCE.fullmatch(value)
        sheet, *ends = m.groups() if m else ("",)
        named = sheet[:-1].strip("'").replace("''", "'") if sheet else here
        if m is None or named.casefold() != title.casefold():
            return value
        top, bottom = int(ends[3]), int(ends[7] or ends[3])
        across = range(_number(ends[1]), _number(ends[5] or ends[1]) + 1)
        if not (first <= top and bottom <= last and all(column in columns for column in across)):
            return value
        if top < bottom and (top, bottom) == (first, last):
            return value
        places = [row for each in range(top, bottom + 1) if (row := arrangement.row(each))]
        if not places:
            return f"{sheet or ''}#REF!"
        moved = f"{ends[0]}{ends[1]}{ends[2]}{places[0]}"
        if ends[7]:
            moved += f":{ends[4]}{ends[5]}{ends[6]}{places[-1]}"
        return f"{sheet or ''}{moved}"

    return followed


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found
