"""A command that could not be done answers --json with nothing in it, and says why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.office.branch import DELIVERY, run
from tests.office.whole import MACROS, made, pressed
from xlsales.buttons import Button, reply_of
from xlsales.core.reply import is_several, mapped, types_of
from xlsales.hosts.files.host import of_folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def spoilt(whole: Path, tmp_path: Path) -> Path:
    """An office whose delivery ledger lacks a header."""
    root = tmp_path / "办公室"
    shutil.copytree(whole, root)
    workbook = openpyxl.load_workbook(root / DELIVERY)
    sheet: Any = next(sheet for sheet in workbook.worksheets if "deliveries" in sheet.tables)
    head = next(cell for cell in sheet[2] if cell.value == "签收日期")
    next(c for c in sheet.tables["deliveries"].tableColumns if c.name == head.value).name = "甲"
    head.value = "甲"
    workbook.save(root / DELIVERY)
    return root


def lists(reply: Any) -> Iterator[str]:
    return (key for key, value in reply.items() if isinstance(value, list | tuple))


@pytest.mark.parametrize("button", MACROS, ids=lambda button: button.id)
def test_what_is_answered_with_an_empty_list_holds_lists(whole: Path, button: Button) -> None:
    reply = pressed(of_folder(whole), button).reply
    assert type(reply) is reply_of(button)
    several = {key for key, kind in types_of(type(reply)).items() if is_several(kind)}
    assert several == set(lists(mapped(reply)))


def test_nobody_is_scored_by_what_could_not_be_read(spoilt: Path) -> None:
    code, out, err = run(spoilt, "score", "--period", "2026-11", "{}", "--json")
    said = json.loads(out)
    assert code == 3
    assert "签收日期" in said["error"]
    assert said["error"] in err
    assert [subject["subject"] for subject in said["subjects"]] == ["branch", "张三"]
    for subject in said["subjects"]:
        assert (subject["score"], subject["rank"], subject["partial"]) == (None, None, True)
        assert {one["indicator"] for one in subject["deductions"]} >= {"revenue", "collection"}
        assert {one["actual"] for one in subject["deductions"]} == {None}
    assert said["files"] == []


def test_nothing_is_delivered_and_no_number_is_said(spoilt: Path) -> None:
    code, out, _ = run(
        spoilt, "deliver", "{}", "--owner", "张三", "--customer", "东风机械厂", "--json"
    )
    said = json.loads(out)
    assert code == 3
    assert (said["note_no"], said["lines"], said["refused"]) == (None, [], [])
    assert "签收日期" in said["error"]


def test_people_are_told_in_words_alone(spoilt: Path) -> None:
    code, out, err = run(spoilt, "score", "--period", "2026-11", "{}")
    assert (code, out) == (3, "")
    assert "签收日期" in err
