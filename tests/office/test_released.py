"""Offices of released form versions open, are upgraded, and are pressed in.

``tests/data/office-1`` was made by the program of form version 1, ``office-2`` by that of version 2:
``python -m tests.office.released``, which presses a month to its end and types a progress row, an
invoice with its line and a market note besides; documents, backups and newest contents left out. A
version that is released adds an office of its own; none of them is ever made anew.

Where this program's forms are of the same version nothing is to be upgraded. Copies of the
repository in which they are of the next run this too: ``tests/test_how_tos.py`` has a column and a
kind of workbook more, ``tests/test_references.py`` columns that refer to orders and notes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import ORDER, REGISTER, must, run
from tests.office.raw import members
from tests.office.released import DATA, workbooks
from tests.schema import problems
from xlsales.forms.choices import Kind
from xlsales.forms.files import FORM_VERSION, RELEASED
from xlsales.forms.former import lags
from xlsales.forms.tables import tables_of
from xlsales.forms.versions import FORMS
from xlsales.office.editing import headers
from xlsales.office.packages.package import identify

OFFICES = {path: int(path.name.removeprefix("office-")) for path in DATA.glob("office-*")}
WORKBOOK = "{}/" + REGISTER
NEXT = "2026-11-25"
"""The day after the last press in the data, so that these come later at any time of day."""
FIRST, SECOND, THIRD = (f"CL-202611-ZS-00{n}" for n in (1, 2, 3))


@pytest.fixture(params=sorted(OFFICES), ids=lambda path: path.name)
def released(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def office(released: Path, tmp_path: Path) -> Path:
    root = tmp_path / "销售 办公"
    shutil.copytree(released, root)
    return root


@pytest.fixture
def version(released: Path) -> int:
    return OFFICES[released]


def versions(office: Path) -> set[int]:
    return {each.form_version for path in workbooks(office) if (each := identify(path))}


def everything(office: Path) -> Mapping[tuple[str, str], list[dict[str, Any]]]:
    """Return the rows of all tables as the files hold them."""
    return {
        (path.name, table.name): cells(path, table.name)
        for path in workbooks(office)
        if (identity := identify(path))
        for table in tables_of(identity.book.kind)
        if table.name in headers(path)
    }


def test_each_released_version_has_an_office() -> None:
    assert set(OFFICES.values()) == set(range(1, RELEASED + 1))
    assert set(FORMS) == set(range(1, FORM_VERSION + 1))


def test_it_is_read_and_says_that_it_is_older(office: Path, version: int) -> None:
    assert versions(office) == {version}
    found = json.loads(must(office, "validate", WORKBOOK, "--json"))["findings"]
    told = [each for each in found if each["code"] == "older-form"]
    changed = {kind for kind in Kind if f"{kind}/" in FORMS[version] and lags(version, kind)}
    assert {identify(office / each["workbook"]).book.kind for each in told} == changed  # type: ignore[union-attr]
    assert bool(changed) is (version < FORM_VERSION)
    assert must(office, "status", FIRST, "{}")


def test_it_is_upgraded_and_pressed(office: Path, version: int) -> None:
    before = everything(office)
    done = json.loads(must(office, "upgrade", "{}", "--json"))["upgraded"]
    assert len(done) == (0 if version == FORM_VERSION else len(workbooks(office)))
    assert versions(office) == {FORM_VERSION}
    for path in workbooks(office):
        assert problems(path.read_bytes()) == [], path.name
        identity = identify(path)
        assert identity is not None
        held = headers(path)
        for table in tables_of(identity.book.kind):
            assert {column.zh for column in table.columns} <= {*held[table.name]}, table.name
    after = everything(office)
    for place, rows in before.items():
        now = [{key: row[key] for key in rows[0]} for row in after[place]] if rows else after[place]
        assert now == rows, place

    found = json.loads(must(office, "validate", "{}", "--json"))["findings"]
    assert {each["code"] for each in found} == {"required"}  # the card's visit was not made yet
    type_rows(office / REGISTER, "orders", {**ORDER, "order_date": date(2026, 11, 23)})
    submitted = json.loads(must(office, "submit", WORKBOOK, "--json", today=NEXT))["submitted"]
    assert submitted[0] == THIRD
    month = "--month", "2026-11"
    planned = json.loads(must(office, "consolidate", "{}", *month, "--json", today=NEXT))
    assert THIRD in planned["planned"]
    must(office, "issue", "{}", *month, today=NEXT)
    assert "SH-202611-ZS-001" in must(office, "status", FIRST, "{}", today=NEXT)
    must(office, "score", "{}", "--period", "2026-11", today=NEXT)
    assert json.loads(must(office, "journal", "{}", "--verify", "--json"))["whole"]


def test_undo_takes_the_upgrade_back(office: Path, version: int) -> None:
    if version == FORM_VERSION:
        code, _, told = run(office, "undo", WORKBOOK)
        assert (code, "没有可以撤销的操作" in told) == (2, True)
        return
    was, rows = members(office / REGISTER), everything(office)
    must(office, "upgrade", "{}")
    assert f"又是第 {version} 版工作簿" in must(office, "undo", WORKBOOK)
    now = members(office / REGISTER)
    assert {name for name in was if was[name] != now[name]} == {"docProps/custom.xml"}
    place = Path(REGISTER).name
    assert {k: v for k, v in everything(office).items() if k[0] == place} == {
        k: v for k, v in rows.items() if k[0] == place
    }
    must(office, "upgrade", "{}")
    assert versions(office) == {FORM_VERSION}


def test_a_reference_that_came_has_its_drop_down(office: Path, version: int) -> None:
    old = {line.split("|")[0].strip() for line in FORMS[version].splitlines()}
    must(office, "upgrade", "{}")
    for path in workbooks(office):
        identity = identify(path)
        assert identity is not None
        workbook: Any = openpyxl.load_workbook(path)
        for table in tables_of(identity.book.kind):
            sheet = next(s for s in workbook.worksheets if table.name in s.tables)
            for column in table.columns:
                if column.key not in old and column.ref:
                    rules = sheet.data_validations.dataValidation
                    name = "list_" + column.ref.replace(".", "_")
                    assert [rule for rule in rules if rule.formula1 == name], column.key
                    entries = [cell.value for row in workbook["lists"] for cell in row]
                    assert cells(office / REGISTER, "orders")[0]["order_no"] in entries
