"""The likely answers: what Enter would give, button by button, in the middle of a month."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import type_rows
from tests.cli.test_gate import headed, named
from tests.office.branch import DELIVERY, ORDER, PLAN, REGISTER, must
from tests.ribbon.conftest import COLLECTION, WAREHOUSE
from tests.ribbon.people import Workbook
from xlsales.buttons import BUTTONS, BY_ID, Button, arguments_of
from xlsales.core.arguments import arguments
from xlsales.core.words import Lang
from xlsales.hosts.files.host import of_folder
from xlsales.office.packages.package import identify
from xlsales.ribbon.fields import Likely
from xlsales.ribbon.form import form_of
from xlsales.ribbon.likely import likely
from xlsales.ribbon.scene import Scene, Selection
from xlsales.ribbon.sheets import selection_of

MANAGEMENT = "经营考核.xlsx"
MASTERS = "基础资料.xlsx"
TRACKING = "跟踪/跟踪卡台账-张三-2026.xlsx"
NOTE = "SH-202611-ZS-001"
FIRST, SECOND = "CL-202611-ZS-001", "CL-202611-ZS-002"

ASKED = {
    "apply_fixes": ["cell"],
    "new_order": ["quantity", "required_date", "customer", "product", "price", "kind"],
    "copy_order": ["quantity", "required_date"],
    "consolidate": ["month"],
    "issue_plan": ["month"],
    "issue_temporary": ["order"],
    "revise_plan": ["plan_no"],
    "issue_note": ["customer", "order", "address", "carrier", "vehicle"],
    "return_goods": ["note", "order", "reason", "disposition"],
    "sign_off": ["note", "date", "by", "qty"],
    "outbound": ["note", "keeper", "copy_back"],
    "merge_copy": ["copy_"],
    "new_card": ["note"],
    "customer_card": ["customer"],
    "ageing": ["date"],
    "verify_payments": ["payment", "by"],
    "statement": ["customer", "month"],
    "dunning_letter": ["customer"],
    "score": ["period"],
    "report": ["month"],
    "what_if": ["period", "add", "subject"],
    "history": ["key"],
    "order_story": ["order_no"],
    "rename": ["table", "old", "new"],
    "who_am_i": ["set"],
}
"""What is asked with nothing selected; every other button opens no dialog."""

HOME = {
    "masters": MASTERS,
    "register": REGISTER,
    "plan": PLAN,
    "delivery": DELIVERY,
    "warehouse": WAREHOUSE,
    "tracking": TRACKING,
    "collection": COLLECTION,
    "management": MANAGEMENT,
}


def scene(
    root: Path, name: str, button: Button, marked: tuple[str, int, int] | None = None,
    today: str = "2026-11-24", user: str = "someone",
) -> Scene:  # fmt: skip
    identity = identify(root / name)
    assert identity is not None
    table, first, last = marked or ("", 0, -1)
    rows = tuple(range(first, last + 1))
    return Scene(
        identity.book,
        dt.date.fromisoformat(today),
        user,
        Lang.ZH,
        Selection(table, rows, chosen=len(rows) > 1),
        lambda: of_folder(root).cells.office(button.reads),
    )


def answers(root: Path, name: str, button_id: str, *marked: Any, **more: Any) -> dict[str, Any]:
    """Return what Enter gives without another word: asked fields' values, and settled ones."""
    where = scene(root, name, BY_ID[button_id], marked or None, **more)
    found = likely(BY_ID[button_id], where)
    return {
        key: each.value if each.asked else ("settled", each.fixed) for key, each in found.items()
    }


def options(root: Path, name: str, button_id: str, field: str, *marked: Any) -> list[str]:
    found: Likely = likely(BY_ID[button_id], scene(root, name, BY_ID[button_id], marked or None))[
        field
    ]
    return [option.text for option in found.options]


@pytest.mark.parametrize("button", BUTTONS, ids=lambda b: b.id)
def test_every_argument_of_every_button_is_decided(button: Button, month: Path) -> None:
    name = HOME[button.kinds[0]] if len(button.kinds) < 9 else REGISTER
    found = likely(button, scene(month, name, button))
    assert set(found) == {each.name for each in arguments(arguments_of(button))}
    form = form_of(button, found, Lang.ZH, 2026)
    assert [each.name for each in form.fields] == ASKED.get(button.id, [])


@pytest.mark.parametrize(
    ("today", "period"),
    [("2026-11-24", "2026-11"), ("2026-12-01", "2026-11"), ("2026-12-10", "2026-11"),
     ("2026-12-11", "2026-12"), ("2027-01-05", "2026-12")],
)  # fmt: skip
def test_in_the_first_days_of_a_month_the_last_one_is_scored(
    today: str, period: str, month: Path
) -> None:
    found = answers(month, MANAGEMENT, "score", today=today)
    assert found == {"period": period, "subject": ("settled", None)}


