"""The dashboard of the score workbook: six native charts, each over the whole of its table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from tests.appraisal.branch import NOV, TODAY, branch, delivery
from tests.build import (
    complaint,
    cost,
    expense,
    order,
    target,
)
from tests.documents.test_score_sheet import BRANCH, OCT, on_paper, sheet_of
from tests.schema import problems
from xlsales.appraisal.charts import Chart
from xlsales.appraisal.dashboard import dashboard
from xlsales.appraisal.periods import Period
from xlsales.appraisal.score import Score, score_period
from xlsales.core.row import Row
from xlsales.core.words import Lang
from xlsales.forms.indicators import Indicator

_C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
_A = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}


def with_charts(*rows: Row | Iterable[Row], period: str = "2026-11") -> Score:
    office = branch(*rows)
    score = score_period(office, Period.asked(period), TODAY)
    return replace(score, charts=dashboard(office, score))


def chart(score: Score, key: str) -> Chart:
    (found,) = [one for one in score.charts if one.key == key]
    return found


@cache
def full() -> Score:
    return with_charts(
        *BRANCH,
        target(Indicator.EXPENSES, 500),
        order("CL-5", row=9, required_date=NOV, submitted_at=datetime(2026, 11, 1, 9)),
        order("CL-6", row=10, required_date=NOV, submitted_at=datetime(2026, 11, 1, 9), quantity=1),
        expense("40.00", NOV),
        delivery("SH-9", 1, NOV, order_no="CL-6", row=10),
        delivery("SH-0", 2, OCT.replace(year=2025), order_no="CL-1", signed=2, row=9),
    )


def drawn(data: bytes) -> list[etree._Element]:
    with ZipFile(BytesIO(data)) as package:
        names = sorted(n for n in package.namelist() if re.fullmatch(r"xl/charts/chart\d+.xml", n))
        return [etree.fromstring(package.read(name)) for name in names]


def cells(book: Workbook, reference: str) -> list[object]:
    sheet, _, area = reference.rpartition("!")
    found = book[sheet.strip("'")][area.replace("$", "")]
    return [cell.value for (cell,) in found] if isinstance(found, tuple) else [found.value]


@pytest.mark.parametrize("lang", Lang)
def test_each_chart_draws_the_whole_of_its_table(lang: Lang) -> None:
    data = sheet_of(full(), lang)
    assert problems(data) == []
    book = load_workbook(BytesIO(data))
    shown = [one for one in full().charts if one.why_not_drawn is None]
    found = drawn(data)
    assert len(found) == len(shown) == 6
    for one, xml in zip(shown, found, strict=True):
        assert xml.findtext("c:chart/c:title//a:t", namespaces=_C | _A) == one.title.said(lang)
        series = xml.findall(".//c:ser", _C)
        for words, ser in zip(one.series, series, strict=True):
            (name,) = cells(book, str(ser.findtext("c:tx//c:f", namespaces=_C)))
            assert name == words.words.said(lang)
            labels = cells(book, str(ser.findtext("c:cat//c:f", namespaces=_C)))
            assert labels == [label.said(lang) for label in one.labels]
            values = cells(book, str(ser.findtext("c:val//c:f", namespaces=_C)))
            wanted = [None if v is None else float(v) for v in words.values]
            assert [v if v is None else float(str(v)) for v in values] == wanted


def test_series_are_told_apart_without_colour() -> None:
    for xml in drawn(sheet_of(full())):
        looks = set()
        series = xml.findall(".//c:ser", _C)
        for ser in series:
            pattern = ser.find(".//a:pattFill", _A)
            marker = ser.find("c:marker/c:symbol", _C)
            looks.add(
                (
                    None if pattern is None else pattern.get("prst"),
                    None if marker is None else marker.get("val"),
                )
            )
        assert len(looks) == len(series)


def test_figures_are_those_of_the_score_and_of_the_ledgers() -> None:
    score = full()
    branch_now = score.subjects[0].now
    goals, actuals = chart(score, "targets").series
    assert goals.values[0] == branch_now.goals[Indicator.REVENUE].value == 1000
    assert actuals.values[0] == branch_now.actuals[Indicator.REVENUE].value
    now, before = chart(score, "trend").series
    assert chart(score, "trend").labels[-1].zh == "2026-11"
    assert now.values[-2:] == (Decimal("884.96"), Decimal("973.45"))
    assert before.values[-2:] == (Decimal("176.99"), Decimal(0))
    assert before.values[:-2] == (None,) * 10  # nothing was sold before October 2025
    budget, spent = chart(score, "expenses").series
    assert [budget.values[-1], spent.values[-1]] == [500, 100]
    assert budget.values[-2] is None
    ordinary, serious = chart(score, "complaints").series
    assert [ordinary.values[-1], serious.values[-1]] == [1, 1]
    held = chart(score, "receivables").series[0].values
    assert sum(value or 0 for value in held) == Decimal("296.67")


def test_on_time_is_in_full_by_the_required_date() -> None:
    due = OCT.replace(day=20)
    submitted = datetime(2026, 10, 1, 9)
    made = with_charts(
        order("CL-1", quantity=10, submitted_at=submitted, required_date=due),
        order("CL-2", quantity=10, submitted_at=submitted, required_date=due, row=4),
        order(
            "CL-3", quantity=10, submitted_at=submitted, required_date=due, row=5, cancelled_on=OCT
        ),
        order("CL-4", quantity=10, submitted_at=submitted, required_date=TODAY, row=6),
        delivery("SH-1", 10, OCT, order_no="CL-1"),
        delivery("SH-2", 9, OCT, order_no="CL-2", row=4),
        delivery("SH-3", 1, NOV, order_no="CL-2", row=5),
    )
    (shares,) = chart(made, "on_time").series
    assert shares.values[-2:] == (Decimal(50), None)


def test_without_data_the_dashboard_says_so() -> None:
    data = sheet_of(with_charts())
    assert problems(data) == []
    texts = [c for row in load_workbook(BytesIO(data))["看板"].values for c in row if c]
    assert set(texts) == {
        "看板",
        "本单位 2026-11 目标与实际：全部为 0。",
        "月度营业收入与去年同期：没有可画的数据。",
        "应收账款账龄（2026-11-30）：全部为 0。",
        "按期交货率：没有可画的数据。",
        "顾客投诉：全部为 0。",
        "费用与预算：全部为 0。",
    }
    assert drawn(data) == []


@pytest.mark.parametrize("lang", Lang)
def test_a_table_is_on_one_sheet_of_paper(lang: Lang) -> None:
    """A chart's range is one: no head may stand in it a second time."""
    sheet = load_workbook(BytesIO(sheet_of(full(), lang)))[
        "看板数据" if lang == "zh" else "Dashboard data"
    ]
    on_paper(sheet, 762, least=2)
    for each in sheet.row_breaks.brk:
        assert sheet.cell(each.id, 1).value is None
        assert sheet.cell(each.id + 1, 1).font.bold


