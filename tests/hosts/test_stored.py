"""Read from the store or from the files: the same rows, findings and given cells, whatever happened.

Each thing that a person may do to a workbook is done; then it is read without a store, with one that
is filled by that, and from that one alone.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import openpyxl
import pytest

from tests.cli.people import type_rows
from tests.office.branch import must, run
from tests.office.faults import KILLED, Fault, Faults
from xlsales.buttons import BY_ID, FORMS
from xlsales.core.finding import Finding
from xlsales.core.office import Call
from xlsales.core.outcome import SetCells
from xlsales.core.row import Row
from xlsales.flow.checks import validation
from xlsales.flow.every.checking import ValidateArgs
from xlsales.flow.every.story import story_of
from xlsales.flow.every.today import TodayArgs
from xlsales.flow.facts.narrowing import about
from xlsales.flow.facts.states import state_of
from xlsales.forms.choices import Kind
from xlsales.forms.register import Order
from xlsales.forms.tables import BY_NAME
from xlsales.hosts.files import earlier, stored
from xlsales.hosts.files.host import OfficeHost, of_folder
from xlsales.office.clock import now
from xlsales.office.folder import HIDDEN
from xlsales.office.reading.reader import read_workbook
from xlsales.office.saving.keeping import stamp
from xlsales.office.store import readers
from xlsales.office.store import store as disk
from xlsales.office.store.store import Store
from xlsales.office.unusable import Unusable
from xlsales.press import answer

DAY = "2026-12-31"


class Nothing(Store):
    """A store that knows nothing and keeps nothing."""

    def get(self, *_: Any) -> None:
        return None

    def put(self, *_: Any) -> None:
        return None

    def recall(self, *_: Any) -> None:
        return None

    def keep(self, *_: Any) -> None:
        return None


def said(host: OfficeHost, kinds: Sequence[str] = tuple(FORMS)) -> list[object]:
    """Return all that is read of workbooks: rows, findings, cells as they stand and were given."""
    office = host.cells.office(kinds)
    rows = [_row(row) for model in office.models for row in office.rows(model)]
    sheets = sorted(host.cells.sheets.items(), key=lambda item: item[0])
    marks = [(s.grid.typed_over, s.grid.foreign, s.grid.lost, s.record) for _, s in sheets]
    cells = [(name, list(map(repr, s.grid.cells)), dict(s.grid.formulas)) for name, s in sheets]
    return [rows, list(map(_finding, office.findings)), repr(marks), cells]


def _row(row: Row) -> str:
    return repr((row.at, sorted(row.bad), list(vars(row).items())[:-2]))


def _finding(finding: Finding) -> str:
    return repr((finding.rule.code, finding.place, finding.value, finding.facts, finding.fix))


def fresh(root: Path, kinds: Sequence[str] = tuple(FORMS)) -> list[object]:
    host = of_folder(root)
    host.source.store = Nothing(root / HIDDEN)
    return said(host, kinds)


def from_store(root: Path, kinds: Sequence[str] = tuple(FORMS)) -> list[object]:
    """Read with no workbook being opened but for its properties."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stored, "read_workbook", _never)
        host = of_folder(root)
        found = said(host, kinds)
    assert host.source.recovered == []
    return found


def _never(path: Path, *_: object) -> None:
    raise AssertionError(path)


def filled(root: Path, kinds: Sequence[str] = tuple(FORMS)) -> list[object]:
    return said(of_folder(root), kinds)


@pytest.fixture(scope="module")
def office(demo: Path) -> Path:
    """The demonstration, read once."""
    shutil.rmtree(demo / HIDDEN / disk.FOLDER)  # what it read while it was made
    filled(demo)
    return demo


@pytest.fixture
def root(office: Path, tmp_path: Path) -> Iterator[Path]:
    """The demonstration and its store; whatever happens, no part of an entry is left in that."""
    place = Path(shutil.copytree(office, tmp_path / "office"))
    yield place
    assert list((place / HIDDEN / disk.FOLDER).rglob("*.part")) == []