def test_plans_are_for_the_present_month(month: Path) -> None:
    assert answers(month, PLAN, "consolidate", today="2026-12-01") == {"month": "2026-12"}
    assert options(month, PLAN, "consolidate", "month") == ["2026-11", "2026-10", "2026-12"]


def test_a_plan_is_revised_that_the_cursor_is_in_or_the_newest(month: Path) -> None:
    assert answers(month, PLAN, "revise_plan") == {"plan_no": "RW-202611-01"}
    assert options(month, PLAN, "revise_plan", "plan_no") == ["RW-202611-01"]


def test_a_temporary_plan_takes_the_selected_lines_that_are_not_issued(month: Path) -> None:
    found = answers(month, PLAN, "issue_temporary", "plan_lines", 3, 9)
    assert found["temporary"] == ("settled", True)
    assert found["order"] == ""  # both are issued


def test_promise_takes_the_selected_orders(month: Path) -> None:
    ask = "promise"
    assert answers(month, REGISTER, ask, "orders", 3, 4)["row"] == ("settled", (3, 4))
    # the third has no number yet
    assert answers(month, REGISTER, ask, "orders", 4, 5)["row"] == ("settled", (4, 5))
    assert answers(month, REGISTER, ask, "orders", 5, 5)["row"] == ("settled", (5,))
    assert answers(month, REGISTER, ask)["row"] == ("settled", None)


def test_submit_takes_the_rows_that_were_chosen_else_all_that_is_new(month: Path) -> None:
    # a cursor in one cell chooses nothing while something is not submitted
    assert answers(month, REGISTER, "submit", "orders", 3, 3)["row"] == ("settled", None)
    assert answers(month, REGISTER, "submit", "orders", 4, 5)["row"] == ("settled", (4, 5))
    assert answers(month, REGISTER, "submit", "orders", 1, 2)["row"] == ("settled", None)
    assert answers(month, REGISTER, "submit", "market_notes", 3, 5)["row"] == ("settled", None)


def test_submit_takes_the_order_at_the_cursor_again_once_all_is_submitted(office: Path) -> None:
    must(office, "fix", "{}/" + REGISTER)
    must(office, "submit", "{}/" + REGISTER)
    assert answers(office, REGISTER, "submit", "orders", 3, 3)["row"] == ("settled", (3,))


def fixes(root: Path) -> Likely:
    return likely(BY_ID["apply_fixes"], scene(root, REGISTER, BY_ID["apply_fixes"]))["cell"]


def ticked(found: Likely) -> set[object]:
    assert isinstance(found.value, tuple)
    return set(found.value)


def test_each_cell_that_can_be_mended_is_ticked_with_old_and_new_value(month: Path) -> None:
    found = fixes(month)
    assert found.value == ("orders.5.quantity", "orders.5.required_date")
    assert found.heads == ("位置", "现在的值", "改为", "说明")
    assert [line.cells[:3] for line in found.lines] == [
        ("共 1 处", "", ""),
        ("承揽登记 第 5 行 数量", "5件", None),
        ("共 1 处", "", ""),
        ("承揽登记 第 5 行 要求交期", "12月9日", None),
    ]
    assert [[option.text for option in line.choices] for line in found.lines] == [
        [], ["5"], [], ["2026-12-09"],
    ]  # fmt: skip


def test_names_that_are_not_known_get_the_nearest_to_choose_from(office: Path) -> None:
    type_rows(office / REGISTER, "orders", {**ORDER, "customer": "东方机械厂", "product": "P01"})
    found = fixes(office)
    near = {
        line.cells[0]: [option.value for option in line.choices]
        for line in found.lines
        if line.choices and not ticked(found) & {option.value for option in line.choices}
    }
    assert near == {
        "承揽登记 第 6 行 客户": ["orders.6.customer=东风机械厂"],
        "承揽登记 第 6 行 产品编码": ["orders.6.product=P001"],
    }


def test_a_header_and_a_tables_name_are_ticked_too(month: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(month, tmp_path / "办公"))
    headed(root / REGISTER, "orders", "customer", "客户名")
    named(root / REGISTER, "expenses", "expenses_1")
    found = fixes(root)
    said = {line.choices[0].value: line.cells[3] for line in found.lines if line.choices}
    assert [text for text in said.values() if text and "最接近的是“客户名”" in text]
    assert [cell for cell in said if cell.startswith("expenses.")]
    assert set(said) == ticked(found)


def test_a_delivery_note_offers_what_is_in_stock(month: Path) -> None:
    found = answers(month, DELIVERY, "issue_note")
    assert found["owner"] == ("settled", "张三")
    assert found["customer"] == "东风机械厂"  # nobody else's goods are there
    assert options(month, DELIVERY, "issue_note", "order") == [
        f"{FIRST}  东风机械厂  齿轮坯  可送 15"
    ]


