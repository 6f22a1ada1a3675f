"""An office of an older form, as a program that had other tables would have made it.

Its customers have no phone column, their address is called otherwise, credit days are money and
salespeople typed; its orders have neither the customer's wishes nor the completion date, what is
now a remark is called a note, a tax rate VAT rate, and the market is typed; there is no calendar. The present tables are
form version 2.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import type_rows
from tests.office.branch import ORDER, REGISTER, must
from xlsales.core.column import By, Column, Type
from xlsales.core.row import Table
from xlsales.core.words import Lang
from xlsales.derive import blank
from xlsales.forms.choices import Kind
from xlsales.forms.former import text_of
from xlsales.forms.tables import TABLES

MASTERS = "基础资料.xlsx"
GONE = {"customers": {"phone"}, "orders": {"customer_wish", "completion_date"}}
OTHERWISE: dict[tuple[str, str], dict[str, Any]] = {
    ("customers", "address"): {"zh": "地址", "en": "Address"},
    ("customers", "credit_days"): {"type": Type.MONEY},
    ("customers", "salesperson"): {"ref": "", "type": Type.TEXT},
    ("orders", "remark"): {"zh": "说明", "en": "Note"},
    ("orders", "market"): {"by": By.PERSON},
    ("orders", "tax_rate"): {"zh": "增值税率", "en": "VAT rate"},
}


def _older(table: Table, column: Column) -> Column:
    return replace(column, **OTHERWISE.get((table.name, column.key), {}))


def _tables() -> Iterator[Table]:
    for t in TABLES:
        columns = tuple(
            _older(t, column) for column in t.columns if column.key not in GONE.get(t.name, set())
        )
        if t.name != "calendar":
            yield Table(t.name, t.kind, t.sheet, columns, t.key, t.model, t.together)


OLDER = tuple(_tables())
FORMS = {1: text_of(OLDER), 2: text_of(TABLES)}


@contextmanager
def newer(version: int = 2) -> Iterator[pytest.MonkeyPatch]:
    """Let the present tables be form version 2, whichever they are; or let there be 1 so far."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (
            "documents.packing", "hosts.files.source", "hosts.tools.undoing", "hosts.tools.upgrading",
            "office.packages.package",
        ):  # fmt: skip
            patch.setattr(f"xlsales.{module}.FORM_VERSION", version)
        patch.setattr("xlsales.forms.former.FORMS", {n: FORMS[n] for n in range(1, version + 1)})
        patch.setattr("xlsales.derive.new.shipped_workbooks", lambda: SHIPPED)
        yield patch


SHIPPED = Path(__file__).parents[2] / "workbooks"


def blanks(place: Path) -> None:
    """Write the blank workbooks of the older form."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blank, "tables_of", lambda kind: tuple(t for t in OLDER if t.kind == kind))
        for lang in Lang:
            (place / lang).mkdir(parents=True)
            for kind in Kind:
                made = blank.blank_workbook(kind, lang)
                (place / lang / f"{kind.said(lang)}.xlsx").write_bytes(made)


def founded(root: Path, place: Path) -> None:
    """Make an office of the older form with masters and two orders typed."""
    blanks(place)
    with newer(version=1) as patch:
        patch.setattr("xlsales.derive.new.shipped_workbooks", lambda: place)
        must(root, "init", "{}", "--year", "2026", today="2026-11-01")
        for kind in ("register", "delivery", "tracking"):
            must(root, "new", kind, "{}", "--owner", "张三", "--year", "2026")
    masters = root / MASTERS
    type_rows(
        masters,
        "people",
        {"name": "张三", "initials": "ZS", "roles": "销售员", "active": "是"},
        {"name": "王经理", "roles": "经理", "active": "是"},
        {"name": "赵计划", "roles": "计划员", "active": "是"},
        {"name": "钱库管", "roles": "库管员", "active": "是"},
    )
    type_rows(
        masters,
        "customers",
        {"code": "K001", "name": "东风机械厂", "market": "外销", "credit_days": 30,
         "visit_cycle_days": 90, "salesperson": "张三", "active": "是"},
    )  # fmt: skip
    type_rows(
        masters, "work_centers", {"name": "锻一", "capacity_unit": "件", "daily_capacity": 10}
    )
    type_rows(
        masters,
        "products",
        {"code": "P001", "name": "齿轮坯", "unit": "件", "supply": "自产", "work_center": "锻一",
         "post_days": 2, "guide_price": 113, "floor_price": 90, "active": "是"},
    )  # fmt: skip
    typed(masters, "customers", "地址", "工业路 1 号")
    type_rows(root / REGISTER, "orders", ORDER, {**ORDER, "quantity": 5})
    typed(root / REGISTER, "orders", "说明", "急件")


def typed(path: Path, table: str, header: str, value: Any, row: int = 3) -> None:
    """Type one cell under a header."""
    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(sheet for sheet in workbook.worksheets if table in sheet.tables)
    column = next(cell.column for cell in sheet[2] if cell.value == header)
    sheet.cell(row, column).value = value
    workbook.save(path)


def copied(made: Path, place: Path) -> Path:
    root = place / "旧 办公"
    shutil.copytree(made, root)
    return root


OLDER_ORDERS = next(t for t in OLDER if t.name == "orders").columns
