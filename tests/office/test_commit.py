"""Several workbooks saved together, and people who write into them at the wrong moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.people import cells, type_rows
from tests.office.branch import DELIVERY, ORDER, REGISTER, must, run
from xlsales.core.outcome import SetProperty
from xlsales.core.row import Book
from xlsales.hosts.files.host import of_folder
from xlsales.hosts.saver import Entry
from xlsales.office.saving import keeping
from xlsales.office.saving.commit import Transaction
from xlsales.office.unusable import Unusable

FIRST, SECOND = Book("register", "张三", 2026), Book("delivery", "张三", 2026)
LAST = {FIRST: "xlsales.last.CL-202611-ZS", SECOND: "xlsales.last.SH-202611-ZS"}
MOMENT = datetime(2026, 11, 24, 9, 0)


class Dead(BaseException):
    """The process ended here."""


def press(root: Path) -> None:
    """Save two workbooks and a document together."""
    host = of_folder(root)
    host.cells.apply([SetProperty(book, name, "7") for book, name in LAST.items()])
    entry = Entry("张三", MOMENT, "deliver", numbers={"SH-202611-ZS": 7}, books=(FIRST, SECOND))
    host.saver.commit({"送货/单据.txt": b"whole"}, 20, entries=[entry])


def given(root: Path) -> list[str | None]:
    infos = of_folder(root).cells.infos
    return [infos[book].properties.get(name) for book, name in LAST.items()]


def settled(root: Path) -> None:
    """Nothing is left behind and the journal is whole."""
    code, _, err = run(root, "journal", "{}", "--verify")
    assert code == 0, err
    hidden = root / ".xlsales"
    assert [*hidden.glob("pending/*"), *hidden.glob("locks/*"), *root.rglob("*.part")] == []


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, int], None]:
    """Presses and lets the process end before the n-th workbook takes its name."""

    def act(root: Path, at: int) -> None:
        real, names = keeping.settle, [Path(REGISTER).name, Path(DELIVERY).name]

        def settle(part: Path, final: Path) -> None:
            if final.name == names[at]:
                raise Dead
            real(part, final)

        def gone(*_: Any, **__: Any) -> None:
            raise Dead

        with monkeypatch.context() as patch:
            patch.setattr(keeping, "settle", settle)
            patch.setattr(Transaction, "_backward", gone)
            with pytest.raises(Dead):
                press(root)

    return act


def test_two_workbooks_and_a_document_are_saved_together(office: Path) -> None:
    press(office)
    assert given(office) == ["7", "7"]
    assert (office / "送货/单据.txt").read_bytes() == b"whole"
    settled(office)


@pytest.mark.parametrize("at", [0, 1])
def test_the_next_command_finishes_what_was_begun(
    office: Path, dies: Callable[[Path, int], None], at: int
) -> None:
    dies(office, at)
    assert "已补完" in run(office, "validate", "{}")[2]
    assert given(office) == ["7", "7"]
    assert (office / "送货/单据.txt").read_bytes() == b"whole"
    settled(office)


def test_the_work_of_a_person_who_saved_after_a_crash_is_kept(
    office: Path, dies: Callable[[Path, int], None]
) -> None:
    before = (office / REGISTER).read_bytes()
    dies(office, 1)
    assert (office / REGISTER).read_bytes() != before
    type_rows(office / DELIVERY, "deliveries", {"customer": "手工"})
    mine = (office / DELIVERY).read_bytes()
    assert "已撤回" in run(office, "validate", "{}")[2]
    assert (office / DELIVERY).read_bytes() == mine
    assert (office / REGISTER).read_bytes() == before
    assert not (office / "送货/单据.txt").exists()
    assert of_folder(office).source.known.numbers["SH-202611-ZS"] == 7  # seen by somebody, perhaps
    settled(office)


def test_so_is_it_when_both_workbooks_were_saved_after_a_crash(
    office: Path, dies: Callable[[Path, int], None]
) -> None:
    dies(office, 1)
    type_rows(office / REGISTER, "orders", {**ORDER, "remark": "手工"})
    type_rows(office / DELIVERY, "deliveries", {"customer": "手工"})
    must(office, "validate", "{}")
    assert cells(office / REGISTER, "orders")[-1]["remark"] == "手工"
    assert cells(office / DELIVERY, "deliveries")[-1]["customer"] == "手工"
    settled(office)


def test_a_workbook_opened_after_a_crash_stops_everybody_until_it_is_closed(
    office: Path, dies: Callable[[Path, int], None]
) -> None:
    dies(office, 1)
    owners = [(office / name).with_name(f"~${Path(name).name}") for name in (REGISTER, DELIVERY)]
    for owner in owners:
        owner.touch()
    code, out, err = run(office, "validate", "{}")
    assert (code, out) == (3, "")
    assert "有一次操作未完成" in err
    owners[1].unlink()  # then it can be finished
    must(office, "validate", "{}")
    assert given(office) == ["7", "7"]


def test_a_workbook_opened_in_the_middle_stops_the_press(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [(office / name).read_bytes() for name in (REGISTER, DELIVERY)]
    owner = (office / DELIVERY).with_name(f"~${Path(DELIVERY).name}")
    real = keeping.settle

    def settle(part: Path, final: Path) -> None:
        if final.name == Path(REGISTER).name:
            owner.touch()
        real(part, final)

    monkeypatch.setattr(keeping, "settle", settle)
    with pytest.raises(Unusable, match="打开"):
        press(office)
    owner.unlink()
    assert [(office / name).read_bytes() for name in (REGISTER, DELIVERY)] == before
    settled(office)


def test_what_a_person_saved_meanwhile_is_not_overwritten(office: Path) -> None:
    host = of_folder(office)
    host.cells.apply([SetProperty(FIRST, LAST[FIRST], "7")])
    type_rows(office / REGISTER, "orders", {**ORDER, "remark": "手工"})
    mine = (office / REGISTER).read_bytes()
    with pytest.raises(Unusable, match="期间被改动"):
        host.saver.commit({}, 20)
    assert (office / REGISTER).read_bytes() == mine
    settled(office)


def test_a_file_in_the_place_of_a_new_workbook_is_not_overwritten(office: Path) -> None:
    host = of_folder(office)
    plan = host.made(Book("plan", "", 2027))
    host.path(plan).write_bytes(b"mine")
    with pytest.raises(Unusable, match="已被占用"):
        host.saver.commit({}, 20)
    assert host.path(plan).read_bytes() == b"mine"


def test_a_read_only_workbook_is_refused_in_a_line(office: Path) -> None:
    (office / REGISTER).chmod(0o444)
    if (office / REGISTER).stat().st_mode & 0o222 == 0 and not _root():
        with pytest.raises(Unusable, match="只读"):
            press(office)
        settled(office)


def _root() -> bool:
    import os

    return hasattr(os, "geteuid") and os.geteuid() == 0


def test_a_workbook_keeps_its_rights(office: Path) -> None:
    (office / REGISTER).chmod(0o664)
    press(office)
    assert (office / REGISTER).stat().st_mode & 0o777 == 0o664
