"""An office with a workbook of every kind and of two years, each pressed at least once."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.cli.people import type_rows
from tests.office.branch import TODAY, Month, must
from xlsales.buttons import BUTTONS, COMMAND_ONLY, Button, arguments_of
from xlsales.core.office import Call
from xlsales.core.row import Book
from xlsales.forms.choices import OWNED, YEARLY, Kind
from xlsales.hosts.files.host import OfficeHost, of_folder
from xlsales.press import Pressed, press

OWNER = "张三"
BOOKS = tuple(
    Book(kind, OWNER if kind in OWNED else "", year if kind in YEARLY else 0)
    for year in (2026, 2025)
    for kind in Kind
    if year == 2026 or kind in YEARLY
)
"""Every workbook that it has."""
MACROS = tuple(button for button in (*BUTTONS, *COMMAND_ONLY) if not button.tool)
NOTE = "SH-202611-ZS-001"
ORDER_NO = "CL-202611-ZS-001"
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "consolidate": {"month": "2026-11"},
    "issue_plan": {"month": "2026-11"},
    "issue_temporary": {"temporary": True, "order": (ORDER_NO,)},
    "revise_plan": {"plan_no": "RW-202611-01"},
    "issue_note": {"owner": OWNER, "customer": "东风机械厂"},
    "return_goods": {
        "note": NOTE, "order": {ORDER_NO: "1"}, "reason": "划伤", "disposition": "restock",
    },
    "sign_off": {"note": NOTE, "date": date(2026, 11, 24), "by": "李收货"},
    "outbound": {"note": NOTE, "keeper": "钱库管"},
    "new_card": {"note": NOTE},
    "verify_payments": {"payment": ("HK-202611-001",), "by": "孙财务"},
    "score": {"period": "2026-11"},
    "statement": {"month": "2026-11", "all": True},
    "customer_card": {"all": True},
    "report": {"month": "2026-11"},
    "what_if": {"period": "2026-11", "add": {"revenue": "1"}},
    "order_story": {"order_no": ORDER_NO},
    "find": {"text": "clp"},
    "pick": {"value": "东风机械厂", "into": "orders.customer", "row": 3},
    "new_order": {"customer": "东风机械厂", "product": "P001", "quantity": "3"},
    "put_back": {"value": "5", "into": "orders.quantity", "row": 3},
    "rename": {"table": "customers", "old": "东风机械厂", "new": "东风机械"},
}  # fmt: skip
"""What the buttons ask for that must be answered."""
AT: Mapping[str, Kind] = {"pick": Kind.REGISTER, "put_back": Kind.REGISTER}
"""Where a button of every workbook is pressed, if not in the first."""


def made(place: Path) -> Path:
    """Make it: a month is pressed through, then everything is checked once."""
    month = Month(place)
    for _ in month.presses():
        pass
    for book in BOOKS:
        if book.year == 2025:
            owner = ("--owner", book.owner) if book.owner else ()
            must(month.root, "new", book.kind, "{}", *owner, "--year", "2025")
    type_rows(
        month.root / "回款/回款台账-2026.xlsx",
        "invoices",
        {"invoice_no": "26000001", "date": date(2026, 6, 30), "customer": "东风机械厂",
         "amount": 100_000},
    )  # fmt: skip
    must(month.root, "validate", "{}", "--annotate")
    shutil.rmtree(place / "copies")
    return month.root


def pressed(host: OfficeHost, button: Button, **more: Any) -> Pressed:
    """Press a button in a workbook that it suits, one that is there, and save nothing."""
    home = AT.get(button.id) or button.home.kind
    kinds = (home,) if home else button.kinds
    suits = [book for book in BOOKS if book.kind in kinds]
    book = next((book for book in suits if book in host.cells.infos), suits[0])
    args = arguments_of(button)(**GIVEN.get(button.id, {}), **more)
    day = date.fromisoformat(TODAY)
    call = Call(day, args, book, "赵计划", datetime.combine(day, datetime.min.time()))
    return press(host, button, call, save=False)


def path_of(root: Path, book: Book) -> Path:
    return root / of_folder(root).cells.infos[book].path
