"""The load charts in an office: one of the first version, upgraded, then scheduled."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells
from tests.documents.test_printed import words
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
        bars, line, _ = (group.series[0] for group in chart._charts)
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


def test_amounts_stand_on_no_bar_and_no_line(plan: Path) -> None:
    """They belong to the same cells, drawn unseen at the upper end of an axis of their own."""
    drawn = [data for name, data in raw.members(plan).items() if name.startswith("xl/charts/")]
    assert [data.count(b'<symbol val="none"') for data in drawn] == [2] * CHARTS
    assert [data.count(b'<tickLblPos val="none"') for data in drawn] == [1] * CHARTS
    sheet: Any = openpyxl.load_workbook(plan)["负荷图 2"]
    for chart in sheet._charts:
        bars, line, amounts = chart._charts
        assert [e.dLbls for e in (*bars.series, *line.series)] == [None, None]
        assert [e.val.numRef.f for e in amounts.series] == [
            e.val.numRef.f for e in (*bars.series, *line.series)
        ]
        for series in amounts.series:
            assert series.spPr.ln.noFill
            assert series.dLbls.dLblPos == "t"
        scaling = amounts.y_axis.scaling
        assert amounts.y_axis.axId != bars.y_axis.axId
        assert scaling.orientation == "maxMin"
        assert scaling.max > 1000 * 10**8
        if chart.legend:  # the first
            assert [(e.idx, e.delete) for e in chart.legend.legendEntry] == [(2, True), (3, True)]


@pytest.mark.skipif(not SOFFICE or not PDFTOTEXT, reason="needs LibreOffice and pdftotext")
def test_libreoffice_draws_weeks_amounts_and_unit(plan: Path, tmp_path: Path) -> None:
    """Only the centre that is there shows: an empty chart has no frame, no axis, no legend."""
    (pdf,) = converted([plan], tmp_path, "pdf")
    (page,) = [page for page in words(pdf) if "图上方两行数" in "".join(w.text for w in page)]
    told = "".join(word.text for word in page)
    texts = [word.text for word in page]
    assert texts.count("已排") == texts.count("产能") == 1
    assert "锻一" in told
    assert "(件)" in told.replace("（", "(").replace("）", ")")
    capacity = [word for word in page if word.text in {"30", "40", "50"}]
    (planned,) = [word for word in page if word.text == "5"]
    assert len(capacity) == CHART_WEEKS
    figures = [w for w in page if re.fullmatch("[0-9.,]+", w.text) and w.bottom <= planned.bottom]
    assert set(figures) == {planned, *capacity}  # no axis of values
    assert len({round(word.top) for word in capacity}) == 1  # a row, however high the line is
    assert len({round(word.left) for word in capacity}) == CHART_WEEKS
    assert planned.top >= capacity[0].bottom - 1  # and another one below it
    assert abs(planned.left + planned.right - capacity[0].left - capacity[0].right) < 2
    assert planned.top - capacity[0].top < 2 * (planned.bottom - planned.top)
