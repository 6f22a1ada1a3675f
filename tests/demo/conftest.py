"""The story, told once in memory for all tests of a process."""

import datetime as dt
from collections.abc import Mapping

import pytest

from tests.demo.reading import Readings
from tests.gate.month import copied
from xlsales.buttons import EVERY, FORMS, arguments_of
from xlsales.core.office import Call, Office
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.demo.story import Story
from xlsales.forms.choices import Kind
from xlsales.hosts.cells import Cells
from xlsales.hosts.host import Host
from xlsales.hosts.memory import in_memory
from xlsales.press import press


@pytest.fixture(scope="session")
def typed() -> set[tuple[str, str]]:
    """The columns that people of the story typed into; filled while it is told."""
    return set()


@pytest.fixture(scope="session")
def readings() -> Readings:
    return Readings()


@pytest.fixture(scope="session")
def story(readings: Readings, typed: set[tuple[str, str]]) -> Story:
    told, real = Story(in_memory()), Cells.type

    def watched(
        cells: Cells, book: Book, table: str, values: Mapping[str, Cell], row: int | None = None
    ) -> int:
        typed.update((table, column) for column in values)
        return real(cells, book, table, values, row)

    with readings.watching(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(Cells, "type", watched)
        told.run()
        patched.undo()
        _choosing(copied(told.desk.host))
    return told


def _choosing(host: Host) -> None:
    """Press what the story's people do by typing; in an office of its own."""
    register = Book(Kind.REGISTER, "孙伟", 2026)
    row = host.cells.type(register, "orders", {"quantity": 3})
    for button_id, asked in (
        ("find", {"text": "clp"}),
        ("pick", {"value": "0101", "into": "orders.product", "row": row}),
        ("pick", {"value": "ylcl", "into": "orders.customer", "row": row}),
        ("put_back", {"value": "4", "into": "orders.quantity", "row": row}),
        ("new_order", {"customer": "ylcl", "product": "0101", "quantity": "3"}),
        ("copy_order", {}),
    ):
        button = EVERY[button_id]
        args = arguments_of(button).model_validate(asked)
        press(host, button, Call(dt.date(2026, 12, 24), args, register, "孙伟"))


@pytest.fixture(scope="session")
def office(story: Story) -> Office:
    return story.desk.host.cells.office(FORMS)
