"""Amounts in Chinese capitals, against what a bank would write."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsales.documents.capitals import capitals


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("1234.50", "人民币壹仟贰佰叁拾肆元伍角"),
        ("10000", "人民币壹万元整"),
        ("0.05", "人民币伍分"),
        ("100000001.10", "人民币壹亿零壹元壹角"),
        ("1005.05", "人民币壹仟零伍元零伍分"),
        ("10010.10", "人民币壹万零壹拾元壹角"),
        ("20000000", "人民币贰仟万元整"),
        ("0", "人民币零元整"),
        ("-5.50", "人民币负伍元伍角"),
    ],
)
def test_examples(amount: str, written: str) -> None:
    assert capitals(Decimal(amount)) == written


def test_an_amount_is_rounded_to_the_fen_first() -> None:
    assert capitals(Decimal("12.335")) == capitals(Decimal("12.34"))
    assert capitals(Fraction(1, 3)) == "人民币叁角叁分"


DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read(written: str) -> Decimal:
    """Read capitals back, digit by digit: 壹万零壹拾元壹角."""
    total = section = digit = 0
    fen = 0
    for char in written.removeprefix("人民币").removesuffix("整"):
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            section, digit = section + digit * UNITS[char], 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        elif char == "亿":
            total, section, digit = (total + section + digit) * 100_000_000, 0, 0
        elif char == "元":
            total, section, digit = total + section + digit, 0, 0
        elif char == "角":
            fen, digit = fen + digit * 10, 0
        elif char == "分":
            fen, digit = fen + digit, 0
    return total + Decimal(fen) / 100


@given(st.integers(0, 10**13))
def test_capitals_say_the_amount(fen: int) -> None:
    amount = Decimal(fen) / 100
    assert read(capitals(amount)) == amount
