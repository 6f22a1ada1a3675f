"""The load charts in an office: one of the first version, upgraded, then scheduled."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells
from tests.office import raw
from tests.office.branch import must
from tests.office.soffice import SOFFICE, converted
from tests.schema import problems
from xlsales.forms.plan import CHART_WEEKS, CHARTS

PDFTOTEXT = shutil.which("pdftotext") or ""
PLAN = "计划/计划台账-2026.xlsx"
OLDEST = Path(__file__).parents[1] / "data" / "office-1"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the plan of an upgraded office, in which the planner has a sheet 负荷图 already."""
    root = tmp_path_factory.mktemp("load") / "office"
    shutil.copytree(OLDEST, root)
    workbook = openpyxl.load_workbook(root / PLAN)
    workbook.create_sheet("负荷图")["A1"] = "自己画的"
    workbook.save(root / PLAN)
    must(root, "upgrade", "{}")
    must(root, "schedule", "{}")
    return root / PLAN


def test_an_upgraded_plan_has_its_charts_and_schedule_fills_them(plan: Path) -> None:
    rows = cells(plan, "load_chart")
    assert [row["bar"] for row in rows] == list(range(1, CHART_WEEKS + 1))
    assert rows[0]["caption"] == "锻一 (件)"
    assert rows[0]["dates"] == "11/23–11/29"
    workbook: Any = openpyxl.load_workbook(plan)
    assert workbook["负荷图"]["A1"].value == "自己画的"
    sheet = workbook["负荷图 2"]
    assert len(sheet._charts) == CHARTS
    for number, chart in enumerate(sheet._charts):
        first = 3 + number * CHART_WEEKS
        bars, line = (group.series[0] for group in chart._charts)
        assert bars.val.numRef.f == f"'负荷图 2'!$F${first}:$F${first + CHART_WEEKS - 1}"
        assert line.val.numRef.f == f"'负荷图 2'!$G${first}:$G${first + CHART_WEEKS - 1}"
    assert sheet.print_area == "'负荷图 2'!$I$1:$K$38"
    assert problems(plan.read_bytes()) == []


def test_a_second_press_leaves_the_charts_as_they_lie(plan: Path) -> None:
    def drawn() -> dict[str, bytes]:
        held = raw.members(plan)
        return {n: held[n] for n in held if n.startswith(("xl/charts/", "xl/drawings/"))}

    before = drawn()
    must(plan.parents[1], "schedule", "{}", today="2026-12-01")
    assert cells(plan, "load_chart")[0]["dates"] == "11/30–12/6"
    assert drawn() == before


@pytest.mark.skipif(not SOFFICE or not PDFTOTEXT, reason="needs LibreOffice and pdftotext")
def test_libreoffice_draws_weeks_amounts_and_unit(plan: Path, tmp_path: Path) -> None:
    """Only the centre that is there shows: an empty chart has no frame, no axis, no legend."""
    workbook: Any = openpyxl.load_workbook(plan)  # to print this sheet alone
    for sheet in workbook.worksheets:
        sheet.sheet_state = "visible" if sheet.title == "负荷图 2" else "hidden"
    workbook.active = workbook["负荷图 2"]
    path = tmp_path / "plan.xlsx"
    workbook.save(path)
    (pdf,) = converted([path], tmp_path, "pdf")
    told = subprocess.run([PDFTOTEXT, pdf, "-"], check=True, capture_output=True, text=True)
    words = told.stdout.split()
    assert words.count("已排") == words.count("产能") == 1
    assert "锻一" in told.stdout
    assert "(件)" in told.stdout.replace("（", "(").replace("）", ")").replace(" ", "")
    assert "50" in words
