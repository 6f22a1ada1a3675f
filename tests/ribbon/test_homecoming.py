"""*Merge copy* at a click: the copies of the open workbook, what conflicts side by side, what is taken."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.people import cells
from tests.office.branch import REGISTER, must
from tests.office.test_copies import typed
from tests.ribbon.people import Recorder
from tests.ribbon.test_click import click
from xlsales.core.finding import Severity

COPY = "承揽登记/承揽登记-张三-2026 - 副本.xlsx"


def test_without_a_copy_it_says_where_to_put_one(office: Path) -> None:
    desk = Recorder()
    click(office, REGISTER, "merge_copy", desk)
    ((told, severity),) = desk.said
    assert told.startswith("办公文件夹中没有本工作簿的副本。")
    assert severity is Severity.INFO
    assert desk.forms == []


def test_what_both_changed_stands_side_by_side_and_what_is_ticked_comes_from_the_copy(
    office: Path,
) -> None:
    must(office, "refresh", f"{{}}/{REGISTER}")
    shutil.copy(office / REGISTER, office / COPY)
    numbers = [row["order_no"] for row in cells(office / REGISTER, "orders")]
    for path, said in ((REGISTER, "原处"), (COPY, "副本所写")):
        typed(office / path, "orders", 0, "remark", said)
        typed(office / path, "orders", 1, "remark", said)
    typed(office / COPY, "orders", 0, "customer_wish", "2026-12-05")
    desk = Recorder({"take": (f"theirs {numbers[1]}.remark",)})
    click(office, REGISTER, "merge_copy", desk)
    (form,) = desk.forms
    (field,) = form.fields
    assert field.heads == ("表", "编号", "列", "原工作簿", "副本", "共同旧版", "取哪一方")
    first, one, other, second, comes = (line.cells for line in field.lines)
    assert first[0] == "双方均有改动，选中的取副本（2 处）"
    sides = ("原工作簿：原处", "副本：副本所写", "共同旧版：空白")
    assert one == ("承揽登记", numbers[0], "备注", *sides, None)
    assert other[1] == numbers[1]
    assert second[0] == "从副本并入（1 处）"
    assert comes[1:3] == (numbers[0], "客户要求")
    assert [row["remark"] for row in cells(office / REGISTER, "orders")][:2] == ["原处", "副本所写"]
    assert not (office / COPY).exists()
    assert "已将" in desk.told