def test_the_demonstration_reads_the_same_from_its_store(office: Path) -> None:
    assert from_store(office) == fresh(office)


# --- what people do ----------------------------------------------------------------------------


def register(root: Path) -> Path:
    return next(root.glob("承揽登记/*孙伟*"))  # no copy of it lies in the folder


def delivery(root: Path) -> Path:
    return min(root.glob("送货/送货台账*.xlsx"))


class Sheet:
    """A sheet of a closed workbook, to be worked at as in a program."""

    def __init__(self, path: Path, table: str) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.cells: Any = next(s for s in self.book.worksheets if table in s.tables)
        self.last = max(
            row for row in range(3, self.cells.max_row + 1) if self.cells.cell(row, 1).value
        )
        heads = {cell.value: cell.column for cell in self.cells[2] if cell.value}
        self.at = {
            column.key: next(heads[word] for word in column.words if word in heads)
            for column in BY_NAME[table].columns
            if set(column.words) & heads.keys()
        }

    def row(self, at: int) -> list[Any]:
        return [self.cells.cell(at, n).value for n in range(1, len(self.at) + 1)]

    def put(self, at: int, values: Sequence[Any]) -> None:
        for n, value in enumerate(values, 1):
            self.cells.cell(at, n).value = value

    def save(self) -> None:
        self.book.save(self.path)


Doing = Callable[[Path], None]
DOINGS: dict[str, tuple[Doing, str]] = {}


def doing(kind: str) -> Callable[[Doing], Doing]:
    def keep(what: Doing) -> Doing:
        DOINGS[what.__name__.removesuffix("_")] = what, kind
        return what

    return keep


@doing("register")
def save_by_another_program(root: Path) -> None:
    Sheet(register(root), "orders").save()


@doing("register")
def sort(root: Path) -> None:
    sheet = Sheet(register(root), "orders")
    rows = [sheet.row(at) for at in range(3, sheet.last + 1)]
    for at, values in enumerate(reversed(rows), 3):
        sheet.put(at, values)
    sheet.save()


@doing("register")
def insert_a_row(root: Path) -> None:
    sheet = Sheet(register(root), "orders")
    sheet.cells.insert_rows(6)
    sheet.save()


@doing("delivery")
def move_a_column(root: Path) -> None:
    sheet = Sheet(delivery(root), "deliveries")
    for at in range(2, sheet.last + 1):
        values = sheet.row(at)
        sheet.put(at, [*values[1:], values[0]])
    sheet.save()


@doing("delivery")
def rename_the_file(root: Path) -> None:
    path = delivery(root)
    path.rename(path.with_name("张三的送货 (1).xlsx"))


@doing("register")
def delete_rows(root: Path) -> None:
    sheet = Sheet(register(root), "orders")
    sheet.cells.delete_rows(5, 3)
    sheet.save()


@doing("register")
def paste_a_row(root: Path) -> None:
    sheet = Sheet(register(root), "orders")
    sheet.put(sheet.last + 1, sheet.row(3))
    sheet.save()


@doing("delivery")
def type_over_given_cells(root: Path) -> None:
    sheet = Sheet(delivery(root), "deliveries")
    sheet.cells.cell(3, sheet.at["note_no"]).value = "SH-1"
    sheet.cells.cell(4, sheet.at["unit_price"]).value = 1
    sheet.save()


@doing("register")
def type_what_cannot_be_read(root: Path) -> None:
    sheet = Sheet(register(root), "orders")
    for n, wrong in enumerate(("3 件", "一百", "#N/A", "=1/0", True, 12.3456789, "1,20")):
        sheet.cells.cell(3 + n, sheet.at["quantity"]).value = wrong
    sheet.cells.cell(3, sheet.at["order_date"]).value = "11月3日"
    sheet.cells.cell(4, sheet.at["order_date"]).value = "03/04/2026"
    sheet.cells.merge_cells(start_row=5, end_row=6, start_column=1, end_column=1)
    sheet.cells.cell(sheet.last + 4, sheet.at["customer"]).value = "制表人"
    sheet.put(sheet.last + 5, sheet.row(4))
    sheet.save()


