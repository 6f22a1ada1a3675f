"""Buttons pressed in an open workbook, with the office on disk around it.

In LibreOffice and in what passes for Excel.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.people import cells, type_rows
from tests.desktop import Desktop, require_desktop
from tests.hosts.live.excel_model.facade import InExcel, document_of
from tests.hosts.live.programs import Program, desktop, excel, in_libreoffice, libreoffice
from tests.office.branch import ORDER, REGISTER
from tests.office.test_commit import settled
from xlsales.buttons import BY_ID, arguments_of
from xlsales.core.office import Call
from xlsales.core.outcome import Refusal
from xlsales.core.reply import mapped
from xlsales.core.row import Book
from xlsales.forms.collection import Invoice
from xlsales.forms.register import Order
from xlsales.hosts.files.host import OfficeHost, of_folder
from xlsales.hosts.files.moments import known_at
from xlsales.hosts.live.host import with_open
from xlsales.hosts.tools.undoing import PutBack
from xlsales.office.folder import HIDDEN
from xlsales.office.packages.package import identify, properties
from xlsales.office.saving import journal
from xlsales.office.saving.locks import Lock
from xlsales.office.unusable import Unusable
from xlsales.press import Pressed, press

__all__ = ["desktop", "excel", "libreoffice"]  # fixtures

TODAY = date(2026, 11, 24)


def book_of(host: OfficeHost) -> Book:
    """Return which workbook is open."""
    assert host.source.opened is not None
    return host.source.opened.book


def workbook_of(host: OfficeHost) -> Any:
    """Return the open workbook in its program."""
    assert host.source.opened is not None
    return host.source.opened.workbook


class Desk:
    """The register open in the window, and the folder it lies in."""

    def __init__(self, desktop: Program, root: Path) -> None:
        self.root = root
        self.path = root / REGISTER
        self.book: Any = desktop.open(self.path)

    def host(self) -> OfficeHost:
        return with_open(self.root, self.book, lock=Lock(self.root / ".xlsales", "张三"))

    def press(self, button_id: str, **given: Any) -> Pressed:
        button, host = BY_ID[button_id], self.host()
        args = arguments_of(button)(**given)
        moment = datetime(2026, 11, 24, 9, 0)
        pressed = press(host, button, Call(TODAY, args, book_of(host), "张三", moment))
        self.book = workbook_of(host)  # Undo opens it anew
        return pressed

    def orders(self) -> list[Order]:
        return list(self.host().cells.office(["register"]).rows(Order))

    def type(self, row: int, **values: Any) -> None:
        """Type cells and leave them unsaved."""
        sheet = self.book.sheets[Order.table.title.zh]
        heads = sheet.range("A2:AZ2").value
        for key, value in values.items():
            column = Order.table.by_key[key]
            sheet.range((row, heads.index(column.zh) + 1)).value = value


@pytest.fixture
def desk(desktop: Program, office: Path) -> Iterator[Desk]:
    opened = Desk(desktop, office)
    yield opened
    opened.book.close()


def submitted(desk: Desk) -> list[str]:
    return list(mapped(desk.press("submit").reply)["submitted"])


def on_disk(root: Path) -> list[dict[str, Any]]:
    return cells(root / REGISTER, "orders")


def test_what_nobody_saved_is_checked_and_saving_is_left_to_the_person(desk: Desk) -> None:
    desk.press("submit")  # from now on every row has its number
    before = desk.path.read_bytes()
    desk.type(3, quantity="many")
    pressed = desk.press("validate", annotate=True)
    assert ("quantity", "not-a-number") in [
        (f.place.column, f.rule.code) for f in pressed.outcome.findings if f.place.at.row == 3
    ]
    assert "many" in (desk.orders()[0].check or "")
    assert desk.path.read_bytes() == before
    settled(desk.root)


def test_what_was_typed_is_saved_before_numbers_are_given_and_undo_keeps_it(desk: Desk) -> None:
    desk.type(5, **{**ORDER, "remark": "typed and not saved"})
    given = submitted(desk)
    assert len(given) >= 2
    assert [row["order_no"] for row in on_disk(desk.root)] == [o.order_no for o in desk.orders()]
    settled(desk.root)

    undone = desk.press("undo")
    assert undone.reply == PutBack(restored=REGISTER)
    rows = desk.orders()
    assert [row.order_no for row in rows] == [None, None, None]
    assert rows[2].remark == "typed and not saved"
    assert on_disk(desk.root)[2]["remark"] == "typed and not saved"
    settled(desk.root)

    again = submitted(desk)
    assert not set(given) & set(again)  # a number given once stays used


def test_a_rename_changes_the_open_masters_and_the_closed_workbooks(
    desktop: Program, office: Path
) -> None:
    path = office / "基础资料.xlsx"
    book = desktop.open(path)
    try:
        book.sheets["客户"].range("B4").value = "二号客户"  # typed and not saved
        host = with_open(office, book, lock=Lock(office / ".xlsales", "张三"))
        for old, new, table in (("张三", "张珊", "people"), ("二号客户", "三号客户", "customers")):
            args = arguments_of(BY_ID["rename"])(table=table, old=old, new=new)  # type: ignore[call-arg]
            press(host, BY_ID["rename"], Call(TODAY, args, book_of(host), "张三"))
        assert book.sheets["人员"].range("A3").value == "张珊"
        assert book.sheets["客户"].range("B4").value == "三号客户"
    finally:
        book.close()
    assert cells(path, "people")[0]["name"] == "张珊"
    assert cells(path, "customers")[0]["salesperson"] == "张珊"
    assert {row["salesperson"] for row in on_disk(office)} == {"张珊"}
    identity = identify(office / REGISTER)
    assert identity is not None
    assert identity.book.owner == "张珊"
    settled(office)


def test_a_press_that_was_not_saved_can_be_taken_back(desk: Desk) -> None:
    desk.press("apply_fixes")
    assert [row.quantity for row in desk.orders()] == [20, 5]
    assert desk.orders()[1].bad == frozenset()
    desk.press("undo")
    sheet = desk.book.sheets[Order.table.title.zh]
    assert "5件" in [cell for row in sheet.range("A4:Z4").options(ndim=2).value for cell in row]
    with pytest.raises(Refusal, match="没有可以"):
        desk.press("undo")


def test_undo_asks_before_it_loses_what_was_typed_since(desk: Desk) -> None:
    desk.press("apply_fixes")
    desk.type(4, quantity=6)
    with pytest.raises(Refusal, match="之后又有改动"):
        desk.press("undo")
    desk.press("undo", force=True)
    assert [row.quantity for row in desk.orders()] == [20, 5]


def test_undo_from_a_backup_saves_what_was_typed_since_and_gives_it_up_when_told(
    desk: Desk,
) -> None:
    submitted(desk)
    desk.type(5, **{**ORDER, "remark": "typed since"})
    desk.press("undo", force=True)
    assert [row.order_no for row in desk.orders()] == [None, None]
    settled(desk.root)


@in_libreoffice
def test_one_undo_in_the_program_takes_a_whole_press_back(desk: Desk) -> None:
    before = [row.model_dump(warnings=False) for row in desk.orders()]
    desk.press("submit")
    document_of(desk.book).UndoManager.undo()
    assert [row.model_dump(warnings=False) for row in desk.orders()] == before


@in_libreoffice
def test_numbers_taken_back_in_the_program_alone_are_not_given_again(desk: Desk) -> None:
    given = submitted(desk)
    document_of(desk.book).UndoManager.undo()
    again = submitted(desk)
    assert not set(given) & set(again)


@pytest.mark.parametrize("excel", [False, True])
def test_a_program_that_was_killed_loses_nothing_that_was_saved(office: Path, excel: bool) -> None:
    require_desktop()
    with Desktop() as own:
        desk = Desk(InExcel(own) if excel else own, office)
        desk.type(5, **{**ORDER, "remark": "typed"})
        desk.press("submit")
        own.kill()
    for owner in office.rglob(".~lock*"):
        owner.unlink()
    assert len([row for row in on_disk(office) if row["order_no"]]) >= 2
    settled(office)


def test_a_read_only_workbook_is_refused_and_stays_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses() -> None:
        raise OSError("read-only")

    before = desk.path.read_bytes()
    host = desk.host()
    monkeypatch.setattr(type(workbook_of(host)), "save", lambda *_: refuses())
    button = BY_ID["submit"]
    with pytest.raises(Unusable, match="无法保存，操作未完成"):
        press(host, button, Call(TODAY, arguments_of(button)(), book_of(host), "张三"))
    assert [row.order_no for row in desk.orders()] == [None, None]
    assert desk.path.read_bytes() == before
    settled(desk.root)


def test_what_was_saved_is_put_back_when_the_rest_fails(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.press("submit")
    desk.type(5, **ORDER)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "append", full)
    with pytest.raises(Unusable):
        desk.press("submit")
    monkeypatch.undo()
    assert [bool(row["submitted_at"]) for row in on_disk(desk.root)] == [True, True, False]
    assert desk.orders()[-1].submitted_at is None
    settled(desk.root)
    desk.press("submit")
    assert all(row["submitted_at"] for row in on_disk(desk.root))
    settled(desk.root)


def test_a_copy_of_the_folder_is_another_office(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(desk.root, copy)
    with pytest.raises(Unusable, match="不是本系统的标准工作簿"):
        with_open(copy, desk.book)


def test_what_a_button_gave_is_put_back_in_the_window_and_a_typed_number_waits(desk: Desk) -> None:
    desk.press("apply_fixes")
    submitted(desk)
    given = {"given-cell-typed-over", "not-given-by-a-press"}

    def said(pressed: Pressed) -> list[tuple[str, int, str | None]]:
        return [
            (f.rule.code, f.place.at.row, f.place.column)
            for f in pressed.outcome.findings
            if f.rule.code in given
        ]

    desk.type(3, tax_rate=0.5)
    desk.type(5, **{**ORDER, "order_no": "CL-202611-ZS-070"})
    before = desk.path.read_bytes()
    both = [("given-cell-typed-over", 3, "tax_rate"), ("not-given-by-a-press", 5, "order_no")]
    assert said(desk.press("validate", annotate=True)) == both
    assert said(desk.press("validate", annotate=True)) == both[1:]
    sheet = desk.book.sheets[Order.table.title.zh]
    heads = sheet.range("A2:AZ2").value
    assert sheet.range((3, heads.index("税率") + 1)).value == 0.13
    assert sheet.range((5, heads.index("承揽编号") + 1)).value == "CL-202611-ZS-070"
    assert desk.path.read_bytes() == before  # saving is left to the person
    desk.press("undo")  # the mark of the second press, then what the first put back
    settled(desk.root)


def test_what_a_workbook_keeps_of_credit_days_is_kept_in_the_window_too(
    desktop: Program, office: Path
) -> None:
    ledger = office / "回款/回款台账-2026.xlsx"
    bill = {"invoice_no": "A", "date": date(2026, 11, 20), "customer": "东风机械厂", "amount": 100}
    type_rows(ledger, "invoices", bill)
    book: Any = desktop.open(ledger)

    def due() -> date | None:
        host = with_open(office, book, lock=Lock(office / ".xlsales", "张三"))
        button = BY_ID["refresh"]
        press(host, button, Call(TODAY, arguments_of(button)(), book_of(host), "张三"))
        kept = host.cells.infos[book_of(host)].properties
        assert kept["xlsales.credit.东风机械厂"] == "30"
        (row,) = host.cells.office(["collection"]).rows(Invoice)
        return row.due_date

    assert due() == date(2026, 12, 20)
    sheet = book.sheets[Invoice.table.title.zh]
    heads = sheet.range("A2:AZ2").value
    sheet.range((3, heads.index("开票日期") + 1)).value = datetime(2026, 7, 20)
    assert due() == date(2026, 8, 19)
    book.save()
    assert properties(ledger, zipfile.ZipFile(ledger))["xlsales.credit.东风机械厂"] == "30"
    book.close()


def test_an_older_content_is_refused_in_the_window_too(desktop: Program, office: Path) -> None:
    desk = Desk(desktop, office)
    old = desk.path.read_bytes()
    given = submitted(desk)
    desk.book.close()
    desk.path.write_bytes(old)
    desk = Desk(desktop, office)
    for button in ("submit", "validate", "undo"):
        with pytest.raises(Unusable, match="已被换回旧内容"):
            desk.press(button, **({"annotate": True} if button == "validate" else {}))
    assert desk.path.read_bytes() == old
    desk.press("undo", forward=True)
    assert [row.order_no for row in desk.orders()][: len(given)] == given
    desk.press("submit")
    settled(desk.root)
    desk.book.close()


def test_a_press_that_nobody_saved_leaves_no_older_content(desktop: Program, office: Path) -> None:
    desk = Desk(desktop, office)
    desk.press("submit")
    before = desk.path.read_bytes()
    for quantity in ("7件", "8件"):
        desk.type(3, quantity=quantity)
        desk.press("apply_fixes")
    assert desk.path.read_bytes() == before
    desk.book.close()
    assert of_folder(office).source.folder.older == {}
    desk = Desk(desktop, office)
    desk.press("refresh")
    desk.book.save()
    assert of_folder(office).source.folder.older == {}
    desk.press("submit")
    desk.book.close()
    assert of_folder(office).source.folder.older == {}


# --- what was known ------------------------------------------------------------------------------


def pressed_on(desk: Desk, day: int, button_id: str, **given: Any) -> None:
    button, host = BY_ID[button_id], desk.host()
    moment = datetime(2026, 11, day, 9)
    args = arguments_of(button)(**given)
    press(host, button, Call(moment.date(), args, book_of(host), "张三", moment))
    desk.book = workbook_of(host)


def rows_of(host: OfficeHost) -> list[dict[str, Any]]:
    names = [column.key for column in Order.table.columns if column.by.value != "macro"]
    found = host.cells.office(["register"]).rows(Order)
    return sorted(({name: getattr(row, name) for name in names} for row in found), key=str)


def lines(root: Path) -> list[dict[str, Any]]:
    (path,) = (root / HIDDEN / "journal").glob("*.jsonl")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@in_libreoffice
def test_what_a_window_left_unsaved_is_known_from_when_its_file_holds_it(desk: Desk) -> None:
    then: dict[int, list[dict[str, Any]]] = {}
    pressed_on(desk, 24, "submit")
    then[24] = rows_of(of_folder(desk.root))
    desk.type(5, **{**ORDER, "quantity": 3, "order_date": date(2026, 11, 4)})
    pressed_on(desk, 25, "copy_order")
    assert lines(desk.root)[-1]["unsaved"]
    desk.type(6, quantity=4)
    then[25] = rows_of(of_folder(desk.root))
    assert then[25] == then[24]
    desk.book.save()
    pressed_on(desk, 26, "submit")
    assert lines(desk.root)[-1]["brought"]
    then[26] = rows_of(of_folder(desk.root))
    assert len(then[26]) == len(then[24]) + 2
    pressed_on(desk, 27, "undo")
    then[27] = rows_of(of_folder(desk.root))
    for day, found in then.items():
        assert rows_of(known_at(desk.root, datetime(2026, 11, day, 9))) == found, day
