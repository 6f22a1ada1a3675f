"""The store: a table comes out as it was read, damage shows, and nothing stops for its sake."""

from __future__ import annotations

import errno
import os
import random
import stat
import threading
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forms.test_frame import MODELS, ODD, grids
from xlsales.core.coded import coded
from xlsales.core.finding import Finding
from xlsales.core.grid import Grid, blank_grid
from xlsales.core.row import Book, Row
from xlsales.core.typed import DAY_ZERO_1904, CellError
from xlsales.core.words import Lang, Words
from xlsales.derive import readers
from xlsales.forms.choices import Market, Role
from xlsales.forms.masters import Person
from xlsales.forms.reading import read_grid
from xlsales.forms.register import Order
from xlsales.office.packages.package import Identity
from xlsales.office.reading.glance import Formulas
from xlsales.office.store.blocks import Damaged, of_json, to_json
from xlsales.office.store.columns import beside, from_bytes, to_bytes
from xlsales.office.store.content import Address, packed, unpacked
from xlsales.office.store.results import address_of
from xlsales.office.store.store import KEPT, KEPT_RESULTS, Store
from xlsales.office.store.tables import StoredGrid, differing
from xlsales.office.store.values import CannotStore, dump, dump_all, load, load_all

BOOK = Book("register", "张三", 2026)
HERE = Address("a" * 64, "1")
VALUES: list[object] = [
    *ODD, time(9, 30, 1), Role.DEPUTY, Market.OUTSIDE, Words("表", "Table"), ("a", (1, 2.0)), [None],
    (Role.MANAGER, Role.DEPUTY), Decimal("1E+3"), Decimal("-0.00"), -0.0, "\ud800", datetime(9999, 12, 31, 23, 59, 59, 999_999),
]  # fmt: skip


def identity(book: Book = BOOK) -> Identity:
    return Identity(book, Lang.ZH, 1, {"xlsales.kind": book.kind})


def stored(grid: Grid) -> StoredGrid:
    """Put a grid into an entry and take it out."""
    data = packed(HERE, identity(grid.book), [(grid, *read_grid(grid))])
    assert data is not None
    (found,) = unpacked(data, HERE).grids
    return found


def exactly(value: object) -> object:
    """Tell 1, 1.0 and True apart, 1.0 and 1.00, an error cell and its text."""
    if isinstance(value, list | tuple):
        return [type(value), *map(exactly, value)]
    return type(value), repr(value)


def held(row: Row) -> list[object]:
    return [row.at, row.bad, *(exactly(getattr(row, c.key)) for c in row.table.columns)]


def said(finding: Finding) -> list[object]:
    facts = [(name, exactly(fact)) for name, fact in finding.facts.items()]
    return [finding.rule, finding.place, exactly(finding.value), facts, exactly(finding.fix)]


def assert_same(found: StoredGrid, grid: Grid) -> None:
    """A grid of the store, whatever is asked of it first, says what the grid itself says."""
    rows, findings = read_grid(grid)
    assert list(map(held, found.frame().rows())) == list(map(held, rows))
    assert list(map(said, found.findings())) == list(map(said, findings))
    assert found.count == len(rows)
    some = range(0, len(rows), 2)
    assert list(map(held, found.frame(some).rows())) == [held(rows[n]) for n in some]
    for n, row in enumerate(rows):
        key = grid.table.columns[n % len(grid.table.columns)].key
        value = getattr(row, key)
        same = [m for m, other in enumerate(rows) if getattr(other, key) == value]
        assert found.where((key,), {value}) == same
        two = (key, grid.table.columns[0].key)
        both = [m for m, o in enumerate(rows) if all(getattr(o, k) == getattr(row, k) for k in two)]
        assert found.where(two, {tuple(getattr(row, k) for k in two)}) == both
        assert set(found.values(key)) == {getattr(each, key) for each in rows}
    assert found.height == len(grid.cells)
    for key in grid.columns:
        assert exactly(found.column(key, range(found.height))) == exactly(
            grid.column(key, range(grid.height))
        )
    assert dict(found.formulas) == dict(grid.formulas)
    assert exactly(found.cells) == exactly(grid.cells)
    assert found.book == grid.book
    for name in vars(grid).keys() - {"book", "formulas", "read"}:
        assert repr(getattr(found, name)) == repr(getattr(grid, name))
    again, more = read_grid(found)
    assert (list(map(held, again)), list(map(said, more))) == (
        list(map(held, rows)),
        list(map(said, findings)),
    )


