"""The story, told once in memory for all tests of a process."""

from collections.abc import Mapping

import pytest

from tests.demo.reading import Readings
from xlsales.buttons import FORMS
from xlsales.core.office import Office
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.demo.story import Story
from xlsales.hosts.memory import MemoryHost


class Watched(MemoryHost):
    """Remembers which columns people typed into."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: set[tuple[str, str]] = set()

    def type(
        self, book: Book, table: str, values: Mapping[str, Cell], row: int | None = None
    ) -> int:
        self.typed |= {(table, column) for column in values}
        return super().type(book, table, values, row)


@pytest.fixture(scope="session")
def readings() -> Readings:
    return Readings()


@pytest.fixture(scope="session")
def story(readings: Readings) -> Story:
    told = Story(Watched())
    with readings.watching():
        told.run()
    return told


@pytest.fixture(scope="session")
def office(story: Story) -> Office:
    return story.desk.host.office(FORMS)
