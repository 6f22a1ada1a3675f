"""The shipped blank workbooks: what every workbook has (forms.md)."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Annotated, Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from tests.contract import written
from tests.schema import problems
from xlsales.core.column import By, Column, Type
from xlsales.core.measuring import lines_of
from xlsales.core.row import Row, Table
from xlsales.core.words import Choice, Lang
from xlsales.derive.blank import blank_workbook
from xlsales.derive.new import blank_path
from xlsales.derive.printed import printed_columns
from xlsales.derive.validation import check_of
from xlsales.derive.widths import column_width
from xlsales.documents.fonts import points
from xlsales.documents.looks import GREY
from xlsales.documents.page import ACROSS
from xlsales.forms.choices import Kind
from xlsales.forms.files import FORM_VERSION
from xlsales.forms.indicators import Indicator
from xlsales.forms.plan import CHART_WEEKS, CHARTS, LoadBar
from xlsales.forms.settings import OFFICE, SCORING
from xlsales.forms.tables import BY_NAME, tables_of

COLUMNS = written("columns.csv")
SHEETS = {
    Kind.MASTERS: "人员 客户 产品 工作中心 日历 设置",
    Kind.MANAGEMENT: "目标 扣分规则 考核设置 成本 审批 投诉认定 单位费用",
    Kind.REGISTER: "承揽登记 市场信息 意向 费用",
    Kind.PLAN: "计划明细 负荷 负荷图 外购需求",
    Kind.PROGRESS: "生产进度",
    Kind.WAREHOUSE: "入库 出库 库存",
    Kind.DELIVERY: "送货",
    Kind.TRACKING: "跟踪卡 投诉 回访提醒",
    Kind.COLLECTION: "发票 发票明细 回款 账龄",
}
EVERY = [pytest.param(kind, lang, id=f"{kind}-{lang}") for kind in Kind for lang in Lang]


@cache
def shipped(kind: Kind, lang: Lang) -> bytes:
    return blank_path(kind, lang).read_bytes()


@cache
def opened(kind: Kind, lang: Lang) -> Workbook:
    return load_workbook(BytesIO(shipped(kind, lang)))


def sheet_of(table: Table, lang: Lang) -> Worksheet:
    return opened(Kind(table.kind), lang)[table.title.said(lang)]


def each_column(lang: Lang) -> list[tuple[Worksheet, Table, Column, str]]:
    return [
        (sheet_of(table, lang), table, column, letter(index))
        for kind in Kind
        for table in tables_of(kind)
        for index, column in enumerate(table.columns)
    ]


def letter(index: int) -> str:
    return chr(65 + index) if index < 26 else "A" + chr(65 + index - 26)


# --- sheets and tables -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_sheets_stand_in_the_order_of_the_specification(kind: Kind) -> None:
    assert opened(kind, Lang.ZH).sheetnames == [*SHEETS[kind].split(), "填表说明", "lists"]
    names = dict.fromkeys(c["table"] for c in COLUMNS if c["workbook"] == kind)
    titles = [name.replace("_", " ").capitalize() for name in names]
    assert opened(kind, Lang.EN).sheetnames == [*titles, "Instructions", "lists"]


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_each_sheet_has_its_table_under_its_title(kind: Kind, lang: Lang) -> None:
    for table in tables_of(kind):
        sheet = sheet_of(table, lang)
        assert sheet["A1"].value == table.title.said(lang)
        assert list(sheet.tables) == [table.name]
        headers = [c[str(lang)] for c in COLUMNS if c["table"] == table.name]
        beside = [None] * (sheet.max_column - len(headers))
        assert [cell.value for cell in sheet[2]] == headers + beside
        made = sheet.tables[table.name]
        assert [column.name for column in made.tableColumns] == headers
        assert made.ref.startswith("A2:")
        assert made.autoFilter.ref == made.ref


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_calamine_reads_the_tables_and_finds_no_rows(kind: Kind, lang: Lang) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(shipped(kind, lang)), load_tables=True)
    assert book.table_names == [table.name for table in tables_of(kind)]
    for table in tables_of(kind):
        found = book.get_table_by_name(table.name)
        assert found.columns == [column.words.said(lang) for column in table.columns]
        filled = [row for row in found.to_python() if any(cell not in {"", None} for cell in row)]
        clauses = sum(each.definition.clause is not None for each in Indicator)
        starting = {"settings": len(OFFICE), "scoring": len(SCORING), "rules": clauses}
        assert len(filled) == starting.get(table.name, 0)


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_the_xml_is_what_the_standard_says(kind: Kind, lang: Lang) -> None:
    assert problems(shipped(kind, lang)) == []


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_nothing_volatile_protected_linked_or_programmed(kind: Kind, lang: Lang) -> None:
    with ZipFile(BytesIO(shipped(kind, lang))) as package:
        names = package.namelist()
        text = b"".join(package.read(name) for name in names if name.startswith("xl/"))
    assert not [name for name in names if "vba" in name.lower() or "externalLink" in name]
    assert not re.search(rb"\b(NOW|TODAY|OFFSET|INDIRECT|RAND|RANDBETWEEN|CELL|INFO)\(", text)
    assert b"<sheetProtection" not in text
    assert b"<workbookProtection" not in text


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_a_workbook_says_what_it_is(kind: Kind, lang: Lang) -> None:
    with ZipFile(BytesIO(shipped(kind, lang))) as package:
        text = package.read("docProps/custom.xml").decode()
    found = dict(re.findall(r'name="([^"]*)"><vt:lpwstr>([^<]*)', text))
    assert found == {
        "xlsales.kind": kind,
        "xlsales.owner": "",
        "xlsales.year": "",
        "xlsales.lang": lang,
        "xlsales.form_version": str(FORM_VERSION),
    }


def test_the_same_definitions_make_the_same_bytes() -> None:
    first = blank_workbook(Kind.REGISTER, Lang.ZH)
    assert blank_workbook(Kind.REGISTER, Lang.ZH) == first


# --- drop-downs and checks ---------------------------------------------------------------------


def rule_for(sheet: Worksheet, cell: str):  # type: ignore[no-untyped-def]
    found = [dv for dv in sheet.data_validations.dataValidation if cell in dv.sqref]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("lang", Lang)
def test_closed_lists_offer_their_words(lang: Lang) -> None:
    for sheet, _, column, at in each_column(lang):
        if column.choices is None or not column.typed:
            continue
        words = ",".join(member.said(lang) for member in column.choices)
        for row in (3, 5000):
            rule = rule_for(sheet, f"{at}{row}")
            assert (rule.type, rule.formula1) == ("list", f'"{words}"')
        # one of several roles is typed after another: the list may not refuse that
        assert rule.showErrorMessage is (column.type is not Type.CHOICES)


@pytest.mark.parametrize("lang", Lang)
def test_references_offer_the_list_of_the_masters(lang: Lang) -> None:
    seen = set()
    for sheet, table, column, at in each_column(lang):
        if not column.ref:
            continue
        name = "list_" + column.ref.replace(".", "_")
        if name == "list_products_code":
            name = "labels_products_code"  # codes alone say little
        if table.kind == Kind.MASTERS:
            name = name.replace("list_", "live_")  # what is typed beside it can be chosen at once
        seen.add(name)
        rule = rule_for(sheet, f"{at}3")
        assert (rule.type, rule.formula1, rule.errorStyle) == ("list", name, "information")
        book = opened(Kind(table.kind), lang)
        assert book.defined_names[name].attr_text.startswith(
            f"'{BY_NAME[column.ref.split('.')[0]].title.said(lang)}'!$"
            if table.kind == Kind.MASTERS
            else "lists!$"
        )
    assert seen == {
        "list_people_name",
        "list_customers_name",
        "labels_products_code",
        "list_work_centers_name",
        "live_people_name",
        "live_work_centers_name",
    }


CODED = Kind.MANAGEMENT, Kind.REGISTER, Kind.WAREHOUSE
"""The kinds in which product codes are chosen."""


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_the_lists_are_hidden_and_named_in_their_column(kind: Kind, lang: Lang) -> None:
    sheet = opened(kind, lang)["lists"]
    assert sheet.sheet_state == "hidden"
    heads = [cell.value for cell in sheet[1]]
    labels = ["labels_products_code"] if kind in CODED else []
    assert heads == ["people_name", "customers_name", "products_code", "work_centers_name", *labels]
    for index, head in enumerate(heads):
        full = head if head in labels else f"list_{head}"
        name = opened(kind, lang).defined_names[full]
        assert name.attr_text.startswith(f"lists!${letter(index)}$2:")


def test_a_list_too_long_for_its_cell_is_named_instead() -> None:
    class Long(Choice):
        A = "a", "甲" * 200
        B = "b", "乙" * 100

    class Thing(Row, name="things", kind="x"):
        one: Annotated[Long, Column("一", "One")]

    check = check_of(Thing.table.columns[0], Thing.table, Lang.ZH)
    assert check is not None
    assert check.formula == "list_things_one"
    short = check_of(Thing.table.columns[0], Thing.table, Lang.EN)
    assert short is not None
    assert short.formula == '"A,B"'


@pytest.mark.parametrize(
    ("table", "column", "expected"),
    [
        ("orders", "quantity", ("decimal", "greaterThan", "0", None)),
        ("orders", "unit_price", ("decimal", "greaterThanOrEqual", "0", None)),
        ("deliveries", "quantity", ("decimal", "notEqual", "0", None)),
        ("prospects", "probability", ("decimal", "between", "0", "1")),
        ("cards", "satisfaction", ("whole", "between", "1", "5")),
        ("customers", "credit_days", ("whole", "greaterThanOrEqual", "0", None)),
        ("orders", "order_date", ("date", "between", "36526", "73050")),
        ("orders", "order_no", ("custom", "between", "FALSE", None)),
    ],
)
def test_numbers_and_dates_are_held_to_their_bounds(
    table: str, column: str, expected: tuple[str, ...]
) -> None:
    (found,) = [e for e in each_column(Lang.ZH) if (e[1].name, e[2].key) == (table, column)]
    rule = rule_for(found[0], f"{found[3]}3")
    assert (rule.type, rule.operator or "between", rule.formula1, rule.formula2) == expected


@pytest.mark.parametrize("lang", Lang)
def test_what_a_check_says_is_short_and_in_the_language_of_the_workbook(lang: Lang) -> None:
    for sheet, _, column, at in each_column(lang):
        rule = rule_for(sheet, f"{at}3")
        if rule is None:
            assert column.type in {Type.TEXT, Type.CODE}
            continue
        if rule.showErrorMessage:
            assert 0 < len(rule.errorTitle) <= 31
            assert 0 < len(rule.error) <= 225
            assert bool(re.search("[\u4e00-\u9fff]", rule.error)) is (lang is Lang.ZH)
        assert len(rule.prompt or "") <= 255


@pytest.mark.parametrize(
    ("text", "is_month", "is_period"),
    [
        ("2026-11", True, True),
        ("2026", False, True),
        ("2026-Q4", False, True),
        ("2026-Q5", False, False),
        ("2026-13", False, False),
        ("2026-1", False, False),
    ],
)
def test_months_and_periods_are_told_from_other_texts(
    text: str, is_month: bool, is_period: bool
) -> None:
    month = check_of(Column("", "", Type.MONTH), tables_of(Kind.REGISTER)[0], Lang.ZH)
    period = check_of(Column("", "", Type.PERIOD), tables_of(Kind.REGISTER)[0], Lang.ZH)
    assert month is not None
    assert period is not None
    assert holds(month.formula, text) is is_month
    assert holds(period.formula, text) is is_period


def holds(formula: str, text: str) -> bool:
    """Work out a check's formula: spreadsheet functions as Python has them."""

    def is_number(argument: object) -> bool:
        return argument is not None

    def value(argument: str) -> int | None:
        return int(argument) if argument.isdecimal() else None

    def date_value(argument: str) -> object:
        found = re.fullmatch(r"\d{4}-(\d\d)-01", argument)
        return argument if found and 1 <= int(found[1]) <= 12 else None

    functions = {
        "AND": lambda *all_: all(all_),
        "OR": lambda *any_: any(any_),
        "LEN": len,
        "MID": lambda t, start, length: t[start - 1 : start - 1 + length],
        "FIND": lambda what, within: within.find(what) + 1 or None,
        "ISNUMBER": is_number,
        "VALUE": value,
        "DATEVALUE": date_value,
    }
    python = re.sub(r"(?<![<>])=", "==", formula.replace("{cell}", "cell")).replace("&", "+")
    return bool(eval(python, {"__builtins__": {}}, {**functions, "cell": text}))  # noqa: S307


