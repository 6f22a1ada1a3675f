"""The score workbook: figures, links, and formulas that come to the actuals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.appraisal.branch import REGULATION, delivery, scored
from tests.build import (
    branch_expense,
    complaint,
    cost,
    invoice,
    order,
    payment,
    person,
    scoring_setting,
    target,
)
from tests.schema import problems
from xlsales.appraisal.score import Score
from xlsales.core.outcome import Document
from xlsales.core.row import Row
from xlsales.core.words import Lang, Words
from xlsales.documents import looks, render
from xlsales.forms.choices import ComplaintSeverity
from xlsales.forms.indicators import Indicator

OCT, NOV = date(2026, 10, 12), date(2026, 11, 10)

BRANCH: tuple[Row | Iterable[Row], ...] = (
    REGULATION,
    order("CL-1"),
    order("CL-2", salesperson="李四", customer="兄弟厂"),
    cost(50),
    delivery("SH-1", 10, OCT, order_no="CL-1", signed=10, row=3),
    delivery("SH-2", 8, NOV, order_no="CL-1", signed=7, row=4),
    delivery("SH-3", 4, NOV, order_no="CL-2", signed=4, row=5),
    branch_expense("60.00", NOV),
    invoice("F-1", "1130.00", date=OCT),
    payment("HK-1", "500.00", date=OCT, invoice_no="F-1", verified=True, verified_on=OCT),
    payment("HK-2", "333.33", date=NOV, row=4, verified=True, verified_on=NOV),
    complaint("TS-1", NOV),
    complaint("TS-2", NOV, severity=ComplaintSeverity.SERIOUS, row=4),
    *(target(Indicator.REVENUE, 0, period=f"2026-{m:02d}") for m in range(1, 10)),
    target(Indicator.REVENUE, 1000, period="2026-10"),
    target(Indicator.REVENUE, 1000),
    target(Indicator.REVENUE, 700, subject="张三"),
)


def sheet_of(score: Score, lang: Lang = Lang.ZH) -> bytes:
    return render(Document("score", Words("a", "a"), score), lang)


@cache
def shipped(*, rate: bool = False, lang: Lang = Lang.ZH) -> bytes:
    basis = (scoring_setting("collection_basis", "rate"),) if rate else ()
    return sheet_of(scored(*BRANCH, *basis), lang)


def opened(data: bytes, *, values: bool = False) -> Workbook:
    return load_workbook(BytesIO(data), data_only=values)


def table(sheet: Worksheet, header: str) -> list[dict[str, object]]:
    """Return the rows under the head row that begins with 对象 and holds ``header``."""
    rows = iter(sheet.iter_rows(values_only=True))
    heads = next(r for r in rows if r[0] == "对象" and header in r)
    found: list[dict[str, object]] = []
    for row in rows:
        if row[0] is None or row[0] == "对象":
            break
        found.append(dict(zip(map(str, heads), row, strict=True)))
    return found


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("rate", [False, True])
def test_the_workbook_is_sound_and_says_what_it_is(rate: bool, lang: Lang) -> None:
    data = shipped(rate=rate, lang=lang)
    assert problems(data) == []
    zh = ["汇总", "看板", "指标完成情况", "扣分明细", "依据", "本年前期依据"]
    zh += ["依据核对", "看板数据", "计算依据"]
    en = ["Summary", "Dashboard", "Indicators", "Deductions", "Evidence"]
    en += ["Evidence, year to date", "Evidence check", "Dashboard data", "Inputs"]
    assert opened(data).sheetnames == (zh if lang is Lang.ZH else en)
    with ZipFile(BytesIO(data)) as package:
        text = package.read("docProps/custom.xml").decode()
    found = dict(re.findall(r'name="([^"]*)"><vt:lpwstr>([^<]*)', text))
    assert found["xlsales.kind"] == "score"
    assert found["xlsales.period"] == "2026-11"


def test_the_first_page_ranks_and_says_why_in_words() -> None:
    sheet = opened(shipped())["汇总"]
    branch, zhang, li = table(sheet, "本期得分")
    # revenue net: 700 + 400 of 1100 with tax; 1 ordinary, 1 serious complaint
    # 本单位 973.45 of 1000: 2 steps, 1 point; to date 1858.41 of 2000: 7 steps, 3.5 points
    assert [branch[h] for h in ("本期扣分", "本期得分", "累计得分")] == [7, 93, 90.5]
    assert branch["名次"] is None
    # 张三 619.47 of 700: 11 steps, 5.5 points, and both complaints
    assert (zhang["对象"], zhang["本期扣分"], zhang["本期得分"]) == ("张三", 11.5, 88.5)
    mains = [c.value for c in next(r for r in sheet.iter_rows() if r[0].value == "张三")[8:11]]
    assert mains == ["营业收入88.5%，扣5.5分", "严重投诉1次，扣5分", "一般投诉1次，扣1分"]
    assert li["未计分"] == "没有目标：营业收入；不排名"
    texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value]
    assert any("基础分：100" in text for text in texts)
    assert any(
        "所有对象均未计分：没有目标：利润、外销收入；未定扣分标准：货款回收、连续投诉。" in text
        for text in texts
    )
    assert texts[-4:] == ["编制：", "审核：", "批准：", "日期："]


def test_people_stand_by_rank_with_the_period_before_beside_it() -> None:
    goals = [
        target(Indicator.REVENUE, goal, subject=who, period=period)
        for who, goal in (("张三", 700), ("李四", 300))
        for period in ("2026-10", "2026-11")
    ]
    only_revenue = [row for row in BRANCH if not isinstance(row, tuple)]
    made = scored(REGULATION[0], *only_revenue, *goals[:1], *goals[2:])
    rows = table(opened(sheet_of(made))["汇总"], "本期得分")
    assert [(row["对象"], row["名次"], row["上期 → 本期"]) for row in rows[1:]] == [
        ("李四", 1, "50 → 100"),
        ("张三", 2, "100 → 94.5"),
    ]
    assert rows[2]["较上期"] == -5.5


@pytest.mark.parametrize("number", [1, 40])
def test_the_first_page_prints_on_one_sheet(number: int) -> None:
    people = [person(f"王{place}") for place in range(number)]
    sheet = opened(sheet_of(scored(*people)))["汇总"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.page_setup.orientation == ("portrait" if number == 40 else "landscape")


def test_figures_set_period_and_year_side_by_side() -> None:
    sheet = opened(shipped())["指标完成情况"]
    figures = {(r["对象"], r["指标"]): r for r in table(sheet, "本期实际")}
    revenue = figures["本单位", "营业收入"]
    assert revenue["本期目标"] == 1000
    assert revenue["本期实际"] == 973.45
    assert revenue["累计实际"] == 1858.41
    assert revenue["累计扣分"] == 3.5
    assert figures["本单位", "货款回收"]["未计分"] == "未定扣分标准"
    assert figures["本单位", "货款回收"]["本期扣分"] is None


def test_each_deduction_shows_how_it_came_about() -> None:
    rows = table(opened(shipped())["扣分明细"], "条款")
    (revenue,) = [r for r in rows if (r["对象"], r["序号"]) == ("张三", 1)]
    assert revenue["目标"] == 700
    assert revenue["实际"] == 619.47
    assert revenue["完成率"] == pytest.approx(0.884957, abs=1e-6)
    assert revenue["未完成百分点"] == pytest.approx(11.504286, abs=1e-6)
    assert (revenue["档数"], revenue["每档扣分"], revenue["扣分"]) == (11, 0.5, 5.5)
    (consecutive,) = [r for r in rows if (r["对象"], r["序号"]) == ("张三", 7)]
    assert (consecutive["扣分"], consecutive["未计分原因"]) == (None, "未定扣分标准")
    total = [r for r in rows if r["对象"] == "张三"][-1]
    assert (total["条款"], total["扣分"]) == ("扣分合计；得分 88.50", 11.5)


def test_a_deduction_leads_to_its_first_row_of_evidence() -> None:
    book = opened(shipped())
    sheet, evidence = book["扣分明细"], book["依据"]
    followed = 0
    for row in sheet.iter_rows(min_row=3):
        if row[15].hyperlink is None:
            continue
        place = str(row[15].hyperlink.location)
        assert place.startswith("'依据'!A")
        start = int(place.rpartition("A")[2])
        head, first = evidence[start], evidence[start + 1]
        assert head[1].value == first[1].value == row[3].value
        assert head[0].value == f"← {first[0].value}"
        if row[0].value != "本单位":
            assert first[0].value == row[0].value
        assert first[4].value == "本期"
        # and from there back to the deduction of whoever's rows they are
        assert head[0].hyperlink is not None
        back = str(head[0].hyperlink.location)
        assert back.startswith("'扣分明细'!A")
        deduction = sheet[int(back.rpartition("A")[2])]
        assert (deduction[0].value, deduction[3].value) == (first[0].value, first[1].value)
        followed += 1
    # revenue, profit, external sales, collection, two complaints; 李四 has only the first two
    assert followed == 6 + 6 + 2


def test_a_main_deduction_on_the_first_page_leads_there_too() -> None:
    book = opened(shipped())
    (zhang,) = [row for row in book["汇总"].iter_rows() if row[0].value == "张三"]
    found = []
    for cell in zhang[8:11]:
        assert cell.hyperlink is not None
        place = str(cell.hyperlink.location)
        assert place.startswith("'依据'!A")
        head = book["依据"][int(place.rpartition("A")[2])]
        found.append((head[0].value, head[1].value))
    assert found == [("← 张三", "营业收入"), ("← 张三", "严重投诉"), ("← 张三", "一般投诉")]


# --- evidence ----------------------------------------------------------------------------------


def entries(data: bytes) -> list[dict[str, object]]:
    """Return the rows of both sheets of evidence, without the heads of their blocks."""
    book = opened(data, values=True)
    rows = [row for name in ("依据", "本年前期依据") for row in table(book[name], "来源工作簿")]
    return [row for row in rows if row["范围"] is not None]


def test_the_period_lies_apart_from_the_months_before_under_frozen_heads() -> None:
    book = opened(shipped())
    for name, scope in (("依据", "本期"), ("本年前期依据", "本年前期")):
        sheet = book[name]
        rows = table(sheet, "来源工作簿")
        assert {row["范围"] for row in rows} == {scope, None}
        assert sheet.freeze_panes == "C4"
        heads = [row for row in rows if row["范围"] is None]
        assert all(str(head["对象"]).startswith("← ") for head in heads)


def test_evidence_is_not_printed_with_the_rest() -> None:
    book = opened(shipped())
    for name in ("依据", "本年前期依据"):
        sheet = book[name]
        printed = sheet[str(sheet.print_area).rpartition("!")[2].replace("$", "")]
        assert printed.value is None
        assert not sheet.print_title_rows


def test_the_head_of_a_block_adds_its_rows_up() -> None:
    formulas, values = opened(shipped())["依据"], opened(shipped(), values=True)["依据"]
    checked = 0
    for row in range(4, formulas.max_row + 1):
        found = re.fullmatch(r"=SUM\(O(\d+):O(\d+)\)", str(formulas.cell(row, 15).value))
        if found:
            first, last = int(found[1]), int(found[2])
            rows = [values.cell(n, 15).value for n in range(first, last + 1)]
            assert values.cell(row, 15).value == pytest.approx(sum(rows))  # type: ignore[arg-type]
            assert str(values.cell(row, 3).value) == f"本期 {last - first + 1} 行"
            checked += 1
    assert checked == 6 + 2 + 1  # the branch's own expenses


def test_each_row_stands_once_and_names_where_it_is_from() -> None:
    rows = [r for r in entries(shipped()) if r["指标"] == "营业收入"]
    assert [(r["对象"], r["单号"], r["范围"], r["计入本单位"], r["金额或次数"]) for r in rows] == [
        ("张三", "SH-2", "本期", "是", 619.47),
        ("李四", "SH-3", "本期", "是", 353.98),
        ("张三", "SH-1", "本年前期", "是", 884.96),
    ]
    assert rows[0]["计入日期"] == datetime(2026, 11, 10)
    assert [r["行"] for r in rows] == [4, 5, 3]
    (expense,) = [r for r in entries(shipped()) if r["类型"] == "单位费用"]
    assert (expense["对象"], expense["金额或次数"]) == ("本单位", -60)


def test_the_workbook_and_the_cost_beside_a_row_are_named() -> None:
    made = scored(*BRANCH)
    books = {
        row.at.book for s in made.subjects for a in s.now.actuals.values() for row in a.evidence
    }
    paths = tuple((book, f"{book.kind}.xlsx") for book in sorted(books))
    with_paths = type(made)(
        made.period,
        made.subjects,
        type(made.inputs)(made.inputs.today, made.inputs.scoring, made.inputs.rules, paths),
    )
    costs = [r for r in entries(sheet_of(with_paths)) if r["类型"] == "成本"]
    assert costs[0]["来源工作簿"] == "delivery.xlsx"
    assert costs[0]["旁证（成本、认定、发票等）"] == "management.xlsx 第 3 行"


def sumifs(book: Workbook, sheet: Worksheet, formula: str, row: int) -> float:
    """Work out a formula of SUMIFS as a spreadsheet does."""

    def one(found: re.Match[str]) -> str:
        amounts, *conditions = found[1].split(",")
        name, column, first, last = re.fullmatch(
            r"'([^']+)'!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)", amounts
        ).groups()  # type: ignore[union-attr]
        rows, total = book[name], 0.0
        for line in range(int(first), int(last) + 1):
            for place, wanted in zip(conditions[::2], conditions[1::2], strict=True):
                value = rows[f"{place.partition('!$')[2][0]}{line}"].value
                if wanted.startswith("$"):
                    if value != sheet[f"{wanted[1]}{row}"].value:
                        break
                elif value != wanted.strip('"'):
                    break
            else:
                total += rows[f"{column}{line}"].value or 0
        return repr(total)

    python = re.sub(r"SUMIFS\(([^)]*)\)", one, formula.removeprefix("="))
    return float(eval(python, {"__builtins__": {}}))  # noqa: S307


@pytest.mark.parametrize("rate", [False, True])
def test_formulas_add_the_evidence_up_to_the_actuals(rate: bool) -> None:
    data = shipped(rate=rate)
    book = opened(data)
    formulas, values = book["依据核对"], opened(data, values=True)["依据核对"]
    checked = set()
    for row in range(4, formulas.max_row + 1):
        if formulas.cell(row, 1).value is None:
            break
        for actual, total, check in ((3, 4, 5), (6, 7, 8)):
            formula = formulas.cell(row, total).value
            reached = formulas.cell(row, actual).value
            if formula is None or reached is None:
                continue
            computed = sumifs(book, formulas, str(formula), row)
            assert computed == pytest.approx(float(str(reached)), abs=1e-6)
            # the results are kept in the file, for programs that do not compute
            assert values.cell(row, total).value == pytest.approx(computed, abs=1e-6)
            assert values.cell(row, check).value == "相符"
            assert str(formulas.cell(row, check).value).startswith("=IF(ROUND(")
            checked.add((formulas.cell(row, 1).value, formulas.cell(row, 2).value))
    assert ("本单位", "营业收入") in checked
    assert ("本单位", "利润") in checked
    assert ("张三", "货款回收") in checked
    assert ("张三", "严重投诉") in checked


def test_a_collection_rate_shows_what_there_was_to_collect() -> None:
    due = [r for r in entries(shipped(rate=True)) if r["类型"] == "应收到期"]
    assert {r["范围"] for r in due} == {"累计应收", "本期应收"}


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    made = scored(*BRANCH, complaint("TS-9", NOV, customer="=1+1", row=9))
    sheet = opened(sheet_of(made))["依据"]
    (cell,) = [c for row in sheet.iter_rows() for c in row if c.value == "=1+1"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_inputs_are_stated() -> None:
    texts = [c for row in opened(shipped())["计算依据"].iter_rows(values_only=True) for c in row]
    assert "revenue_basis" in texts
    assert "signed" in texts
    assert any("2026-11：2026-11-01 至 2026-11-30" in str(text) for text in texts)
    assert [t for t in texts if t == "(四)1"] == ["(四)1"] * 7


def test_a_score_of_nothing_is_a_sheet_too() -> None:
    data = sheet_of(scored())
    assert problems(data) == []
    assert [r["本期得分"] for r in table(opened(data)["汇总"], "本期得分")] == [100, 100, 100]


def test_the_same_score_makes_the_same_bytes() -> None:
    assert sheet_of(scored(*BRANCH)) == sheet_of(scored(*BRANCH))


def test_nothing_else_is_made_a_score_sheet() -> None:
    with pytest.raises(TypeError):
        render(Document("score", Words("a", "a"), object()), Lang.ZH)


def test_each_sheet_of_paper_of_a_long_table_has_its_head() -> None:
    """Of what has no rows to repeat: settings, rules, workbooks, what was left out."""
    full = scored(*BRANCH, *(complaint(f"TS-{n}", NOV, row=9 + n) for n in range(80)))
    workbook = opened(sheet_of(full))
    on_paper(workbook["计算依据"], 515, least=3)


def on_paper(sheet: Worksheet, height: float, *, least: int) -> None:
    """Check sheets of paper: how many there are, that each is full at most and has heads."""
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # type: ignore[union-attr]
    starts = [1, *(each.id + 1 for each in sheet.row_breaks.brk)]
    assert len(starts) >= least
    for start, end in zip(starts, [*starts[1:], sheet.max_row + 1], strict=True):
        used = sum(sheet.row_dimensions[row].height or 15 for row in range(start, end))
        assert used <= height / (int(sheet.page_setup.scale or 100) / 100)
        first = next(
            cell
            for row in range(start, end)
            if (cell := sheet.cell(row, 1)).border.left and cell.border.left.style
        )
        assert first.fill.fgColor.rgb[2:] == looks.NAVY, start  # no line before a head
        last = [sheet.cell(row, 1) for row in range(start, end) if sheet.cell(row, 1).value]
        assert last[-1].font.color.rgb[2:] != looks.WHITE, end  # no head without a line
