"""What was typed over after it counted, in an office on disk (memory.md, *What was changed after it counted*)."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.people import type_rows
from tests.office.branch import founded, must, run
from tests.office.test_typed import edited, lines, put
from xlsales.hosts.files.host import of_folder
from xlsales.office.folder import HIDDEN

TRACKING = "跟踪/跟踪卡台账-张三-2026.xlsx"
MANAGEMENT = "经营考核.xlsx"
NO = "TS-202611-ZS-001"
COMPLAINT = {
    "date": date(2026, 11, 10),
    "customer": "东风机械厂",
    "salesperson": "张三",
    "severity": "严重",
    "description": "裂纹",
    "owner": "张三",
}
SCORE = ("score", "{}", "--period", "2026-11")


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that scored November on the second of December."""
    root = tmp_path_factory.mktemp("changed") / "办公 室"
    founded(root)
    type_rows(root / TRACKING, "complaints", COMPLAINT)
    must(root, "validate", "{}/" + TRACKING, "--annotate")
    must(root, *SCORE, today="2026-12-02")
    return root


@pytest.fixture
def office(scored: Path, tmp_path: Path) -> Path:
    root = tmp_path / "办公 室"
    shutil.copytree(scored, root)
    return root


def over(root: Path, value: str = "一般") -> None:
    put(root / TRACKING, 3, "程度", value, table="complaints")


def changed(root: Path, today: str = "2026-12-03") -> list[tuple[Any, ...]]:
    reply = json.loads(must(root, *SCORE, "--json", today=today))
    keys = ("subject", "rule_no", "table", "key", "column", "before", "after")
    return [tuple(each[key] for key in keys) for each in reply["changed_after"]]


def waits(root: Path, book: str, today: str = "2026-12-03") -> list[str]:
    reply = json.loads(must(root, "today", "{}/" + book, "--json", today=today))
    return [item["what"] for item in reply["items"] if "计入之后" in item["what"]]


def test_the_score_that_finds_it_shows_it_and_so_does_today_until_a_later_one_did(
    office: Path,
) -> None:
    assert changed(office) == []
    over(office)
    for book in (TRACKING, MANAGEMENT):  # nobody pressed since
        (said,) = waits(office, book)
        assert NO in said
        assert "“程度”由“严重”改为“一般”" in said
    assert waits(office, "基础资料.xlsx") == []
    found = changed(office)
    cell = ("complaints", NO, "severity", "serious", "ordinary")
    assert {each[2:] for each in found} == {cell}
    assert {each[0] for each in found} == {"branch", "张三"}
    assert changed(office) == found
    assert len(waits(office, TRACKING)) == 1  # kept, and of the same day
    assert changed(office, "2026-12-04") == found
    assert waits(office, MANAGEMENT, "2026-12-04") == []
    must(office, "put-back", "严重", "{}/" + TRACKING, "--into", "complaints.severity",
         "--row", "3", today="2026-12-04")  # fmt: skip
    assert changed(office, "2026-12-04") == []


def test_a_complaint_deleted_after_it_was_scored_shows(office: Path) -> None:
    edited(office / TRACKING, lambda sheet, _: sheet.delete_rows(3), table="complaints")
    assert {each[2:5] for each in changed(office)} == {("complaints", NO, None)}
    (said,) = waits(office, MANAGEMENT)
    assert f"{NO} 被删除" in said


def test_a_complaint_dated_back_shows_beside_its_row(office: Path) -> None:
    type_rows(office / TRACKING, "complaints", {**COMPLAINT, "date": date(2026, 11, 20)})
    out = must(office, *SCORE, today="2026-12-03")
    assert "考核之后才首次读到" in out
    must(office, "validate", "{}/" + TRACKING, "--annotate", today="2026-12-03")
    must(office, *SCORE, today="2026-12-03")
    from tests.documents.test_score_sheet import opened, table

    book = opened((office / "考核/考核表-2026-11.xlsx").read_bytes(), values=True)
    late = "TS-202611-ZS-002"
    rows = {row["单号"]: row for row in table(book["依据"], "首次读到") if row["首次读到"]}
    known = {no: row["首次读到"] for no, row in rows.items()}
    assert known == {NO: datetime(2026, 11, 24), late: datetime(2026, 12, 3)}
    assert rows[NO]["计入后改动"] is None
    assert rows[late]["计入后改动"] == "考核后首次读到"


def test_a_deleted_journal_or_store_shows(office: Path) -> None:
    over(office)
    shutil.rmtree(office / HIDDEN / "store")
    assert len(changed(office)) == 6  # the backups know
    shutil.rmtree(office / HIDDEN / "journal")
    assert json.loads(run(office, "journal", "{}", "--verify", "--json")[1])["whole"] is False


def test_history_that_is_lost_is_said_by_the_score(office: Path) -> None:
    over(office)
    for folder in ("store", "newest", "backups"):
        shutil.rmtree(office / HIDDEN / folder)
    assert "手工改动未能留存" in must(office, *SCORE, today="2026-12-03")


def test_lines_are_read_once_and_what_is_new_after_them(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[Any]:
        return [line for _, line in of_folder(office).cells.office(("tracking",)).journal.lines()]

    before = told()
    monkeypatch.setattr("xlsales.hosts.files.journalling._asked", lambda data: iter(()))
    assert told() == before  # from the store
    monkeypatch.undo()
    over(office)
    changed(office)
    assert [line["button"] for line in told()[len(before) :]] == ["typed", "score"]
    path = next((office / HIDDEN / "journal").glob("*.jsonl"))
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    assert len(told()) < len(before)  # another journal: it is read anew
    assert len(lines(office)) == 2


def test_what_no_journal_tells_anew_leaves_the_sheet_as_it_is(office: Path) -> None:
    over(office)
    found = changed(office)  # its line tells what was typed, as of now as it said itself
    sheet = next(office.glob("考核/*.xlsx"))
    before = sheet.read_bytes(), journal(office)
    assert changed(office) == found
    assert (sheet.read_bytes(), journal(office)) == before
    over(office, "严重")
    assert changed(office) != found
    assert sheet.read_bytes() != before[0]


def journal(root: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(root.glob(".xlsales/journal/*"))]