def test_a_chart_lies_within_what_is_printed() -> None:
    """At the edge of a print area its frame would be cut."""
    sheet = load_workbook(BytesIO(sheet_of(full())))["看板"]
    last = column_index_from_string(re.findall("[A-Z]+", sheet.print_area)[-1])
    ends = [chart.anchor.to for chart in sheet._charts]  # type: ignore[attr-defined]
    assert {end.col + 1 for end in ends} == {last // 2, last}
    for end in ends:
        width = sheet.column_dimensions[get_column_letter(end.col + 1)].width
        assert 0 < end.colOff < (width * 7 + 5) * 9525


def test_the_months_of_all_charts_are_slanted_alike() -> None:
    """Else some are broken after the year, and others turned."""
    for one, xml in zip(full().charts, drawn(sheet_of(full())), strict=True):
        turned = xml.find(".//c:catAx/c:txPr/a:bodyPr", _C | _A).get("rot")  # type: ignore[union-attr]
        assert (turned == "-2700000") is (len(one.labels) == 12), one.key


def test_a_score_of_one_quarter_ends_with_its_last_month() -> None:
    made = with_charts(cost(50), complaint("TS-1", OCT), period="2026-Q4")
    labels = [label.zh for label in chart(made, "complaints").labels]
    assert (labels[0], labels[-1], len(labels)) == ("2026-01", "2026-12", 12)
    assert chart(made, "complaints").series[0].values[-3] == 1
