"""Undo: one press at a time, nothing lost unasked, numbers never given again."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, ORDER, REGISTER, Month, must, run
from xlsales.core.outcome import SetProperty
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.documents.void import voided
from xlsales.hosts.files.host import of_folder
from xlsales.hosts.saver import Entry

WORKBOOK = "{}/" + REGISTER


def numbers(root: Path) -> list[str | None]:
    return [row["order_no"] for row in cells(root / REGISTER, "orders")]


def submitted(root: Path) -> list[Any]:
    return [row["submitted_at"] for row in cells(root / REGISTER, "orders")]


def undo(root: Path, *options: str) -> Any:
    return json.loads(must(root, "undo", WORKBOOK, "--json", *options))


def refused(root: Path, *options: str) -> str:
    before = (root / REGISTER).read_bytes()
    code, out, err = run(root, "undo", WORKBOOK, *options)
    assert (code, out) == (2, "")
    assert (root / REGISTER).read_bytes() == before
    return err


@pytest.fixture
def pressed(office: Path) -> Path:
    must(office, "validate", WORKBOOK, "--annotate")
    must(office, "submit", WORKBOOK)
    return office


def test_undo_goes_back_press_by_press_and_redo_forward(pressed: Path) -> None:
    assert all(submitted(pressed))
    assert undo(pressed) == {"restored": REGISTER}
    assert submitted(pressed) == [None, None]
    assert numbers(pressed) == ["CL-202611-ZS-001", "CL-202611-ZS-002"]
    undo(pressed)
    assert numbers(pressed) == [None, None]
    assert "没有可以撤销的操作" in refused(pressed)
    undo(pressed, "--redo")
    assert numbers(pressed) == ["CL-202611-ZS-001", "CL-202611-ZS-002"]
    undo(pressed)
    assert numbers(pressed) == [None, None]
    assert json.loads(must(pressed, "journal", "{}", "--verify", "--json"))["whole"]


def test_a_press_after_an_undo_is_undone_to_where_the_undo_led(pressed: Path) -> None:
    undo(pressed)
    must(pressed, "submit", WORKBOOK)
    assert all(submitted(pressed))
    undo(pressed)
    assert submitted(pressed) == [None, None]
    undo(pressed)
    assert numbers(pressed) == [None, None]


def test_there_is_nothing_to_redo_after_a_press(pressed: Path) -> None:
    assert "没有可以恢复的操作" in refused(pressed, "--redo")


def test_a_number_stays_used_after_undo(pressed: Path) -> None:
    undo(pressed)
    undo(pressed)
    must(pressed, "validate", WORKBOOK, "--annotate")
    assert numbers(pressed) == ["CL-202611-ZS-003", "CL-202611-ZS-004"]


def test_a_number_stays_used_though_a_person_puts_an_old_copy_back(office: Path) -> None:
    old = (office / REGISTER).read_bytes()
    must(office, "validate", WORKBOOK, "--annotate")
    (office / REGISTER).write_bytes(old)
    must(office, "accept-older", WORKBOOK, "--by", "赵计划")
    must(office, "validate", WORKBOOK, "--annotate")
    assert numbers(office) == ["CL-202611-ZS-003", "CL-202611-ZS-004"]
    (office / REGISTER).write_bytes(old)
    (office / ".xlsales/last.json").unlink()  # then the journal tells
    must(office, "accept-older", WORKBOOK, "--by", "赵计划")
    must(office, "validate", WORKBOOK, "--annotate")
    assert numbers(office) == ["CL-202611-ZS-005", "CL-202611-ZS-006"]


def test_what_was_typed_since_is_not_lost_unasked(pressed: Path) -> None:
    type_rows(pressed / REGISTER, "orders", {**ORDER, "remark": "新的"})
    assert "之后又有改动" in refused(pressed)
    assert "--force" in refused(pressed)
    undo(pressed, "--force")
    assert submitted(pressed) == [None, None]
    undo(pressed, "--redo")
    assert [row["remark"] for row in cells(pressed / REGISTER, "orders")][-1] == "新的"


def test_what_was_typed_between_two_presses_is_not_lost_unasked(office: Path) -> None:
    must(office, "validate", WORKBOOK, "--annotate")
    type_rows(office / REGISTER, "orders", {**ORDER, "remark": "新的"})
    must(office, "validate", WORKBOOK, "--annotate")
    undo(office)
    assert "之后又有改动" in refused(office)
    must(office, "submit", WORKBOOK)
    undo(office)
    assert "之后又有改动" in refused(office)
    assert len(cells(office / REGISTER, "orders")) == 3


def test_the_journal_says_what_an_undo_changed(pressed: Path) -> None:
    undo(pressed, "--user", "张三")
    (path,) = (pressed / ".xlsales/journal").glob("张三@*.jsonl")
    line = json.loads(path.read_text("utf-8").splitlines()[-1])
    assert line["button"] == "undo"
    cleared = [c["row"] for c in line["changes"] if c["column"] == "submitted_at" and not c["to"]]
    assert cleared == [3, 4]


def test_backups_are_as_many_as_the_setting_says(pressed: Path) -> None:
    type_rows(pressed / "基础资料.xlsx", "settings", {"key": "backups", "value": "3"})
    for n in range(4):
        must(pressed, "validate", WORKBOOK, "--annotate", "--user", f"用户{n}")
    kept = sorted((pressed / ".xlsales/backups/承揽登记-张三-2026").iterdir())
    assert [path.name for path in kept if path.suffix == ".xlsx"] == [
        "000004.xlsx", "000005.xlsx", "000006.xlsx",
    ]  # fmt: skip
    assert len(kept) == 3 * 3  # each with what is said of it, and the record of its given cells
    for _ in range(2):
        undo(pressed)
    refused(pressed)


def test_a_renamed_workbook_keeps_its_backups(pressed: Path) -> None:
    (pressed / REGISTER).rename(pressed / "我的登记.xlsx")
    assert json.loads(must(pressed, "undo", "{}/我的登记.xlsx", "--json")) == {
        "restored": "我的登记.xlsx"
    }


def test_files_of_one_name_in_two_folders_have_backups_of_their_own(office: Path) -> None:
    must(office, "new", "register", "{}", "--owner", "李四", "--year", "2026")
    (office / "别处").mkdir()
    other = office / "别处" / Path(REGISTER).name
    (office / "承揽登记/承揽登记-李四-2026.xlsx").rename(other)
    before = other.read_bytes()
    must(office, "validate", WORKBOOK, "--annotate")
    must(office, "validate", f"{{}}/别处/{other.name}", "--annotate")
    must(office, "undo", f"{{}}/别处/{other.name}")
    place = office / ".xlsales/backups"
    assert (place / "承揽登记-李四-2026/000001.xlsx").read_bytes() == before
    assert (place / "承揽登记-张三-2026/000001.xlsx").is_file()
    assert numbers(office) == ["CL-202611-ZS-001", "CL-202611-ZS-002"]


def test_a_damaged_workbook_comes_back_from_its_backup(pressed: Path) -> None:
    (pressed / REGISTER).write_bytes(b"broken")
    refused(pressed)
    undo(pressed, "--force")
    assert numbers(pressed) == ["CL-202611-ZS-001", "CL-202611-ZS-002"]
    must(pressed, "validate", "{}")


def test_a_workbook_that_a_press_made_is_blank_after_undo(office: Path) -> None:
    host = of_folder(office)
    plan = host.made(Book("plan", "", 2027))
    host.cells.apply([SetProperty(plan, "xlsales.last.RW-202701", "3")])
    moment = datetime(2026, 11, 24, 9, 0)
    host.saver.commit({}, 20, entries=[Entry("赵", moment, "consolidate", books=(plan,))])
    must(office, "undo", "{}/计划/计划台账-2027.xlsx")
    again = of_folder(office).cells.infos[plan].properties
    assert again["xlsales.last.RW-202701"] == "3"


def test_a_note_undone_is_marked_void_and_its_number_is_not_given_again(tmp_path: Path) -> None:
    month = Month(tmp_path)
    for press in month.presses():
        if press.name == "undo":
            break
    root, note = month.root, "送货/送货单-SH-202611-ZS-001"
    content = (root / f"{note}.xlsx").read_bytes()
    for beside in (".pdf", "-1.png", "-2.png"):
        (root / f"{note}{beside}").write_bytes(b"made of it")
    out = must(root, "undo", "{}/" + DELIVERY)
    assert "送货单-SH-202611-ZS-001-作废.xlsx" in out
    assert not (root / f"{note}.xlsx").exists()
    void = (root / f"{note}-作废.xlsx").read_bytes()
    assert void == voided(content, Lang.ZH)  # it says so across each page, and else is as it was
    assert cells(root / DELIVERY, "deliveries") == []
    must(root, "undo", "{}/" + DELIVERY, "--redo")
    assert (root / f"{note}.xlsx").read_bytes() == content
    assert not list(root.glob("送货/*作废*"))
    must(root, "undo", "{}/" + DELIVERY)
    assert len(list(root.glob("送货/*作废*"))) == 4  # the PDF and the pictures with it
    again = must(root, "deliver", "{}", "--owner", "张三", "--customer", "东风机械厂", "--json")
    assert json.loads(again)["note_no"] == "SH-202611-ZS-002"
