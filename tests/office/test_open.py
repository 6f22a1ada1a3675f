"""A workbook that its own program saves, as part of a press on several files.

The program is a stand-in here, so that the process can end at any point of it; a real one saves
in tests/hosts/live.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from tests.office.branch import DELIVERY, REGISTER, run
from tests.office.test_commit import FIRST, LAST, SECOND, Dead, given, settled
from xlsales.core.outcome import SetProperty
from xlsales.hosts.files.host import OfficeHost, of_folder
from xlsales.hosts.files.saving import Saving
from xlsales.hosts.files.task import Task, whole_change
from xlsales.hosts.saver import Entry
from xlsales.office.editing import edit
from xlsales.office.packages.package import opened, properties
from xlsales.office.saving import keeping
from xlsales.office.unusable import Unusable

MOMENT = datetime(2026, 11, 24, 9, 0)
NOTE = "送货/单据.txt"
BACKUPS = ".xlsales/backups/送货台账-张三-2026"


class Gone(Exception):
    """What a bridge says when the program at its other end is no more."""


class Program:
    """Has the delivery workbook open, and dies or fails where it is told to."""

    book = SECOND

    def __init__(self, host: OfficeHost, trouble: str = "", *, saves: bool = True) -> None:
        self.host = host
        self.trouble = trouble
        self.saves = saves
        self.path = host.path(SECOND)
        self.lock: Path | None = None
        self.before = self.shown = self.path.read_bytes()

    def save_as_typed(self) -> None:
        if self.trouble == "as typed":
            raise Unusable("保存不了。", "It could not be saved.")

    def change(self, extra: Mapping[str, str]) -> None:
        part = self.path.with_name("program.tmp")
        edit(self.path, part, whole_change(self.host.cells, self.host.source, SECOND, extra))
        self.shown = part.read_bytes()
        part.unlink()

    def save(self) -> None:
        if self.trouble == "killed before":
            raise Dead
        if self.trouble == "cannot save":
            raise Unusable("保存不了。", "It could not be saved.")
        if self.lock is not None:
            self.lock.write_text(",李四,pc,24.11.2026 09:00,file:///profile;", "utf-8")
        if self.trouble == "gone half way":
            self.path.write_bytes(self.shown[: len(self.shown) // 2])
            raise Gone
        self.path.write_bytes(self.shown)
        if self.trouble == "killed after":
            raise Dead
        if self.trouble == "gone after":
            raise Gone

    def done(self) -> None:
        pass

    def put_back(self) -> None:
        if self.trouble.startswith("gone"):
            raise Gone
        self.shown = self.before


def journals(office: Path) -> str:
    found = office.glob(".xlsales/journal/*.jsonl")
    return "".join(path.read_text("utf-8") for path in found)


def press(
    root: Path, trouble: str = "", *, saves: bool = True, locked: Path | None = None
) -> Program:
    host = of_folder(root)
    program = Program(host, trouble, saves=saves)
    program.lock = locked
    host.cells.apply([SetProperty(book, name, "7") for book, name in LAST.items()])
    entry = Entry("张三", MOMENT, "deliver", numbers={"SH-202611-ZS": 7}, books=(FIRST, SECOND))
    host.saver.run(Task(20, (entry,), {NOTE: b"whole"}, opened=program))
    return program


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that dies tidies nothing up."""
    monkeypatch.setattr("xlsales.office.saving.commit.Transaction.abandon", lambda _: None)


def test_it_is_saved_with_the_closed_one_and_the_document(office: Path) -> None:
    press(office)
    assert given(office) == ["7", "7"]
    assert (office / NOTE).read_bytes() == b"whole"
    settled(office)
    assert run(office, "undo", "{}/" + DELIVERY)[0] == 0
    assert given(office) == ["7", "7"]  # the number stays used
    settled(office)


def test_the_backup_holds_what_was_typed_before_the_press(office: Path) -> None:
    before = (office / DELIVERY).read_bytes()
    press(office)
    (backup,) = (office / BACKUPS).glob("*.xlsx")
    assert backup.read_bytes() == before


