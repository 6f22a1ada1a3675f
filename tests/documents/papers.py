"""Contents of print forms, as the macros give them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook, load_workbook

from xlsales.core.outcome import Document, FormContent
from xlsales.core.words import Lang, Words
from xlsales.documents import render
from xlsales.flow.note_forms import NOTE_COPIES
from xlsales.flow.task_plan import COPIES

OFFICE = {"company": "金鼎公司", "branch": "精密锻造分公司"}
PATH = Words("单据.xlsx", "paper.xlsx")


def line(number: int, **values: object) -> dict[str, object]:
    return {
        "line_no": number,
        "order_no": f"CL-202611-ZS-{number:03d}",
        "customer": "东风",
        "product": "FL-042",
        "product_name": "法兰毛坯",
        "spec": "DN250 PN16",
        "material": "42CrMo",
        "unit": "件",
        "quantity": Decimal(10) * number,
        "work_center": "3150吨压机",
        "start_date": date(2026, 11, 9),
        "completion_date": date(2026, 11, 20),
        "required_date": date(2026, 11, 25),
        "customer_wish": None,
        "mark": None,
        "heat_nos": "H2611-08",
        "unit_price": Decimal("12.335"),
        "amount": Decimal("123.35") * number,
        "remark": None,
        **values,
    }


def task_plan(*lines: Mapping[str, object], **fields: object) -> Document:
    given = {
        **OFFICE,
        "plan_no": "RW-202611-01",
        "revision": None,
        "month": "2026-11",
        "issued_on": date(2026, 11, 6),
        "planner": "王计划",
        "line_count": len(lines),
    }
    return Document("task_plan", PATH, FormContent({**given, **fields}, lines, COPIES))


def delivery_note(*lines: Mapping[str, object], **fields: object) -> Document:
    given = {
        **OFFICE,
        "customer": "东风",
        "contact": "李工",
        "phone": "0719-8226688",
        "note_no": "SH-202611-ZS-001",
        "date": date(2026, 11, 21),
        "address": "十堰市东风大道 88 号",
        "salesperson": "张三",
        "carrier": None,
        "vehicle": None,
        "total_quantity": Decimal(30),
        "total_amount": Decimal("1234.50"),
        "prices": True,
        "paper": "A4",
    }
    content = FormContent({**given, **fields}, lines, NOTE_COPIES)
    return Document("delivery_note", PATH, content)


def tracking_card(**fields: object) -> Document:
    given = {**OFFICE, "card_no": "GZ-202611-ZS-001", "customer": "东风", "quality": None}
    return Document("tracking_card", PATH, FormContent({**given, **fields}))


def opened(document: Document, lang: Lang = Lang.ZH) -> Workbook:
    return load_workbook(BytesIO(render(document, lang)))
