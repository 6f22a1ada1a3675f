"""Any rows, any remarks: what stands beside a row of a macro's table is never lost or made up."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hosts.annotated import COMPUTED, THINGS, annotate, key_of, row_of, seen
from tests.hosts.contract import Gathering, edited, of_file
from tests.schema import problems
from xlsales.core.arrangement import Arrangement
from xlsales.core.outcome import Replace
from xlsales.core.row import Book, Row, Table
from xlsales.core.words import Lang
from xlsales.derive.new import new_workbook

NUMBERS = st.sets(st.integers(0, 30), max_size=12)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A blank workbook for each table."""
    found = {}
    for table in COMPUTED:
        found[table.name] = tmp_path_factory.mktemp("blank") / f"{table.name}.xlsx"
        new_workbook(found[table.name], Book(table.kind, "", 2026), Lang.ZH)
    return found


def compute(path: Path, table: Table, rows: Sequence[Row]) -> None:
    """Let a macro compute a table of a closed workbook."""
    book = Book(table.kind, "", 2026)
    host = Gathering(book, Lang.ZH, of_file(path, book, Lang.ZH))
    edited(path, host.gather([Replace(book, table.model, tuple(rows))]))


@given(
    table=st.sampled_from(COMPUTED),
    before=st.permutations(range(31)).flatmap(
        lambda all_: st.integers(0, 12).map(lambda n: all_[:n])
    ),
    after=NUMBERS,
    data=st.data(),
)
@settings(max_examples=80, deadline=None)
def test_no_remark_is_lost_or_made_up(
    blank: dict[str, Path], table: Table, before: list[int], after: set[int], data: st.DataObject
) -> None:
    things = data.draw(st.lists(st.sets(st.sampled_from(THINGS)), min_size=12, max_size=12))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        shutil.copy(blank[table.name], path)
        compute(path, table, [row_of(table.model, n) for n in before])
        annotate(path, table, things=lambda n: things[n])
        was, wrong = seen(path, table), problems(path.read_bytes())
        rows = [row_of(table.model, n, 1) for n in sorted(after)]
        compute(path, table, rows)
        now = seen(path, table)
        stay = [key for key in was.rows if key in {key_of(row) for row in rows}]
        assert [now.rows[key] for key in stay] == [was.rows[key] for key in stay]
        assert [key for key in now.rows if key in was.rows] == stay
        assert now.remarks(now.rows) == was.remarks(stay)
        assert problems(path.read_bytes()) == wrong
        compute(path, table, rows)
        assert seen(path, table) == now


@given(data=st.data())
def test_arrangements_one_after_another_are_one(data: st.DataObject) -> None:
    def drawn(count: int) -> Arrangement:
        kept = data.draw(st.sets(st.integers(3, 2 + count))) if count else set()
        order: list[int | None] = [*sorted(kept)]
        for at in data.draw(st.lists(st.integers(0, len(order)), max_size=3)):
            order.insert(at, None)
        return Arrangement(3, count, tuple(order))

    one = drawn(data.draw(st.integers(0, 8)))
    # the second knows of fewer or more rows than the first left: some below follow as they stand
    two = drawn(max(0, len(one.order) + data.draw(st.integers(-2, 2))))
    both = one.then(two)
    for row in range(3, 20):
        middle = two.origin(row)
        assert both.origin(row) == (None if middle is None else one.origin(middle))
    for row, now in one.moved.items():
        assert one.back.row(now) == row
