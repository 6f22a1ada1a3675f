"""The same dialogs as Excel's people see them: tkinter windows on a virtual screen, used by keys."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desktop import Desktop, missing
from xlsales.core.finding import Severity
from xlsales.core.words import Lang, Words
from xlsales.ribbon.tk import TkDesk


class Program:
    """What is asked of Excel: messages and the status bar."""

    def __init__(self, answer: str = "ok") -> None:
        self.alerts: list[tuple[str, str, str, str]] = []
        self.status_bar: object = False
        self.answer = answer

    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> str:
        self.alerts.append((prompt, title, buttons, mode))
        return self.answer


def test_messages_are_the_programs_own() -> None:
    program: Any = Program("yes")
    desk = TkDesk(program, Lang.EN)
    desk.title = Words("校验", "Validate")
    desk.say(Words("好", "Good"))
    desk.say(Words("坏", "Bad"), Severity.ERROR)
    assert desk.confirm(Words("要吗？", "Sure?"))
    assert program.alerts == [
        ("Good", "Validate", "ok", "info"),
        ("Bad", "Validate", "ok", "critical"),
        ("Sure?", "Validate", "yes_no", "info"),
    ]


def test_the_status_bar_is_given_back() -> None:
    program: Any = Program()
    desk = TkDesk(program)
    desk.busy(Words("读取 承揽登记", "Reading"), 2, 5)
    assert program.status_bar == "读取 承揽登记 2/5"
    desk.idle()
    assert program.status_bar is False


@pytest.fixture(scope="module")
def screen() -> Iterator[Desktop]:
    lacking = [name for name in missing() if name != "soffice"]
    if importlib.util.find_spec("_tkinter") is None:
        lacking.append("tkinter")
    if lacking:
        message = f"no window here: {', '.join(lacking)} not installed"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with Desktop("zh-CN", start=False) as made:
        yield made


def answered(screen: Desktop, name: str, code: str, *keys: str) -> Any:
    """Open a window in a program of its own, press keys (``=text`` types); return its answer."""
    program = textwrap.dedent(
        """
        from xlsales.buttons import BY_ID
        from xlsales.core.words import Lang
        from xlsales.documents.replies import Listing
        from xlsales.ribbon.desk import Further, Spot, View
        from xlsales.ribbon.fields import Kind, Likely, Line, Option, settled
        from xlsales.ribbon.form import form_of
        from xlsales.ribbon.tk import TkDesk
        import tkinter
        wait = tkinter.Misc.wait_window
        def told(self, window=None):
            window.after(300, lambda: print("ready", flush=True))
            wait(self, window)
        tkinter.Misc.wait_window = told
        desk = TkDesk(None)
        def form(button, **likely):
            return form_of(BY_ID[button], likely, Lang.ZH, 2026)
        """
    )
    running = subprocess.Popen(
        [sys.executable, "-c", f"{program}\nprint(repr({code}))"],
        env=screen.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    try:
        assert running.stdout.readline() == "ready\n"
        if folder := os.environ.get("XLSALES_PICTURES"):
            screen.screenshot(Path(folder) / f"tk_{name}.png")
        for key in keys:
            if key.startswith("="):
                screen.type(key[1:])
            else:
                screen.key(key)
        printed, _ = running.communicate(timeout=90)
    finally:
        running.kill()
        running.wait()
    return eval(printed, {"Wish": lambda row: ("wish", row)})  # noqa: S307  # our own words


def test_enter_takes_what_is_proposed(screen: Desktop) -> None:
    code = 'desk.ask(form("consolidate", month=Likely("2026-11", (Option("2026-11"),))))'
    assert answered(screen, "month", code, "Return") == {"month": "2026-11"}


def test_typing_takes_the_place_of_what_is_there(screen: Desktop) -> None:
    code = 'desk.ask(form("consolidate", month=Likely("2026-11", (Option("2026-11"),))))'
    assert answered(screen, "typed", code, "=2026-12", "Return") == {"month": "2026-12"}


def test_escape_is_cancel(screen: Desktop) -> None:
    assert answered(screen, "escape", 'desk.ask(form("ageing"))', "Escape") is None


def test_every_kind_of_field(screen: Desktop) -> None:
    line = 'Option("CL-1", "CL-1  齿轮坯  送 5")'
    code = f"""desk.ask(form("return_goods", note=Likely("SH-1"),
        order=Likely((("CL-1", ""),), ({line},))))"""
    given = answered(screen, "return", code, "Tab", "Tab", "=2", *["Tab"] * 5, "=scratch", "Return")
    assert given["note"] == "SH-1"
    assert given["order"][0] == ("CL-1  齿轮坯  送 5", "2")
    assert given["reason"] == "scratch"


def test_amounts(screen: Desktop) -> None:
    code = """desk.ask(form("what_if", period=Likely("2026-11"), subject=settled("张三"),
        add=Likely((), (Option("revenue", "营业收入"), Option("profit", "利润")),
        kind=Kind.AMOUNTS)))"""
    given = answered(screen, "amounts", code, "Tab", "Tab", "=500", "Return")
    assert given["add"] == (("revenue", ""), ("profit", "500"))


def test_lines_are_ticked_by_the_space_key(screen: Desktop) -> None:
    code = """desk.ask(form("apply_fixes", code=settled(), cell=Likely(("a", "b"), kind=Kind.TICKS,
        heads=("位置", "改为"), lines=(
        Line(("共 2 处", ""), leads=True),
        Line(("第 3 行 数量", None), (Option("a", "1200"),)),
        Line(("第 4 行 数量", None), (Option("b", "300"),)),
        Line(("第 9 行 客户", None), (Option("c=甲厂", "甲厂"), Option("c=乙厂", "乙厂")))))))"""
    given = answered(
        screen, "ticks", code, "space", "Down", "Down", "space", "space", "Return"
    )  # the first off, the name's second
    assert given == {"cell": ("b", "c=乙厂")}


def test_two_hundred_lines_are_scrolled_through(screen: Desktop) -> None:
    code = """desk.ask(form("apply_fixes", code=settled(), cell=Likely(
        tuple(f"c{i}" for i in range(200)), kind=Kind.TICKS,
        heads=("位置", "现在的值", "改为", "说明"), lines=tuple(
        Line((f"承揽登记 第 {i} 行 数量", f"{i} 件", None, "“1,200 件”是文本，按数字读取。"),
        (Option(f"c{i}", f"{i}"),)) for i in range(200)))))"""
    given = answered(screen, "many", code, "Next", "Next", "Return")
    assert len(given["cell"]) == 200


def test_what_is_wrong_stands_on_top_and_has_the_cursor(screen: Desktop) -> None:
    code = """(lambda f: desk.ask(f.again({"date": "明天"}, *f.read({"date": "明天"}))))(
        form("sign_off", note=Likely("SH-1"), by=Likely("李")))"""
    given = answered(screen, "wrong", code, "=2026-11-03", "Return")
    assert (given["note"], given["date"]) == ("SH-1", "2026-11-03")


def test_a_list_and_going_to_its_row(screen: Desktop) -> None:
    code = """desk.show(View("今日待办", ("待办 2 件。",), (Listing("待办", ("what", "row"),
        (("交货", 3), ("=回访", 4))),), {1: Spot("", "orders", 4)}))"""
    assert "row=1" in str(answered(screen, "list", f"str({code})", "Down", "Return"))
    assert answered(screen, "list", code, "Escape") is None
    more = code.replace("}))", "}, further=Further('put_back', {})))")
    keys = ("Down", "Tab", "Tab", "Tab", "space")
    assert "further=True" in str(answered(screen, "further", f"str({more})", *keys))
