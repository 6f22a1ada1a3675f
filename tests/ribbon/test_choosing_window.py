"""Choosing in a real LibreOffice window: letters are typed, the list narrows, Enter takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.people import cells, type_rows
from tests.desktop import Desktop
from tests.office.branch import DELIVERY, REGISTER
from tests.office.test_copies import typed as retyped
from tests.ribbon.test_window import desktop, picture

MASTERS = "基础资料.xlsx"


__all__ = ["desktop"]


@pytest.fixture(scope="module")
def root(month: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office with more customers and products than one would scroll through."""
    made = tmp_path_factory.mktemp("choosing") / "办公室"
    shutil.copytree(month, made)
    type_rows(
        made / MASTERS,
        "customers",
        *(
            {
                "code": f"K{n:03}", "name": name, "market": "外销", "credit_days": 30 + n,
                "salesperson": "张三", "active": "是", "address": f"工业园{n}号",
            }
            for n, name in enumerate(("悦来车辆有限公司", "云岭齿轮厂", "北方重工股份有限公司"), 10)
        ),
    )  # fmt: skip
    type_rows(
        made / MASTERS,
        "products",
        *(
            {
                "code": f"{n:04}", "name": name, "spec": f"φ{40 + n}×45", "material": "20CrMnTi",
                "unit": "件", "supply": "外购", "post_days": 0, "active": "是",
                "guide_price": 40 + n / 2, "drawing_no": f"JD-{n:04}-01",
            }
            for n, name in enumerate(("法兰", "重载连杆", "曲轴", "转向节臂") * 20, 101)
        ),
    )  # fmt: skip
    return made


Step = tuple[str, Callable[[], None]]


def clicked(desktop: Desktop, book: Any, button: str, *steps: Step) -> None:
    """Run what a click starts, and use each window that it opens, by its title, as it comes."""
    command = [sys.executable, "-m", "xlsales.ribbon.libreoffice", "--pipe", desktop.pipe]
    command += ["--document", book.api.RuntimeUID, "--button", button]
    environment = os.environ | {"XLSALES_TODAY": "2026-11-24"}
    found: list[subprocess.CompletedProcess[str]] = []
    before = len(desktop.windows())

    def start() -> None:
        found.append(
            subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=240, check=False
            )
        )

    waiting = threading.Thread(target=start, daemon=True)
    waiting.start()
    for title, hands in steps:
        await_window(desktop, title)
        time.sleep(0.7)  # until it is painted
        hands()
        desktop.wait(lambda: len(desktop.windows()) == before)
    waiting.join(240)
    assert not waiting.is_alive(), "it still waits for a person"
    assert (found[0].returncode, found[0].stderr) == (0, "")


def await_window(desktop: Desktop, title: str) -> None:
    desktop.wait(lambda: any(title in name for name in desktop.windows()))


def typed(desktop: Desktop, name: str, text: str, *keys: str) -> Callable[[], None]:
    """Type letters, look at the list, and press keys."""

    def hands() -> None:
        desktop.type(text)
        time.sleep(0.7)  # until it is painted
        picture(desktop, name)
        desktop.key(*keys)

    return hands


def test_letters_are_typed_and_enter_takes_the_code_into_the_cell(
    desktop: Desktop, root: Path
) -> None:
    book = desktop.open(root / REGISTER)
    sheet = book.sheets.active
    heads = sheet.range("A2:AZ2").value
    product, name = heads.index("产品编码") + 1, heads.index("产品名称") + 1
    row = len(cells(root / REGISTER, "orders")) + 3
    sheet.range((row, heads.index("客户") + 1)).value = "东风机械厂"
    sheet.range((row, heads.index("备注") + 1)).value = "急"
    sheet.range((row, product)).select()
    clicked(desktop, book, "pick", ("选择产品", typed(desktop, "picker", "zzlg", "Down", "Return")))
    assert sheet.range((row, product)).value == "0106"
    assert sheet.range((row, name)).value == "重载连杆"
    assert sheet.range((row, heads.index("备注") + 1)).value == "急"
    clicked(desktop, book, "pick", ("选择产品", lambda: desktop.key("Escape")))
    assert sheet.range((row, product)).value == "0106"
    enter = ("撤销", lambda: desktop.key("Return"))
    clicked(desktop, book, "undo", enter, enter)  # what it takes back; that it did
    undone = sheet.range(f"A{row}:AZ{row}").value
    kept = {head: value for head, value in zip(heads, undone, strict=True) if value is not None}
    assert kept == {"客户": "东风机械厂", "备注": "急"}


def test_a_new_order_from_initials_to_the_row(desktop: Desktop, root: Path) -> None:
    book = desktop.open(root / REGISTER)
    sheet = book.sheets.active
    heads = sheet.range("A2:AZ2").value

    def form() -> None:
        desktop.type("1,200")
        desktop.key("Tab")
        desktop.type("2027-01-15")
        picture(desktop, "new_order_form")
        desktop.key("Return")

    def message() -> None:
        picture(desktop, "new_order_said")
        desktop.key("Return")

    clicked(
        desktop,
        book,
        "new_order",
        ("选择客户", typed(desktop, "picker_customers", "ylcl", "Return")),
        ("选择产品", typed(desktop, "picker_products", "fl 45", "Return")),
        ("新增承揽", form),
        ("新增承揽", message),
    )
    picture(desktop, "new_order_row")
    values = sheet.range("A3:AZ30").value
    at = heads.index("客户")
    row = next(
        dict(zip(heads, row, strict=True)) for row in values if row[at] == "悦来车辆有限公司"
    )
    assert (row["产品编码"], row["产品名称"], row["数量"]) == ("0101", "法兰", 1200)
    assert (row["销售员"], row["业务类别"], row["金额"]) == ("张三", "新制", 1200 * row["含税单价"])


def test_what_a_copy_brings_is_shown_and_what_is_ticked_comes_from_it(
    desktop: Desktop, root: Path
) -> None:
    own = root / DELIVERY
    copy = Path(shutil.copy(own, own.with_name(f"{own.stem} - 副本.xlsx")))
    for path, said in ((own, "雨天改期"), (copy, "客户自提")):
        retyped(path, "deliveries", 0, "remark", said)
        retyped(path, "deliveries", 0, "carrier", f"{said}公司")
    retyped(copy, "deliveries", 0, "receiver", "李收货")
    type_rows(copy, "deliveries", {"order_no": "CL-202611-ZS-001", "quantity": 3})
    book = desktop.open(own)
    heads = book.sheets[0].range("A2:AZ2").value

    def tick() -> None:
        picture(desktop, "merge_copy_form")
        desktop.key("Down", "space")  # the second of the two
        time.sleep(0.7)
        picture(desktop, "merge_copy_ticked")
        desktop.key("Return")

    def message() -> None:
        picture(desktop, "merge_copy_said")
        desktop.key("Return")

    clicked(desktop, book, "merge_copy", ("合并副本", tick), ("合并副本", message))
    row = dict(zip(heads, book.sheets[0].range("A3:AZ3").value, strict=True))
    taken = {head: row[head] for head in ("备注", "承运人", "收货人")}
    assert taken == {"备注": "客户自提", "承运人": "雨天改期公司", "收货人": "李收货"}
    added = dict(zip(heads, book.sheets[0].range("A4:AZ4").value, strict=True))
    assert (added["承揽编号"], added["数量"]) == ("CL-202611-ZS-001", 3)
    assert not copy.exists()
