"""Formulas as Excel writes them and as LibreOffice's programming interface does.

    =SUM('My Sheet'!A1:B2,Orders[@Amount],{1,2;3,4})
    =SUM($'My Sheet'.A1:B2;Orders[[#This Row];[Amount]];{1;2|3;4})

The text is turned, not the meaning: LibreOffice's own parser, asked for Excel's grammar, loses
references to tables and errors such as ``#N/A``.
"""

from __future__ import annotations

import re

# a text, a quoted sheet name with its mark, a sheet name with its mark, an error, a reference to
# a table's columns, anything else one by one
_EXCEL = re.compile(
    r"""("(?:[^"]|"")*")"""
    r"""|('(?:[^']|'')+'!)"""
    r"""|([^\W\d][\w.]*!)"""
    r"""|(\#(?:REF!|N/A|VALUE!|NAME\?|NUM!|NULL!|DIV/0!))"""
    r"""|(\[(?:[^\[\]]|\[[^\[\]]*\])*\])"""
    r"""|(_xlfn\.(?:_xlws\.)?|_xlws\.)"""
    r"""|([{},;])"""
)
_OFFICE = re.compile(
    r"""("(?:[^"]|"")*")"""
    r"""|(\$?'(?:[^']|'')+'\.(?=[$A-Za-z0-9]))"""
    r"""|(\$?[^\W\d]\w*\.(?=\$?[A-Z]{1,3}\$?[0-9]|\$?[A-Z]{1,3}:|\$?[0-9]+:))"""
    r"""|(\#(?:REF!|N/A|VALUE!|NAME\?|NUM!|NULL!|DIV/0!))"""
    r"""|(\[(?:[^\[\]]|\[[^\[\]]*\])*\])"""
    r"""|(COM\.MICROSOFT\.|com\.microsoft\.)"""
    r"""|([{};|~])"""
)


def to_office(formula: str) -> str:
    """Excel's formula, ``=`` first, as LibreOffice's ``setFormula`` takes it."""
    depth = 0

    def turn(found: re.Match[str]) -> str:
        nonlocal depth
        text, quoted, sheet, error, columns, future, mark = found.groups()
        if text or error:
            return found[0]
        if quoted or sheet:
            return f"${found[0][:-1]}."
        if columns:
            return _columns_to_office(columns)
        if future:
            return ""
        if mark in "{}":
            depth += 1 if mark == "{" else -1
            return str(mark)
        return "|" if mark == ";" and depth else ";"

    return _EXCEL.sub(turn, formula)


def to_excel(formula: str) -> str:
    """LibreOffice's formula, ``=`` first, as Excel writes it."""
    if formula.startswith("{") and formula.endswith("}"):  # an array formula, shown in braces
        formula = formula[1:-1]

    def turn(found: re.Match[str]) -> str:
        text, quoted, sheet, error, columns, own, mark = found.groups()
        if text or error:
            return found[0]
        if quoted or sheet:
            return f"{found[0].removeprefix('$')[:-1]}!"
        if columns:
            return columns.replace("];[", "],[")
        if own:
            return ""
        if mark in "{}":
            return str(mark)
        return ";" if mark == "|" else ","

    return _OFFICE.sub(turn, formula)


def _columns_to_office(columns: str) -> str:
    """``[@Amount]`` and the like in the only form that LibreOffice 7 understands."""
    inner = columns[1:-1]
    if inner.startswith("@"):
        column = inner[1:]
        if not column:
            return "[[#This Row]]"
        return f"[[#This Row];{column if column.startswith('[') else f'[{column}]'}]"
    if inner.startswith("#"):
        return f"[[{inner}]]"
    return columns.replace("],[", "];[").replace("], [", "];[")
