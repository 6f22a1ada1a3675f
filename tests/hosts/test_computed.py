"""Every macro's table, annotated and sorted by a person, then computed anew: in files.

Each remark stays beside its row, with notes, colours, formulas and height; what stood beside rows
that are gone is in the findings sheet; nothing is invented, and a second press changes nothing.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from itertools import product
from pathlib import Path

import openpyxl
import pytest

from tests.hosts.annotated import (
    COMPUTED,
    Seen,
    Sheet,
    annotate,
    key_of,
    row_of,
    seen,
    sort,
)
from tests.office.branch import founded, must
from tests.office.soffice import SOFFICE, converted
from tests.schema import problems
from xlsales.buttons import BY_ID, arguments_of
from xlsales.core.needs import needs
from xlsales.core.office import Call
from xlsales.core.row import Row, Table
from xlsales.flow.every import refreshing
from xlsales.hosts.files.host import OfficeHost, of_folder
from xlsales.press import Pressed, press

TODAY = date(2026, 11, 24)
MANY = 9
BY_TABLE = [pytest.param(table, id=table.name) for table in COMPUTED]

GONE = {"nobody": (), "first": (0,), "last": (MANY - 1,), "some": (1, 2, 5), "all": range(MANY)}
CAME = {"nobody": (), "before": (-1,), "between": (4.5, 6.5), "after": (20, 21, 22)}
"""Which rows of 0 to 8 go, and where new ones come in the macro's order."""


def number(place: float) -> int:
    """Return the number of a row by its place: rows are numbered so that new ones fit between."""
    return 100 + int(10 * place)


def rows_of(table: Table, places: Sequence[float], version: int = 0) -> tuple[Row, ...]:
    return tuple(row_of(table.model, number(place), version) for place in sorted(places))


def afterwards(gone: Sequence[int], came: Sequence[float]) -> list[float]:
    return [place for place in range(MANY) if place not in gone] + list(came)