@pytest.mark.usefixtures("dies")
def test_a_press_that_died_before_it_was_saved_is_void_and_told(office: Path) -> None:
    before = (office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()
    with pytest.raises(Dead):
        press(office, "killed before")
    _, _, err = run(office, "validate", "{}")
    assert "送货台账-张三-2026.xlsx" in err
    assert "中断，未完成" in err
    assert ((office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()) == before
    assert not (office / NOTE).exists()
    settled(office)


@pytest.mark.usefixtures("dies")
def test_a_press_that_died_after_it_was_saved_is_finished(office: Path) -> None:
    with pytest.raises(Dead):
        press(office, "killed after")
    assert "已补完" in run(office, "validate", "{}")[2]
    assert given(office) == ["7", "7"]
    assert (office / NOTE).read_bytes() == b"whole"
    settled(office)


def test_a_program_that_is_gone_after_it_saved_has_not_undone_the_press(office: Path) -> None:
    press(office, "gone after")
    assert given(office) == ["7", "7"]
    assert (office / NOTE).read_bytes() == b"whole"
    assert '"button":"deliver"' in journals(office)
    settled(office)


def test_a_press_that_is_ready_is_finished_whatever_became_of_the_open_workbook(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise Dead

    monkeypatch.setattr("xlsales.office.saving.commit.Transaction.finish", dies)
    monkeypatch.setattr(Saving, "_take_back", lambda _: None)
    with pytest.raises(Dead):
        press(office)
    monkeypatch.undo()
    (office / DELIVERY).write_bytes(b"\xd0\xcf\x11\xe0 given a password since")
    assert "已补完" in run(office, "validate", "{}/" + REGISTER)[2]
    assert (office / NOTE).read_bytes() == b"whole"
    assert '"button":"deliver"' in journals(office)


def test_half_a_file_is_not_left_of_a_workbook(office: Path) -> None:
    before = (office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()
    with pytest.raises(Gone):
        press(office, "gone half way")
    assert ((office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()) == before
    settled(office)


@pytest.mark.parametrize("left", [0, 3, 500])
@pytest.mark.usefixtures("dies")
def test_half_a_file_of_a_program_that_died_with_the_press_is_mended_later(
    office: Path, left: int
) -> None:
    before = (office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()
    with pytest.raises(Dead):
        press(office, "killed before")
    (office / DELIVERY).write_bytes(before[0][:left])
    assert "中断，未完成" in run(office, "validate", "{}")[2]
    assert ((office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()) == before
    settled(office)


def test_half_a_file_that_a_program_still_has_open_waits_for_it(office: Path) -> None:
    before = (office / DELIVERY).read_bytes()
    lock = (office / DELIVERY).with_name(f".~lock.{Path(DELIVERY).name}#")
    with pytest.raises(Gone):
        press(office, "gone half way", locked=lock)
    code, _, err = run(office, "validate", "{}")
    assert code == 3
    assert "送货台账-张三-2026.xlsx" in err
    lock.unlink()
    assert "中断，未完成" in run(office, "validate", "{}")[2]
    assert (office / DELIVERY).read_bytes() == before
    settled(office)


@pytest.mark.parametrize("trouble", ["as typed", "cannot save"])
def test_a_program_that_cannot_save_stops_the_press(office: Path, trouble: str) -> None:
    before = (office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()
    with pytest.raises(Unusable):
        press(office, trouble)
    assert ((office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()) == before
    assert not (office / NOTE).exists()
    settled(office)


def test_what_was_saved_is_taken_back_when_the_rest_fails(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = keeping.settle

    def full(part: Path, final: Path) -> None:
        if final.name == Path(NOTE).name:
            raise OSError(28, "No space left on device", str(final))
        real(part, final)

    before = (office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()
    monkeypatch.setattr(keeping, "settle", full)
    with pytest.raises(Unusable, match="写入失败"):
        press(office)
    monkeypatch.undo()
    assert not list((office / BACKUPS).glob("*"))
    assert '"button":"deliver"' not in journals(office)
    assert ((office / DELIVERY).read_bytes(), (office / REGISTER).read_bytes()) == before
    assert not (office / NOTE).exists()
    settled(office)


def test_a_press_that_leaves_saving_to_the_person_keeps_no_backup(office: Path) -> None:
    press(office, saves=False)
    assert not list((office / BACKUPS).glob("*"))
    with opened(office / DELIVERY) as package:
        assert LAST[SECOND] not in properties(office / DELIVERY, package)
    assert given(office)[0] == "7"
    settled(office)
