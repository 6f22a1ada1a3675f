"""Amounts in Chinese capitals 大写金额, as a bank or a customer wants them on a form."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xlsales.core.exact import FEN, rounded

PREFIX = "人民币"


def capitals(amount: Decimal | Fraction | int) -> str:
    """Return an amount in yuan, rounded to the fen, in capitals: 1234.5 人民币壹仟贰佰叁拾肆元伍角."""
    import cn2an

    text: str = cn2an.an2cn(f"{rounded(amount, FEN):f}", "rmb")
    return PREFIX + text