@doing("register")
def change_a_header(root: Path) -> None:
    sheet = Sheet(register(root), "orders")
    sheet.cells.cell(2, sheet.at["quantity"]).value = "数量 "
    sheet.cells.cell(2, sheet.at["customer"]).value = "顾客"
    sheet.save()


@doing("register")
def copy_a_sheet(root: Path) -> None:
    sheet = Sheet(register(root), "orders")
    sheet.book.copy_worksheet(sheet.cells)
    sheet.save()


@doing("register")
def clear_the_table(root: Path) -> None:
    sheet = Sheet(register(root), "orders")
    sheet.cells.delete_rows(3, sheet.last)
    sheet.save()


@pytest.mark.parametrize("name", DOINGS)
def test_whatever_people_do_the_store_says_what_the_files_say(root: Path, name: str) -> None:
    what, kind = DOINGS[name]
    what(root)
    expected = fresh(root, [kind])
    assert filled(root, [kind]) == expected
    assert from_store(root, [kind]) == expected


def test_an_older_copy_and_another_name_are_known_already(root: Path) -> None:
    path = register(root)
    before = path.read_bytes()
    sort(root)
    filled(root)
    path.unlink()
    (root / "回来的.xlsx").write_bytes(before)
    assert from_store(root) == fresh(root)


@pytest.mark.parametrize("edit", ["one cell", "all cells"])
def test_edits_of_what_the_store_knew_are_those_of_what_the_file_holds(
    root: Path, edit: str
) -> None:
    got = []
    for store in (None, Nothing(root / HIDDEN)):
        host = of_folder(root)
        host.source.store = store or host.source.store
        rows = host.cells.office(["register"]).rows(BY_NAME["orders"].model)
        chosen = rows[:1] if edit == "one cell" else rows
        changes = host.cells.apply([SetCells(row, {"remark": "改"}) for row in chosen])
        got.append((repr(changes), said(host, ["register"])))
    assert got[0] == got[1]


def test_presses_that_edit_leave_the_same_office(root: Path, tmp_path: Path) -> None:
    bare = Path(shutil.copytree(root, tmp_path / "bare"))
    shutil.rmtree(bare / HIDDEN / disk.FOLDER)
    for each in (root, bare):
        run(each, "validate", "{}", "--json", today=DAY)
        must(each, "refresh", str(register(each)), today=DAY)
    assert fresh(root) == fresh(bare)


# --- what was worked out -----------------------------------------------------------------------


def answers(root: Path, store: type[Store] | None = None, today: str = DAY) -> list[str]:
    """Return what *Validate* finds in the office, and what waits for a salesperson."""
    host = of_folder(root)
    if store is not None:
        host.source.store = store(root / HIDDEN)
    mine = min(book for book in host.cells.infos if book.kind == Kind.REGISTER)
    day = date.fromisoformat(today)
    found = answer(host, BY_ID["validate"], Call(day, ValidateArgs()))
    agenda = answer(host, BY_ID["today"], Call(day, TodayArgs(), mine))
    outcome = found.outcome
    said = [repr((outcome.reply, outcome.notes)), *map(_finding, outcome.findings)]
    return [*said, repr(agenda.outcome.reply)]


