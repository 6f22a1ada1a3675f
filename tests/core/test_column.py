"""A column, said once: its bounds hold for the column reader and for pydantic alike."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from xlsales.core.column import By, Column, Type, When
from xlsales.core.row import Row
from xlsales.core.typed import read_cell
from xlsales.core.words import Choice, Words


class Supply(Choice):
    MAKE = "make", "自产"
    BUY = "buy", "外购"


class Line(Row, name="lines"):
    quantity: Annotated[Decimal, Column("数量", "Quantity", Type.QUANTITY, more_than=0)]
    price: Annotated[Decimal | None, Column("单价", "Price", Type.PRICE, at_least=0)] = None
    score: Annotated[int | None, Column("满意度", "Score", Type.INTEGER, at_least=1, at_most=5)] = (
        None
    )
    refund: Annotated[Decimal | None, Column("金额", "Amount", Type.MONEY, not_zero=True)] = None
    supply: Annotated[Supply | None, Column("供应方式", "Supply")] = None
    supplies: Annotated[tuple[Supply, ...], Column("供应方式", "Supplies")] = ()
    day: Annotated[date | None, Column("日期", "Date", Type.DATE)] = None


BY_KEY = Line.table.by_key


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("quantity", Decimal(1), None),
        ("quantity", Decimal(0), "out-of-range"),
        ("quantity", Decimal("-0.001"), "out-of-range"),
        ("quantity", Decimal("0.001"), None),
        ("quantity", Decimal("0.0001"), "too-many-decimals"),
        ("quantity", Decimal("2.50000"), None),  # zeros at the end are no decimals
        ("quantity", Decimal("1E+3"), None),
        ("quantity", Decimal("1." + "0" * 40 + "1"), "too-many-decimals"),
        ("quantity", Decimal("1." + "0" * 40), None),
        ("price", Decimal(0), None),
        ("price", Decimal("12.3456"), None),
        ("price", Decimal("12.34567"), "too-many-decimals"),
        ("price", Decimal(-1), "out-of-range"),
        ("score", 1, None),
        ("score", 5, None),
        ("score", 0, "out-of-range"),
        ("score", 6, "out-of-range"),
        ("refund", Decimal(-5), None),
        ("refund", Decimal("0.00"), "out-of-range"),
        ("refund", Decimal("0.001"), "too-many-decimals"),
        ("quantity", None, None),
        ("supply", Supply.BUY, None),
        ("day", date(2026, 11, 3), None),
        ("score", True, None),
    ],
)
def test_bounds_and_decimals(key: str, value: object, code: str | None) -> None:
    assert BY_KEY[key].trouble(value) == code


@pytest.mark.parametrize(
    ("kind", "places"),
    [
        (Type.MONEY, 2),
        (Type.PRICE, 4),
        (Type.QUANTITY, 3),
        (Type.DECIMAL, 6),
        (Type.PERCENT, 6),
        (Type.INTEGER, 0),
    ],
)
def test_every_number_type_has_its_decimals(kind: Type, places: int) -> None:
    column = Column("数", "Number", kind)
    assert column.trouble(Decimal(1).scaleb(-places)) is None
    assert column.trouble(Decimal(1).scaleb(-places - 1)) == "too-many-decimals"


@given(st.decimals(-100, 100, allow_nan=False) | st.decimals(-9, 9, places=3))
def test_pydantic_judges_by_the_same_bounds(value: Decimal) -> None:
    for key in ("quantity", "price", "refund"):
        code = BY_KEY[key].trouble(value)
        given_values = {"quantity": Decimal(1), key: value}
        if code is None:
            assert getattr(Line.model_validate(given_values), key) == value
        else:
            with pytest.raises(ValidationError) as caught:
                Line.model_validate(given_values)
            assert [(e["loc"], e["type"]) for e in caught.value.errors()] == [((key,), code)]


def test_pydantic_leaves_blank_cells_alone() -> None:
    assert Line(quantity=Decimal(1)).price is None


def test_a_column_learns_from_its_field() -> None:
    assert [column.key for column in Line.table.columns] == list(BY_KEY)
    assert BY_KEY["quantity"].required
    assert not BY_KEY["price"].required
    assert BY_KEY["supply"].type is Type.CHOICE
    assert BY_KEY["supply"].choices is Supply
    assert BY_KEY["supplies"].type is Type.CHOICES
    assert BY_KEY["supplies"].choices is Supply
    assert BY_KEY["day"].type is Type.DATE
    assert BY_KEY["day"].choices is None
    assert BY_KEY["quantity"].words == Words("数量", "Quantity")


class Made(Row, name="made"):
    supply: Annotated[Supply | None, Column("供应方式", "Supply", choices=(Supply.MAKE,))] = None
    supplies: Annotated[
        tuple[Supply, ...], Column("供应方式", "Supplies", choices=(Supply.MAKE,))
    ] = ()


def test_a_column_may_allow_some_of_a_list() -> None:
    for column in Made.table.columns:
        assert column.choices == (Supply.MAKE,)
        assert set(column.keys.values()) == {Supply.MAKE}
        assert read_cell(column, "自产").code == ""
        assert read_cell(column, "外购").code == "not-in-list"
    made = Made(supply=Supply.MAKE, supplies=(Supply.MAKE,))
    assert made.supply is Supply.MAKE
    for cells in ({"supply": "buy"}, {"supplies": ("make", "buy")}):
        with pytest.raises(ValidationError, match="not-in-list"):
            Made.model_validate(cells)


def test_a_required_column_whose_default_stands_for_a_blank_may_be_blank() -> None:
    column = Column("启用", "Active", Type.YES_NO, default=True, may_be_blank=True)
    assert not column.bound("active", bool).required
    assert column.bound("active", bool).default is True


def test_a_list_is_known_by_its_words_in_both_languages_and_its_keys() -> None:
    assert BY_KEY["supply"].keys == {
        "自产": Supply.MAKE,
        "make": Supply.MAKE,
        "外购": Supply.BUY,
        "buy": Supply.BUY,
    }
    assert BY_KEY["day"].keys == {}


def test_only_people_type() -> None:
    assert Column("备注", "Remark").typed
    assert not Column("状态", "Status", by=By.MACRO).typed
    assert not Column("编号", "No.", by=By.GIVEN).typed


@pytest.mark.parametrize(
    ("when", "other", "holds"),
    [
        (When(column="supply", values=(Supply.MAKE,)), Supply.MAKE, True),
        (When(column="supply", values=(Supply.MAKE,)), Supply.BUY, False),
        (When(column="supply", values=(Supply.MAKE,)), None, False),
        (When(column="signed_on"), date(2026, 11, 3), True),
        (When(column="signed_on"), None, False),
        (When(column="verified"), False, False),  # not verified is not filled
        (When(column="note_no", blank=True), None, True),
        (When(column="note_no", blank=True), "SH-202611-ZS-001", False),
        (When(column="quantity", negative=True), Decimal(-1), True),
        (When(column="quantity", negative=True), Decimal(0), False),
        (When(column="quantity", negative=True), None, False),
    ],
)
def test_conditions_under_which_a_column_must_be_filled(
    when: When, other: object, holds: bool
) -> None:
    assert when.holds(other) is holds