# --- looks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", Lang)
def test_columns_carry_their_format_and_grey_far_beyond_the_table(lang: Lang) -> None:
    for sheet, _, column, at in each_column(lang):
        for cell in (sheet[f"{at}3"], sheet.column_dimensions[at]):
            text = column.refers or column.verbatim
            assert cell.number_format == ("@" if text else column.type.number_format)
            is_grey = cell.fill.fgColor.rgb == f"00{GREY}"
            assert is_grey is (column.by is not By.PERSON)
        assert sheet.column_dimensions[at].hidden is column.hidden


@pytest.mark.parametrize("lang", Lang)
def test_no_header_is_cut_off(lang: Lang) -> None:
    for sheet, _, column, at in each_column(lang):
        header = sheet[f"{at}2"]
        assert header.alignment.wrap_text
        width = sheet.column_dimensions[at].width
        longest = max(map(len, column.en.split())) if lang is Lang.EN else 2
        assert width / 1.1 >= longest
        assert lines_of(column.words.said(lang), width / 1.1) <= 2


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_a_sheet_is_ready_to_be_read_and_printed(kind: Kind, lang: Lang) -> None:
    for table in tables_of(kind):
        sheet = sheet_of(table, lang)
        assert sheet.freeze_panes is not None
        assert sheet.freeze_panes.endswith("3")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        fit = sheet.sheet_properties.pageSetUpPr
        assert fit is not None
        assert fit.fitToPage
        charts = table is LoadBar.table  # of which its charts are printed, on one page
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, int(charts))
        assert sheet.print_title_rows == (None if charts else "$1:$2")
        assert sheet.oddFooter is not None
        assert re.findall("&[PN]", str(sheet.oddFooter.center.text)) == ["&P", "&N"]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("table", BY_NAME.values(), ids=lambda table: table.name)
