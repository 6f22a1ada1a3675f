"""The page *First day*, followed step by step: its tables typed, its commands run, in its order."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import Office, cells
from xlsales.forms.tables import TABLES
from xlsales.office.folder import HIDDEN

PAGES = {
    "zh": (Path("docs/zh/first-day.md"), "S:\\销售办公"),
    "en": (Path("docs/en/first-day.md"), "S:\\sales"),
}
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Step:
    """A command, or rows to type into a sheet."""

    command: str = ""
    sheet: str = ""
    rows: tuple[dict[str, str], ...] = ()


def steps(text: str) -> list[Step]:
    """Return what the page has people do, in its order."""
    found: list[Step] = []
    sheet = ""
    lines = iter(text.splitlines())
    for line in lines:
        if named := re.search(r"“([^”]+)”(?:表| table)", line):
            sheet = named[1]
        if line == "```":
            for command in lines:
                if command == "```":
                    break
                found.append(Step(command=command))
        elif line.startswith("| "):
            head = [cell.strip() for cell in line.strip("|").split("|")]
            next(lines)
            rows = []
            for row in lines:
                if not row.startswith("|"):
                    break
                rows.append(
                    dict(zip(head, (c.strip() for c in row.strip("|").split("|")), strict=True))
                )
            found.append(Step(sheet=sheet, rows=tuple(rows)))
    return found


def value(text: str) -> object:
    """Return what a cell holds once a person typed a text into it; codes stay texts."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    return float(text) if re.fullmatch(r"[1-9]\d*(\.\d+)?", text) else text


def type_into(root: Path, sheet: str, rows: tuple[dict[str, str], ...]) -> None:
    """Type rows into the office's sheet of that name: a row that lacks them, else a free one."""
    for path in sorted(root.rglob("*.xlsx")):
        workbook: Any = openpyxl.load_workbook(path)
        if sheet not in workbook.sheetnames or HIDDEN in path.parts:
            continue
        held = workbook[sheet]
        heads = {cell.value: cell.column for cell in held[2] if cell.value}
        typed = [column for head, column in heads.items() if head in rows[0]]
        at = 3
        while any(held.cell(at, column).value is not None for column in typed):
            at += 1
        for row in rows:
            for head, text in row.items():
                held.cell(at, heads[head]).value = value(text)
            at += 1
        workbook.save(path)
        return
    pytest.fail(f"no sheet {sheet}")


@pytest.mark.parametrize("lang", PAGES)
def test_a_new_office_comes_to_its_first_task_plan(
    lang: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))  # who I am is kept there
    page, named = PAGES[lang]
    root = tmp_path / "办公 室"
    office = Office(root, capsys)
    said = []
    for step in steps((ROOT / page).read_text("utf-8")):
        if step.command:
            argv = shlex.split(step.command.replace("\\", "/"))
            assert argv[0] == "xlsales"
            place = named.replace("\\", "/")
            given = [str(root) + a.removeprefix(place) if a.startswith(place) else a for a in argv]
            said.append(office.run(*given[1:])[0])
        else:
            type_into(root, step.sheet, step.rows)
    (plan,) = root.glob("*/*RW-202611-01.xlsx")
    lines = cells(next(p for p in root.glob("*/*.xlsx") if "2026" in p.name and
                       "plan_lines" in _tables(p)), "plan_lines")  # fmt: skip
    assert [(line["product"], line["plan_no"]) for line in lines] == [("0101", "RW-202611-01")]
    assert plan.stat().st_size > 5000
    # nothing is wrong in any workbook but what is to come
    found = office.json("validate", str(root))["findings"]
    assert [each for each in found if each["severity"] == "error"] == []


def _tables(path: Path) -> set[str]:
    workbook: Any = openpyxl.load_workbook(path)
    return {name for sheet in workbook.worksheets for name in sheet.tables}


def test_the_page_names_columns_as_the_workbooks_do() -> None:
    for page, _ in PAGES.values():
        titles = {table.title.zh: table for table in TABLES} | {
            table.title.en: table for table in TABLES
        }
        for step in steps((ROOT / page).read_text("utf-8")):
            for row in step.rows:
                heads = {word for column in titles[step.sheet].columns for word in column.words}
                assert row.keys() <= heads
