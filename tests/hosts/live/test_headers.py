"""Headers and table names in an open workbook: refused, named, put right, undone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells as rows_of
from tests.hosts.live.excel_model.facade import document_of
from tests.hosts.live.programs import desktop, excel, in_libreoffice, libreoffice
from tests.hosts.live.test_live import Desk, desk
from tests.office.branch import REGISTER, run
from tests.office.test_commit import settled
from tests.office.test_headers import copied, without_first
from xlsales.core.finding import Finding
from xlsales.core.reply import mapped
from xlsales.forms.register import Expense, Order
from xlsales.office.unusable import Unusable

__all__ = ["desk", "desktop", "excel", "libreoffice"]


def head(desk: Desk, key: str) -> Any:
    """Return the cell of a column's header."""
    column = list(Order.table.by_key).index(key) + 1
    return desk.book.sheets[Order.table.title.zh].range((2, column))


def said(desk: Desk) -> list[Finding]:
    found = desk.press("validate").outcome.findings
    return [each for each in found if each.rule.code in {"missing-column", "missing-table"}]


def refused(desk: Desk) -> str:
    with pytest.raises(Unusable) as trouble:
        desk.press("submit")
    return trouble.value.words.zh


def test_a_header_typed_over_is_refused_and_put_right(desk: Desk) -> None:
    before = desk.path.read_bytes()
    head(desk, "required_date").value = "要求交期日"
    assert f"{REGISTER}：工作表“承揽登记”缺少“要求交期”列，最接近的是“要求交期日”" in refused(desk)
    assert [(each.place.column, each.fix) for each in said(desk)] == [("required_date", "要求交期")]
    fixed = mapped(desk.press("apply_fixes").reply)["fixed"]
    assert "missing-column" in [each.rule.code for each in fixed]
    assert head(desk, "required_date").value == "要求交期"
    assert said(desk) == []
    assert desk.path.read_bytes() == before  # what it changed is for the person to save
    assert all(row.required_date for row in desk.orders())
    desk.press("undo")
    assert head(desk, "required_date").value == "要求交期日"


@in_libreoffice
def test_one_undo_in_the_program_takes_a_header_back(desk: Desk) -> None:
    head(desk, "quantity").value = "数量栏"
    desk.press("apply_fixes")
    assert head(desk, "quantity").value == "数量"
    document_of(desk.book).UndoManager.undo()
    assert head(desk, "quantity").value == "数量栏"


def test_a_header_that_is_not_sure_is_named_and_left(desk: Desk) -> None:
    head(desk, "unit_price").value = "价格"
    assert "缺少“含税单价”列，最接近的是“价格”" in refused(desk)
    desk.press("apply_fixes")
    assert head(desk, "unit_price").value == "价格"
    head(desk, "unit_price").value = "含税单价"
    assert said(desk) == []


def test_a_header_there_twice_is_refused(desk: Desk) -> None:
    head(desk, "remark").value = "数量"
    assert "有两列的标题都是“数量”" in refused(desk)


def test_a_table_renamed_is_refused_put_right_and_undone(desk: Desk) -> None:
    sheet = desk.book.sheets[Order.table.title.zh]
    rows = [(row.quantity, row.product) for row in desk.orders()]
    sheet.tables["orders"].name = "orders_1"
    assert (
        f"{REGISTER}：本工作簿中没有表“承揽登记”（表名 orders），最接近的是“orders_1”"
        in refused(desk)
    )
    assert desk.orders() == []
    assert [each.fix for each in said(desk)] == ["orders"]
    desk.press("apply_fixes", code=("missing-table",))
    assert [table.name for table in sheet.tables] == ["orders"]
    assert [(row.quantity, row.product) for row in desk.orders()] == rows
    desk.press("undo")
    assert [table.name for table in sheet.tables] == ["orders_1"]
    sheet.tables["orders_1"].name = "orders"
    assert mapped(desk.press("submit").reply)["submitted"]
    settled(desk.root)


@pytest.mark.parametrize("renamed", [False, True])
def test_what_libreoffice_saved_is_put_right_in_the_file(
    desk: Desk, tmp_path: Path, renamed: bool
) -> None:
    if renamed:
        desk.book.sheets[Order.table.title.zh].tables["orders"].name = "orders2"
    else:
        head(desk, "customer").value = "客户名"
    desk.book.save()
    root = tmp_path / "copy"  # which no program has open
    shutil.copytree(desk.root, root, ignore=shutil.ignore_patterns(".~lock*"))
    register = str(root / REGISTER)
    code, _, err = run(root, "submit", register)
    assert code == 3
    assert ("“orders2”" if renamed else "“客户名”") in err
    assert run(root, "fix", register)[0] == 0
    assert run(root, "submit", register)[0] == 0
    assert [row["customer"] for row in rows_of(Path(register), "orders")] == ["东风机械厂"] * 2


@pytest.fixture
def copies(office: Path) -> Path:
    """A register with a copy of the sheet of expenses, as a program makes one."""
    copied(office / REGISTER, "expenses2")
    return office


def test_of_a_sheet_and_its_copy_the_first_is_read_and_the_copy_is_named(
    copies: Path, desk: Desk
) -> None:
    assert desk.root == copies
    found = desk.press("validate").outcome.findings
    (copy,) = [each for each in found if each.rule.code == "copied-table"]
    assert (copy.place.table, copy.facts["copy"]) == (Expense.table, "费用 (2)")


@pytest.fixture
def only_copy(copies: Path) -> Path:
    without_first(copies / REGISTER)
    return copies


def test_a_copy_alone_takes_the_place_of_the_first(only_copy: Path, desk: Desk) -> None:
    assert [each.fix for each in said(desk)] == ["expenses"]
    desk.press("apply_fixes", code=("missing-table",))
    assert said(desk) == []
    desk.book.save()
    names = {n for s in openpyxl.load_workbook(only_copy / REGISTER).worksheets for n in s.tables}
    assert "expenses" in names
    assert "expenses2" not in names