def test_a_table_is_printed_as_a_list_that_one_can_read(table: Table, lang: Lang) -> None:
    columns = printed_columns(table, lang)
    assert sum(column_width(column, table, lang) for column in columns) <= ACROSS  # 8 points
    assert len(columns) >= min(9, len(table.columns) - 2)
    if len(columns) < len(table.columns):
        keys = [column.key for column in columns if column.key in table.key]
        assert keys == [key for key in table.key if not table.by_key[key].hidden]
        assert "check" not in {column.key for column in columns}


@pytest.mark.parametrize("lang", Lang)
def test_each_load_chart_is_drawn_of_the_weeks_of_a_centre(lang: Lang) -> None:
    sheet: Any = sheet_of(LoadBar.table, lang)
    title, charts = sheet.title, sheet._charts
    assert len(charts) == CHARTS
    for number, chart in enumerate(charts):
        first, last = 3 + number * CHART_WEEKS, 2 + (number + 1) * CHART_WEEKS
        drawn = [series for group in chart._charts for series in group.series]
        for series, letter in zip(drawn, "FGFG", strict=True):  # the last two for their amounts
            head = sheet[series.tx.strRef.f.rpartition("!")[2].replace("$", "")]
            assert head.value == LoadBar.table.columns["ABCDEFG".index(letter)].words.said(lang)
            assert head.row == 2
            assert series.val.numRef.f == f"'{title}'!${letter}${first}:${letter}${last}"
            assert series.cat.multiLvlStrRef.f == f"'{title}'!$D${first}:$E${last}"
        assert (chart.legend is not None) is (number == 0)
        assert chart.y_axis.delete  # it would show without a figure
    over = sheet["I1"]  # how to read them, on one line over three charts, or paper would cut it
    room = sum(sheet.column_dimensions[letter].width * 7 + 5 for letter in "IJK") * 0.75
    assert 400 < points(over.value, over.font.sz) <= room


