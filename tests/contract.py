"""The contract that others rely on: docs/spec/columns.csv and docs/spec/buttons.csv.

Every field but ``note``, which is for readers, is held against the code.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from xlsales.buttons import FORMS, Button
from xlsales.core.column import OWNER, Column, When
from xlsales.core.row import Table
from xlsales.core.words import Choice

SPEC = Path(__file__).parents[1] / "docs" / "spec"


def written(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of the contract."""
    with (SPEC / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def line_of(table: Table, column: Column) -> dict[str, str]:
    """Return a column's line in the contract as the code has it, without its note."""
    return {
        "workbook": table.kind,
        "table": table.name,
        "key": column.key,
        "zh": column.zh,
        "en": column.en,
        "type": _type(column),
        "required": "yes" if column.required else _condition(column.when),
        "filled_by": column.by.value,
        "holds": "; ".join(_holds(table, column)),
    }


def _type(column: Column) -> str:
    """Return ``ref:table.column``, ``choice:key=中文|…``, or the type with its bounds."""
    if column.ref:
        return f"ref:{column.ref}"
    if column.choices is not None:
        words = "|".join(f"{c.value}={c.words.zh}" for c in column.choices)
        return f"{column.type.key}:{words}"
    if column.at_most is not None:
        return f"{column.type.key} {column.at_least}-{column.at_most}"
    over = "" if column.more_than is None else f">{column.more_than}"
    least = "" if column.at_least is None else f">={column.at_least}"
    return f"{column.type.key}{over}{least}"


def _condition(when: When | None) -> str:
    if when is None:
        return "no"
    if when.negative:
        return f"when {when.column} < 0"
    if when.values:
        return f"when {when.column}={'|'.join(map(_word, when.values))}"
    return f"when {when.column}" + (" is blank" if when.blank else "")


def _holds(table: Table, column: Column) -> Iterator[str]:
    """Yield what else holds for a column; of several together it is said at the first."""
    for word, groups in (("key", (table.key,)), ("unique", table.together)):
        for group in groups:
            if group and group[0] == column.key:
                yield " with ".join([word, *([" and ".join(group[1:])] if group[1:] else [])])
    if column.unique:
        yield "unique"
    if column.default is not None:
        yield f"default {_word(column.default)}"
    if column.not_zero:
        yield "not 0"
    if column.pattern:
        yield f"matches {column.pattern}"
    if column.several:
        yield "several"
    if column.refreshed:
        yield "refreshed"
    if column.hidden:
        yield "hidden"
    if column.happened:
        yield "left behind by a copy"


def _word(value: object) -> str:
    """Return a value as the contract writes it."""
    if value is OWNER:
        return "the workbook's owner"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.value if isinstance(value, Choice) else str(value)


def line_of_button(button: Button) -> dict[str, str]:
    """Return a button's line in the contract as the code has it; no image: a command alone."""
    if button.anywhere:
        workbook = "any"
    else:
        others = [kind for kind in FORMS if kind not in button.kinds]
        workbook = {0: "any form", 1: f"any form but {others[:1] and others[0]}"}.get(
            len(others), " or ".join(button.kinds)
        )
    return {
        "id": button.id,
        "group": f"{button.group.zh} {button.group.en}",
        "zh": button.words.zh,
        "en": button.words.en,
        "workbook": workbook,
        "command": button.command,
        "image_mso": button.image_mso,
        "does": button.help.en,
    }
