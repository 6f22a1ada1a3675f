"""What is written is read back as the same value, without a finding."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsales.core.cells import number_format, to_cell
from xlsales.core.column import Column, Type
from xlsales.core.row import Row
from xlsales.core.text import clean
from xlsales.core.typed import Cell, Reading, read_cell, read_column
from xlsales.core.words import Choice, Lang


class Method(Choice):
    TRANSFER = "transfer", "电汇"
    BANK_ACCEPTANCE = "bank_acceptance", "银行承兑"
    CASH = "cash", "现金"


class State(Choice):
    DRAFT = "draft", "草稿"
    IN_PRODUCTION = "in_production", "生产中"


class Everything(Row, name="everything"):
    """A table with a column of every type."""

    text: Annotated[str | None, Column("备注", "Remark")] = None
    code: Annotated[str | None, Column("税号", "Tax no.", Type.CODE)] = None
    money: Annotated[Decimal | None, Column("金额", "Amount", Type.MONEY)] = None
    price: Annotated[Decimal | None, Column("单价", "Price", Type.PRICE)] = None
    quantity: Annotated[Decimal | None, Column("数量", "Quantity", Type.QUANTITY)] = None
    weight: Annotated[Decimal | None, Column("单重kg", "Weight kg", Type.DECIMAL)] = None
    rate: Annotated[Decimal | None, Column("税率", "Tax rate", Type.PERCENT)] = None
    days: Annotated[int | None, Column("天数", "Days", Type.INTEGER)] = None
    day: Annotated[date | None, Column("日期", "Date", Type.DATE)] = None
    moment: Annotated[datetime | None, Column("时间", "Time", Type.DATETIME)] = None
    month: Annotated[str | None, Column("月", "Month", Type.MONTH)] = None
    period: Annotated[str | None, Column("期间", "Period", Type.PERIOD)] = None
    verified: Annotated[bool | None, Column("核准", "Verified", Type.YES_NO)] = None
    method: Annotated[Method | None, Column("方式", "Method")] = None
    methods: Annotated[tuple[Method, ...] | None, Column("方式", "Methods")] = None
    status: Annotated[str | None, Column("状态", "Status", Type.STATUS)] = None


BY_KEY = Everything.table.by_key
NUMBERS = st.decimals(-(10**9), 10**9, places=2)
WORDS = st.text(max_size=12).map(clean).filter(bool)
MONTHS = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map("{:%Y-%m}".format)
YEARS = st.integers(1900, 2199)
VALUES: dict[Type, st.SearchStrategy[Any]] = {
    Type.TEXT: WORDS,
    Type.CODE: WORDS,
    Type.MONEY: NUMBERS,
    Type.PRICE: NUMBERS,
    Type.QUANTITY: NUMBERS,
    Type.DECIMAL: NUMBERS,
    Type.PERCENT: st.decimals(0, 1, places=4),
    Type.INTEGER: st.integers(-(10**12), 10**12),
    Type.DATE: st.dates(date(1900, 1, 1)),
    Type.DATETIME: st.datetimes(datetime(1900, 1, 1)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    Type.MONTH: MONTHS,
    Type.PERIOD: MONTHS | YEARS.map(str) | YEARS.map("{}-Q3".format),
    Type.YES_NO: st.booleans(),
    Type.CHOICE: st.sampled_from(Method),
    Type.CHOICES: st.lists(st.sampled_from(Method), min_size=1, unique=True).map(tuple),
    Type.STATUS: st.sampled_from(State),
}


def test_the_table_has_every_type() -> None:
    assert {column.type for column in Everything.table.columns} == set(Type)


@pytest.mark.parametrize("column", Everything.table.columns, ids=lambda column: column.key)
@pytest.mark.parametrize("lang", Lang)
def test_what_is_written_is_read_back_without_a_finding(column: Column, lang: Lang) -> None:
    @given(VALUES[column.type] | st.none())
    def comes_back(value: object) -> None:
        cell = to_cell(column, value, lang)
        shown = value.said(lang) if isinstance(value, State) else value
        reading = read_cell(column, cell)
        assert reading == Reading(shown)
        assert type(reading.value) is type(shown)
        # files keep numbers as floats
        kept = float(cell) if isinstance(cell, int | Decimal) else cell
        assert read_column(column, [kept, kept]) == ([shown, shown], {})

    comes_back()


@pytest.mark.parametrize(
    ("key", "value", "zh", "en"),
    [
        ("method", Method.BANK_ACCEPTANCE, "银行承兑", "Bank acceptance"),
        ("methods", (Method.CASH, Method.TRANSFER), "现金、电汇", "Cash, Transfer"),
        ("verified", True, "是", "Yes"),
        ("verified", False, "否", "No"),
        ("status", State.IN_PRODUCTION, "生产中", "In production"),
    ],
)
def test_words_are_those_of_the_workbooks_language(
    key: str, value: object, zh: str, en: str
) -> None:
    assert to_cell(BY_KEY[key], value, Lang.ZH) == zh
    assert to_cell(BY_KEY[key], value, Lang.EN) == en


@pytest.mark.parametrize(
    ("key", "value", "cell"),
    [
        ("money", Decimal("1234.50"), Decimal("1234.50")),
        ("money", 5, Decimal(5)),
        ("money", 0.1, Decimal("0.1")),
        ("money", Fraction(10, 3), Decimal("3.33")),
        ("weight", Fraction(2, 3), Decimal("0.666667")),
        ("days", 7, 7),
        ("days", Decimal(7), 7),
        ("day", date(2026, 11, 3), date(2026, 11, 3)),
        ("day", datetime(2026, 11, 3, 8, 30), date(2026, 11, 3)),
        ("moment", date(2026, 11, 3), datetime(2026, 11, 3)),
        ("moment", datetime(2026, 11, 3, 8, 30), datetime(2026, 11, 3, 8, 30)),
        ("month", "2026-11", "2026-11"),
        ("code", "00123", "00123"),
        ("text", "=1+2", "=1+2"),
        ("text", 5, "5"),
        ("text", Decimal("1E+3"), "1000"),
        ("text", "", None),
        ("methods", (), None),
        ("money", None, None),
    ],
)
def test_a_value_has_one_cell(key: str, value: object, cell: Cell) -> None:
    written = to_cell(BY_KEY[key], value, Lang.ZH)
    assert written == cell
    assert type(written) is type(cell)


def test_the_number_format_keeps_codes_as_text_and_shows_percentages() -> None:
    assert number_format(BY_KEY["code"]) == "@"
    assert number_format(BY_KEY["month"]) == number_format(BY_KEY["period"]) == "@"
    assert number_format(BY_KEY["rate"]) == "0.00%"
    assert number_format(BY_KEY["day"]) == "yyyy-mm-dd"
