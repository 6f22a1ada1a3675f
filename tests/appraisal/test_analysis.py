"""The monthly analysis: each figure is a sum over rows that it names; what is missing is said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.appraisal.branch import CUSTOMERS, PEOPLE, TODAY, delivery
from tests.build import (
    branch_expense,
    complaint,
    cost,
    expense,
    invoice,
    order,
    target,
)
from tests.schema import problems
from xlsales.appraisal.analysis.forecast import NAIVE, SMOOTHED, forecast
from xlsales.appraisal.analysis.macro import ReportArgs, report
from xlsales.appraisal.analysis.making import analyse
from xlsales.appraisal.analysis.model import Analysis, Difference, Quotient, Section, Sum
from xlsales.appraisal.analysis.plans import Queue
from xlsales.appraisal.periods import Period
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Document, Refusal
from xlsales.core.row import At, Book, Row
from xlsales.core.words import Lang, Words
from xlsales.documents import render
from xlsales.forms.choices import Kind
from xlsales.forms.indicators import Indicator
from xlsales.forms.plan import PlanLine
from xlsales.forms.tables import MODELS
from xlsales.forms.warehouse import Receipt

NOV = Period(2026, 11, 1)
CENTS = ("12.335", "0.01", "100", "7.77")


def office(*rows: Row | Iterable[Row]) -> Office:
    tables: dict[type[Row], list[Row]] = defaultdict(list)
    for entry in (*PEOPLE, *CUSTOMERS, *rows):
        for row in (entry,) if isinstance(entry, Row) else entry:
            tables[type(row)].append(row)
    return Office({model: tables[model] for model in MODELS})


def plan_line(no: str, *, row: int = 3, **cells: Any) -> PlanLine:
    at = At(Book(Kind.PLAN, "", 2026), row)
    return PlanLine.model_validate({"at": at, "order_no": no, "plan_no": "JH-1", **cells})


def receipt(no: str, quantity: int, *, day: date, row: int = 3) -> Receipt:
    at = At(Book(Kind.WAREHOUSE, "", 2026), row)
    cells = {"order_no": no, "accepted_qty": Decimal(quantity), "date": day, "inspector": "赵"}
    return Receipt.model_validate({"at": at, "receipt_no": f"RK-{row}", **cells})


def analysis(*rows: Row | Iterable[Row]) -> Analysis:
    return analyse(office(*rows), NOV, TODAY)


def section(made: Analysis, key: str) -> Section:
    (found,) = [each for each in made.sections if each.key == key]
    return found


def said(made: Analysis) -> set[str]:
    return {words.zh for each in made.sections for words in each.missing}


def chance(seed: int) -> list[Row]:
    """Make two years of an office by chance: orders, goods, complaints, expenses, invoices."""
    luck = Random(seed)
    rows: list[Row] = [cost(luck.randint(1, 50), product=f"P{n}") for n in range(3)]
    for n in range(luck.randint(1, 30)):
        day = date(luck.choice((2025, 2026, 2026)), luck.randint(1, 11), luck.randint(1, 28))
        who, customer = luck.choice((("张三", "东风"), ("李四", "兄弟厂"), ("张三", "*厂?~")))
        no = f"CL-{n}"
        rows.append(
            order(
                no, row=n + 3, order_date=day, salesperson=who, customer=customer,
                product=f"P{luck.randint(0, 3)}", submitted_at=datetime(2026, 1, 1, 9),
            )
        )  # fmt: skip
        quantity = luck.randint(1, 9)
        rows.append(
            delivery(
                f"SH-{n}", quantity, day, order_no=no, price=luck.choice(CENTS), row=n + 3,
                signed=luck.randint(0, quantity),
            )
        )  # fmt: skip
        line = plan_line(no, row=n + 3, quantity=Decimal(quantity), issued_on=day)
        done = min(day.replace(day=28), date(2026, 11, 28))
        rows.append(line.model_copy(update={"completion_date": done, "work_center": "一线"}))
        if luck.random() < 0.7:
            rows.append(receipt(no, quantity, day=day, row=n + 3))
        rows.append(complaint(f"TS-{n}", day, cause=luck.choice((None, "裂纹", "超差")), row=n + 3))
        rows.append(expense(luck.choice(CENTS[1:3]), day, row=n + 3))
        rows.append(invoice(f"F-{n}", luck.randint(1, 500), date=day, customer=customer, row=n + 3))
    return rows


@pytest.mark.parametrize("seed", range(12))
def test_every_figure_is_a_sum_over_the_rows_that_it_names(seed: int) -> None:
    made = analysis(*chance(seed), target(Indicator.REVENUE, 1000))
    checked = 0
    for one in made.sections:
        for line in one.lines:
            for cell in line:
                if isinstance(cell, Sum):
                    ledger = made.ledger(cell.ledger)
                    total = Decimal(0)
                    for row in ledger.rows:
                        if all(row[ledger.place(key)] == value for key, value in cell.where):
                            total += Decimal(str(row[ledger.place(cell.column)]))
                    assert cell.value == total, (one.key, line, cell)
                    checked += 1
                elif isinstance(cell, Difference | Quotient):
                    figures: list[Any] = [getattr(each, "value", each) for each in line]
                    if isinstance(cell, Difference):
                        assert cell.value == figures[cell.of] - figures[cell.less]
                    else:
                        exact = figures[cell.of] / figures[cell.by]
                        assert abs(cell.value - exact) <= Decimal("0.0000005")
    assert checked > 40


@pytest.mark.parametrize("lang", Lang)
def test_formulas_come_to_the_figures_that_stand_in_the_file(lang: Lang) -> None:
    made = analysis(*chance(3))
    data = render(Document("report", Words("a", "a"), made), lang)
    assert problems(data) == []
    formulas, values = load_workbook(BytesIO(data)), load_workbook(BytesIO(data), data_only=True)
    checked = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                found = re.fullmatch(r"=SUMIFS\((.*)\)", str(cell.value))
                if not found:
                    continue
                area, *criteria = re.findall(
                    r"'?([^'!,]+)'?!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", found[1]
                )
                wanted = [
                    text.replace('""', '"').replace("~*", "*").replace("~?", "?").replace("~~", "~")
                    for text in re.findall(r'"=((?:[^"]|"")*)"', found[1])
                ]
                rows, total = values[area[0]], Decimal(0)
                for n in range(int(area[2]), int(area[3]) + 1):
                    if all(
                        str(rows[f"{place[1]}{n}"].value) == text
                        for place, text in zip(criteria, wanted, strict=True)
                    ):
                        total += Decimal(str(rows[f"{area[1]}{n}"].value or 0))
                shown = values[sheet.title][cell.coordinate].value
                assert abs(total - Decimal(str(shown))) < Decimal("0.000001"), cell.value
                checked += 1
    assert checked > 40


# --- what is missing is said -------------------------------------------------------------------


@pytest.mark.parametrize("lang", Lang)
def test_an_office_without_a_row_makes_a_workbook_that_says_so(lang: Lang) -> None:
    made = analysis()
    assert {
        "没有去年同月的记录，不作比较。",
        "没有本月目标。",
        "历史不足 3 个月，不作预测。",
        "没有预计在这几个月签约的意向。",
        "本月没有下达或应完成的计划。",
    } <= said(made)
    assert problems(render(Document("report", Words("a", "a"), made), lang)) == []


def test_a_product_without_a_cost_has_no_margin_and_leaves_the_total_out() -> None:
    made = analysis(
        cost(40), order("CL-1"), order("CL-2", product="P9", row=4),
        delivery("SH-1", 10, NOV.span.first, order_no="CL-1", signed=10),
        delivery("SH-2", 10, NOV.span.first, order_no="CL-2", signed=10, row=4),
    )  # fmt: skip
    lines = {str(line[0]): line for line in section(made, "margins").lines}
    assert [getattr(c, "value", c) for c in lines["P1"][1:4]] == [
        Decimal("884.96"), Decimal("-400.00"), Decimal("484.96"),
    ]  # fmt: skip
    assert lines["P9"][2:] == (None, None, None)
    assert section(made, "margins").lines[-1][2:] == (None, None, None)
    assert "产品 P9 缺少成本，不计毛利。" in said(made)


def test_a_late_line_says_which_orders_lay_before_it() -> None:
    day = NOV.span.first
    lines = [
        plan_line(no, row=n, quantity=Decimal(10), issued_on=day).model_copy(
            update={
                "work_center": "一线",
                "start_date": day.replace(day=start),
                "completion_date": day.replace(day=end),
            }
        )
        for n, (no, start, end) in enumerate((("CL-1", 2, 9), ("CL-2", 9, 12)), start=3)
    ]
    made = analysis(*lines, receipt("CL-1", 10, day=day.replace(day=8)))
    total = section(made, "plan").lines[-1]
    assert [getattr(c, "value", c) for c in total[1:]] == [2, 2, 1, 1, 1, 0, Decimal("0.5")]
    ((*_, why),) = section(made, "late").lines
    assert isinstance(why, Words)
    assert why.zh == "超期 19 天尚未入库；等待一线，前面有 CL-1"


def test_what_lay_before_a_line_is_told_as_going_through_all_of_them_tells_it() -> None:
    luck = Random(5)

    def day() -> date:
        return date(2026, 11, luck.randint(1, 12))

    lines = [
        plan_line(f"CL-{n}", quantity=Decimal(1), issued_on=NOV.span.first).model_copy(
            update={"start_date": day(), "completion_date": day()}
        )
        for n in range(60)
    ]
    queue = Queue.of(lines)
    for start in (date(2026, 11, n) for n in range(1, 14)):
        ahead = [
            (line.completion_date, line.order_no)
            for line in lines
            if line.start_date and line.completion_date
            if line.start_date < start <= line.completion_date
        ]
        named = tuple(no for _, no in sorted(ahead, reverse=True)[:3])
        assert queue.before(start) == (named, len(ahead))


def test_new_and_lost_customers() -> None:
    made = analysis(
        order("CL-1"), order("CL-2", customer="兄弟厂", row=4),
        delivery("SH-1", 1, date(2026, 5, 10), order_no="CL-2", signed=1),
        delivery("SH-2", 1, NOV.span.last, order_no="CL-1", signed=1, row=4),
    )  # fmt: skip
    assert [line[0] for line in section(made, "new").lines] == ["东风"]
    assert [line[0] for line in section(made, "lost").lines] == ["兄弟厂"]


def test_what_was_branch_and_peoples_expense_is_held_against_the_budget() -> None:
    made = analysis(expense("40.00"), branch_expense("60.00"), target(Indicator.EXPENSES, 200))
    (line,) = [each for each in made.first.lines if each[0] == Words("费用", "Expenses")]
    assert [getattr(line[n], "value", line[n]) for n in (1, 6, 7)] == [100, 200, Decimal("0.5")]


# --- forecast -----------------------------------------------------------------------------------


def amounts(*numbers: int) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


def test_smoothing_is_used_where_it_beat_the_naive_method() -> None:
    made = forecast(amounts(100, 0, 100, 0, 100, 0, 100, 0))
    assert made.method == SMOOTHED
    assert made.smoothed_error is not None
    assert made.naive_error == 100
    assert made.smoothed_error < 100
    assert len(made.trials) == 5


def test_the_naive_method_is_used_where_it_wins_or_ties() -> None:
    growing = forecast(amounts(10, 20, 30, 40, 50, 60))
    assert growing.method == NAIVE
    assert growing.value == 60
    level = forecast(amounts(10, 10, 10, 10, 10))
    assert level.method == NAIVE
    assert level.naive_error == level.smoothed_error == 0


def test_a_trial_knows_nothing_of_its_own_month() -> None:
    one, other = (forecast(amounts(5, 9, 7, 8, last)) for last in (1, 999))
    assert [(t.naive, t.smoothed) for t in one.trials] == [
        (t.naive, t.smoothed) for t in other.trials
    ]


def test_too_short_a_history_is_not_forecast() -> None:
    assert forecast(amounts(5, 9)).value is None
    assert forecast(amounts(5, 9, 7)).value == 7
    assert forecast(amounts(5, 9, 7)).trials == ()


# --- the button ---------------------------------------------------------------------------------


def test_the_button_makes_one_workbook_and_says_the_revenue() -> None:
    made = report(
        office(order("CL-1"), delivery("SH-1", 10, NOV.span.first, order_no="CL-1", signed=10)),
        Call(TODAY, ReportArgs(month="2026-11")),
    )
    (document,) = made.documents
    assert document.path.zh == "考核/月度分析-2026-11.xlsx"
    assert made.notes[0].zh == "2026-11 营业收入 884.96 元。"


@pytest.mark.parametrize("month", ["2026", "2026-Q4", "2027-01", "x"])
def test_a_month_that_has_not_begun_or_is_none_is_refused(month: str) -> None:
    with pytest.raises(Refusal):
        report(office(), Call(TODAY, ReportArgs(month=month)))
