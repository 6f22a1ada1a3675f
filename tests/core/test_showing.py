"""Figures as a sales office writes them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from xlsales.core.showing import counted, grouped, limit, money, percent, yuan
from xlsales.core.words import Lang


@pytest.mark.parametrize(
    ("amount", "said"),
    [("54720", "54,720.00"), ("0", "0.00"), ("-1234.5", "-1,234.50"), ("15.4837", "15.4837")],
)
def test_money_has_separators_and_two_decimals_at_least(amount: str, said: str) -> None:
    assert money(Decimal(amount)) == said
    assert yuan(Decimal(amount)).said(Lang.ZH) == f"{said} 元"
    assert yuan(Decimal(amount)).said(Lang.EN) == f"{said} yuan"


def test_a_limit_in_whole_yuan_has_no_decimals() -> None:
    assert limit(Decimal("10000.00")).zh == "10,000 元"
    assert limit(Decimal("9999.5")).zh == "9,999.50 元"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Decimal("1.03094"), "103.09 %"),
        (Decimal("0.900707"), "90.07 %"),
        (Fraction(2, 3), "66.67 %"),
    ],
)
def test_a_share_is_a_percentage_with_two_decimals(share: Decimal | Fraction, said: str) -> None:
    assert percent(share) == said


def test_a_quantity_has_its_unit_where_that_is_known() -> None:
    assert counted(Decimal("1200.000"), "件") == "1,200 件"
    assert counted(Decimal("12.5"), None) == "12.5"
    assert grouped(Decimal("1E+6")) == "1,000,000"
