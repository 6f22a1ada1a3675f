"""A click from start to end, with the person's answers given beforehand.

The workbook is at rest (see ``people.Workbook``); the same in a real window is in
``test_window.py``.
"""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import cells, type_rows
from tests.cli.test_gate import headed
from tests.office.branch import DELIVERY, PLAN, REGISTER, must
from tests.ribbon.conftest import COLLECTION
from tests.ribbon.people import Recorder, Workbook, at_rest
from xlsales.core.finding import Severity
from xlsales.core.words import Lang, Words
from xlsales.forms.register import Order
from xlsales.office.folder import HIDDEN
from xlsales.office.saving.locks import Lock
from xlsales.ribbon import run
from xlsales.ribbon.desk import Spot, Wish

NOW = dt.datetime(2026, 11, 24, 9, 30)
MANAGEMENT = "经营考核.xlsx"
MASTERS = "基础资料.xlsx"

REQUIRED = [c.key for c in Order.table.columns].index("required_date") + 1


def click(
    office: Path, name: str, button_id: str, desk: Recorder, table: str = "", address: str = "$A$1"
) -> Workbook:
    """Click on a button in a workbook, with the cursor in a table."""
    book = Workbook(office / name, table, address)
    asking: Any = book
    run.click(asking.app, asking, button_id, desk, NOW, at_rest)
    return book


# --- it works ------------------------------------------------------------------------------------


def test_validate_asks_nothing_and_goes_to_the_first_finding(office: Path) -> None:
    desk = Recorder()
    book = click(office, REGISTER, "validate", desk, "orders")
    assert desk.forms == []
    ((said, severity),) = desk.said
    assert said.startswith("检查了 3 行。\n")
    assert "先看这一处：\n承揽登记 第 4 行：要求交期 2026-12-20 不是工作日。" in said
    assert severity is Severity.INFO
    assert book.gone_to == [("orders", 4, REQUIRED)]
    assert cells(office / REGISTER, "orders")[2]["order_no"] == "CL-202611-ZS-003"


def test_a_delivery_note_by_enter(office: Path) -> None:
    desk = Recorder({}, {})  # and what was made is put away
    book = click(office, DELIVERY, "issue_note", desk, "deliveries")
    offer = desk.forms[-1]
    assert offer.help.zh == (
        "已开送货单 SH-202611-ZS-002，共 1 行。\n已生成：送货单-SH-202611-ZS-002.xlsx"
    )
    (then,) = offer.fields
    assert [option.text for option in then.options] == [
        "打开", "打印", "存成 PDF", "存成图片（每页一张）"
    ]  # fmt: skip
    assert (desk.said, desk.questions, book.app.books.opened) == ([], [], [])
    assert cells(office / DELIVERY, "deliveries")[-1]["quantity"] == 15


def test_a_printed_form_is_opened_by_enter(office: Path) -> None:
    desk = Recorder({}, {}, {})
    book = click(office, DELIVERY, "issue_note", desk, "deliveries")
    assert book.app.books.opened == [str(office / "送货/送货单-SH-202611-ZS-002.xlsx")]


def test_excel_saves_what_it_shows_as_a_pdf(office: Path) -> None:
    desk = Recorder({}, {}, {"then": "存成 PDF"})
    book = click(office, DELIVERY, "issue_note", desk, "deliveries")
    assert desk.told == "已存在单据旁边：送货单-SH-202611-ZS-002.pdf"
    made = office / "送货/送货单-SH-202611-ZS-002.pdf"
    assert made.read_bytes() == b"%PDF by Excel"
    assert book.app.books.done == ["saved", "closed"]


