"""Rounding is half up, away from zero, everywhere (flow.md)."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsales.core.exact import plain, rounded

WIDE = Context(prec=80)
DECIMALS = st.decimals(-(10**15), 10**15, allow_nan=False, places=9)
PLACES = st.integers(0, 9)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("12.335"), 2, "12.34"),
        (Decimal("24.665"), 2, "24.67"),
        (Decimal("-12.335"), 2, "-12.34"),
        (Decimal("12.334999999"), 2, "12.33"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("-0.5"), 0, "-1"),
        (Decimal("1.5"), 0, "2"),
        (Decimal("2.5"), 0, "3"),  # not to the even one
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(-1, 200), 2, "-0.01"),
        (7, 2, "7.00"),
        (Decimal("1E+3"), 2, "1000.00"),
    ],
)
def test_half_goes_away_from_zero(
    value: Decimal | Fraction | int, places: int, expected: str
) -> None:
    assert str(rounded(value, places)) == expected


def test_two_deliveries_at_12_335_make_24_67() -> None:
    first = rounded(Decimal("12.335") * 1)
    second = rounded(Decimal("12.335") * 2) - first
    assert (first, second) == (Decimal("12.34"), Decimal("12.33"))


@given(DECIMALS, PLACES)
def test_decimals_round_as_quantize_does(value: Decimal, places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    assert rounded(value, places) == value.quantize(unit, ROUND_HALF_UP, WIDE)


@given(st.fractions(-(10**12), 10**12), PLACES)
def test_a_rational_is_rounded_from_its_exact_value(value: Fraction, places: int) -> None:
    result = rounded(value, places)
    off = abs(Fraction(result)) - abs(value)
    half = Fraction(1, 2 * 10**places)
    assert -half < off <= half  # a half itself goes up
    assert rounded(-value, places) == -result
    assert rounded(result, places) == result
    assert not (result.is_zero() and result.is_signed())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(26, 10), "2.6"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.0"), "0"),
        (Decimal("-0.0000001"), "0"),
        (Decimal("1200.00"), "1200"),
        (Decimal("0.00001"), "0.00001"),
        (1000, "1000"),
        (-50, "-50"),
        (Fraction(1, 3), "0.333333"),
    ],
)
def test_plain_text_of_a_number(value: Decimal | Fraction | int, text: str) -> None:
    assert plain(value) == text


def test_plain_text_to_whole_numbers_keeps_its_zeros() -> None:
    assert plain(Decimal("99.5"), 0) == "100"


@given(DECIMALS)
def test_plain_text_is_the_number_again(value: Decimal) -> None:
    text = plain(value, 9)
    assert Decimal(text) == value
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))
