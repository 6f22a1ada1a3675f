"""*Upgrade*, pressed in an open workbook: it is saved, closed, upgraded with all others, opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.people import cells
from tests.hosts.live.programs import Program, desktop, excel, libreoffice
from tests.hosts.live.test_live import Desk, submitted
from tests.office import older
from tests.office.branch import REGISTER
from tests.office.test_commit import settled
from tests.office.test_upgrading import versions
from tests.schema import problems
from xlsales.office.unusable import Unusable

__all__ = ["desktop", "excel", "libreoffice"]  # fixtures


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("older")
    older.founded(place / "office", place / "blanks")
    return place / "office"


@pytest.fixture
def desk(desktop: Program, made: Path, tmp_path: Path) -> Iterator[Desk]:
    with older.newer():
        opened = Desk(desktop, older.copied(made, tmp_path))
        yield opened
        opened.book.close()


def test_what_was_typed_is_saved_and_the_workbook_is_open_again(desk: Desk) -> None:
    desk.type(3, quantity=21)  # not saved yet
    desk.press("upgrade")
    assert versions(desk.root) == {2}
    assert problems(desk.path.read_bytes()) == []
    first, second = desk.orders()
    assert [first.quantity, second.quantity] == [21, 5]
    assert first.remark == "急件"
    assert cells(desk.path, "orders")[0]["quantity"] == 21
    settled(desk.root)
    desk.type(3, customer_wish="包装")
    assert len(submitted(desk)) == 2
    assert [row.customer_wish for row in desk.orders()] == ["包装", None]
    settled(desk.root)


def test_undo_in_the_open_workbook_brings_the_older_one_back(desk: Desk) -> None:
    desk.press("upgrade")
    told = desk.press("undo").outcome.notes
    assert any("又是第 1 版工作簿" in words.zh for words in told)
    assert versions(desk.root) == {1, 2}
    assert desk.orders()[0].quantity == 20
    with pytest.raises(Unusable, match="升级工作簿"):
        desk.press("submit")


def test_another_workbook_that_is_open_stops_it(desk: Desk) -> None:
    before = desk.path.read_bytes()
    masters = desk.root / older.MASTERS
    masters.with_name(f"~${masters.name}").write_bytes(b"")
    with pytest.raises(Unusable, match=r"基础资料\.xlsx（Excel）"):
        desk.press("upgrade")
    assert versions(desk.root) == {1}
    assert desk.path.read_bytes() == before
    assert desk.book.name == Path(REGISTER).name
