"""*Doctor* on the machine that runs the tests."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.demo.contract import SHAPES, differs
from xlsales.addin.doctor import CHECKS, examine, office_around
from xlsales.addin.doctor.button import doctor
from xlsales.addin.doctor.machine import Machine
from xlsales.core.office import Arguments, Call
from xlsales.core.reply import mapped
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.hosts.files.host import of_folder
from xlsales.hosts.opening import open_office

LIBREOFFICE = shutil.which("soffice") is not None


def test_all_checks_end_within_their_time(tmp_path: Path) -> None:
    began = time.monotonic()
    found = {check.name: answer for check, answer in examine(Machine(), tmp_path)}
    assert time.monotonic() - began < 20  # two seconds and what a busy machine makes of them
    assert len(found) == len(CHECKS)
    for name in ("python", "package", "xlwings", "folder-rights", "clock"):
        assert found[name].ok, (name, found[name])
        assert found[name].looked


@pytest.mark.skipif(
    not LIBREOFFICE and "CI" not in os.environ, reason="there is no LibreOffice here"
)
def test_libreoffice_and_its_bridge_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlsales.addin.doctor.machine.PATIENCE", 60.0)  # other tests run beside it
    found = {check.name: answer for check, answer in examine(Machine(), None, patience=60.0)}
    for name in ("libreoffice", "bridge", "pdf", "fonts"):
        assert found[name].ok, (name, found[name])
        assert found[name].looked
    assert found["libreoffice"].detail.en.split(":")[0].count(".") >= 2


def test_the_folder_is_left_as_it_was(tmp_path: Path) -> None:
    assert Machine().tried(tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


def failing(monkeypatch: pytest.MonkeyPatch, method: str, code: int) -> None:
    def fails(self: Path, *_args: Any, **_named: Any) -> None:
        raise OSError(code, os.strerror(code), str(self))

    monkeypatch.setattr(Path, method, fails)


@pytest.mark.parametrize(
    ("method", "code", "said"),
    [
        ("write_bytes", errno.EACCES, "create"),
        ("write_bytes", errno.ENOSPC, "space"),
        ("rename", errno.EACCES, "rename"),
        ("unlink", errno.EACCES, "delete"),
    ],
)
def test_what_cannot_be_done_in_a_folder_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, code: int, said: str
) -> None:
    failing(monkeypatch, method, code)
    assert Machine().tried(tmp_path) == said


def test_a_command_is_bounded_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlsales.addin.doctor.machine.PATIENCE", 0.2)
    with pytest.raises(TimeoutError):
        Machine().run(sys.executable, "-c", "import time; time.sleep(30)")


def test_a_command_that_is_not_there_or_fails_says_nothing() -> None:
    machine = Machine()
    assert machine.run("no-such-program-anywhere") is None
    assert machine.run(sys.executable, "-c", "raise SystemExit(3)") is None
    assert machine.run(sys.executable, "-c", "print('工作')") is not None


def test_what_is_not_there_is_answered_with_nothing(tmp_path: Path) -> None:
    machine, gone = Machine(), tmp_path / "gone"
    assert (machine.exists(gone), machine.names(gone), machine.text(gone)) == (False, (), "")
    assert (machine.modified(gone), machine.free(gone)) == (None, None)
    assert machine.package("no-such-package") == ""
    assert not machine.importable("no_such_module")
    assert machine.values("HKLM\\SOFTWARE\\Nothing") == {}
    assert list(machine.keys("HKLM\\SOFTWARE\\Nothing")) == []


def test_the_office_around_a_folder(tmp_path: Path) -> None:
    (tmp_path / ".xlsales").mkdir()
    (tmp_path / "送货" / "2026").mkdir(parents=True)
    assert office_around(tmp_path / "送货" / "2026") == tmp_path.resolve()


def test_the_button_answers_as_the_command_does(tmp_path: Path) -> None:
    root = tmp_path / "office"
    open_office(root, 2026, Lang.EN)
    call = Call(date(2026, 11, 24), Arguments(), Book(""), "me", datetime(2026, 11, 24), Lang.EN)
    outcome, changes = doctor(of_folder(root), call)
    assert differs(mapped(outcome.reply), SHAPES["doctor"]) == []
    assert changes == ()
    checks = outcome.reply.checks
    assert str(root) in next(c for c in checks if c.name == "folder-rights").detail
    assert len(outcome.notes) == sum(not check.ok for check in checks)