class Office:
    """An office with the workbook of a macro's table, of which a test says what it computes."""

    def __init__(self, root: Path, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.table, self._patch = root, table, monkeypatch

    @property
    def path(self) -> Path:
        host = of_folder(self.root)
        return host.path(next(book for book in host.cells.infos if book.kind == self.table.kind))

    def press(self, rows: Sequence[Row], host: OfficeHost | None = None) -> Pressed:
        computed = needs(self.table.model)(lambda *_: tuple(rows))
        self._patch.setitem(refreshing.COMPUTED, self.table.model, computed)
        host = host or of_folder(self.root)
        book = next(book for book in host.cells.infos if book.kind == self.table.kind)
        args = arguments_of(BY_ID["refresh"])()
        return press(
            host, BY_ID["refresh"], Call(TODAY, args, book, "孙财务", datetime(2026, 11, 24, 9))
        )


@pytest.fixture(scope="session")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("computed") / "办公室"
    founded(root)
    there = {book.kind for book in of_folder(root).cells.infos}
    for kind in {table.kind for table in COMPUTED} - there:
        owner = ("--owner", "张三") if kind == "tracking" else ()
        must(root, "new", kind, "{}", "--year", "2026", *owner)
    return root


@pytest.fixture(scope="session")
def annotated(branch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Offices by table and way of leaving it: as typed, sorted, with a legend, saved elsewhere."""
    root = tmp_path_factory.mktemp("annotated")
    with pytest.MonkeyPatch.context() as patch:
        for table in COMPUTED:
            for way in WAYS:
                office = Office(root / table.name / way, table, patch)
                shutil.copytree(branch, office.root)
                office.press(rows_of(table, range(MANY)))
                annotate(office.path, table, legend="legend" in way)
                if "sorted" in way:
                    sort(office.path, table)
        if SOFFICE:
            saved = [
                Office(root / table.name / way, table, patch).path
                for table in COMPUTED
                for way in WAYS
                if "LibreOffice" in way
            ]
            for i, path in enumerate(saved):
                (new,) = converted([path], root / f"converted {i}")
                shutil.copy(new, path)
    return root


WAYS = ("sorted", "as it was", "sorted, legend", "sorted, saved by LibreOffice")


@pytest.fixture
def office(
    annotated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Table, way: str
) -> Office:
    if "LibreOffice" in way and not SOFFICE:
        pytest.skip("no LibreOffice here")
    root = tmp_path / "办公室"
    shutil.copytree(annotated / table.name / way, root)
    return Office(root, table, monkeypatch)


def check(before: Seen, after: Seen, rows: Sequence[Row]) -> None:
    """Check what a workbook shows after its table was computed anew from ``rows``."""
    now = {key_of(row) for row in rows}
    assert set(after.rows) == now
    stay = [key for key in before.rows if key in now]
    assert {key: after.rows[key] for key in stay} == {key: before.rows[key] for key in stay}
    assert [key for key in after.rows if key in before.rows] == stay
    for key in now - set(before.rows):
        held = after.rows[key]
        assert (held["own"], held["beside"], held["notes"]) == (None, None, {})
    assert after.kept == before.remarks(key for key in before.rows if key not in now)
    assert after.legends == before.legends


@pytest.mark.parametrize("table", BY_TABLE)
@pytest.mark.parametrize(
    ("way", "gone", "came"),
    [
        *product(WAYS[:1], GONE, CAME),
        *product(WAYS[1:], ("first", "some"), ("nobody", "between")),
        *product(WAYS[1:], ("last", "all"), ("after",)),
    ],
)
def test_what_stands_beside_a_row_stays_beside_it(
    office: Office, table: Table, way: str, gone: str, came: str
) -> None:
    path, heights = office.path, "legend" not in way  # it has its part in the rows' heights
    before, wrong = seen(path, table, heights=heights), problems(path.read_bytes())
    rows = rows_of(table, afterwards(GONE[gone], CAME[came]), version=1)
    pressed = office.press(rows)
    after = seen(path, table, heights=heights)
    check(before, after, rows)
    assert problems(path.read_bytes()) == wrong
    told = {f.rule.code for f in pressed.outcome.findings}
    assert ("left-beside-a-row" in told) is bool(after.kept)
    again = office.press(rows)
    assert again.changes == ()
    assert seen(path, table, heights=heights) == after


@pytest.mark.skipif(not SOFFICE, reason="no LibreOffice here")
@pytest.mark.parametrize("table", BY_TABLE)
@pytest.mark.parametrize("way", ["sorted"])
def test_libreoffice_shows_it_so_afterwards(office: Office, table: Table, tmp_path: Path) -> None:
    office.press(rows_of(table, afterwards(GONE["some"], CAME["between"]), version=1))
    (saved,) = converted([office.path], tmp_path)
    ours, theirs = seen(office.path, table), seen(saved, table)
    for key, held in ours.rows.items():
        for what in ("own", "beside", "notes", "formula", "hidden"):
            assert theirs.rows[key][what] == held[what]
    assert theirs.kept == ours.kept


# --- where rows come -----------------------------------------------------------------------


def shown(path: Path, table: Table) -> list[str]:
    return [key for _, key in Sheet(path, table).rows()]


def keys(table: Table, places: Sequence[float]) -> list[str]:
    return [key_of(row) for row in rows_of(table, places)]


@pytest.fixture
def bare(branch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Table) -> Office:
    """An office whose table nobody sorted or wrote beside."""
    root = tmp_path / "办公室"
    shutil.copytree(branch, root)
    office = Office(root, table, monkeypatch)
    office.press(rows_of(table, range(MANY)))
    return office


@pytest.mark.parametrize("table", BY_TABLE)
def test_a_table_that_nobody_touched_is_in_the_macros_order(bare: Office, table: Table) -> None:
    places = sorted(afterwards(GONE["some"], (-1, 4.5, 20)))
    bare.press(rows_of(table, places))
    assert shown(bare.path, table) == keys(table, places)


@pytest.mark.parametrize("table", BY_TABLE)
@pytest.mark.parametrize("way", ["as it was"])
def test_in_a_table_that_a_person_wrote_beside_new_rows_come_last(
    office: Office, table: Table
) -> None:
    office.press(rows_of(table, afterwards((), (-1, 4.5, 20))))
    assert shown(office.path, table) == keys(table, range(MANY)) + keys(table, (-1, 4.5, 20))


@pytest.mark.parametrize("table", BY_TABLE)
def test_nothing_that_stands_apart_loses_its_row_to_one_that_comes(
    bare: Office, table: Table
) -> None:
    sheet = Sheet(bare.path, table)
    sheet.ws.cell(sheet.top + 5, sheet.right + 4).value = "第五行的"
    sheet.save()
    bare.press(rows_of(table, afterwards((), (0.5,))))
    assert shown(bare.path, table) == [*keys(table, range(MANY)), *keys(table, (0.5,))]


# --- what the findings sheet keeps ----------------------------------------------------------


@pytest.mark.parametrize("table", BY_TABLE)
@pytest.mark.parametrize("way", ["sorted"])
def test_remarks_are_kept_until_a_person_deletes_their_line(office: Office, table: Table) -> None:
    before = seen(office.path, table)
    (first, second) = keys(table, (0, 1))
    office.press(rows_of(table, afterwards((0,), ())))
    office.press(rows_of(table, afterwards((0, 1), ())))
    assert seen(office.path, table).kept == before.remarks((first, second))
    workbook = openpyxl.load_workbook(office.path)
    sheet = workbook["校验报告"]
    lines = [row for row, line in enumerate(sheet.values, 1) if first in str(line[5])]
    for row in reversed(lines):
        sheet.delete_rows(row)
    workbook.save(office.path)
    office.press(rows_of(table, afterwards((0, 1), ()), version=1))
    assert seen(office.path, table).kept == before.remarks((second,))


def parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook but for its properties, which name the journal's head."""
    with zipfile.ZipFile(path) as package:
        return {
            name: package.read(name)
            for name in package.namelist()
            if not name.startswith("docProps/")
        }


@pytest.mark.parametrize("table", BY_TABLE)
@pytest.mark.parametrize("way", ["sorted"])
def test_undo_brings_everything_back(office: Office, table: Table) -> None:
    was = parts(office.path)
    office.press(rows_of(table, afterwards(GONE["some"], CAME["between"]), version=1))
    must(office.root, "undo", str(office.path))
    assert parts(office.path) == was


@pytest.mark.parametrize("table", BY_TABLE)
@pytest.mark.parametrize("way", ["sorted"])
def test_the_journal_names_only_cells_that_changed(office: Office, table: Table) -> None:
    rows = (*rows_of(table, range(1, MANY)),)
    changes = office.press(rows).changes
    gone = rows_of(table, (0,))[0]
    filled = [key for key in table.by_key if getattr(gone, key) is not None]
    assert sorted(change.column for change in changes if change.table == table.name) == sorted(
        filled
    )
    assert all(change.gone and change.now is None for change in changes)
