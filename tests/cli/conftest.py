"""A small branch in a folder, with its masters filled in."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.cli.people import Office, type_rows
from tests.office.branch import founded


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """An office as `init` leaves it, in a folder with spaces and Chinese in its name."""
    office = Office(tmp_path / "销售 办公", capsys)
    office.run("init", str(office.root), "--year", "2026", today="2026-11-01")
    return office


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli") / "销售 办公"
    founded(root)
    management = root / "经营考核.xlsx"
    type_rows(
        management,
        "targets",
        {"period": "2026-11", "subject": "张三", "indicator": "营业收入", "target": 2000},
        {"period": "2026-11", "subject": "本单位", "indicator": "营业收入", "target": 2000},
    )
    type_rows(
        management, "costs", {"product": "P001", "from_date": date(2026, 1, 1), "unit_cost": 50}
    )
    return root


@pytest.fixture
def office(_made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """One with masters, targets and the workbooks of 张三, to be pressed in."""
    root = tmp_path / "销售 办公"
    shutil.copytree(_made, root)
    return Office(root, capsys)
