"""Fingerprints of orders: what they follow, and what they don't mind."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import order
from tests.flow.branch import planned
from xlsales.flow.facts import fingerprint
from xlsales.forms.choices import OrderKind, PlanType

CHANGES: dict[str, Any] = {
    "customer": "一汽",
    "product": "P2",
    "kind": OrderKind.REPAIR,
    "quantity": Decimal(11),
    "unit_price": Decimal("100.01"),
    "required_date": date(2026, 12, 1),
    "plan_type": PlanType.TEMPORARY,
    "customer_wish": "先送 5 件",
    "cancelled_on": date(2026, 11, 20),
}


@pytest.mark.parametrize("column", CHANGES)
def test_the_plan_minds_every_column_that_it_takes_over(column: str) -> None:
    changed = order(**{column: CHANGES[column]})
    assert fingerprint.plan(changed) != fingerprint.plan(order())


@pytest.mark.parametrize("column", CHANGES)
def test_a_decision_minds_what_it_was_made_on_alone(column: str) -> None:
    minds = fingerprint.approval(order(**{column: CHANGES[column]})) != fingerprint.approval(
        order()
    )
    assert minds is (column in fingerprint.APPROVAL)


def test_neither_minds_the_rest_of_the_row() -> None:
    other = order(
        "CL-202612-LS-009",
        row=77,
        contract_no="HT-1",
        remark="急",
        salesperson="李四",
        submitted_at=datetime(2026, 11, 2, 9, 0),
    )
    assert fingerprint.plan(other) == fingerprint.plan(order())
    assert fingerprint.approval(other) == fingerprint.approval(order())


@given(st.decimals("0.001", 10**6, places=3), st.integers(0, 3))
def test_how_a_number_is_written_makes_no_difference(number: Decimal, zeros: int) -> None:
    longer = number.quantize(Decimal(1).scaleb(-3 - zeros))
    same = {fingerprint.plan(order(quantity=n, unit_price=n)) for n in (number, longer)}
    assert len(same) == 1


def test_no_spreadsheet_takes_one_for_a_number() -> None:
    marks = (fingerprint.plan(order()), fingerprint.approval(order()))
    assert [mark[:2] for mark in marks] == ["p-", "a-"]
    assert all(len(mark) == 22 for mark in marks)


def test_texts_that_run_together_are_told_apart() -> None:
    one, two = order(customer="ab", product="c"), order(customer="a", product="bc")
    assert fingerprint.plan(one) != fingerprint.plan(two)


def test_a_line_knows_whether_its_order_was_cancelled() -> None:
    cancelled = order(cancelled_on=date(2026, 11, 20))
    assert not fingerprint.says_cancelled(planned(order()))
    assert fingerprint.says_cancelled(planned(cancelled))
    assert not fingerprint.says_cancelled(planned(cancelled, order_hash=None))


def test_a_line_gives_the_decision_s_fingerprint_of_the_order_as_taken_over() -> None:
    assert fingerprint.decided(planned(order())) == fingerprint.approval(order())