def again(root: Path, today: str = DAY) -> list[str]:
    """Answer once more, with nothing being checked."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(validation, "_found", _never)
        return answers(root, today=today)


def change_the_masters(root: Path) -> None:
    sheet = Sheet(root / "基础资料.xlsx", "customers")
    sheet.cells.cell(3, sheet.at["name"]).value = "改名公司"
    sheet.save()


def change_a_setting(root: Path) -> None:
    type_rows(root / "基础资料.xlsx", "settings", {"key": "合同限额", "value": 1})


def delete_a_workbook(root: Path) -> None:
    delivery(root).unlink()


def test_what_was_worked_out_is_what_the_files_say_whatever_people_do(root: Path) -> None:
    doings: Sequence[Doing] = (
        sort, insert_a_row, type_over_given_cells, paste_a_row, rename_the_file,
        change_the_masters, change_a_setting, delete_a_workbook,
    )  # fmt: skip
    seen = []
    for what in doings:
        what(root)
        expected = answers(root, Nothing)
        assert answers(root) == expected
        assert again(root) == expected
        seen.append(expected)
    assert len({tuple(each) for each in seen}) > len(doings) // 2
    later = "2027-01-31"
    expected = answers(root, Nothing, later)
    assert expected != seen[-1]
    assert answers(root, today=later) == again(root, later) == expected
    assert again(root) == seen[-1]


def test_a_press_is_not_answered_by_what_was_worked_out_before_it(root: Path) -> None:
    answers(root)
    path = register(root)
    must(root, "refresh", str(path), today="2027-01-31")
    assert answers(root) == answers(root, Nothing)


def test_what_another_version_worked_out_is_worked_out_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = answers(root)
    for module, name, other in (
        (readers, "CHECKS", "f" * 12),
        (earlier, "_libraries", lambda: "of other libraries"),
    ):
        monkeypatch.setattr(module, name, other)
        with pytest.raises(AssertionError):
            again(root)
        assert answers(root) == again(root) == expected


@pytest.mark.parametrize("how", ["torn", "another's", "deleted"])
def test_results_that_were_tampered_with_say_nothing_wrong(root: Path, how: str) -> None:
    expected = answers(root)
    results = Store(root / HIDDEN).results()
    data = [path.read_bytes() for path in results]
    for path, its, other in zip(results, data, data[1:] + data[:1], strict=True):
        if how == "deleted":
            path.unlink()
        else:
            path.write_bytes(its[:-1] if how == "torn" else other)
    with pytest.raises(AssertionError):
        again(root)
    assert answers(root) == again(root) == expected


def test_an_order_alone_stands_as_among_all_others(root: Path) -> None:
    whole = of_folder(root).cells.office(tuple(FORMS))
    numbers = list(dict.fromkeys(row.order_no for row in whole.rows(Order) if row.order_no))
    assert len(numbers) > 50
    lazy = of_folder(root).cells.office(tuple(FORMS))
    for number in numbers[::9]:
        order = whole.first(Order, "order_no", number)
        mine = about(lazy, number)
        alone = mine.first(Order, "order_no", number)
        assert order is not None
        assert alone == order
        assert state_of(mine, alone) is state_of(whole, order)
        assert story_of(mine, alone) == story_of(whole, order)
    made = {id(row) for row in lazy.having(Order, "order_no", numbers[0])}
    assert made <= {id(row) for row in lazy.rows(Order)}


# --- what befalls the store --------------------------------------------------------------------


def entries(root: Path) -> list[Path]:
    """Return what is stored of the registers."""
    store = Store(root / HIDDEN)
    books = [book for book in of_folder(root).source.found() if book.kind == Kind.REGISTER]
    there = (path for book in books for path in store._path("", book).parent.iterdir())
    return sorted(path for path in there if path.suffix != ".result")


def told(root: Path) -> list[str]:
    """Read the registers; all is as the files say. Return what was said besides."""
    host = of_folder(root)
    assert said(host, [Kind.REGISTER]) == fresh(root, [Kind.REGISTER])
    return [words.en for words in host.source.recovered]


def test_deleted_it_is_made_again(root: Path) -> None:
    entries(root)[0].unlink()
    assert told(root) == []
    shutil.rmtree(root / HIDDEN / disk.FOLDER)
    assert told(root) == []
    assert from_store(root, [Kind.REGISTER]) == fresh(root, [Kind.REGISTER])


def test_damaged_it_is_set_aside_and_one_line_says_so(root: Path) -> None:
    first, second, third = entries(root)[:3]
    first.write_bytes(b"")
    data = bytearray(second.read_bytes())
    data[len(data) // 2] ^= 1
    second.write_bytes(data)
    third.write_bytes(third.read_bytes()[:-100])
    (line,) = told(root)
    assert "set aside" in line
    assert told(root) == []
    assert len([path for path in entries(root) if path.suffix == ".damaged"]) == 3


def test_entries_of_one_workbook_in_place_of_anothers_are_not_taken(root: Path) -> None:
    first, second = (path for path in entries(root)[:2])
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(data)
    (line,) = told(root)
    assert "set aside" in line


def test_what_another_version_wrote_is_left_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = entries(root)
    monkeypatch.setattr(Store, "__init__", _of_version("f" * 12))
    assert told(root) == []
    assert set(there) < set(entries(root))
    monkeypatch.undo()
    assert stored_in(root, "--prune")["damaged"] == 0
    assert entries(root) == there


def _of_version(version: str) -> Callable[..., None]:
    real = Store.__init__

    def begin(store: Store, hidden: Path, tell: Any = id) -> None:
        real(store, hidden, tell, version)

    return begin


def test_a_clock_that_was_set_back_changes_nothing(root: Path) -> None:
    for n, path in enumerate([*entries(root), *root.rglob("*.xlsx")]):
        os.utime(path, (n, n) if n % 2 else (time.time() + 1e6, time.time() + 1e6))
    assert from_store(root) == fresh(root)


def test_a_file_of_the_same_size_and_time_is_told_apart(root: Path) -> None:
    path = register(root)
    seen = stamp(path)
    one = path.read_bytes()
    sheet = Sheet(path, "orders")
    sheet.cells.cell(3, sheet.at["quantity"]).value = 7777
    sheet.save()
    two = path.read_bytes()
    for data in (_padded(one, two), _padded(two, one)):
        path.write_bytes(data)
        os.utime(path, ns=(1, 1) if seen is None else (seen[0], seen[0]))
        assert told(root) == []
        assert told(root) == []


def _padded(data: bytes, other: bytes) -> bytes:
    """Return a package with a remark that makes it as large as the larger of two."""
    size = max(len(data), len(other)) + 100
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as package:
        package.comment = b" " * (size - len(data) - len(package.comment))
    return file.getvalue()


def test_a_file_that_changes_while_it_is_read_is_not_stored(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(root / HIDDEN / disk.FOLDER)
    path = register(root)
    real = read_workbook

    def read(*given: Any) -> Any:
        found = real(*given)
        if given[0] == path:
            seen = path.stat()
            sort(root)
            os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
        return found

    monkeypatch.setattr(stored, "read_workbook", read)
    with pytest.raises(Unusable):
        filled(root, [Kind.REGISTER])
    monkeypatch.undo()
    assert told(root) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process of its own dies")
@pytest.mark.parametrize("fault", [Fault.KILL, Fault.POWER, Fault.ONCE, Fault.ALWAYS])
def test_killed_or_failed_while_it_is_written_it_says_nothing_wrong(
    root: Path, fault: Fault
) -> None:
    expected = fresh(root, [Kind.MASTERS])
    place = root / HIDDEN / disk.FOLDER
    died = 0
    for at in range(1, 11):
        shutil.rmtree(place)
        if (pid := os.fork()) == 0:
            code = 1
            try:
                Faults(place.parent, at, fault, lambda: None).install()
                code = 0 if filled(root, [Kind.MASTERS]) == expected else 1
            finally:
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        assert code in {0, KILLED}
        died += code == KILLED
        assert filled(root, [Kind.MASTERS]) == expected
        assert from_store(root, [Kind.MASTERS]) == expected
    assert (died > 0) == (fault in {Fault.KILL, Fault.POWER})
    shutil.rmtree(place)  # with the parts that the dead left


def test_where_it_cannot_be_written_all_goes_on_and_one_line_says_so(root: Path) -> None:
    place = root / HIDDEN / disk.FOLDER
    shutil.rmtree(place)
    place.write_text("of somebody else")
    code, out, err = run(root, "validate", "{}", "--json", "--lang", "en", today=DAY)
    assert err.count("cannot be used") == 1
    place.unlink()
    assert run(root, "validate", "{}", "--json", "--lang", "en", today=DAY) == (code, out, "")


# --- keeping house -----------------------------------------------------------------------------


def stored_in(root: Path, *options: str, today: str = DAY) -> dict[str, Any]:
    code, out, _ = run(root, "store", "{}", *options, "--json", today=today)
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_pruned_it_keeps_what_the_workbooks_hold_now(root: Path) -> None:
    before = stored_in(root)
    assert before["contents"] == before["referred"] == len(of_folder(root).cells.infos)
    path = register(root)
    kept = path.read_bytes()
    sort(root)
    filled(root)
    after = stored_in(root)
    assert (after["contents"], after["referred"]) == (before["contents"] + 1, before["referred"])
    assert after["bytes"] > before["bytes"]
    entry = next(each for each in entries(root) if sha256(kept).hexdigest() in each.name)
    os.utime(entry, (1e9, 1e9))
    assert stored_in(root)["oldest"] == "2001-09-09"
    assert stored_in(root, "--prune") == {
        **after,
        "contents": before["contents"],
        "bytes": ANY,
        "oldest": ANY,
    }
    assert not entry.exists()
    assert from_store(root, [Kind.REGISTER]) == fresh(root, [Kind.REGISTER])


def test_store_days_let_older_contents_stay(root: Path) -> None:
    type_rows(root / "基础资料.xlsx", "settings", {"key": "读取缓存天数", "value": 30})
    sort(root)
    filled(root)
    there = stored_in(root)["contents"]
    soon = (now().date() + timedelta(30)).isoformat()
    later = (now().date() + timedelta(31)).isoformat()
    assert stored_in(root, "--prune", today=soon)["contents"] == there
    after = stored_in(root, "--prune", today=later)
    assert after["contents"] == after["referred"] < there


def test_what_is_of_no_use_goes_and_what_is_somebodys_own_stays(root: Path) -> None:
    first, second = entries(root)[:2]
    mine = first.with_name("说明.txt")
    mine.write_text("mine")
    first.write_bytes(b"torn")
    part = second.with_name(f".{second.name}.1-2.part")
    part.write_bytes(b"torn")
    os.utime(part, (1, 1))
    assert stored_in(root)["damaged"] == 1
    assert told(root) != []
    assert stored_in(root)["damaged"] == 1
    assert stored_in(root, "--prune")["damaged"] == 0
    assert not part.exists()
    assert mine.exists()


def test_what_a_workbook_that_is_gone_held_last_is_kept(root: Path) -> None:
    register(root).unlink()
    there = stored_in(root)
    assert stored_in(root, "--prune") == there


def test_two_programs_at_once_read_what_the_files_hold(root: Path) -> None:
    expected = fresh(root, [Kind.REGISTER])
    children = []
    for _ in range(2 if hasattr(os, "fork") else 0):
        if (pid := os.fork()) == 0:
            code = 1
            try:
                for _ in range(6):
                    shutil.rmtree(root / HIDDEN / disk.FOLDER, ignore_errors=True)
                    host = of_folder(root)
                    assert said(host, [Kind.REGISTER]) == expected
                code = 0
            finally:
                os._exit(code)
        children.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * len(children)
