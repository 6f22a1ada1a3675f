"""Closed workbooks: read as they are, saved all or none, with what people typed left alone."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from xlsales.core.outcome import Append, SetCells, SetProperty
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.register import Order, Prospect
from xlsales.hosts.files.host import of_folder
from xlsales.hosts.opening import make, open_office
from xlsales.office.saving import keeping
from xlsales.office.unusable import Unusable

REGISTER = Book("register", "张三", 2026)


@pytest.fixture(params=list(Lang))
def root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    place = tmp_path / "办公 室"
    open_office(place, 2026, request.param)
    make(place, REGISTER, request.param)
    return place


def bare(**cells: Any) -> Order:
    """A row with these cells alone, as a macro may leave the rest to people."""
    return Order.model_construct(**cells)


def edit(root: Path, **cells: Any) -> None:
    """Type into row 3 of the register as Excel would save it."""
    host = of_folder(root)
    workbook = openpyxl.load_workbook(host.path(REGISTER))
    sheet: Any = next(s for s in workbook.worksheets if "orders" in s.tables)
    heads = {cell.value: cell.column for cell in sheet[2]}
    for key, value in cells.items():
        column = Order.table.by_key[key]
        at = next(heads[word] for word in column.words if word in heads)
        sheet.cell(3, at).value = value
    workbook.save(host.path(REGISTER))


def order(root: Path) -> Order:
    (found,) = of_folder(root).cells.office(["register"]).rows(Order)
    return found


def codes(root: Path) -> list[tuple[str | None, str]]:
    findings = of_folder(root).cells.office(["register"]).findings
    return [(f.place.column, f.rule.code) for f in findings if f.rule.code != "required"]


def test_what_is_typed_is_read_exactly(root: Path) -> None:
    edit(root, order_date=date(2026, 11, 3), quantity=3, unit_price=12.335, customer="东风")
    found = order(root)
    assert found.at == (REGISTER, 3)
    assert found.unit_price == Decimal("12.335")
    assert found.order_date == date(2026, 11, 3)


def test_a_long_number_in_a_code_keeps_every_digit(root: Path) -> None:
    edit(root, customer="东风", contract_no=987654)
    path = of_folder(root).path(REGISTER)
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in members.items():
            package.writestr(name, data.replace(b"<v>987654<", b"<v>110101199001011234<"))
    assert order(root).contract_no == "110101199001011234"
    assert ("contract_no", "number-in-code") in codes(root)


def test_error_cells_and_formulas_are_seen(root: Path) -> None:
    edit(root, customer="东风", remark="#N/A", quantity="=1+1", amount="=2*3")
    found = codes(root)
    assert ("remark", "error-cell") in found
    assert ("quantity", "formula-without-value") in found
    assert ("amount", "formula-in-macro-column") in found


def test_an_array_formula_is_a_formula_too(root: Path) -> None:
    edit(root, customer="东风", quantity=ArrayFormula("L3:L3", "=SUM(1,2)"))
    assert ("quantity", "formula-without-value") in codes(root)


def test_edits_are_saved_and_read_back(root: Path) -> None:
    edit(root, customer="东风", quantity=3)
    host = of_folder(root)
    (found,) = host.cells.office(["register"]).rows(Order)
    host.cells.apply(
        [
            SetCells(found, {"amount": Decimal("12.30"), "remark": "=1+1", "order_no": "0012"}),
            SetProperty(REGISTER, "xlsales.last.CL-202611-ZS", "12"),
        ]
    )
    host.saver.commit({"文档/说明.txt": b"whole"}, keep=3)
    again = of_folder(root)
    (read,) = again.cells.office(["register"]).rows(Order)
    assert (read.amount, read.remark, read.order_no) == (Decimal("12.3"), "=1+1", "0012")
    assert read.quantity == 3
    assert again.cells.infos[REGISTER].properties["xlsales.last.CL-202611-ZS"] == "12"
    assert (root / "文档/说明.txt").read_bytes() == b"whole"
    assert [p.name for p in root.rglob("*.part")] == []


def test_a_text_never_becomes_a_formula(root: Path) -> None:
    host = of_folder(root)
    host.cells.apply([Append(REGISTER, (bare(customer="=HYPERLINK(1)"),))])
    host.saver.commit({}, keep=3)
    sheet: Any = openpyxl.load_workbook(host.path(REGISTER)).worksheets[0]
    cell = next(c for row in sheet.iter_rows(min_row=3) for c in row if c.value == "=HYPERLINK(1)")
    assert cell.data_type == "s"


def test_a_table_grows_over_the_rows_added(root: Path) -> None:
    host = of_folder(root)
    rows = tuple(bare(customer=f"客户{n}") for n in range(5))
    host.cells.apply([Append(REGISTER, rows)])
    host.saver.commit({}, keep=3)
    workbook = openpyxl.load_workbook(host.path(REGISTER))
    table = next(s.tables["orders"] for s in workbook.worksheets if "orders" in s.tables)
    assert table.ref.endswith("7")
    assert table.autoFilter.ref == table.ref
    assert len(of_folder(root).cells.office(["register"]).rows(Order)) == 5


def test_nothing_is_saved_when_one_workbook_cannot_be(root: Path) -> None:
    host = of_folder(root)
    plan = Book("plan", "", 2026)
    host.cells.office(["register", "plan"])
    host.cells.apply(
        [
            Append(REGISTER, (bare(customer="东风"),)),
            SetProperty(plan, "xlsales.last.RW-202611", "1"),
        ]
    )
    before = {p: p.read_bytes() for p in root.rglob("*.xlsx")}
    lock = host.path(plan).with_name(f".~lock.{host.path(plan).name}#")
    lock.write_text(",赵计划,PC,now,x;", "utf-8")
    with pytest.raises(Unusable, match="赵计划"):
        host.saver.commit({"说明.txt": b"x"}, keep=3)
    assert {p: p.read_bytes() for p in root.rglob("*.xlsx")} == before
    assert not (root / "说明.txt").exists()
    assert list(root.rglob("*.part")) == []


def test_a_disk_that_is_full_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device", "x")

    host = of_folder(root)
    host.cells.office(["register"])
    host.cells.apply([Append(REGISTER, (bare(customer="东风"),))])
    before = {p: p.read_bytes() for p in root.rglob("*.xlsx")}
    monkeypatch.setattr(keeping, "flush", full)
    with pytest.raises(Unusable, match="写入失败"):
        host.saver.commit({}, keep=3)
    assert {p: p.read_bytes() for p in root.rglob("*.xlsx")} == before
    assert list(root.rglob("*.part")) == []


def test_the_last_backups_are_kept(root: Path) -> None:
    for n in range(5):
        host = of_folder(root)
        host.cells.apply([SetProperty(REGISTER, "xlsales.last.CL-202611-ZS", str(n))])
        host.saver.commit({}, keep=3)
    kept = sorted((root / ".xlsales/backups").rglob("*.xlsx"))
    assert [path.stem for path in kept] == ["000003", "000004", "000005"]


def test_a_document_is_never_overwritten(root: Path) -> None:
    for content in (b"first", b"second"):
        of_folder(root).saver.commit({"单据.txt": content}, keep=3)
    assert (root / "单据.txt").read_bytes() == b"first"
    assert (root / "单据 (2).txt").read_bytes() == b"second"


def test_a_score_computed_again_replaces_itself_until_it_is_approved(root: Path) -> None:
    def save(content: Any) -> list[str]:
        made = of_folder(root).saver.commit(
            {"考核表.xlsx": content}, keep=3, replacing=["考核表.xlsx"]
        )
        return [path.name for path in made]

    def sheet(**properties: str) -> bytes:
        from io import BytesIO

        from openpyxl.packaging.custom import StringProperty

        workbook = openpyxl.Workbook()
        for name, value in properties.items():
            custom: Any = workbook.custom_doc_props  # type: ignore[attr-defined]  # not in the stubs
            custom.append(StringProperty(name=name.replace("_", "."), value=value))
        data = BytesIO()
        workbook.save(data)
        return data.getvalue()

    assert save(sheet()) == ["考核表.xlsx"]
    assert save(sheet(xlsales_approved="王经理")) == ["考核表.xlsx"]
    assert save(sheet()) == ["考核表 (2).xlsx"]


def test_a_workbook_that_lacks_a_table_says_so_and_the_others_are_read(root: Path) -> None:
    host = of_folder(root)
    workbook = openpyxl.load_workbook(host.path(REGISTER))
    del workbook[Prospect.table.title.said(host.cells.lang)]
    workbook.save(host.path(REGISTER))
    edit(root, customer="东风")
    office = of_folder(root).cells.office(["register"])
    assert [f.place.table for f in office.findings if f.rule.code == "missing-table"] == [
        Prospect.table
    ]
    assert [found.customer for found in office.rows(Order)] == ["东风"]


def test_somebodys_own_unreadable_file_stops_nobody_and_is_told(root: Path) -> None:
    (root / "工资.xlsx").write_bytes(b"no workbook")
    host = of_folder(root)
    assert host.cells.office(["register"]).rows(Order) == ()
    (told,) = host.source.recovered
    assert "工资.xlsx" in told.zh
    assert "was not read" in told.en


def test_an_unreadable_file_that_was_backed_up_once_is_the_offices_own(root: Path) -> None:
    (home,) = [path for path in root.rglob("*.xlsx") if of_folder(root).path(REGISTER) == path]
    renamed = home.with_name("我的表.xlsx")
    home.rename(renamed)
    host = of_folder(root)
    host.cells.apply([Append(REGISTER, (bare(remark="x"),))])
    host.saver.commit({}, 20)
    renamed.write_bytes(b"no workbook")
    host = of_folder(root)
    assert host.source.recovered == []
    with pytest.raises(Unusable):
        host.cells.office(["register"])


def test_a_workbook_saved_between_looking_and_reading_is_not_mixed_with_the_others(
    root: Path,
) -> None:
    host = of_folder(root)
    edit(root, remark="typed in this very moment")
    with pytest.raises(Unusable, match="期间被改动"):
        host.cells.office(["register"])
