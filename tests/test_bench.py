"""The office that ``make bench`` measures: as Excel saves it, and as well kept as a real one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from bench.office import make, workbooks
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.flow.checks.validation import findings
from xlsales.forms.choices import Kind
from xlsales.forms.register import Order
from xlsales.hosts.files.host import of_folder
from xlsales.office.folder import HIDDEN
from xlsales.office.packages.package import opened
from xlsales.office.reading.reader import read_workbook

ORDERS = 800
MINE = Book("register", "张三", 2026)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("bench") / "office"
    make(found, ORDERS)
    return found


def test_two_findings_in_a_hundred_orders(root: Path) -> None:
    cells = of_folder(root).cells
    office = cells.office(tuple(Kind))
    codes = Counter(
        found.rule.code
        for book in cells.infos
        for found in findings(office, book, dt.date(2026, 11, 24))
    )
    assert set(codes) == {
        "number-as-text", "order-twice", "required-not-working", "signed-not-out"
    }  # fmt: skip
    assert ORDERS // 100 <= codes.total() <= ORDERS * 3 // 100


def test_saving_as_excel_shares_the_texts_and_changes_none(root: Path) -> None:
    (path,) = root.glob("承揽登记/*张三*.xlsx")
    (before,) = (root / HIDDEN).glob("newest/承揽登记-张三*/*.xlsx")  # as the product wrote it
    with opened(path) as package:
        assert b"inlineStr" not in package.read("xl/worksheets/sheet1.xml")
    (now,) = read_workbook(path, MINE, Lang.ZH, [Order.table])
    (then,) = read_workbook(before, MINE, Lang.ZH, [Order.table])
    for key in Order.table.by_key:
        pairs = zip(
            now.column(key, range(len(now.cells))),
            then.column(key, range(len(then.cells))),
            strict=True,
        )
        texts = [(a, b) for a, b in pairs if a != b]
        assert all(key == "quantity" and float(str(a)) == b for a, b in texts)
    assert len(workbooks(root)) < len(list(root.rglob("*.xlsx")))
