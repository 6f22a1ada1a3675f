"""People at their workbooks: rows typed into a closed file, as Excel would save them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlsales.cli import main
from xlsales.forms.tables import BY_NAME


def type_rows(path: Path, table: str, *rows: Mapping[str, Any]) -> None:
    """Type rows directly under a table; the table itself does not grow."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    heads = {cell.value: cell.column for cell in sheet[2] if cell.value}
    at = 3
    while any(sheet.cell(at, column).value is not None for column in heads.values()):
        at += 1
    for row in rows:
        for key, value in row.items():
            column = BY_NAME[table].by_key[key]
            head = next(heads[word] for word in column.words if word in heads)
            sheet.cell(at, head).value = value
        at += 1
    workbook.save(path)


def cells(path: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table as the file holds them, by column key."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    by_word = {word: c.key for c in BY_NAME[table].columns for word in c.words}
    keys = [by_word.get(cell.value) for cell in sheet[2]]
    return [
        {key: value for key, value in zip(keys, row, strict=False) if key}
        for row in sheet.iter_rows(min_row=3, values_only=True)
        if any(value is not None for value in row)
    ]


class Office:
    """An office on disk and its command line."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys

    def run(self, *argv: str, code: int = 0, today: str = "2026-11-24") -> tuple[str, str]:
        """Run a command; return what it printed on both streams."""
        self._capsys.readouterr()
        result = main([*argv, "--today", today])
        printed = self._capsys.readouterr()
        assert result == code, f"{argv}: {result}\n{printed.out}\n{printed.err}"
        return printed.out, printed.err

    def json(self, *argv: str, code: int = 0) -> Any:
        """Run a command and return its JSON document."""
        return json.loads(self.run(*argv, "--json", code=code)[0])

    def path(self, name: str) -> Path:
        return self.root / name

    def at(self, name: str) -> str:
        return str(self.path(name))
