"""An analysis where something is lacking: what can be shown is, the rest says why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.appraisal.branch import delivery, scored
from tests.appraisal.test_analysis import NOV, analysis, office, said, section
from tests.build import complaint, cost, order, target
from tests.documents.test_score_sheet import on_paper
from xlsales.appraisal.analysis.making import analyse
from xlsales.appraisal.analysis.model import Analysis, Cell
from xlsales.core.finding import show
from xlsales.core.office import BookInfo, Call, Office
from xlsales.core.outcome import Document, SetCells
from xlsales.core.row import Book, Row
from xlsales.core.words import Lang, Words
from xlsales.documents import render
from xlsales.flow.masters.renaming import RenameArgs, rename
from xlsales.forms.choices import Kind, Master, Supply
from xlsales.forms.indicators import Indicator
from xlsales.forms.masters import Product
from xlsales.forms.tables import MODELS

D = Decimal
DAY = date(2026, 11, 10)


def sold(no: str = "1", quantity: int = 10, day: date = DAY, **cells: Any) -> tuple[Row, ...]:
    """Goods signed for, at 100.00 with tax, and their order."""
    row = 3 + int(no)
    return (
        order(f"CL-{no}", row=row, submitted_at=datetime(2026, 1, 1, 9), **cells),
        delivery(f"SH-{no}", quantity, day, order_no=f"CL-{no}", signed=quantity, row=row),
    )


def figures(line: Sequence[Cell]) -> list[object]:
    return [getattr(cell, "value", cell) for cell in line]


def line(made: Analysis, key: str, label: str) -> list[object]:
    (found,) = [e for e in section(made, key).lines if show(e[0], Lang.ZH) == label]
    return figures(found)


def test_without_history_the_month_is_shown_and_nothing_is_compared_or_forecast() -> None:
    made = analysis(sold())
    assert line(made, "first", "营业收入")[1:6] == [D("884.96"), D(0), D("884.96"), None, None]
    assert line(made, "sales_customer", "东风")[1] == D("884.96")
    assert [figures(each)[1:3] for each in section(made, "forecast").lines] == [[None, None]] * 3
    assert {"没有去年同月的记录，不作比较。", "历史不足 3 个月，不作预测。"} <= said(made)
    assert section(made, "back_test").missing[0].zh == "历史太短，无法回测。"


def test_without_a_target_the_figure_stands_alone_and_it_is_said() -> None:
    made = analysis(sold())
    assert line(made, "sales_salesperson", "张三")[-2:] == [None, None]
    assert "没有本月目标。" in {words.zh for words in section(made, "sales_salesperson").missing}
    other = analysis(sold(), target(Indicator.REVENUE, 1000))
    assert line(other, "sales_salesperson", "合计")[-2] == D(1000)


def test_without_prospects_the_forecast_stands_alone_and_it_is_said() -> None:
    months = [each for m in range(6, 12) for each in sold(str(m), day=date(2026, m, 10))]
    made = analysis(months)
    shown = [figures(each) for each in section(made, "forecast").lines]
    assert [(each[1], each[3]) for each in shown] == [(D("884.96"), D(0))] * 3
    assert "没有预计在这几个月签约的意向。" in said(made)


def test_a_renamed_customer_is_one_customer_with_its_history() -> None:
    rows = office(sold("1", day=date(2026, 10, 10)), sold("2"))
    tables = {model: rows.rows(model) for model in MODELS}
    books = {row.at.book: BookInfo("a.xlsx", Lang.ZH) for each in tables.values() for row in each}
    given = Office(tables, books)
    args = RenameArgs(table=Master.CUSTOMERS, old="东风", new="东风集团")
    outcome = rename(given, Call(NOV.span.last, args, Book(Kind.MASTERS)))
    cells = {id(e.row): e.values for e in outcome.edits if isinstance(e, SetCells)}
    renamed = Office(
        {
            model: [row.model_copy(update=cells.get(id(row), {})) for row in given.rows(model)]
            for model in MODELS
        }
    )
    made = analyse(renamed, NOV, NOV.span.last)
    names = [str(each[0]) for each in section(made, "sales_customer").lines[:-1]]
    assert names == ["东风集团"]
    assert line(made, "sales_customer", "东风集团")[1:3] == [D("884.96"), D("884.96")]
    assert section(made, "new").lines == ()  # its first sale was before the new name


def test_a_product_without_a_cost_leaves_the_rest_of_the_first_page() -> None:
    made = analysis(sold())
    assert "毛利" not in {show(each[0], Lang.ZH) for each in made.first.lines}
    assert line(made, "first", "营业收入")[1] == D("884.96")
    assert "产品 P1 缺少成本，不计毛利。" in {words.zh for words in made.first.missing}


def test_margins_are_compared_and_a_month_without_a_cost_is_named() -> None:
    october = sold("1", day=date(2026, 10, 12))
    made = analysis(october, sold("2"), cost(40, from_date=date(2026, 1, 1)))
    assert line(made, "first", "毛利")[1:4] == [D("484.96"), D("484.96"), D(0)]
    made = analysis(october, sold("2"), cost(40, from_date=date(2026, 11, 1)))
    assert line(made, "first", "毛利")[1:4] == [D("484.96"), None, None]
    assert "2026-10 产品 P1 缺少成本，不计毛利。" in {words.zh for words in made.first.missing}


def test_the_first_page_says_the_month_in_a_sentence_without_what_is_not_there() -> None:
    assert analysis().first.said == Words("营业收入 0 元。", "Revenue 0 yuan.")
    rows = [*sold("1", quantity=200, day=date(2026, 10, 12)), *sold("2", quantity=150), cost(40)]
    made = analysis(rows, target(Indicator.REVENUE, 10000)).first.said
    assert made == Words(
        "营业收入 1.3 万元，完成目标 132.7%，较上月下降 25.0%；毛利 7,274 元。",
        "Revenue 13,274 yuan, 132.7% of the target, -25.0% against last month; margin 7,274 yuan.",
    )


def test_products_go_by_code_and_name() -> None:
    named = Product(
        code="P1", name="齿轮坯", unit="件", supply=Supply.MAKE, post_days=0, active=True
    )
    made = analysis(sold(), cost(40), named)
    assert line(made, "sales_product", "P1 齿轮坯")[1] == D("884.96")
    assert line(made, "margins", "P1 齿轮坯")[3] == D("484.96")


@pytest.mark.parametrize("lang", Lang)
def test_items_lead_to_tables_tables_to_rows_and_both_back(lang: Lang) -> None:
    made = analysis(sold(), cost(40))
    book: Any = load_workbook(BytesIO(render(Document("report", Words("a", "a"), made), lang)))

    def leads(cell: Any) -> Any:
        sheet, _, place = cell.hyperlink.location.rpartition("!")
        return book[sheet.strip("'")][place]

    first = book.worksheets[0]
    items = [cell for cell in first["A"] if cell.hyperlink]
    assert [item.value for item in items] == [show(e[0], lang) for e in made.first.lines]
    for table in map(leads, items):
        assert leads(table.parent["A2"]).parent is first
    titles = {each.title.said(lang) for each in made.sections}
    for ledger in made.ledgers:
        rows = book[ledger.title.said(lang)]
        table = leads(rows["A1"])
        assert table.value in titles
        assert leads(table) == rows["A1"]


# --- many ------------------------------------------------------------------------------------


def test_each_sheet_of_paper_of_a_long_table_has_its_head() -> None:
    rows = [
        each
        for n in range(60)
        for each in sold(str(n), salesperson=f"员工{n:02d}", customer=f"客户{n:02d}")
    ]
    made = analysis(rows)
    data = render(Document("report", Words("a", "a"), made), Lang.ZH)
    sheet: Any = load_workbook(BytesIO(data))["销售分析"]
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # or Excel would keep to no break
    starts = [1, *(each.id + 1 for each in sheet.row_breaks.brk)]
    assert len(starts) > 3
    heads = {"客户", "产品编码", "市场", "销售员"}
    for start, end in zip(starts, [*starts[1:], sheet.max_row + 1], strict=True):
        height = sum(sheet.row_dimensions[row].height for row in range(start, end))
        assert height <= 516 / (sheet.page_setup.scale / 100)
        firsts = [sheet.cell(row, 1) for row in range(start, end)]
        first = next(cell for cell in firsts if cell.border.left.style)
        assert first.value in heads, start  # no line of a table before a head


def test_what_was_left_out_is_a_table_with_heads_of_its_own() -> None:
    left_out = scored(*(complaint(f"TS-{n}", DAY, row=9 + n) for n in range(60))).findings
    made = replace(analysis(sold()), left_out=left_out)
    data = render(Document("report", Words("a", "a"), made), Lang.ZH)
    sheet: Any = load_workbook(BytesIO(data))["说明"]
    on_paper(sheet, 515, least=3)
    firsts = [row[0] for row in sheet.values]
    assert firsts.count("工作簿与行") >= 2
    assert len(left_out) == 60


def test_a_chart_of_nothing_is_said_on_the_first_page() -> None:
    data = render(Document("report", Words("a", "a"), analysis()), Lang.ZH)
    sheet: Any = load_workbook(BytesIO(data))["首页"]
    assert not sheet._charts
    assert "月度销售与预测：没有可画的数据。" in [row[0] for row in sheet.values]