READ = {
    "orders": "order_no status order_date customer product product_name spec unit quantity "
    "unit_price amount required_date",
    "plan_lines": "plan_no status order_no customer product_name spec unit quantity required_date "
    "work_center start_date completion_date",
    "trade_requests": "request_no order_no customer product product_name quantity required_date "
    "requested_on price_quoted arrival_promised arrived_qty",
    "receipts": "receipt_no date order_no product accepted_qty rejected_qty heat_no",
    "deliveries": "note_no line_no date order_no customer product_name quantity unit_price amount "
    "signed_on signed_qty receiver",
    "cards": "card_no note_no customer visit_date visitor method quality satisfaction "
    "service_satisfaction opinion",
    "complaints": "complaint_no date customer order_no description severity confirmed owner "
    "due_date closed_on",
    "invoices": "invoice_no date customer amount due_date agreed_due_date",
    "payments": "payment_no date customer invoice_no amount method draft_no draft_due verified",
    "approvals": "order_no kind customer product_name amount unit_price floor_price decision "
    "decided_by decided_on",
    "rulings": "complaint_no date customer description severity confirmed decided_by decided_on",
    "rules": "rule_no clause indicator kind step_pct points rounding cap applies_to valid_to",
}
"""What a list is printed for: whoever reads it on paper asks for this."""


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("table", READ)
def test_a_printed_list_has_what_one_prints_it_for(table: str, lang: Lang) -> None:
    keys = {column.key for column in printed_columns(BY_NAME[table], lang)}
    assert set(READ[table].split()) <= keys


