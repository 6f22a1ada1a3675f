"""Findings show amounts, quantities and times as the office writes them."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.build import order
from tests.flow.branch import delivered
from xlsales.core.finding import Finding, Place, Rule, finding
from xlsales.core.words import Lang
from xlsales.derive.reference import all_rules
from xlsales.forms.rules import delivery, plan, reading, register

ORDER = order(unit_price=Decimal(84))
NOTE = delivered(ORDER, 1650, tax_rate=Decimal("0.13"))
RULES = [rule for rules in all_rules().values() for rule in rules]
MONEY = {"amount", "threshold", "guide", "invoiced", "paid", "over", "difference", "lines"}


def fields(rule: Rule, lang: Lang) -> Iterator[tuple[str, str]]:
    text = rule.says.said(lang) + rule.cure.said(lang)
    for _, name, how, _ in string.Formatter().parse(text):
        if name:
            yield name, how or ""


def test_the_contract_limit_reads_as_money() -> None:
    found = finding(
        register.CONTRACT_MISSING, ORDER, amount=Decimal(54720), threshold=Decimal("10000.00")
    )
    assert found.message(Lang.ZH).startswith("金额 54,720.00 元，已达到 10,000 元的合同限额，")
    assert "54,720.00 yuan reaches 10,000 yuan" in found.message(Lang.EN)


def test_a_price_off_the_guide_reads_as_money() -> None:
    found = finding(register.OFF_GUIDE_PRICE, ORDER, "unit_price", guide=Decimal("1108.1234"))
    assert "含税单价 84.00 元与指导价 1,108.1234 元相差" in found.message(Lang.ZH)


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("件", "送货 1,650 件，签收 1,646 件，少签 4 件，尚未退回。"),
        (None, "送货 1,650，签收 1,646，少签 4，尚未退回。"),
    ],
)
def test_what_was_not_signed_for_has_its_unit(unit: str | None, said: str) -> None:
    facts = {"quantity": Decimal(1650), "signed": Decimal(1646), "short": Decimal(4), "unit": unit}
    found = finding(delivery.SIGNED_SHORT, NOTE, "signed_qty", **facts)
    assert found.message(Lang.ZH).startswith(said)


def test_a_rate_reads_as_it_is_typed() -> None:
    facts = {"note_no": "SH-1", "theirs": (Decimal("0.09"), Decimal("0.06"))}
    found = finding(delivery.RETURN_OF_OTHER_TERMS, NOTE, "tax_rate", **facts)
    assert "“税率”为 13%，原送货单 SH-1 为 9%、6%，" in found.message(Lang.ZH)


def test_what_changed_reads_as_its_column_shows_it() -> None:
    facts = {"what": "数量", "old": Decimal(1200), "new": Decimal(1500)}
    found = finding(plan.ISSUED_ORDER_CHANGED, ORDER, "quantity", **facts)
    assert "“数量”由“1,200”改为“1,500”" in found.message(Lang.ZH)
    rates = {"right": Decimal("0.13"), "value": Decimal("0.09")}
    over = finding(reading.GIVEN_TYPED_OVER, NOTE, "tax_rate", **rates)
    assert "应为“13%”，现为“9%”" in over.message(Lang.ZH)


def test_a_time_reads_without_a_letter() -> None:
    moment = dt.datetime(2026, 11, 24, 9, 30)
    found = finding(reading.TIME_IN_DATE, ORDER, "order_date", value=moment)
    assert found.message(Lang.ZH) == "“登记日期”中的“2026-11-24 09:30”含有时间。请只填日期。"
    again = finding(plan.RETURN_ANSWERED, ORDER, again=moment)
    assert "2026-11-24 09:30" in again.message(Lang.ZH)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("lang", Lang)
def test_no_rule_shows_a_bare_amount(rule: Rule, lang: Lang) -> None:
    facts = {name: Decimal(54720) for name, _ in fields(rule, lang)}
    assert {how for name, how in fields(rule, lang) if name in MONEY} <= {"money", "limit"}
    said = Finding(rule, Place(ORDER.at), Decimal(54720), facts).message(lang)
    assert not re.search(r"(?<![0-9,.])[0-9]{4,} ?(元|yuan)", said)
