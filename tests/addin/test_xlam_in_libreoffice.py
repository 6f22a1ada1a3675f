"""The add-in's VBA, run by LibreOffice: the only program here that runs VBA.

Excel was not available. A stand-in takes the place of xlwings' add-in; it notes what it is asked
to run in place of running it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.addin.vba import FILTERS, TRUSTING, Office, StandIn, called
from tests.desktop import Desktop, require_desktop
from xlsales.addin.xlam import build
from xlsales.addin.xlam.messages import MESSAGES
from xlsales.buttons import BUTTONS
from xlsales.core.words import Lang


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    require_desktop()
    with Desktop("zh-CN", settings=TRUSTING) as window:
        yield window


@pytest.fixture(scope="module")
def office(desktop: Desktop) -> Office:
    found = Office(desktop)
    found.workbook()  # a click needs one
    return found


@pytest.fixture(scope="module")
def add_in(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The open add-in, in Chinese."""
    return office.opened(build(tmp_path_factory.mktemp("add-in")))


@pytest.fixture(scope="module")
def opened() -> list[StandIn]:
    """The stand-in while it is open; windows are dear, so it stays as long as it may."""
    return []


@pytest.fixture
def xlwings(office: Office, opened: list[StandIn], tmp_path: Path) -> StandIn:
    """The stand-in for xlwings' add-in."""
    if not opened:
        opened.append(StandIn(office, tmp_path))
    opened[0].forget()
    return opened[0]


@pytest.fixture
def no_xlwings(opened: list[StandIn]) -> None:
    """No add-in but ours is open."""
    while opened:
        opened.pop().close()


@pytest.mark.parametrize("kind", FILTERS)
@pytest.mark.parametrize("lang", list(Lang))
def test_it_opens_and_finds_its_messages(
    office: Office, tmp_path: Path, kind: str, lang: Lang
) -> None:
    document = office.opened(build(tmp_path, lang), kind)
    try:
        for key, words in MESSAGES.items():
            assert called(document, "XlsalesText", key) == words.said(lang)
    finally:
        document.close(True)


def test_every_button_reaches_python_by_its_id(add_in: Any, xlwings: StandIn) -> None:
    for button in BUTTONS:
        assert called(add_in, "XlsalesTrouble", button.id) == ""
        assert called(add_in, "XlsalesPress", button.id) == ""
        assert pressed_by(xlwings.asked) == [button.id]


def test_a_click_is_one_call(office: Office, add_in: Any, xlwings: StandIn) -> None:
    called(add_in, "XlsalesClick", office.control("submit"))
    assert pressed_by(xlwings.asked) == ["submit"]


@pytest.mark.parametrize(
    "button", ["", "a b", "x');import os;os.system('calc", 'x"', "1x", "_x", "Submit", "报"]
)
def test_nothing_but_a_plain_name_reaches_python(
    add_in: Any, xlwings: StandIn, button: str
) -> None:
    trouble = called(add_in, "XlsalesTrouble", button)
    assert trouble == MESSAGES["no-button"].zh.format(button=button)


def test_files_beside_the_workbook_do_not_pass_for_python(
    add_in: Any, xlwings: StandIn, tmp_path: Path
) -> None:
    called(add_in, "XlsalesPress", "validate")
    (tmp_path / "json.py").write_text("raise SystemExit('a stranger ran')")
    # what xlwings does before: the workbook's folder is put first
    before = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
    assert pressed_by(before + xlwings.asked, "import json") == ["validate"]


def test_without_xlwings_the_person_is_told_what_to_do(add_in: Any, no_xlwings: None) -> None:
    assert called(add_in, "XlsalesTrouble", "submit") == MESSAGES["no-xlwings"].zh


def test_the_message_stands_in_a_window(desktop: Desktop, office: Office, add_in: Any) -> None:
    click = (add_in, "XlsalesClick", office.control("submit"))
    clicking = threading.Thread(target=called, args=click, daemon=True)
    clicking.start()
    desktop.wait(lambda: MESSAGES["title"].zh in desktop.windows())
    desktop.focus(f"^{MESSAGES['title'].zh}$")
    desktop.key("Return")
    clicking.join(20)
    assert not clicking.is_alive()
    assert MESSAGES["title"].zh not in desktop.windows()


def test_an_xlwings_that_does_not_answer_is_reported(add_in: Any, no_xlwings: None) -> None:
    said = called(add_in, "XlsalesPress", "submit")
    before, after = MESSAGES["no-answer"].zh.split("{error}")
    assert said.startswith(before)
    assert said.endswith(after)


def test_a_python_that_fails_is_reported(add_in: Any, xlwings: StandIn) -> None:
    xlwings.answers(-1)
    assert called(add_in, "XlsalesPress", "submit") == MESSAGES["failed"].zh
    xlwings.answers(0)
    assert called(add_in, "XlsalesPress", "submit") == ""


def test_a_python_that_is_not_there_is_reported(add_in: Any, xlwings: StandIn) -> None:
    python = r"D:\gone\python.exe"
    xlwings.has(("user", "INTERPRETER_WIN", python))
    assert called(add_in, "XlsalesTrouble", "submit") == MESSAGES["no-python"].zh.format(
        path=python
    )
    xlwings.has(("user", "INTERPRETER_WIN", "python"))
    assert called(add_in, "XlsalesTrouble", "submit") == ""


@pytest.mark.parametrize("key", ["INTERPRETER_WIN", "CONDA PATH", "PYTHONPATH"])
@pytest.mark.parametrize("source", ["sheet", "directory"])
def test_a_workbook_cannot_choose_the_program_that_runs(
    add_in: Any, xlwings: StandIn, source: str, key: str
) -> None:
    xlwings.has((source, key, r"\\elsewhere\python.exe"))
    assert called(add_in, "XlsalesTrouble", "submit") == MESSAGES["other-settings"].zh


def pressed_by(script: str, then: str = "") -> list[str]:
    """Run what xlwings was asked to run, with a ``click`` that only prints the button's id."""
    stand_in = (
        "import sys, types; module = types.ModuleType('xlsales.ribbon.excel'); "
        "module.click = print; sys.modules['xlsales.ribbon'] = types.ModuleType('ribbon'); "
        "sys.modules['xlsales.ribbon.excel'] = module; "
    )
    command = [sys.executable, "-c", f"{stand_in}{script}; {then}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
