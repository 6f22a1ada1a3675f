"""Dialogs, messages and lists in a real LibreOffice window, used by keys; and a whole click.

Pictures of them are kept in the folder that XLSALES_PICTURES names, to be looked at.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.people import cells, type_rows
from tests.desktop import Desktop, require_desktop
from tests.office.branch import DELIVERY, ORDER, PLAN, REGISTER, must
from tests.ribbon.test_likely import NOTE, scene
from xlsales.buttons import BY_ID
from xlsales.core.finding import Severity
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import Listing
from xlsales.forms.register import Order
from xlsales.libreoffice.bridge import load_uno, remote_context, struct
from xlsales.ribbon.desk import Spot, View, Wish
from xlsales.ribbon.fields import Kind, Likely, Line, Option, settled
from xlsales.ribbon.form import Form, form_of
from xlsales.ribbon.likely import likely
from xlsales.ribbon.papers import NextArgs, Wanted, offer
from xlsales.ribbon.scene import Selection
from xlsales.ribbon.sheets import lay_out, selection_of
from xlsales.ribbon.uno_form import UnoDesk


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    require_desktop()
    with Desktop("zh-CN") as made:
        yield made


@pytest.fixture(scope="module")
def root(month: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("window") / "办公室"
    shutil.copytree(month, made)
    return made


@pytest.fixture(scope="module")
def desk(desktop: Desktop, root: Path) -> UnoDesk:
    book = desktop.open(root / REGISTER)
    made = UnoDesk(remote_context(desktop.pipe), book.api)
    made.title = Words("测试", "Test")
    return made


def picture(desktop: Desktop, name: str) -> None:
    folder = os.environ.get("XLSALES_PICTURES")
    if folder:
        desktop.screenshot(Path(folder) / f"{name}.png")


def meanwhile(
    desktop: Desktop, name: str, blocking: Callable[[], Any], hands: Callable[[], None]
) -> Any:
    """Do something that waits for a person, and be that person once there is a window more."""
    before = set(desktop.window_ids())
    found: list[Any] = []
    waiting = threading.Thread(target=lambda: found.append(blocking()), daemon=True)
    waiting.start()
    desktop.wait(lambda: set(desktop.window_ids()) - before)
    last = ""
    for _ in range(20):  # until it is painted
        if last == (last := _looks(desktop)):
            break
    picture(desktop, name)
    hands()
    for _ in range(5):
        waiting.join(5)
        if not waiting.is_alive():
            break
        for window in set(desktop.window_ids()) - before:
            desktop.press_again(window)
    assert not waiting.is_alive(), "it still waits for a person"
    return found[0]


def _looks(desktop: Desktop) -> str:
    """Return a fingerprint of the screen."""
    environment = os.environ | {"DISPLAY": desktop.display}
    command = [shutil.which("import") or "import", "-window", "root", "-depth", "8", "rgb:-"]
    seen = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    return str(hash(seen))


def pressed(desktop: Desktop, book: Any, button: str) -> subprocess.Popen[bytes]:
    """Start what a click on a button of the workbook starts."""
    command = [sys.executable, "-m", "xlsales.ribbon.libreoffice", "--pipe", desktop.pipe]
    command += ["--document", book.api.RuntimeUID, "--button", button]
    return subprocess.Popen(command, env=os.environ | {"XLSALES_TODAY": "2026-11-24"})


def form(root: Path, name: str, button_id: str, *marked: Any) -> Form:
    button = BY_ID[button_id]
    found = likely(button, scene(root, name, button, marked or None))
    return form_of(button, found, Lang.ZH, 2026)


def test_enter_takes_what_is_proposed(desktop: Desktop, desk: UnoDesk, root: Path) -> None:
    asked = form(root, PLAN, "consolidate")
    given = meanwhile(
        desktop, "consolidate", lambda: desk.ask(asked), lambda: desktop.key("Return")
    )
    assert given == {"month": "2026-11"}


def test_enter_opens_what_was_made_and_escape_does_nothing(desktop: Desktop, desk: UnoDesk) -> None:
    said = Words(
        "已开送货单 SH-202611-ZS-002，共 1 行。\n已生成：送货单-SH-202611-ZS-002.xlsx", "Made."
    )
    asked = offer(BY_ID["issue_note"], said, Lang.ZH)
    given = meanwhile(desktop, "offer", lambda: desk.ask(asked), lambda: desktop.key("Return"))
    assert asked.read(given) == NextArgs(then=Wanted.OPEN)
    given = meanwhile(
        desktop, "offer-escape", lambda: desk.ask(asked), lambda: desktop.key("Escape")
    )
    assert given is None


def test_what_is_typed_takes_the_place_of_what_is_there(
    desktop: Desktop, desk: UnoDesk, root: Path
) -> None:
    asked = form(root, PLAN, "consolidate")

    def hands() -> None:
        desktop.type("2026/12")
        desktop.key("Return")

    given = meanwhile(desktop, "typed", lambda: desk.ask(asked), hands)
    assert given == {"month": "2026/12"}


def test_escape_is_cancel(desktop: Desktop, desk: UnoDesk, root: Path) -> None:
    asked = form(root, DELIVERY, "sign_off")
    assert (
        meanwhile(desktop, "sign_off", lambda: desk.ask(asked), lambda: desktop.key("Escape"))
        is None
    )


def test_tab_goes_from_field_to_field(desktop: Desktop, desk: UnoDesk, root: Path) -> None:
    asked = form(root, DELIVERY, "sign_off")

    def hands() -> None:
        desktop.key("Tab")
        desktop.type("2026-11-23")
        desktop.key("Tab")
        desktop.type("Li")
        desktop.key("Tab", "Tab")
        desktop.type("4")
        desktop.key("Return")

    given = meanwhile(desktop, "sign_off_typed", lambda: desk.ask(asked), hands)
    assert asked.fields[0].chosen(given["note"]) == NOTE
    assert (given["date"], given["by"], given["qty"][0]) == ("2026-11-23", "Li", ("", "4"))


def test_a_form_with_every_kind_of_field(desktop: Desktop, desk: UnoDesk, root: Path) -> None:
    asked = form(root, DELIVERY, "return_goods", "deliveries", 3, 3)
    wrong = asked.read({})
    assert isinstance(wrong, tuple)

    def hands() -> None:
        desktop.type("2")
        desktop.key("Return")

    again = asked.again({}, *wrong)
    given = meanwhile(desktop, "return_goods_wrong", lambda: desk.ask(again), hands)
    assert dict(given)["order"][0][1] == "2"  # the cursor was where the first thing is wrong


def test_a_cell_that_is_not_to_be_mended_is_left_by_the_space_key(
    desktop: Desktop, desk: UnoDesk, root: Path
) -> None:
    asked = form(root, REGISTER, "apply_fixes")
    hands = lambda: desktop.key("space", "Return")  # noqa: E731  # a line
    given = meanwhile(desktop, "apply_fixes", lambda: desk.ask(asked), hands)
    assert given == {"cell": ("orders.5.required_date",)}


def many(count: int) -> Form:
    """Return a form of so many cells to mend, with a name to choose among three at the end."""
    lines = [Line((f"共 {count} 处", "", "", ""), leads=True)]
    for row in range(3, count + 3):
        choice = Option(f"orders.{row}.quantity", str(row * 100))
        said = "“1,200 件”是文本，按数字读取。可用“一键修正”改为数字。"
        lines.append(Line((f"承揽登记 第 {row} 行 数量", f"{row * 100} 件", None, said), (choice,)))
    names = tuple(Option(f"orders.9.customer={name}", name) for name in ("甲厂", "乙厂", "丙厂"))
    lines.append(Line(("共 1 处，请选名称", "", "", ""), leads=True))
    lines.append(Line(("承揽登记 第 9 行 客户", "申厂", None, "客户表中没有“申厂”。"), names))
    ticks = tuple(f"orders.{row}.quantity" for row in range(3, count + 3))
    heads = ("位置", "现在的值", "改为", "说明")
    known = Likely(ticks, kind=Kind.TICKS, required=True, lines=tuple(lines), heads=heads)
    return form_of(BY_ID["apply_fixes"], {"code": settled(), "cell": known}, Lang.ZH, 2026)


def test_two_hundred_fixes_are_paged_through(desktop: Desktop, desk: UnoDesk) -> None:
    asked = many(200)

    def hands() -> None:
        desktop.key("space")  # the first is left
        desktop.key(*["alt+n"] * 12)
        time.sleep(1)
        picture(desktop, "many_fixes_end")
        desktop.key("Return")

    given = meanwhile(desktop, "many_fixes", lambda: desk.ask(asked), hands)
    assert given["cell"] == tuple(f"orders.{row}.quantity" for row in range(4, 203))


def test_messages_and_questions(desktop: Desktop, desk: UnoDesk) -> None:
    words = Words("检查了 3 行。\n提醒 1 处。", "Checked")
    meanwhile(
        desktop, "say", lambda: desk.say(words, Severity.WARNING), lambda: desktop.key("Return")
    )
    yes = meanwhile(desktop, "confirm", lambda: desk.confirm(words), lambda: desktop.key("alt+y"))
    no = meanwhile(desktop, "confirm", lambda: desk.confirm(words), lambda: desktop.key("Escape"))
    assert (yes, no) == (True, False)


def test_a_list_and_going_to_its_row(desktop: Desktop, desk: UnoDesk) -> None:
    rows = tuple((f"事项 {i}", i * 100) for i in range(40))
    view = View(
        "今日待办",
        ("待办 40 件。",),
        (Listing("待办", ("what", "row"), rows),),
        {1: Spot("", "o", 5)},
    )
    close = meanwhile(desktop, "view", lambda: desk.show(view), lambda: desktop.key("Escape"))
    assert close is None
    gone = meanwhile(
        desktop, "view", lambda: desk.show(view), lambda: desktop.key("Down", "Return")
    )
    assert gone == Wish(1)


def test_several_lists(desktop: Desktop, desk: UnoDesk) -> None:
    one = Listing("得分", ("subject", "score"), (("张三", 90),))
    two = Listing("扣分", ("rule_no", "points"), (("K1", 10),))
    view = View("我的得分", ("期间：2026-11",), (one, two))
    hands = lambda: desktop.key("Escape")  # noqa: E731  # one line beside the other
    assert meanwhile(desktop, "views", lambda: desk.show(view), hands) is None


def test_a_result_in_a_new_workbook(desktop: Desktop, desk: UnoDesk) -> None:
    rows = (("=1+1", Decimal("1234.5"), dt.date(2026, 11, 3)), ("007", None, None))
    view = View("今日待办", ("待办 2 件。",), (Listing("待办", ("what", "total", "due"), rows),))
    lay_out(desktop.app, view, Lang.ZH)
    book = desktop.app.books.active
    cells = book.sheets[0].range("A1:C6").value
    book.close()
    assert cells[0][0] == "今日待办"
    assert cells[3:] == [
        ["待办", None, None],
        ["事项", "合计", "到期"],
        ["=1+1", 1234.5, "2026-11-03"],
    ]


def test_a_whole_click(desktop: Desktop, desk: UnoDesk, root: Path) -> None:
    """The program that the extension starts, on a workbook with an unsaved row."""
    book = desktop.open(root / REGISTER)
    command = [sys.executable, "-m", "xlsales.ribbon.libreoffice", "--pipe", desktop.pipe]
    command += ["--document", book.api.RuntimeUID, "--button", "order_story"]
    sheet = book.sheets.active
    sheet.range("A3").select()

    def click() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)

    done = meanwhile(desktop, "click", click, lambda: desktop.key("Escape"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_two_of_five_selected_rows_are_submitted(
    desktop: Desktop, month: Path, tmp_path: Path
) -> None:
    office = tmp_path / "五行"
    shutil.copytree(month, office)
    register = "承揽登记/五行.xlsx"  # another register of that name is open
    (office / REGISTER).rename(office / register)
    must(office, "fix", "{}/" + register)
    rows = [
        {**ORDER, "quantity": n, "required_date": dt.date(2026, 12, 17)} for n in (30, 31, 32, 33)
    ]
    type_rows(office / register, "orders", *rows)
    book = desktop.open(office / register)
    controller = book.api.CurrentController
    controller.select(controller.ActiveSheet.getCellRangeByName("A6:F7"))
    running = pressed(desktop, book, "submit")
    for name in ("submit_preview", "submit_done"):
        desktop.wait(lambda: "上报" in desktop.windows())
        time.sleep(0.6)  # until it is painted
        picture(desktop, name)
        desktop.answer("上报")
    assert running.wait(180) == 0
    new = [n for n, row in enumerate(cells(office / register, "orders"), 3) if row["submitted_at"]]
    assert new == [3, 4, 6, 7]  # the first two were so before


def test_rows_that_are_hidden_or_filtered_out_are_not_among_the_selected(
    desktop: Desktop, root: Path
) -> None:
    book = desktop.open(root / REGISTER)
    controller = book.api.CurrentController
    sheet = controller.ActiveSheet
    rows = 2 + len(cells(root / REGISTER, "orders"))

    def selected(*areas: str) -> Selection:
        ranges = book.api.createInstance("com.sun.star.sheet.SheetCellRanges")
        for area in areas:
            ranges.addRangeAddress(sheet.getCellRangeByName(area).RangeAddress, False)
        controller.select(ranges)
        return selection_of(book)

    assert rows == 5
    assert selected("A3:C3", "A5:F5") == Selection("orders", (3, 5), True)
    assert selected("A3", "A5") == Selection("orders", (3, 5), True)
    assert selected("A1:AMJ1048576") == Selection("orders", (), False)  # nobody chose any
    sheet.Rows.getByIndex(3).IsVisible = False
    try:
        assert selected("A3:C5") == Selection("orders", (3, 5), True)
    finally:
        sheet.Rows.getByIndex(3).IsVisible = True
    table = sheet.getCellRangeByName(f"A2:AF{rows}")
    quantity = list(Order.table.by_key).index("quantity")
    descriptor = table.createFilterDescriptor(True)
    descriptor.ContainsHeader = True
    field = struct(
        "com.sun.star.sheet.TableFilterField",
        Field=quantity,
        Operator=load_uno().Enum("com.sun.star.sheet.FilterOperator", "EQUAL"),
        IsNumeric=True,
        NumericValue=8.0,
    )
    descriptor.setFilterFields((field,))
    table.filter(descriptor)
    try:
        assert sheet.Rows.getByIndex(2).IsFiltered
        assert selected("A3:C5") == Selection("orders", (4,), True)
        assert selected("A1:AMJ1048576").rows == (1, 2, 4)  # the whole sheet: what it shows
    finally:
        table.filter(table.createFilterDescriptor(True))


def test_what_is_typed_in_a_window_is_remembered_and_put_back_there(
    desktop: Desktop, month: Path, tmp_path: Path
) -> None:
    office = tmp_path / "来历"
    shutil.copytree(month, office)
    register = "承揽登记/来历.xlsx"  # another register of that name is open
    (office / REGISTER).rename(office / register)
    book = desktop.open(office / register)
    sheet = book.sheets.active
    at = [c.key for c in Order.table.columns].index("quantity") + 1
    sheet.range((3, at)).value = 19  # and not saved
    sheet.range((3, at)).select()

    def answered(title: str, name: str, *keys: str) -> None:
        desktop.wait(lambda: title in desktop.windows())
        time.sleep(0.6)  # until it is painted
        picture(desktop, name)
        desktop.key(*keys) if keys else desktop.answer(title)

    running = pressed(desktop, book, "refresh")
    answered("刷新", "history_refresh")
    assert running.wait(180) == 0
    sheet.range((3, at)).select()
    running = pressed(desktop, book, "history")
    answered("来历", "history", *["Down"] * 20, "Tab", "space")
    answered("恢复此值", "history_put_back")
    assert running.wait(180) == 0
    assert sheet.range((3, at)).value == 20
    (row,) = json.loads(
        must(office, "history", "CL-202611-ZS-001", "{}", "--table", "orders", "--json")
    )["rows"]
    assert [(c["before"], c["after"], c["how"]) for c in row["changes"]][-2:] == [
        ("20", "19", "typed"),
        ("19", "20", "put_back"),
    ]
    book.close()


def test_a_note_is_made_and_saved_as_a_pdf_and_as_a_picture(
    desktop: Desktop, month: Path, tmp_path: Path
) -> None:
    office = tmp_path / "存成"
    shutil.copytree(month, office)
    delivery = "送货/存成.xlsx"  # another of that name may be open
    (office / DELIVERY).rename(office / delivery)
    order = {"order_no": "CL-202611-ZS-001", "date": dt.date(2026, 11, 24)}
    type_rows(office / delivery, "deliveries", {**order, "quantity": 5}, {**order, "quantity": 6})
    book = desktop.open(office / delivery)
    controller, title = book.api.CurrentController, BY_ID["issue_note"].words.zh
    for row, wanted in ((4, "存成 PDF"), (5, "存成图片（每页一张）")):
        controller.select(controller.ActiveSheet.getCellRangeByName(f"A{row}:E{row}"))
        running = pressed(desktop, book, "issue_note")
        desktop.answer(title)  # which orders
        desktop.answer(title)  # what will be done
        desktop.choose(title, wanted)
        picture(desktop, f"note_{row}")
        desktop.answer(title)
        desktop.wait(lambda: desktop.says(title, "已存在单据旁边"), 180)
        desktop.answer(title)
        assert running.wait(60) == 0
    made = {path.name for path in (office / "送货").glob("*.p*")}
    assert made == {
        "送货单-SH-202611-ZS-002.pdf", *(f"送货单-SH-202611-ZS-003-{page}.png" for page in (1, 2, 3))
    }  # fmt: skip
    book.close()


def test_a_workbook_that_is_open_no_more(desktop: Desktop, desk: UnoDesk) -> None:
    command = [sys.executable, "-m", "xlsales.ribbon.libreoffice", "--pipe", desktop.pipe]
    command += ["--document", "nothing", "--button", "validate"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 1
