"""Score pressed again: while nothing changed the same figures, the same file and no line for nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.people import type_rows
from tests.office.branch import REGISTER, TODAY, run
from xlsales.appraisal import macro
from xlsales.office.folder import HIDDEN
from xlsales.office.store import readers

SHEET = "考核/考核表-2026-11.xlsx"
SAME = "自上次计算以来没有变化"


@pytest.fixture
def scored(office: Path) -> Path:
    """An office scored, with an expense that is left out since nobody can read how much it was."""
    spent = {"date": "2026-11-20", "salesperson": "张三", "amount": "不详", "category": "差旅费"}
    type_rows(office / REGISTER, "expenses", spent)
    assert json.loads(score(office, "--json"))["left_out"]
    return office


def score(root: Path, *more: str, today: str = TODAY) -> str:
    code, out, _ = run(root, "score", "{}", "--period", "2026-11", *more, today=today)
    assert code == 1
    return out


def lines(root: Path) -> list[str]:
    return [
        line
        for path in (root / HIDDEN / "journal").iterdir()
        for line in path.read_text().splitlines()
    ]


def no_score(*_: object) -> None:
    raise AssertionError("computed anew")


def test_nothing_is_computed_or_written(scored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = score(scored, "--json")
    monkeypatch.setattr(macro, "score_period", no_score)
    there, stamp = lines(scored), (scored / SHEET).stat()
    assert json.loads(score(scored, "--json")) == json.loads(before)
    assert SAME in score(scored)
    now = (scored / SHEET).stat()
    assert (now.st_mtime_ns, now.st_ino) == (stamp.st_mtime_ns, stamp.st_ino)
    assert lines(scored) == there


@pytest.mark.parametrize("what", ["gone", "touched"])
def test_a_sheet_that_is_not_as_the_press_left_it_is_made_anew(scored: Path, what: str) -> None:
    sheet, there = scored / SHEET, lines(scored)
    data = sheet.read_bytes()
    sheet.unlink()
    if what == "touched":
        sheet.write_bytes(data + b"\0")
    assert SAME not in score(scored)
    assert sheet.read_bytes() == data
    assert len(lines(scored)) == len(there) + 1


def test_after_a_change_it_is_computed_and_written(scored: Path) -> None:
    data = (scored / SHEET).read_bytes()
    goal = {"period": "2026-11", "subject": "本单位", "indicator": "营业收入", "target": 120000}
    type_rows(scored / "经营考核.xlsx", "targets", goal)
    assert "与上次计算相比" in score(scored)
    assert (scored / SHEET).read_bytes() != data
    assert SAME in score(scored)


def test_another_day_or_program_computes_it_anew(
    scored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SAME not in score(scored, today="2026-11-25")
    assert SAME in score(scored, today="2026-11-25")
    monkeypatch.setattr(readers, "CHECKS", "f" * 12)
    assert SAME not in score(scored, today="2026-11-25")