# --- a table -----------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table.name)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_table_comes_out_as_it_was_read(model: type[Row], data: st.DataObject) -> None:
    grid = data.draw(grids(model.table))
    formulas = Formulas()
    for (row, column), valued in grid.formulas.items():
        formulas.note(row, column, valued=valued)
    grid.formulas = formulas
    indexes = st.integers(0, max(len(grid.cells) - 1, 0))
    grid.merged = frozenset(data.draw(st.sets(indexes, max_size=2 if grid.cells else 0)))
    if data.draw(st.booleans()):
        grid.below = {grid.first_row + 9: data.draw(st.lists(st.sampled_from(ODD), max_size=9))}
        grid.day_zero, grid.sheet, grid.copies = DAY_ZERO_1904, "承揽 (2)", ("副本",)
    if data.draw(st.booleans()):  # a column that is not there
        gone = data.draw(st.sampled_from(sorted(grid.columns)))
        grid.columns = {key: at for key, at in grid.columns.items() if key != gone}
        grid.missing = (gone,)
    assert_same(stored(grid), grid)


def test_many_rows_come_out_as_they_were_read() -> None:
    chance = random.Random(5)
    grid = blank_grid(Order.table, BOOK, Lang.ZH)
    width = len(grid.columns)
    for n in range(300):
        row = [
            chance.choice(ODD) if chance.random() < 0.05 else f"客户{n % 7}" for _ in range(width)
        ]
        row[3] = float(n)
        grid.cells.append(row)
    assert_same(stored(grid), grid)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_rows_differ_where_a_cell_was_read_otherwise(data: st.DataObject) -> None:
    tables = st.sampled_from((Order.table, Person.table))
    grid = data.draw(grids(data.draw(tables)))
    grid.formulas = {}
    other = replace(grid, cells=list(map(list, grid.cells)), read={})
    for row in data.draw(st.lists(st.sampled_from(other.cells or [[]]), max_size=2)):
        at = data.draw(st.integers(0, len(grid.columns)))
        row.extend([None] * (at + 1 - len(row)))
        row[at] = data.draw(st.sampled_from(ODD))
    if data.draw(st.booleans()):
        other.cells.append([0.0, "客户1"])
    one, two = by_row(grid), by_row(other)
    odd = {at for at in one.keys() | two.keys() if one.get(at) != two.get(at)}
    was, now = stored(grid), stored(other)
    differ = differing(was, now)
    if differ is None:  # something is said of a row that is none
        assert odd - {row.at.row for each in (grid, other) for row in read_grid(each)[0]}
        return
    assert {was.places[n] for n in differ[0]} | {now.places[n] for n in differ[1]} == odd
    assert differing(was, was) == ([], [])


def by_row(grid: Grid) -> dict[int, list[object]]:
    """What reading says of each sheet row."""
    rows, findings = read_grid(grid)
    found: dict[int, list[object]] = {row.at.row: [held(row)] for row in rows}
    for each in findings:
        found.setdefault(each.place.at.row, []).append(said(each))
    return found


def test_a_choice_typed_by_its_key_comes_out_as_the_choice() -> None:
    grid = blank_grid(Order.table, BOOK, Lang.ZH)
    grid.cells = [["new" if key == "kind" else None for key in grid.columns]]
    assert_same(stored(grid), grid)