def test_a_signature_is_for_the_open_note_today(month: Path) -> None:
    found = answers(month, DELIVERY, "sign_off")
    assert (found["note"], found["date"]) == (NOTE, "2026-11-24")
    assert options(month, DELIVERY, "sign_off", "note") == [f"{NOTE}  东风机械厂  2026-11-24"]
    assert options(month, DELIVERY, "sign_off", "qty") == [f"{FIRST}  齿轮坯  送 5"]


def test_a_return_is_of_the_selected_rows(month: Path) -> None:
    found = answers(month, DELIVERY, "return_goods", "deliveries", 3, 3)
    assert (found["note"], found["order"]) == (NOTE, ((FIRST, ""),))
    assert answers(month, DELIVERY, "return_goods")["note"] == ""


def test_a_return_that_was_typed_is_what_its_row_says(month: Path, tmp_path: Path) -> None:
    root = tmp_path / "office"
    shutil.copytree(month, root)
    back = {"date": dt.date(2026, 11, 24), "order_no": FIRST, "quantity": -2, "return_of": NOTE}
    type_rows(root / DELIVERY, "deliveries", back)
    found = answers(root, DELIVERY, "return_goods", "deliveries", 4, 4)
    assert (found["note"], found["order"]) == (NOTE, ((FIRST, "2"),))


def test_the_only_keeper_books_the_only_waiting_note_out(month: Path) -> None:
    found = answers(month, WAREHOUSE, "outbound")
    assert found == {"note": NOTE, "keeper": "钱库管", "copy_back": ""}
    assert options(month, WAREHOUSE, "outbound", "note") == [
        f"{NOTE}  东风机械厂  2026-11-24  待出库"
    ]


def test_a_card_is_for_the_newest_note_without_one(month: Path) -> None:
    assert answers(month, TRACKING, "new_card") == {"note": NOTE}


def test_finance_verifies_the_selected_payments(month: Path) -> None:
    found = answers(month, COLLECTION, "verify_payments", "payments", 3, 3)
    assert found == {"payment": "HK-202611-001", "by": "孙财务"}
    assert answers(month, COLLECTION, "verify_payments", "invoices", 3, 3)["payment"] == ""


def test_what_if_asks_for_whom_only_in_the_management_workbook(month: Path) -> None:
    assert answers(month, REGISTER, "what_if")["subject"] == ("settled", "张三")
    assert options(month, MANAGEMENT, "what_if", "subject") == ["本单位", "张三"]
    assert options(month, REGISTER, "what_if", "add")[:2] == ["营业收入", "利润"]


def test_the_story_of_the_order_at_the_cursor_is_told_at_once(month: Path) -> None:
    assert answers(month, REGISTER, "order_story", "orders", 4, 4) == {
        "order_no": ("settled", SECOND)
    }
    assert answers(month, REGISTER, "order_story", "orders", 3, 4)["order_no"] == FIRST
    assert options(month, REGISTER, "order_story", "order_no")[0].startswith(SECOND)


def test_the_master_at_the_cursor_is_renamed(month: Path) -> None:
    assert answers(month, MASTERS, "rename", "products", 3, 3) == {
        "table": "products", "old": "P001", "new": "",
    }  # fmt: skip
    assert answers(month, MASTERS, "rename", "settings", 3, 3)["table"] == "customers"
    assert options(month, MASTERS, "rename", "old", "people", 3, 4)[:2] == ["张三", "王经理"]


def test_a_master_renamed_by_hand_is_asked_about_with_its_old_name(office: Path) -> None:
    path = office / MASTERS
    workbook = openpyxl.load_workbook(path)
    workbook["客户"]["B3"] = "东风机械有限公司"
    workbook.save(path)
    assert answers(office, MASTERS, "rename", "customers", 3, 3) == {
        "table": "customers", "old": "东风机械厂", "new": "东风机械有限公司",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "hidden", "rows", "chosen"),
    [
        ("$C$5", (), (5,), False),
        ("$C$5:$D$5", (), (5,), True),
        ("$5:$5", (), (5,), True),
        ("$4:$5,$9:$9", (), (4, 5, 9), True),
        ("$A$3:$F$6", (), (3, 4, 5, 6), True),
        ("$A$3:$F$6", (4, 5), (3, 6), True),
        ("$A$3:$A$4", (4,), (3,), False),
        ("$A$3:$B$4,$D$9,$A$4", (), (3, 4, 9), True),
        ("$A$3,$A$7", (), (3, 7), True),
        ("$A$1:$XFD$1048576", (), (), False),
        ("", (), (), False),
    ],
)
def test_the_selected_rows_are_those_that_can_be_seen(
    address: str, hidden: tuple[int, ...], rows: tuple[int, ...], chosen: bool, tmp_path: Path
) -> None:
    book: Any = Workbook(tmp_path, "orders", address, hidden)
    assert selection_of(book) == Selection("orders", rows, chosen)


def test_a_sheet_without_a_standard_table_has_no_selection(tmp_path: Path) -> None:
    book: Any = Workbook(tmp_path, "my_own", "$A$3")
    assert selection_of(book) == Selection()