def test_what_excel_does_not_save_is_said_and_nothing_is_half_made(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("Excel says no, in its own words")

    monkeypatch.setattr(Workbook, "ExportAsFixedFormat", refuse)
    desk = Recorder({}, {}, {"then": "存成 PDF"})
    book = click(office, DELIVERY, "issue_note", desk, "deliveries")
    assert desk.told == "Excel 没有生成 PDF，只有 .xlsx。请打开单据后另存为 PDF。"
    assert book.app.books.done == ["closed"]
    assert list(office.rglob("*.pdf")) == []


def test_a_printed_form_is_saved_as_pictures(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[list[str], bool, bool]] = []

    def printed(files: list[Path], *, pdf: bool, png: bool, progress: object) -> tuple[Path, ...]:
        del progress
        asked.append(([file.name for file in files], pdf, png))
        return tuple(file.with_suffix(".png") for file in files)

    monkeypatch.setattr("xlsales.documents.printing.printed", printed)
    desk = Recorder({}, {}, {"then": "png"})
    book = click(office, DELIVERY, "issue_note", desk, "deliveries")
    assert asked == [(["送货单-SH-202611-ZS-002.xlsx"], False, True)]
    assert desk.told == "已存在单据旁边：送货单-SH-202611-ZS-002.png"
    assert book.app.books.opened == []


def test_a_printed_form_is_printed(office: Path) -> None:
    desk = Recorder({}, {}, {"then": "打印"})
    book = click(office, DELIVERY, "issue_note", desk, "deliveries")
    assert book.app.books.opened == [str(office / "送货/送货单-SH-202611-ZS-002.xlsx")]
    assert book.app.books.done == ["printed"]
    assert desk.told == "已送打印 1 份单据。"


def test_without_a_printer_excel_prints_nothing_and_it_is_said(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("Excel says no, in its own words")

    monkeypatch.setattr(Workbook, "PrintOut", refuse)
    desk = Recorder({}, {}, {"then": "打印"})
    click(office, DELIVERY, "issue_note", desk, "deliveries")
    assert desk.told.startswith("没有可用的打印机，未打印。")


def test_without_libreoffice_it_is_said_in_the_window(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    desk = Recorder({}, {}, {"then": "png"})
    click(office, DELIVERY, "issue_note", desk, "deliveries")
    assert desk.told.startswith("没有找到 LibreOffice，只生成了 .xlsx。")
    assert (office / "送货/送货单-SH-202611-ZS-002.xlsx").is_file()


def test_the_score_sheet_is_opened(office: Path) -> None:
    desk = Recorder({"period": "11月"})
    book = click(office, MANAGEMENT, "score", desk)
    assert book.app.books.opened == [str(office / "考核/考核表-2026-11.xlsx")]
    assert "已生成：考核表-2026-11.xlsx" in desk.told


def test_selected_payments_without_a_number_are_left_out_and_it_is_said(office: Path) -> None:
    paid = {"date": dt.date(2026, 11, 24), "customer": "东风机械厂", "amount": 50, "method": "电汇"}
    type_rows(office / COLLECTION, "payments", paid)
    desk = Recorder(None)
    click(office, COLLECTION, "verify_payments", desk, "payments", "$B$3:$C$4")
    asked = desk.forms[0].fields[0]
    assert asked.value == "HK-202611-001"
    assert asked.help.zh == "选中的行中有 1 行尚未编号，未列入；请先按“校验”。"


def test_the_selected_payment_is_verified(office: Path) -> None:
    desk = Recorder({}, {})
    click(office, COLLECTION, "verify_payments", desk, "payments", "$B$3:$C$3")
    assert desk.told == "已核准 1 笔回款"
    assert cells(office / COLLECTION, "payments")[0]["verified_by"] == "孙财务"


def test_cancel_changes_nothing(office: Path) -> None:
    before = (office / DELIVERY).read_bytes()
    desk = Recorder(None)
    click(office, DELIVERY, "sign_off", desk)
    assert (len(desk.forms), desk.said, desk.questions) == (1, [], [])
    assert (office / DELIVERY).read_bytes() == before


# --- what was wrong stands in the dialog ---------------------------------------------------------


def test_what_cannot_be_read_is_asked_again_with_all_that_was_typed(office: Path) -> None:
    desk = Recorder({"date": "明天", "by": "李收货"}, {"date": "2026.11.24"}, {})
    click(office, DELIVERY, "sign_off", desk)
    first, second, _preview = desk.forms
    assert first.wrong == ()
    assert [w.words.zh for w in second.wrong] == [
        "签收日期：“明天”无法识别，请按 2026-11-03 的格式填写。"
    ]
    assert {f.name: f.value for f in second.fields}["by"] == "李收货"
    assert desk.told == "送货单 SH-202611-ZS-001 登记签收 1 行。"


def test_what_the_macro_refuses_is_told_in_the_dialog(office: Path) -> None:
    desk = Recorder({"by": "张三"})
    click(office, COLLECTION, "verify_payments", desk, "payments", "$A$3")
    assert [w.words.zh for w in desk.forms[1].wrong] == [
        "张三的岗位不是财务，不能核准回款。请由财务核准。"
    ]


def test_what_the_macro_needs_and_lacks_is_told_before_any_dialog(office: Path) -> None:
    headed(office / REGISTER, "orders", "customer", "购货单位")
    desk = Recorder({})
    click(office, DELIVERY, "issue_note", desk, "deliveries")
    assert desk.forms == []
    ((said, severity),) = desk.said
    assert said.startswith("“开送货单”未执行，没有任何改动：所需的表或列无法读取。\n")
    assert f"{REGISTER}：工作表“承揽登记”缺少“客户”列，最接近的是“购货单位”。" in said
    assert severity is Severity.WARNING


def test_refused_rows_say_why(office: Path) -> None:
    desk = Recorder({"order": (("CL-202611-ZS-001", "500"),), "customer": ""})
    click(office, DELIVERY, "issue_note", desk)
    ((said, severity),) = desk.said
    assert said.startswith("没有可送的承揽，未开送货单。\n承揽登记 第 3 行：")
    assert severity is Severity.WARNING


def test_a_customer_is_renamed_once_the_name_is_right(office: Path) -> None:
    desk = Recorder({"new": "东风机械厂"}, {"new": "东风机械有限公司"})
    click(office, MASTERS, "rename", desk, "customers", "$B$3")
    first, second = desk.forms
    assert [(f.name, f.value) for f in first.fields] == [
        ("table", "customers"), ("old", "东风机械厂"), ("new", ""),
    ]  # fmt: skip
    assert [w.words.zh for w in second.wrong] == ["请填写新名称，不能与原名称相同。"]
    assert desk.told.startswith("客户“东风机械厂”已更名为“东风机械有限公司”：")
    assert cells(office / REGISTER, "orders")[0]["customer"] == "东风机械有限公司"
    assert cells(office / PLAN, "plan_lines")[0]["customer"] == "东风机械有限公司"


# --- results to read -----------------------------------------------------------------------------


def test_today_is_a_list_whose_rows_can_be_gone_to(office: Path) -> None:
    desk = Recorder(wish=Wish(0))
    book = click(office, REGISTER, "today", desk, "orders")
    (view,) = desk.views
    assert view.title == "今日待办"
    assert view.listings[0].heads(Lang.ZH) == ("事项", "工作簿", "表", "行", "到期")
    first = view.spots[0]
    if first.workbook == REGISTER:
        assert book.gone_to == [(first.table, first.row, 1)]
    else:
        assert book.app.books.opened == [str(office / first.workbook)]


def test_promise_answers_the_selected_rows_even_without_a_number(office: Path) -> None:
    desk = Recorder()
    click(office, REGISTER, "promise", desk, "orders", "$A$5")
    (view,) = desk.views
    ((row, number, day, _, said),) = view.listings[0].rows
    assert (row, number) == (5, None)
    assert str(day) in str(said)
    assert view.spots == {0: Spot("", "orders", 5)}


def test_an_orders_story_at_the_cursor(office: Path) -> None:
    desk = Recorder()
    click(office, REGISTER, "order_story", desk, "orders", "$A$3")
    assert desk.forms == []
    (view,) = desk.views
    assert view.lines[0].startswith("CL-202611-ZS-001：")
    assert len(view.listings[0].rows) > 4


def test_the_history_of_the_row_at_the_cursor(office: Path) -> None:
    desk = Recorder()
    click(office, REGISTER, "history", desk, "orders", "$A$3")
    (view,) = desk.views
    (listing,) = view.listings
    assert listing.keys == ("time", "by", "how", "column", "before", "after")
    texts = list(listing.texts(Lang.ZH))
    assert texts[0][2:] == ("手工填写", "新增一行", "", texts[0][5])
    assert any(text[2:] == ("上报", "承揽编号", "", listing.title) for text in texts)
    assert view.spots[0] == Spot(REGISTER, "orders", 3)


def test_a_value_is_put_back_in_the_window_of_its_history(office: Path) -> None:
    quantity = ("put-back", "5", "{}/" + REGISTER, "--into", "orders.quantity", "--row", "3")
    was = cells(office / REGISTER, "orders")[0]["quantity"]
    must(office, *quantity)
    desk = Recorder(wish=Wish(0, further=True))
    click(office, REGISTER, "history", desk, "orders", "$A$3")
    assert "不能“恢复此值”" in desk.told  # the row was added there
    (view,) = desk.views
    assert view.further is not None
    (newest,) = (n for n, given in view.further.args.items() if given["value"] == str(was))
    desk = Recorder(wish=Wish(newest, further=True))
    click(office, REGISTER, "history", desk, "orders", "$A$3")
    assert f"数量：已恢复为 {was}。" in desk.told
    held = (office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()
    desk = Recorder({"key": "CL-202611-ZS-001"}, wish=Wish(newest, further=True))
    click(office, DELIVERY, "history", desk)  # asked for by its number, from another workbook
    assert f"该行在 {REGISTER} 中" in desk.told
    assert ((office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()) == held
    assert cells(office / REGISTER, "orders")[0]["quantity"] == was


def test_the_journal_shows_the_newest_first_and_whether_it_is_whole(office: Path) -> None:
    desk = Recorder()
    click(office, DELIVERY, "journal", desk)
    (view,) = desk.views
    assert view.lines == ("记录完整，未被改动。",)
    assert next(view.listings[0].texts(Lang.ZH))[2] == "校验"


@pytest.mark.parametrize(
    ("name", "button_id", "answers"),
    [(REGISTER, "my_score", ()), (REGISTER, "what_if", ({"add": (("revenue", "1000"),)},))],
)
def test_scores_are_shown_not_written(
    office: Path, name: str, button_id: str, answers: tuple[Any, ...]
) -> None:
    before = (office / name).read_bytes()
    desk = Recorder(*answers)
    click(office, name, button_id, desk)
    (view,) = desk.views
    assert view.lines[0] == "期间：2026-11"
    assert any(listing.title == "考核对象" for listing in view.listings)
    assert (office / name).read_bytes() == before


def test_ageing_goes_to_its_sheet(office: Path) -> None:
    desk = Recorder({})
    book = click(office, COLLECTION, "ageing", desk, "ageing")
    assert book.shown == ["one"]
    assert desk.told.startswith("截至 2026-11-24，")


# --- undo ----------------------------------------------------------------------------------------


def test_undo(office: Path) -> None:
    click(office, REGISTER, "validate", Recorder(), "orders")
    desk = Recorder()
    click(office, REGISTER, "undo", desk)
    assert "校验" in desk.told
    (question,) = desk.questions
    assert question.startswith("将撤销：2026-11-24 09:30 ")
    assert "校验。\n承揽登记 1 项（CL-202611-ZS-003）：承揽编号、税率\n确定撤销吗？" in question
    assert cells(office / REGISTER, "orders")[2]["order_no"] is None


@pytest.mark.parametrize("sure", [True, False])
def test_undo_asks_before_later_changes_are_lost(office: Path, sure: bool) -> None:
    click(office, REGISTER, "validate", Recorder(), "orders")
    workbook = openpyxl.load_workbook(office / REGISTER)
    workbook.active["A1"] = "later"  # type: ignore[index]  # it has a sheet
    workbook.save(office / REGISTER)
    desk = Choosing(True, sure)
    click(office, REGISTER, "undo", desk)
    assert desk.questions[1:] == ["该次操作之后工作簿又有改动，撤销会丢失这些改动。确定要撤销吗？"]
    assert (cells(office / REGISTER, "orders")[2]["order_no"] is None) is sure


def test_undo_is_not_done_where_the_person_says_no(office: Path) -> None:
    click(office, REGISTER, "validate", Recorder(), "orders")
    before = (office / REGISTER).read_bytes()
    desk = Recorder(sure=False)
    click(office, REGISTER, "undo", desk)
    assert len(desk.questions) == 1
    assert desk.said == []
    assert (office / REGISTER).read_bytes() == before


@pytest.mark.parametrize("sure", [True, False])
def test_undo_of_what_others_have_built_on_asks_once_more(office: Path, sure: bool) -> None:
    click(office, DELIVERY, "issue_note", Recorder({}, {}, sure=False), "deliveries")
    must(office, "outbound", "SH-202611-ZS-002", "{}", "--keeper", "钱库管", "--user", "钱库管")
    desk = Choosing(True, sure)
    click(office, DELIVERY, "undo", desk)
    _, question = desk.questions
    assert "之后别处已据此办理：\n库房/出入库台账-2026.xlsx：2026-11-24 " in question
    assert "钱库管 出库（SH-202611-ZS-002）\n" in question
    assert question.endswith("仍要撤销吗？")
    notes = [row["note_no"] for row in cells(office / DELIVERY, "deliveries")]
    assert ("SH-202611-ZS-002" in notes) is not sure


class Choosing(Recorder):
    """A person who answers each question of its own."""

    def __init__(self, *sure: bool) -> None:
        super().__init__()
        self._next = iter(sure)

    def confirm(self, words: Words, *, enter: bool = False) -> bool:
        super().confirm(words, enter=enter)
        return next(self._next)


# --- what stands in the way ----------------------------------------------------------------------


def test_a_button_of_another_workbook_names_that_workbook(office: Path) -> None:
    desk = Recorder()
    click(office, REGISTER, "consolidate", desk)
    assert desk.told == (
        "“汇总承揽”应在计划台账中按，当前是承揽登记。请打开 计划/计划台账-2026.xlsx。"
    )
    desk = Recorder()
    click(office, REGISTER, "issue_note", desk)
    assert desk.told.endswith("请打开 送货/送货台账-张三-2026.xlsx。")
    desk = Recorder()
    click(office, PLAN, "submit", desk)
    assert desk.told == "“上报”应在承揽登记中按，当前是计划台账。"


def test_an_unsaved_workbook(office: Path) -> None:
    desk = Recorder()
    book: Any = Workbook(Path("Book1"))
    run.click(book.app, book, "validate", desk, NOW, at_rest)
    assert desk.told == "本工作簿尚未保存。请先保存到办公文件夹，再点按钮。"


def test_a_workbook_outside_of_any_office(office: Path, tmp_path: Path) -> None:
    away = tmp_path / "away" / "x.xlsx"
    away.parent.mkdir()
    away.write_bytes((office / REGISTER).read_bytes())
    desk = Recorder()
    click(away.parent, away.name, "validate", desk)
    assert desk.told == "x.xlsx 不在任何办公文件夹中。请将其移到办公文件夹，再试一次。"


def test_somebodys_own_workbook(office: Path) -> None:
    openpyxl.Workbook().save(office / "mine.xlsx")
    desk = Recorder()
    click(office, "mine.xlsx", "validate", desk)
    assert desk.told.startswith("mine.xlsx 不是本系统的标准工作簿。")


def test_a_button_that_is_not_there_yet(office: Path) -> None:
    desk = Recorder()
    click(office, REGISTER, "teleport", desk)
    assert "xlsales addin install" in desk.told


def test_whoever_writes_is_named(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlsales.office.saving.locks.WAIT", 0.7)
    desk = Recorder()
    with Lock(office / HIDDEN, "李四"):
        click(office, REGISTER, "validate", desk)
    assert "李四" in desk.told
    assert any("正在等" in step for step in desk.steps)


def test_reading_waits_for_nobody(office: Path) -> None:
    desk = Recorder()
    with Lock(office / HIDDEN, "李四"):
        click(office, REGISTER, "today", desk)
    assert desk.said == []
    assert len(desk.views) == 1


def test_an_error_that_nobody_foresaw_is_one_message_and_a_log(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **_named: Any) -> None:
        raise RuntimeError("the moon is full")

    monkeypatch.setattr("xlsales.ribbon.run.press", broken)
    desk = Recorder()
    click(office, REGISTER, "validate", desk)
    log = office / HIDDEN / "errors.log"
    assert desk.said == [
        (
            f"程序发生意外错误（RuntimeError），操作未完成。详情已记入 {log}，请告知维护人员。",
            Severity.ERROR,
        )
    ]
    assert "the moon is full" in log.read_text("utf-8")
    assert "validate" in log.read_text("utf-8")


def test_what_others_saved_while_the_dialog_was_open_is_seen(office: Path) -> None:
    class Slow(Recorder):
        def ask(self, form: Any) -> Any:
            if not self.forms:  # somebody delivers all meanwhile
                click(office, DELIVERY, "issue_note", Recorder({}, {}, sure=False))
            return super().ask(form)

    desk = Slow({}, sure=False)
    click(office, DELIVERY, "issue_note", desk)
    assert desk.told == "没有可送的承揽，未开送货单。"


def test_the_machine_is_checked_from_outside(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run_program(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command[3:])
        checks = '{"checks": [{"name": "python", "ok": true, "detail": "3.11", "remedy": null}]}'
        return subprocess.CompletedProcess(command, 0, checks, "")

    monkeypatch.setattr("xlsales.ribbon.machine.subprocess.run", run_program)
    desk = Recorder()
    click(office, REGISTER, "doctor", desk)
    assert asked == [["doctor", "--json", "--lang", "zh", str(office)]]
    assert [view.title for view in desk.views] == ["环境检查"]


def test_help_shows_the_instruction_sheet(office: Path) -> None:
    desk = Recorder()
    book: Any = Workbook(office / REGISTER)
    book.sheets[0].name = "填表说明"
    run.click(book.app, book, "help", desk, NOW, at_rest)
    assert (book.shown, desk.said) == (["填表说明"], [])
    click(office, REGISTER, "help", desk)
    assert desk.told.startswith("本工作簿中没有“填表说明”。")