def test_edits_of_a_stored_table_begin_with_its_cells() -> None:
    grid = blank_grid(Person.table, Book("masters"), Lang.ZH)
    grid.cells = [["张三", "ZS", "销售员"], ["王经理", "", "经理"]]
    found = stored(grid)
    found.cells.append(["李四"])
    assert (found.height, found.cell(2, "name")) == (3, "李四")
    assert found.column("name", [2, 0]) == ["李四", "张三"]


# --- values ------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(VALUES), max_size=8))
def test_values_come_back_exactly(values: list[object]) -> None:
    through = of_json(to_json(list(map(dump, values))))
    assert exactly(list(map(load, through))) == exactly(values)
    assert exactly(load_all(of_json(to_json(dump_all(values))))) == exactly(values)


@given(st.lists(st.decimals(allow_nan=False) | st.none()))
def test_decimals_keep_their_digits(values: list[Decimal | None]) -> None:
    assert exactly(load_all(of_json(to_json(dump_all(values))))) == exactly(values)


@given(st.lists(st.dates() | st.none()))
def test_dates_are_days(values: list[date | None]) -> None:
    assert load_all(of_json(to_json(dump_all(values)))) == values


@given(st.lists(st.sampled_from(ODD)), st.data())
def test_a_column_is_its_distinct_cells(cells: list[object], data: st.DataObject) -> None:
    found = coded(cells)
    assert exactly(found.spread()) == exactly(cells)
    assert len({str(exactly(value)) for value in found.values}) == len(found.values)
    typed = [object() for _ in found.values]
    kept = data.draw(st.sets(st.integers(0, len(cells) - 1))) if cells else set()
    read = found.spread(typed)
    mine = beside(found, sorted(kept), [read[index] for index in sorted(kept)])
    assert mine is not None
    whole = found.spread(mine)
    assert all(whole[index] is read[index] for index in kept)