def test_the_register_prints_its_number_beside_what_was_ordered() -> None:
    with ZipFile(BytesIO(blank_workbook(Kind.REGISTER, Lang.ZH))) as package:
        workbook = package.read("xl/workbook.xml").decode()
    assert ">'承揽登记'!$D:$M</definedName>" in workbook
    assert "'承揽登记'!$1:$2,'承揽登记'!$A:$B" in workbook
    keys = [column.key for column in printed_columns(BY_NAME["orders"], Lang.ZH)]
    assert keys == READ["orders"].split()  # in the order in which one reads


def test_the_check_stands_beside_every_number_that_a_button_gives() -> None:
    """What is typed first is followed by what is typed next: there the check comes last."""
    for table in (table for kind in Kind for table in tables_of(kind)):
        keys = [column.key for column in table.columns if not column.hidden]
        if "check" in keys and table.columns[0].by is By.GIVEN:
            assert keys.index("check") <= 2, table.name
        elif "check" in keys:
            assert keys[-1] == "check", table.name


def test_key_columns_stay_in_view() -> None:
    panes = {t.name: sheet_of(t, Lang.ZH).freeze_panes for k in Kind for t in tables_of(k)}
    assert panes["orders"] == "F3"  # number, state, check, and the customer, too
    assert panes["deliveries"] == "D3"
    assert panes["plan_lines"] == "F3"
    assert panes["cards"] == "D3"
    assert panes["approvals"] == "F3"
    assert panes["rulings"] == "E3"
    assert panes["receipts"] == "C3"
    assert panes["expenses"] == panes["settings"] == panes["invoice_lines"] == "A3"


def formulas(table: str, key: str, lang: Lang = Lang.ZH) -> dict[str, str]:
    """Return the conditions that colour a column, with the colour of their ink."""
    (found,) = [e for e in each_column(lang) if (e[1].name, e[2].key) == (table, key)]
    sheet, _, _, at = found
    return {
        rule.formula[0]: rule.dxf.font.color.rgb[2:]
        for place in sheet.conditional_formatting
        if str(place.sqref) == f"{at}3:{at}5000"
        for rule in place.rules
    }


