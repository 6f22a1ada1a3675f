"""What a clerk typed, and what it means."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xlsales.core.column import Column, Type
from xlsales.core.text import clean
from xlsales.core.typed import Cell, CellError, Reading, read_cell, read_column, unit_typed
from xlsales.core.words import Choice
from xlsales.forms import choices
from xlsales.forms.masters import HIGHEST_TAX

YEAR = 2026


class Method(Choice):
    TRANSFER = "transfer", "电汇"
    BANK_ACCEPTANCE = "bank_acceptance", "银行承兑"
    TRADE_ACCEPTANCE = "trade_acceptance", "商业承兑"
    CASH = "cash", "现金"


TEXT = Column("备注", "Remark")
CODE = Column("税号", "Tax no.", Type.CODE)
MONEY = Column("金额", "Amount", Type.MONEY)
PRICE = Column("含税单价", "Unit price", Type.PRICE)
QUANTITY = Column("数量", "Quantity", Type.QUANTITY)
UNIT_WEIGHT = Column("单重kg", "Unit weight kg", Type.DECIMAL)
CAPACITY = Column("日产能", "Daily capacity", Type.DECIMAL)
STEP = Column("每降百分点", "Step %", Type.DECIMAL)
TAX_RATE = Column("税率", "Tax rate", Type.PERCENT, at_least=0, at_most=HIGHEST_TAX)
CHANCE = Column("把握", "Probability", Type.PERCENT, at_least=0, at_most=1)
LOAD = Column("负荷率", "Load %", Type.PERCENT)
CREDIT_DAYS = Column("账期天数", "Credit days", Type.INTEGER)
LINE = Column("行号", "Line", Type.INTEGER)
DAY = Column("要求交期", "Required date", Type.DATE)
MOMENT = Column("上报时间", "Submitted at", Type.DATETIME)
MONTH = Column("预计签约月", "Expected month", Type.MONTH)
PERIOD = Column("期间", "Period", Type.PERIOD)
VERIFIED = Column("财务核准", "Verified", Type.YES_NO)
METHOD = Column("方式", "Method", Type.CHOICE, choices=Method)
METHODS = Column("方式", "Methods", Type.CHOICES, choices=Method)
STATUS = Column("状态", "Status", Type.STATUS)


def wide(text: str) -> str:
    """Return the text as a Chinese keyboard types it: digits, letters, signs of full width."""
    return text.translate({0x21 + i: 0xFF01 + i for i in range(94)} | {0x20: 0x3000, 0xA5: 0xFFE5})


COLUMNS = (
    *(TEXT, CODE, MONEY, PRICE, QUANTITY, UNIT_WEIGHT, CAPACITY, STEP, TAX_RATE, CHANCE, LOAD),
    CREDIT_DAYS,
    *(LINE, DAY, MOMENT, MONTH, PERIOD, VERIFIED, METHOD, METHODS, STATUS),
)


def test_every_type_of_column_is_tried_here() -> None:
    assert {column.type for column in COLUMNS} == set(Type)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.en)
@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "\xa0\t\n", "\u200b"])
def test_an_empty_cell_is_blank(column: Column, cell: Cell) -> None:
    assert read_cell(column, cell) == Reading(None)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.en)
def test_an_error_cell_is_said_but_its_text_is_only_text(column: Column) -> None:
    assert read_cell(column, CellError("#N/A")) == Reading(None, "error-cell")
    assert read_cell(column, "#N/A").code != "error-cell"


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.en)
def test_a_formula_typed_as_text_is_only_text(column: Column) -> None:
    assert read_cell(column, "=1+2").value == ("=1+2" if column in {TEXT, CODE, STATUS} else None)


# --- text, codes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  金鼎公司 ", "金鼎公司"),
        ("\u3000齿轮轴\u3000", "齿轮轴"),
        ("法兰  DN50", "法兰  DN50"),  # inner spaces stay
        ("Cafe\u0301", "Café"),  # NFC
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("齿轮\t轴", "齿轮 轴"),
        ("\ufeff合\u200b同\x07", "合同"),
        ("\x00 钢 \x1f", "钢"),
        ("A\ud800B", "AB"),  # half a character, as a broken paste leaves it
        ("00123", "00123"),
        (wide("CL-2026"), wide("CL-2026")),  # wide letters are the person's own
    ],
)
def test_text_is_trimmed_and_unseen_characters_go(typed: str, kept: str) -> None:
    assert read_cell(TEXT, typed) == read_cell(CODE, typed) == Reading(kept)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1.0, "1"),
        (13800000000.0, "13800000000"),
        (123456789012345.0, "123456789012345"),
        (913301001234567890, "913301001234567890"),  # no float: a program wrote it to the last
        (999999999999999, "999999999999999"),
        (-0.0, "0"),
        (3.14, "3.14"),
        (1e-7, "0.0000001"),
        (Decimal("1.50"), "1.5"),
        (Decimal("1E+3"), "1000"),
    ],
)
def test_a_number_in_a_text_cell_is_taken_by_its_plain_text(cell: Cell, text: str) -> None:
    for column in (CODE, TEXT):
        assert read_cell(column, cell) == Reading(text, "number-in-code", text)


@pytest.mark.parametrize("column", [TEXT, CODE, MONEY, QUANTITY, CAPACITY, LINE, CREDIT_DAYS])
@pytest.mark.parametrize(
    "cell", [1e15, -1e15, 1.23e17, 913301001234567890.0, 2.6429999000000012e19, 10**15, 10**20]
)
def test_a_number_over_15_digits_has_lost_some_and_says_nothing_any_more(
    column: Column, cell: Cell
) -> None:
    assert read_cell(column, cell) == Reading(None, "digits-lost")


@pytest.mark.parametrize("typed", ["2.643E+19", "1E+17", "9.133010012345E+17", wide("1.2e+18")])
def test_a_code_that_came_through_a_text_file_as_a_number_has_lost_digits(typed: str) -> None:
    assert read_cell(CODE, typed) == Reading(None, "digits-lost")
    assert read_cell(TEXT, typed) == Reading(None, "digits-lost")
    assert read_cell(TEXT, f"约 {typed}") == Reading(f"约 {typed}")  # a remark may speak of one


def test_more_digits_typed_as_text_than_a_number_cell_can_hold() -> None:
    assert read_cell(MONEY, "1,000,000,000,000,000") == Reading(None, "digits-lost")
    assert read_cell(CODE, "26429999000000012345") == Reading("26429999000000012345")


def test_what_became_a_date_by_itself_is_taken_without_a_sure_mend() -> None:
    assert read_cell(TEXT, datetime(2026, 1, 2)) == Reading("2026-01-02", "number-in-code")
    assert read_cell(TEXT, date(2026, 1, 2)) == Reading("2026-01-02", "number-in-code")
    assert read_cell(TEXT, time(8, 30)) == Reading("08:30:00", "number-in-code")
    assert read_cell(TEXT, True) == Reading("TRUE")


# --- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (MONEY, 12.34, Decimal("12.34")),
        (MONEY, 0.1, Decimal("0.1")),  # the shortest decimal, not the binary fraction
        (MONEY, -250.0, Decimal(-250)),
        (MONEY, 999999999999999.0, Decimal(10**15 - 1)),
        (PRICE, 100 * 1.13, Decimal(113)),  # the 15 digits that a spreadsheet has
        (PRICE, 41.15 * 1.13, Decimal("46.4995")),
        (MONEY, 0.1 + 0.2, Decimal("0.3")),
        (QUANTITY, 3 * 0.1, Decimal("0.3")),
        (LINE, 2.9999999999999996, 3),
        (TAX_RATE, 0.13000000000000003, Decimal("0.13")),
        (PRICE, 12.3456, Decimal("12.3456")),
        (QUANTITY, 5, Decimal(5)),
        (QUANTITY, Decimal("2.500"), Decimal("2.5")),
        (MONEY, 12.345, Decimal("12.345")),  # too many decimals: judged afterwards
        (TAX_RATE, 0.13, Decimal("0.13")),
        (LINE, 3.0, 3),
        (LINE, Decimal("3.00"), 3),
    ],
)
def test_a_number_cell_is_its_exact_decimal(column: Column, cell: Cell, value: object) -> None:
    assert read_cell(column, cell) == Reading(value)
    assert type(read_cell(column, cell).value) is type(value)


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [
        (QUANTITY, "100", "100"),
        (QUANTITY, wide("120"), "120"),
        (QUANTITY, "1.5", "1.5"),
        (MONEY, "1,234", "1234"),
        (MONEY, wide("1,234.50"), "1234.5"),
        (MONEY, "1\uff0c234", "1234"),
        (MONEY, "1,234,567.89", "1234567.89"),
        (MONEY, "1,234.50", "1234.50"),
        (MONEY, "1 234", "1234"),
        (MONEY, "1\u3000234\u3000567", "1234567"),
        (MONEY, "1\xa0234.5", "1234.5"),
        (MONEY, "¥100", "100"),
        (MONEY, wide("¥100"), "100"),
        (MONEY, "¥ 1,200.00", "1200"),
        (MONEY, "元 5", "5"),
        (MONEY, "100元", "100"),
        (MONEY, "¥100元", "100"),
        (PRICE, "12.5 元", "12.5"),
        (MONEY, "-5", "-5"),
        (MONEY, wide("-5"), "-5"),
        (MONEY, "\u22125", "-5"),
        (MONEY, "-¥5", "-5"),
        (MONEY, "¥-5", "-5"),
        (MONEY, "+5", "5"),
        (MONEY, "(1,234.50)", "-1234.5"),  # as bookkeepers write it
        (MONEY, wide("(100)"), "-100"),
        (QUANTITY, "5件", "5"),
        (QUANTITY, "5 套", "5"),
        (QUANTITY, "5个", "5"),
        (QUANTITY, "5台", "5"),
        (QUANTITY, "5只", "5"),
        (QUANTITY, "120kg", "120"),
        (QUANTITY, "120 KG", "120"),
        (QUANTITY, wide("120 kg"), "120"),
        (QUANTITY, "120公斤", "120"),
        (QUANTITY, "2.5吨", "2.5"),
        (UNIT_WEIGHT, "3.2kg", "3.2"),
        (UNIT_WEIGHT, "3.2公斤", "3.2"),
        (CAPACITY, "500kg", "500"),
        (STEP, "5%", "5"),
        (STEP, "1", "1"),
        (TAX_RATE, "13%", "0.13"),
        (TAX_RATE, "13 %", "0.13"),
        (TAX_RATE, wide("13%"), "0.13"),
        (TAX_RATE, "0.13", "0.13"),
        (TAX_RATE, "0", "0"),
        (CHANCE, "100%", "1"),
        (QUANTITY, ".5", "0.5"),
        (QUANTITY, "007", "7"),
        (QUANTITY, "-0", "0"),
    ],
)
def test_a_number_typed_as_text_is_read_and_said(column: Column, typed: str, value: str) -> None:
    number = Decimal(value)
    assert read_cell(column, f" {typed}\n") == Reading(number, "number-as-text", number)


@pytest.mark.parametrize(("typed", "days"), [("30天", 30), ("30 天", 30), ("30", 30), ("7.0", 7)])
def test_whole_numbers_typed_as_text(typed: str, days: int) -> None:
    assert read_cell(CREDIT_DAYS, typed) == Reading(days, "number-as-text", days)


@pytest.mark.parametrize("cell", [2.5, Decimal("2.5"), "2.5", "2.5天"])
def test_a_part_of_a_day_is_not_a_whole_number(cell: Cell) -> None:
    assert read_cell(CREDIT_DAYS, cell) == Reading(None, "not-a-whole-number")


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (MONEY, "待定"),
        (MONEY, "/"),
        (MONEY, "-"),
        (MONEY, "."),
        (MONEY, "5."),
        (MONEY, "1,2,3"),
        (MONEY, "1,234 567"),
        (MONEY, "1.234,5"),
        (MONEY, "1.2.3"),
        (MONEY, "1e5"),
        (MONEY, "--5"),
        (MONEY, "-¥-5"),
        (MONEY, "(5"),
        (MONEY, "(-5)"),
        (MONEY, "3万"),  # 万 is no unit of the office
        (MONEY, "5%"),
        (MONEY, "5件"),
        (MONEY, "1,200件"),
        (QUANTITY, "1,200,5"),
        (MONEY, "$5"),
        (MONEY, "nan"),
        (MONEY, "Infinity"),
        (MONEY, "٣"),
        (MONEY, "9" * 5000),
        (QUANTITY, "5%"),
        (QUANTITY, "¥5"),
        (QUANTITY, "5元"),
        (QUANTITY, "5天"),
        (QUANTITY, "(5)"),
        (QUANTITY, "3-5"),
        (QUANTITY, "约5"),
        (QUANTITY, "5件套"),
        (UNIT_WEIGHT, "3.2吨"),  # the header says kg
        (UNIT_WEIGHT, "3件"),
        (CAPACITY, "5%"),
        (CREDIT_DAYS, "30件"),
        (TAX_RATE, "0.13元"),
        (MONEY, float("nan")),
        (MONEY, float("inf")),
        (MONEY, Decimal("sNaN")),
        (MONEY, Decimal("-Infinity")),
        (LINE, float("nan")),
        (MONEY, True),
        (LINE, False),
        (MONEY, datetime(2026, 11, 3)),
        (QUANTITY, date(2026, 11, 3)),
        (QUANTITY, time(8)),
    ],
)
def test_what_has_not_one_reading_is_not_a_number(column: Column, cell: Cell) -> None:
    assert read_cell(column, cell) == Reading(None, "not-a-number")


@pytest.mark.parametrize("column", [MONEY, PRICE, QUANTITY, CAPACITY, TAX_RATE, LOAD, LINE])
@pytest.mark.parametrize("typed", ["1,2345", "12,34", "0,123", "0,13 %", "1234,567", "-0,5"])
def test_a_comma_that_parts_no_thousands_may_be_a_decimal_point(column: Column, typed: str) -> None:
    assert read_cell(column, typed) == Reading(None, "comma-in-number")
    assert read_cell(column, wide(typed)) == Reading(None, "comma-in-number")


@pytest.mark.parametrize(
    ("column", "cell", "reading"),
    [
        (TAX_RATE, 13.0, Reading(None, "percent-unclear", Decimal("0.13"))),
        (TAX_RATE, 13, Reading(None, "percent-unclear", Decimal("0.13"))),
        (TAX_RATE, "13", Reading(None, "percent-unclear", Decimal("0.13"))),
        (TAX_RATE, wide("13"), Reading(None, "percent-unclear", Decimal("0.13"))),
        (TAX_RATE, 1.0, Reading(None, "percent-unclear", Decimal("0.01"))),
        (TAX_RATE, "1", Reading(None, "percent-unclear", Decimal("0.01"))),
        (TAX_RATE, 1300.0, Reading(None, "out-of-range")),
        (TAX_RATE, "130%", Reading(None, "out-of-range")),
        (TAX_RATE, "100%", Reading(None, "out-of-range")),
        (TAX_RATE, -0.13, Reading(None, "out-of-range")),
        (TAX_RATE, "-13", Reading(None, "out-of-range")),
        (TAX_RATE, 0.99, Reading(Decimal("0.99"))),
        (TAX_RATE, 0.995, Reading(None, "out-of-range")),
        (CHANCE, 1.0, Reading(Decimal(1))),
        (CHANCE, "100%", Reading(Decimal(1), "number-as-text", Decimal(1))),
        (CHANCE, "1", Reading(None, "percent-unclear")),  # 1 % and 100 % both may be
        (CHANCE, 50.0, Reading(None, "percent-unclear", Decimal("0.5"))),
        (CHANCE, "50", Reading(None, "percent-unclear", Decimal("0.5"))),
        (CHANCE, 101.0, Reading(None, "out-of-range")),
        (LOAD, 1.25, Reading(Decimal("1.25"))),  # an overloaded forge
        (LOAD, "125", Reading(None, "percent-unclear")),
        (LOAD, "125%", Reading(Decimal("1.25"), "number-as-text", Decimal("1.25"))),
    ],
)
def test_a_percentage_beyond_its_bounds_is_never_taken_as_it_stands(
    column: Column, cell: Cell, reading: Reading
) -> None:
    assert read_cell(column, cell) == reading


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("5吨", "吨"), ("5 KG", "kg"), ("¥5", "元"), ("13%", "%"), ("5", ""), ("吨", ""), (5.0, "")],
)
def test_the_unit_that_was_typed_can_be_asked_for(cell: Cell, unit: str) -> None:
    assert unit_typed(cell) == unit


# --- dates -------------------------------------------------------------------------------------

NOV_3 = date(2026, 11, 3)


@pytest.mark.parametrize(
    "cell", [datetime(2026, 11, 3), date(2026, 11, 3), datetime(2026, 11, 2, 23, 59, 59, 999_990)]
)
def test_a_date_cell_is_its_day(cell: Cell) -> None:
    assert read_cell(DAY, cell) == Reading(NOV_3)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-03",
        "2026-11-3",
        "2026/11/3",
        "2026.11.3",
        "2026. 11. 3",
        "2026年11月3日",
        "2026 年 11 月 3 日",
        "2026年11月3号",
        "2026年11月3",
        "26年11月3日",
        "11月3日",
        "11月03日",
        "20261103",
        wide("2026/11/3"),
        wide("20261103"),
        wide("2026年11月3日"),
        wide("2026-11-03 00:00"),
        "2026-11-03 00:00:00",
        "2026-11-03T00:00",
        "2026年11月3日 0:00",
        20261103.0,
        20261103,
        46329.0,  # a day's serial number in a cell that lost its date format
    ],
)
def test_a_date_typed_otherwise_is_read_and_said(cell: Cell) -> None:
    assert read_cell(DAY, cell, YEAR) == Reading(NOV_3, "date-as-text", NOV_3)


@pytest.mark.parametrize("typed", ["2026-1-2", "2026.1.2", "1月2日", "2026年01月02日"])
def test_short_months_and_days(typed: str) -> None:
    assert read_cell(DAY, typed, YEAR).value == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("13/04/2026", date(2026, 4, 13)),
        ("04/13/2026", date(2026, 4, 13)),
        ("4.4.2026", date(2026, 4, 4)),
        ("11/26/26", date(2026, 11, 26)),
        ("26/11/3", date(2026, 11, 3)),
    ],
)
def test_a_short_year_or_one_at_the_end_is_read_where_one_reading_exists(
    typed: str, day: date
) -> None:
    assert read_cell(DAY, typed) == Reading(day, "date-as-text", day)


@pytest.mark.parametrize(
    "typed", ["03/04/2026", "3-4-2026", "3/4/26", "26.11.13", "10-11-12", "11/3", "11-13", "3.4"]
)
def test_more_readings_than_one_are_ambiguous(typed: str) -> None:
    assert read_cell(DAY, typed, YEAR) == Reading(None, "ambiguous-date")


@pytest.mark.parametrize(
    "cell",
    [
        "下周",
        "2026",
        "2026-11",
        "2026-13-01",
        "2026年2月30日",
        "2026-11/3",
        "20261301",
        "00010101",
        "0000-01-01",
        "261103",
        "13/14/2026",
        "13/14",
        "26/13/14",
        "3/4/6",
        "3/14/6",
        "46329",
        "2026-11-03 25:00",
        "2026-11-03 08:60",
        "08:30",
        "2月30日",
        5.0,
        202611.0,
        -46329.0,
        99999999.0,
        float("nan"),
        Decimal("sNaN"),
        True,
        time(8, 30),
    ],
)
def test_what_names_no_day_is_not_a_date(cell: Cell) -> None:
    assert read_cell(DAY, cell, YEAR) == Reading(None, "not-a-date")


def test_a_date_without_a_year_needs_the_workbooks() -> None:
    assert read_cell(DAY, "11月3日") == Reading(None, "not-a-date")
    assert read_cell(DAY, "2月29日", 2028).value == date(2028, 2, 29)
    assert read_cell(DAY, "2月29日", 2026).code == "not-a-date"


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2026, 11, 3, 8, 30),
        "2026-11-03 08:30",
        "2026年11月3日8:30",
        "11月3日 8:30",
        46329.5,
    ],
)
def test_a_time_of_day_in_a_date_is_refused_and_its_day_is_the_mend(cell: Cell) -> None:
    assert read_cell(DAY, cell, YEAR) == Reading(None, "time-in-date", NOV_3)


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        (datetime(2026, 11, 3, 8, 30), Reading(datetime(2026, 11, 3, 8, 30))),
        (datetime(2026, 11, 3, 8, 30, 59), Reading(datetime(2026, 11, 3, 8, 30))),
        # a fraction of a day that a spreadsheet keeps a hair too small
        (datetime(2026, 11, 3, 8, 29, 59, 999_997), Reading(datetime(2026, 11, 3, 8, 30))),
        (datetime(2026, 11, 3, 8, 30, tzinfo=UTC), Reading(datetime(2026, 11, 3, 8, 30))),
        (date(2026, 11, 3), Reading(datetime(2026, 11, 3))),
        ("03/04/2026 8:30", Reading(None, "ambiguous-date")),
        ("8:30", Reading(None, "not-a-date")),
    ],
)
def test_a_moment_is_kept_to_the_minute(cell: Cell, reading: Reading) -> None:
    assert read_cell(MOMENT, cell) == reading


@pytest.mark.parametrize(
    "cell",
    ["2026-11-03 08:30", "2026/11/3 8:30:15", "2026年11月3日 8:30", "11月3日 8:30", 46329.3541667],
)
def test_a_moment_typed_as_text_is_read_and_said(cell: Cell) -> None:
    moment = datetime(2026, 11, 3, 8, 30)
    assert read_cell(MOMENT, cell, YEAR) == Reading(moment, "date-as-text", moment)


# --- months and periods ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "2026/11",
        "2026.11",
        "2026年11月",
        "2026 年 11 月份",
        "11月",
        "11/2026",
        "202611",
        wide("2026-11"),
        "2026-11-01",
        202611.0,
        2026.11,
        datetime(2026, 11, 1),
        date(2026, 11, 1),
    ],
)
def test_a_month_typed_otherwise_is_read_and_said(cell: Cell) -> None:
    for column in (MONTH, PERIOD):
        assert read_cell(column, cell, YEAR) == Reading("2026-11", "date-as-text", "2026-11")


def test_any_day_names_its_month_but_only_the_first_a_period() -> None:
    assert read_cell(MONTH, datetime(2026, 11, 17)).value == "2026-11"
    assert read_cell(MONTH, "2026年11月17日").value == "2026-11"
    assert read_cell(PERIOD, datetime(2026, 11, 17)) == Reading(None, "not-a-period")


@pytest.mark.parametrize("typed", ["2026-1", "2026.1", "2026年1月", "1月", "202601"])
def test_months_have_two_digits(typed: str) -> None:
    assert read_cell(MONTH, typed, YEAR).value == "2026-01"


@pytest.mark.parametrize(
    ("cell", "period", "code"),
    [
        ("2026", "2026", ""),
        ("2026-Q4", "2026-Q4", ""),
        ("2026-11", "2026-11", ""),
        (2026.0, "2026", "number-in-code"),
        (2026, "2026", "number-in-code"),
        ("2026年", "2026", "date-as-text"),
        ("2026年度", "2026", "date-as-text"),
        (wide("2026"), "2026", "date-as-text"),
        ("2026Q4", "2026-Q4", "date-as-text"),
        ("2026-q4", "2026-Q4", "date-as-text"),
        ("2026年Q4", "2026-Q4", "date-as-text"),
        ("2026年第四季度", "2026-Q4", "date-as-text"),
        ("2026年第4季度", "2026-Q4", "date-as-text"),
        ("2026年四季度", "2026-Q4", "date-as-text"),
        ("2026年一季度", "2026-Q1", "date-as-text"),
        ("第四季度", "2026-Q4", "date-as-text"),
    ],
)
def test_periods(cell: Cell, period: str, code: str) -> None:
    assert read_cell(PERIOD, cell, YEAR) == Reading(period, code, period if code else None)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (MONTH, "2026"),
        (MONTH, "2026-Q4"),
        (MONTH, "2026-13"),
        (MONTH, "13月"),
        (MONTH, "0000-11"),
        (MONTH, 2026.1),  # 2026.1 or 2026.10
        (MONTH, 2026),
        (MONTH, "03/04/2026"),
        (PERIOD, "2026-Q5"),
        (PERIOD, "2026-00"),
        (PERIOD, "上半年"),
        (PERIOD, "26"),
        (PERIOD, 26.0),
        (PERIOD, float("inf")),
        (PERIOD, True),
        (PERIOD, time(8)),
    ],
)
def test_what_names_no_period(column: Column, cell: Cell) -> None:
    assert read_cell(column, cell, YEAR) == Reading(None, "not-a-period")


def test_a_month_without_a_year_needs_the_workbooks() -> None:
    assert read_cell(MONTH, "11月") == read_cell(PERIOD, "四季度") == Reading(None, "not-a-period")


# --- lists -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "no"), [("是", "否"), ("Yes", "No"), (" yes ", "NO"), ("YES", "no\u3000")]
)
def test_yes_and_no_in_either_language(yes: str, no: str) -> None:
    assert read_cell(VERIFIED, yes) == Reading(True)
    assert read_cell(VERIFIED, no) == Reading(False)


@pytest.mark.parametrize(
    "cell",
    [
        "y",
        "true",
        "TRUE",
        "√",
        "✓",
        "✔",
        "1",
        wide("Y"),
        1.0,
        1,
        True,
        "有效",
        "在岗",
        "启用",
        "已核准",
        "Active",
    ],
)
def test_other_ways_to_say_yes_are_read_and_said(cell: Cell) -> None:
    assert read_cell(VERIFIED, cell) == Reading(True, "choice-as-typed", True)


@pytest.mark.parametrize(
    "cell", ["n", "False", "0", wide("N"), 0.0, -0.0, False, "无效", "离职", "停用", "Not verified"]
)
def test_other_ways_to_say_no_are_read_and_said(cell: Cell) -> None:
    assert read_cell(VERIFIED, cell) == Reading(False, "choice-as-typed", False)


@pytest.mark.parametrize(
    "cell", ["可能", "x", "2", 2.0, 0.5, float("nan"), Decimal("sNaN"), datetime(2026, 11, 3)]
)
def test_what_is_neither_yes_nor_no(cell: Cell) -> None:
    assert read_cell(VERIFIED, cell) == Reading(None, "not-in-list")


@pytest.mark.parametrize(
    "typed",
    ["银行承兑", "Bank acceptance", " 银行承兑\u3000", "bank acceptance", "BANK ACCEPTANCE"],
)
def test_a_word_of_the_list_in_either_language_is_no_finding(typed: str) -> None:
    assert read_cell(METHOD, typed) == Reading(Method.BANK_ACCEPTANCE)


@pytest.mark.parametrize(
    "typed",
    [
        "bank_acceptance",
        "银行 承兑",
        "银 行 承 兑",
        wide("Bank acceptance"),
        "Bank-Acceptance",
        "Bank  acceptance",
        "bankacceptance",
    ],
)
def test_a_key_or_an_odd_spelling_is_read_and_said(typed: str) -> None:
    member = Method.BANK_ACCEPTANCE
    assert read_cell(METHOD, typed) == Reading(member, "choice-as-typed", member)


@pytest.mark.parametrize("cell", ["承兑", "支票", "电汇、现金", 1.0, True, date(2026, 11, 3)])
def test_what_is_not_in_the_list(cell: Cell) -> None:
    assert read_cell(METHOD, cell) == Reading(None, "not-in-list")


def test_an_odd_spelling_of_two_members_is_none() -> None:
    class Twins(Choice):
        ONE = "a_b", "甲"
        TWO = "ab", "乙"

    column = Column("双", "Twins", Type.CHOICE, choices=Twins)
    assert read_cell(column, "a-b") == Reading(None, "not-in-list")
    assert read_cell(column, "A b").value is Twins.ONE
    assert read_cell(column, "ab").value is Twins.TWO


@pytest.mark.parametrize(
    ("typed", "members", "said"),
    [
        ("电汇", (Method.TRANSFER,), False),
        ("电汇、现金", (Method.TRANSFER, Method.CASH), False),
        ("Cash, Bank acceptance", (Method.CASH, Method.BANK_ACCEPTANCE), False),
        ("现金、电汇", (Method.CASH, Method.TRANSFER), False),  # the order as typed
        ("电汇,现金", (Method.TRANSFER, Method.CASH), False),
        (wide("电汇,现金"), (Method.TRANSFER, Method.CASH), True),
        (wide("电汇;现金"), (Method.TRANSFER, Method.CASH), True),
        (wide("电汇/现金"), (Method.TRANSFER, Method.CASH), True),
        ("电汇; 现金", (Method.TRANSFER, Method.CASH), True),
        ("电汇/现金", (Method.TRANSFER, Method.CASH), True),
        ("电汇 现金", (Method.TRANSFER, Method.CASH), True),
        ("电汇\n现金", (Method.TRANSFER, Method.CASH), True),
        ("电汇、电汇", (Method.TRANSFER,), True),
        ("电汇、", (Method.TRANSFER,), True),
        ("bank_acceptance、银行 承兑", (Method.BANK_ACCEPTANCE,), True),
    ],
)
def test_several_words_of_a_list(typed: str, members: tuple[Method, ...], said: bool) -> None:
    assert read_cell(METHODS, typed) == (
        Reading(members, "choice-as-typed", members) if said else Reading(members)
    )


@pytest.mark.parametrize("cell", ["电汇、支票", "电汇 支票", "、", 1.0, True])
def test_one_unknown_word_spoils_the_list(cell: Cell) -> None:
    assert read_cell(METHODS, cell) == Reading(None, "not-in-list")


# --- whole columns -----------------------------------------------------------------------------


def test_a_column_gives_its_values_and_what_is_to_be_said_by_index() -> None:
    values, said = read_column(QUANTITY, [5.0, None, "5件", "多", 5.0, "5件"])
    assert values == [Decimal(5), None, Decimal(5), None, Decimal(5), Decimal(5)]
    assert {index: reading.code for index, reading in said.items()} == {
        2: "number-as-text",
        3: "not-a-number",
        5: "number-as-text",
    }


def test_cells_that_are_equal_to_python_are_told_apart() -> None:
    values, said = read_column(LINE, [1.0, True, 1, Decimal(1), "#N/A", CellError("#N/A")])
    assert values == [1, None, 1, 1, None, None]
    assert {index: reading.code for index, reading in said.items()} == {
        1: "not-a-number",
        4: "not-a-number",
        5: "error-cell",
    }


def test_an_empty_column() -> None:
    assert read_column(DAY, []) == ([], {})
    assert read_column(DAY, [None, None]) == ([None, None], {})


FRAGMENTS = st.lists(
    st.sampled_from(
        [*"0123456789.,-+()%年月日季度第/:;、 Tq¥元件吨\n", *wide("1.,-¥/ "), "2026", "11", "kg"]
    ),
    max_size=12,
).map("".join)
TEXTS = (
    st.text(max_size=12)
    | FRAGMENTS
    | st.sampled_from([word for member in Method for word in (*member.words, member.value)])
)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    TEXTS,
    TEXTS.map(CellError),
    st.integers(),
    st.integers(19000101, 21001231),
    st.floats(),
    st.floats(0, 100000),
    st.decimals(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
)


@example([Decimal("sNaN"), Decimal("NaN"), Decimal("1E+999999"), Decimal("1E-999999")], 0)
@example([10**5000, "9" * 5000, "\ud800", 1.7976931348623157e308, 5e-324], 0)
@example([datetime(9999, 12, 31, 23, 59, 59, 999_999), date.max, date.min], 0)
@given(st.lists(CELLS, max_size=8), st.sampled_from([0, YEAR]) | st.integers())
def test_nothing_raises_and_a_column_is_read_like_its_cells(
    cells: Sequence[Cell], year: int
) -> None:
    for column in COLUMNS:
        readings = [read_cell(column, cell, year) for cell in cells]
        assert read_column(column, cells, year) == (
            [reading.value for reading in readings],
            {index: reading for index, reading in enumerate(readings) if reading.code},
        )
        for reading in readings:
            assert reading.value is None or reading.fix in (None, reading.value)
            if isinstance(reading.value, Decimal):
                assert reading.value.is_finite()


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(text).encode() is not None


@given(st.decimals(-(10**9), 10**9, places=2))
def test_an_amount_reads_the_same_however_it_was_written(amount: Decimal) -> None:
    spellings = (f"{amount:,}", f"¥{amount}", f"{amount} 元", f"{amount:,}".replace(",", " "))
    assert read_cell(MONEY, float(amount)) == Reading(amount)
    for spelling in spellings:
        assert read_cell(MONEY, spelling).value == amount
        assert read_cell(MONEY, wide(spelling)).value == amount


@given(st.dates(date(1900, 1, 1)))
def test_a_day_reads_the_same_however_it_was_written(day: date) -> None:
    year, month, of = day.year, day.month, day.day
    spellings: list[Cell] = [day.isoformat(), f"{year}.{month}.{of}", f"{year}/{month}/{of} 0:00"]
    spellings += [f"{year}年{month}月{of}日", datetime(year, month, of)]
    if year < 2200:
        spellings += [f"{day:%Y%m%d}", float(f"{day:%Y%m%d}")]
    assert {read_cell(DAY, spelling).value for spelling in spellings} == {day}
    assert read_cell(DAY, f"{month}月{of}日", year).value == day
    assert read_cell(DAY, f"{of}/{month}/{year}").value in {day, None}


LISTS = [
    each
    for each in vars(choices).values()
    if isinstance(each, type) and issubclass(each, Choice) and each is not Choice
]


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
def test_what_offices_usually_write_is_read_as_the_choice_it_means(words: type[Choice]) -> None:
    column = Column("项", "Item", Type.CHOICE, choices=words)
    for member in words:
        for text in member.also:
            assert read_cell(column, text) == Reading(member, "choice-as-typed", member)


def test_supply_is_read_as_people_call_it() -> None:
    column = Column("供应方式", "Supply", Type.CHOICE, choices=choices.Supply)
    assert read_cell(column, "自制").value is choices.Supply.MAKE
    assert read_cell(column, "外协").value is choices.Supply.BUY