@pytest.mark.parametrize("count", [1, 256, 257, 65_537])
def test_codes_take_as_few_bytes_as_they_need(count: int) -> None:
    codes = [0, count - 1, count // 2]
    data = to_bytes(codes, count)
    assert from_bytes(data, count) == codes
    assert len(data) == 3 * (1 if count <= 256 else 2 if count <= 65_536 else 4)


def test_what_the_store_does_not_know_is_not_stored() -> None:
    with pytest.raises(CannotStore):
        dump({1: 2})
    grid = blank_grid(Person.table, Book("masters"), Lang.ZH)
    grid.formulas = {(0, 0): True}  # as edits leave them: not as they were read
    assert packed(HERE, identity(grid.book), [(grid, (), ())]) is None


# --- damage ------------------------------------------------------------------------------------


def entry() -> bytes:
    grid = blank_grid(Order.table, BOOK, Lang.ZH)
    grid.cells = [["2026-11-03", "张三", CellError("#N/A"), "东风", 12.5, Decimal(3), True]]
    data = packed(HERE, identity(), [(grid, *read_grid(grid))])
    assert data is not None
    return data


def test_every_damaged_byte_is_noticed() -> None:
    data = entry()
    for at in random.Random(1).sample(range(len(data)), 200):
        for wrong in (data[:at], data[:at] + bytes([data[at] ^ 64]) + data[at + 1 :]):
            with pytest.raises(Damaged):
                unpacked(wrong, HERE)
    with pytest.raises(Damaged):
        unpacked(b"", HERE)


def test_an_entry_of_another_content_or_version_is_not_taken() -> None:
    for other in (Address("b" * 64, "1"), Address("a" * 64, "2")):
        with pytest.raises(Damaged):
            unpacked(entry(), other)


# --- on the disk -------------------------------------------------------------------------------


@pytest.fixture
def hidden(tmp_path: Path) -> Path:
    place = tmp_path / ".xlsales"
    place.mkdir()
    return place


def tables() -> list[tuple[Grid, tuple[Row, ...], tuple[Finding, ...]]]:
    grid = blank_grid(Person.table, Book("masters"), Lang.ZH)
    grid.cells = [["张三", "ZS", "销售员"]]
    return [(grid, *read_grid(grid))]


MASTERS = identity(Book("masters"))
A, B = "a" * 64, "b" * 64


def names(store: Store) -> list[str]:
    return sorted(path.name for path in store.place.rglob("*") if path.is_file())


def test_what_was_put_is_got(hidden: Path) -> None:
    told: list[Words] = []
    store = Store(hidden, told.append)
    assert store.get(A, MASTERS.book) is None
    store.put(A, MASTERS, tables())
    found = Store(hidden, told.append).get(A, MASTERS.book)
    assert found is not None
    (grid,) = found.grids
    assert [row.name for row in grid.frame().rows()] == ["张三"]  # type: ignore[attr-defined]
    assert store.get(B, MASTERS.book) is None
    assert store.get(A, BOOK) is None
    assert told == []


def test_what_another_version_wrote_is_not_used(hidden: Path) -> None:
    told: list[Words] = []
    Store(hidden, told.append, version="0" * 12).put(A, MASTERS, tables())
    store = Store(hidden, told.append)
    assert store.get(A, MASTERS.book) is None
    (old,) = (path for path in store.place.rglob("*") if path.is_file())
    old.rename(old.with_name(store._path(A, MASTERS.book).name))  # a rename makes it no newer
    assert store.get(A, MASTERS.book) is None
    assert len(told) == 1


def test_a_damaged_entry_is_set_aside_and_said_once(hidden: Path) -> None:
    told: list[Words] = []
    store = Store(hidden, told.append)
    for content in (A, B):
        store.put(content, MASTERS, tables())
        path = store._path(content, MASTERS.book)
        path.write_bytes(path.read_bytes()[:-1])
    for _ in range(2):
        assert store.get(A, MASTERS.book) is None
        assert store.get(B, MASTERS.book) is None
    assert [words.zh for words in told] == ["读取缓存有损坏，已搁置，相应工作簿已重新读取。"]
    assert all(name.endswith(".damaged") for name in names(store))
    assert len(store.damaged()) == 2
    store.put(A, MASTERS, tables())
    assert store.get(A, MASTERS.book) is not None


@pytest.mark.parametrize("place", ["store", "store of the workbook"])
def test_a_foreign_file_in_its_place_stops_nothing(hidden: Path, place: str) -> None:
    told: list[Words] = []
    store = Store(hidden, told.append)
    if place == "store":
        store.place.write_text("mine")
    else:
        store.place.mkdir()
        store._path(A, MASTERS.book).parent.write_text("mine")
    for _ in range(2):
        assert store.get(A, MASTERS.book) is None
        store.put(A, MASTERS, tables())
    assert len(told) == 1
    assert store.held() == []


def test_a_full_disk_stops_nothing_and_leaves_no_part(
    hidden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Words] = []
    store = Store(hidden, told.append)
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        real(path, data[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    store.put(A, MASTERS, tables())
    store.put(B, MASTERS, tables())
    assert len(told) == 1
    assert "No space left" in told[0].en
    assert names(store) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_whoever_may_use_the_office_may_use_its_store(hidden: Path) -> None:
    hidden.chmod(0o2770)
    store = Store(hidden)
    store.put(A, MASTERS, tables())
    path = store._path(A, MASTERS.book)
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    for folder in (store.place, path.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o2770


def test_a_workbook_keeps_its_newest_contents(hidden: Path) -> None:
    store = Store(hidden)
    left = store._path(A, MASTERS.book).with_name(".left.part")
    store.put("0" * 64, MASTERS, tables())
    left.write_text("")
    for path in (left, store._path("0" * 64, MASTERS.book)):
        os.utime(path, (1, 1))  # the clock was set back, or long ago
    mine = left.with_name("remarks.txt")
    mine.write_text("of a person")
    for n in range(1, KEPT + 1):
        store.put(f"{n}" * 64, MASTERS, tables())
    there = {each.content[0] for each in store.held()}
    assert there == {f"{n}" for n in range(1, KEPT + 1)}
    assert not left.exists()
    assert mine.read_text() == "of a person"


def test_nobody_sees_half_an_entry(hidden: Path) -> None:
    told: list[Words] = []
    done = threading.Event()

    def write() -> None:
        for n in range(60):
            Store(hidden, told.append).put("ab"[n % 2] * 64, MASTERS, tables())
            Store(hidden, told.append).remove([store._path("ab"[n % 2] * 64, MASTERS.book)])
            Store(hidden, told.append).put("ab"[n % 2] * 64, MASTERS, tables())
        done.set()

    store = Store(hidden, told.append)
    writers = [threading.Thread(target=write) for _ in range(2)]
    for each in writers:
        each.start()
    seen = 0
    while not done.is_set():
        found = store.get(A, MASTERS.book)
        seen += found is not None
        if found is not None:
            assert found.grids[0].cells == [["张三", "ZS", "销售员"]]
    for each in writers:
        each.join()
    assert seen
    assert told == []
    assert all(len(name) == 64 + 1 + 12 for name in names(store))


# --- what was worked out -----------------------------------------------------------------------


def test_a_result_is_found_under_its_own_address_alone(hidden: Path) -> None:
    store = Store(hidden)
    store.keep(BOOK, A, b"figures")
    assert Store(hidden).recall(BOOK, A) == b"figures"
    assert store.recall(BOOK, B) is None
    assert store.recall(MASTERS.book, A) is None
    assert Store(hidden, version="0" * 12).recall(BOOK, A) is None
    (path,) = store.results()
    for name in (store._result(BOOK, B).name, f"{A}.{'0' * 12}.result"):
        path.with_name(name).write_bytes(path.read_bytes())
    assert store.recall(BOOK, B) is None
    assert Store(hidden, version="0" * 12).recall(BOOK, A) is None
    assert len(store.results(of_others=True)) == 1
    assert store.held() == []


def test_a_damaged_result_is_worked_out_again(hidden: Path) -> None:
    told: list[Words] = []
    store = Store(hidden, told.append)
    store.keep(BOOK, A, b"figures")
    (path,) = store.results()
    data = path.read_bytes()
    for at in range(len(data)):
        for wrong in (data[:at], data[:at] + bytes([data[at] ^ 64]) + data[at + 1 :]):
            path.write_bytes(wrong)
            assert store.recall(BOOK, A) is None
    store.keep(BOOK, A, b"figures")
    assert store.recall(BOOK, A) == b"figures"
    assert told == []


def test_a_workbook_keeps_its_newest_results_beside_its_contents(hidden: Path) -> None:
    store = Store(hidden)
    store.put(A, MASTERS, tables())
    for n in range(KEPT_RESULTS + 3):
        store.keep(MASTERS.book, f"{n:064x}", b"")
        os.utime(store._result(MASTERS.book, f"{n:064x}"), (n, n))
    assert len(store.results()) == KEPT_RESULTS
    assert store.recall(MASTERS.book, f"{0:064x}") is None
    assert store.recall(MASTERS.book, f"{KEPT_RESULTS + 2:064x}") == b""
    assert store.get(A, MASTERS.book) is not None


def test_an_address_tells_its_parts_apart() -> None:
    said = [("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), (), ("",), ("\ud800",)]
    assert len({address_of(*parts) for parts in said}) == len(said)


def test_the_version_follows_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    assert readers.path().read_bytes() == readers.written(), "run python -m xlsales.derive"
    before = readers.written()
    real = Path.read_bytes
    for room in (
        "core/typed/dates.py",
        "forms/reading.py",
        "office/reading/reader.py",
        "forms/register.py",
        "flow/checks/plan.py",
    ):

        def changed(path: Path, room: str = room) -> bytes:
            return real(path) + b"#" * path.as_posix().endswith(room)

        monkeypatch.setattr(Path, "read_bytes", changed)
        assert readers.written() != before
