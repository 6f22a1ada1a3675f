"""Codes and figures typed and picked by keys in a real window, in a blank and a used register."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from tests.addin.test_click_through import PICTURES, Window
from tests.cli.people import cells, type_rows
from tests.cli.test_codes import PRODUCTS
from tests.desktop import Desktop, require_desktop
from tests.office.branch import ORDER, REGISTER, founded, must, run
from xlsales.core.text import GAP
from xlsales.forms.register import Order, Prospect
from xlsales.forms.warehouse import Receipt

WAREHOUSE = "库房/出入库台账-2026.xlsx"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    require_desktop()
    root = tmp_path_factory.mktemp("codes") / "办公室"
    founded(root)
    type_rows(root / "基础资料.xlsx", "products", *PRODUCTS)
    must(root, "new", "register", "{}", "--owner", "李四", "--year", "2026")
    type_rows(root / REGISTER, "orders", *({**ORDER, "quantity": 20 + n} for n in range(3)))
    must(root, "submit", "{}/" + REGISTER)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with Desktop("zh-CN") as desktop:
        yield Window(desktop, root)


def cell(model: type, key: str, row: int) -> str:
    from openpyxl.utils import get_column_letter

    keys = list(model.table.by_key)  # type: ignore[attr-defined]  # a row model has its table
    return f"{get_column_letter(keys.index(key) + 1)}{row}"


def enter(window: Window, at: str, text: str) -> None:
    """Type into a cell that is free, as people do; answer a warning by Return."""
    window.go(at)
    time.sleep(0.3)
    window.desktop.type(text)
    window.desktop.key("Return")
    time.sleep(0.5)


def shown(window: Window, at: str) -> str:
    window.desktop.key("Escape")
    return window.shown(at)


@pytest.mark.parametrize(
    ("name", "row"),
    [("承揽登记/承揽登记-李四-2026.xlsx", 3), (REGISTER, 6)],
    ids=["blank", "used"],
)
def test_a_code_typed_keeps_its_zeros(window: Window, name: str, row: int) -> None:
    window.open(name)
    at = cell(Order, "product", row)
    enter(window, at, "0502")
    assert shown(window, at) == "0502"
    below = cell(Order, "product", row + 1)
    window.go(below)
    window.desktop.key("alt+Down")
    time.sleep(0.8)
    window.picture(f"list-{row}")
    window.desktop.key("Home")
    for _ in range(2):  # the first Down only gets into the list, where nothing was chosen yet
        if not window.shown(below).startswith("0101"):
            window.go(below)
            window.desktop.key("alt+Down")
            time.sleep(0.8)
            window.desktop.key(*["Down"] * (2 + _), "Return")
            time.sleep(0.5)
    window.book.save()
    rows = cells(window.root / name, "orders")[row - 3 :]
    assert [each["product"] for each in rows[:2]] == ["0502", f"0101{GAP}齿轮坯 φ120×45"]
    code, out, _ = run(window.root, "validate", f"{{}}/{name}", "--json")
    assert '"unknown-product"' not in out, (code, out)
    window.book.close()


def test_codes_typed_in_receipts_and_prospects(window: Window) -> None:
    for name, model, table in (
        (WAREHOUSE, Receipt, "receipts"),
        (REGISTER, Prospect, "prospects"),
    ):
        window.open(name)
        window.book.sheets[model.table.title.zh].activate()
        at = cell(model, "product", 3)
        enter(window, at, "0101")
        window.picture(f"typed-{table}")
        window.desktop.key("Return")  # the list of that workbook is older than the product: kept
        time.sleep(0.4)
        assert shown(window, at) == "0101"
        window.book.save()
        assert cells(window.root / name, table)[0]["product"] == "0101"
        window.book.close()


def test_what_can_be_read_is_not_thrown_away(window: Window) -> None:
    window.open(REGISTER)
    window.book.sheets["承揽登记"].activate()
    typed = {"quantity": "1,200件", "unit_price": "45.6元", "required_date": "20261130",
             "kind": "翻新"}  # fmt: skip
    for key, text in typed.items():
        window.go(cell(Order, key, 8))
        window.desktop.type(text)
        window.desktop.key("Return")
        time.sleep(0.8)
        window.picture(f"kept-{key}")
        window.desktop.key("Return")  # OK: it is kept
        time.sleep(0.4)
    window.book.save()
    window.book.close()
    row = cells(window.root / REGISTER, "orders")[-1]
    assert (row["quantity"], row["kind"]) == ("1,200件", "翻新")
    assert row["unit_price"] in {45.6, "45.6元"}  # Chinese LibreOffice knows the yuan itself
    _, out, _ = run(window.root, "validate", f"{{}}/{REGISTER}", "--json")
    said = {
        each["column"]: (each["code"], each["fix"])
        for each in json.loads(out)["findings"]
        if each["row"] == 8
    }
    assert said.pop("unit_price", None) in {None, ("number-as-text", "45.6")}
    assert {key: said[key] for key in said.keys() & typed.keys()} == {
        "quantity": ("number-as-text", "1200"),
        "required_date": ("date-as-text", "2026-11-30"),
        "kind": ("not-in-list", None),
    }