def test_states_and_lateness_are_coloured() -> None:
    red, amber, green, pale = "9C0006", "7F6000", "375623", "7F7F7F"
    assert formulas("orders", "status") == {
        '$B3="退回"': red,
        'OR($B3="已上报",$B3="已入库",$B3="已送货")': amber,
        'OR($B3="已列计划",$B3="已下达",$B3="已报需求",$B3="生产中",$B3="部分入库",$B3="部分送货")': "1F4E79",
        'OR($B3="已签收",$B3="部分回款",$B3="已结清")': green,
        'OR($B3="草稿",$B3="取消")': pale,
        '$B3="已到货"': amber,
        '$B3="部分到货"': "1F4E79",
    }
    assert formulas("orders", "status", Lang.EN)['$B3="Returned"'] == red
    assert formulas("orders", "review") == {
        '$W3="不通过"': red,
        '$W3="待评审"': amber,
        '$W3="通过"': green,
    }
    assert formulas("plan_lines", "late_days") == {"AND(ISNUMBER($O3),$O3>0)": red}
    assert formulas("visits_due", "overdue_days") == {"AND(ISNUMBER($E3),$E3>0)": red}
    assert formulas("orders", "completion_date") == {
        "AND(ISNUMBER($AC3),ISNUMBER($M3),$AC3>$M3)": red
    }


# --- what is in them ---------------------------------------------------------------------------


def rows(kind: Kind, name: str, lang: Lang) -> list[tuple[object, ...]]:
    (table,) = [t for t in tables_of(kind) if t.name == name]
    sheet = sheet_of(table, lang)
    return [row[: len(table.columns)] for row in sheet.iter_rows(min_row=3, values_only=True)]


def test_the_regulations_rules_are_there_and_nothing_is_invented() -> None:
    found = [row[2:7] for row in rows(Kind.MANAGEMENT, "rules", Lang.ZH)]
    assert found == [
        ("营业收入", "未完成比例", 1, 0.5, "按整档"),
        ("利润", "未完成比例", 1, 0.5, "按整档"),
        ("外销收入", "未完成比例", 1, 1, "按整档"),
        ("一般投诉", "发生次数", None, 1, "按整档"),
        ("严重投诉", "发生次数", None, 5, "按整档"),
        ("连续投诉", "发生次数", None, None, "按整档"),
        ("货款回收", "未完成比例", 1, None, "按整档"),
    ]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(
    ("kind", "name", "entries"),
    [(Kind.MASTERS, "settings", OFFICE), (Kind.MANAGEMENT, "scoring", SCORING)],
)
def test_every_setting_is_there_with_its_default_and_its_meaning(
    kind: Kind, name: str, entries: dict[str, object], lang: Lang
) -> None:
    expected = [
        (entry.meaning.said(lang), entry.begun.said(lang) or None, key)  # type: ignore[attr-defined]
        for key, entry in entries.items()
    ]
    assert rows(kind, name, lang) == expected


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_the_instructions_tell_of_every_column(kind: Kind, lang: Lang) -> None:
    sheet = opened(kind, lang)["填表说明" if lang is Lang.ZH else "Instructions"]
    told = [(row[0], row[1]) for row in sheet.iter_rows(values_only=True)]
    for table in tables_of(kind):
        for column in table.columns:
            assert told.count((table.title.said(lang), column.words.said(lang))) == 1


@pytest.mark.parametrize(
    ("table", "column", "told"),
    [
        ("承揽登记", "数量", ("人工填写", "数量，最多 3 位小数，大于 0", "必填", None)),
        ("承揽登记", "市场", ("按钮给出", "下拉：外销、内销", None, "上报时取自客户，此后不变")),
        ("承揽登记", "取消原因", ("人工填写", "文本", "填了“取消日期”时必填", None)),
        ("意向", "承揽编号", ("人工填写", "文本", "“结果”为签约时必填", None)),
        ("承揽登记", "客户", ("人工填写", "下拉：“客户”表的客户名称", "必填", None)),
        ("承揽登记", "状态", ("程序计算", "状态", None, "按“刷新”更新")),
    ],
)
def test_the_instructions_say_it_in_words(
    table: str, column: str, told: tuple[str | None, ...]
) -> None:
    sheet = opened(Kind.REGISTER, Lang.ZH)["填表说明"]
    (found,) = [row[2:6] for row in sheet.iter_rows(values_only=True) if row[:2] == (table, column)]
    assert found == told
