"""Why something was left undone: people read it in words, programs get its stable key."""

from __future__ import annotations

import pytest

from tests.cli.people import Office, type_rows
from tests.office.branch import ORDER, REGISTER

FIRST, SECOND = "CL-202611-ZS-001", "CL-202611-ZS-002"


@pytest.fixture
def submitted(office: Office) -> Office:
    """An order handed in that lies in no stock, and one that names an unknown product."""
    wrong = {**ORDER, "product": "P9", "quantity": None}
    type_rows(office.path(REGISTER), "orders", ORDER, wrong)
    office.run("submit", office.at(REGISTER), code=1)
    return office


def read(printed: str) -> str:
    """Return what a person reads, however a table broke its lines."""
    return " ".join(printed.split())


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", f"{FIRST} 承揽 {FIRST} 拟送 20 件，库存只有 0 件。请减少数量；"),
        ("en", f"{FIRST} 20 件 of order {FIRST} are to go out; only 0 件 are in stock. Lower"),
    ],
)
def test_a_refused_order_is_told_in_words(submitted: Office, lang: str, told: str) -> None:
    asked = ("deliver", submitted.at(""), "--owner", "张三", "--order", f"{FIRST}=20")
    printed = read(submitted.run(*asked, "--lang", lang, code=1)[0])
    assert told in printed
    assert "delivered-over-stock" not in printed
    refused = submitted.json(*asked, code=1)["refused"]
    assert refused == [{"order_no": FIRST, "reason": "delivered-over-stock"}]


def test_every_rule_that_keeps_an_order_back_is_told(submitted: Office) -> None:
    asked = ("deliver", submitted.at(""), "--owner", "张三", "--order", f"{SECOND}=1")
    printed = read(submitted.run(*asked, "--lang", "en", code=1)[0])
    assert "“P9” is not among the products. Choose" in printed
    assert "products first. “Quantity” is not filled in. Please fill it in. 1 of order" in printed
    (refused,) = submitted.json(*asked, code=1)["refused"]
    assert refused["reason"] == "unknown-product, required, delivered-over-stock"


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        ("zh", "产品表中没有“P9”。请从", "的“产品”表。“数量”未填写。请填写。"),
        ("en", "“P9” is not among the products. Choose", "first. “Quantity” is not filled in."),
    ],
)
def test_a_row_that_was_not_submitted_is_told_in_words(
    submitted: Office, lang: str, first: str, second: str
) -> None:
    printed = read(submitted.run("submit", submitted.at(REGISTER), "--lang", lang, code=1)[0])
    assert f"{SECOND} 4 {first}" in printed
    assert second in printed
    assert "unknown-product" not in printed
    skipped = submitted.json("submit", submitted.at(REGISTER), code=1)["skipped"]
    assert skipped == [{"order_no": SECOND, "row": 4, "codes": ["unknown-product", "required"]}]


def test_an_order_left_out_of_the_plan_is_told_in_words(submitted: Office) -> None:
    asked = ("consolidate", submitted.at(""), "--month", "2026-11")
    assert f" {FIRST} 合同评审尚无结论 " in read(submitted.run(*asked)[0])
    left = submitted.json(*asked)["left_out"]
    assert left == [{"order_no": FIRST, "reason": "review-pending"}]
