"""Scores as they were known at a moment are those that were computed then (memory.md, *As known then*)."""

from __future__ import annotations

import contextlib
import io
import json
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from tests.cli.people import type_rows
from tests.conftest import EVERY_CASE
from tests.office.branch import DELIVERY, ORDER, REGISTER, approved, founded, must, run
from tests.office.test_typed import edited, moved_column, put, sorted_rows
from xlsales.buttons import EVERY, arguments_of
from xlsales.cli import main
from xlsales.core.column import By
from xlsales.core.office import Call
from xlsales.core.row import Book, Row
from xlsales.core.words import Lang
from xlsales.forms.choices import Kind
from xlsales.forms.states import accounted
from xlsales.forms.tables import BY_NAME, tables_of
from xlsales.hosts.files.host import OfficeHost, of_folder
from xlsales.hosts.files.moments import PastSource, known_at
from xlsales.hosts.files.records import Records, held_against
from xlsales.hosts.saver import Entry
from xlsales.office.folder import HIDDEN
from xlsales.office.reading.reader import read_workbook
from xlsales.office.saving import backups, given, journal
from xlsales.press import press

NO = "CL-202611-ZS-001"
MANAGEMENT = "经营考核.xlsx"
TRACKING = "跟踪/跟踪卡台账-张三-2026.xlsx"
EXPENSE = {"date": date(2026, 11, 3), "salesperson": "张三", "category": "差旅"}
COMPLAINT = {
    "date": date(2026, 11, 20), "customer": "东风机械厂", "salesperson": "张三", "severity": "一般",
    "description": "裂纹", "owner": "张三",
}  # fmt: skip


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with an order that was delivered and signed for, with a target and a cost."""
    root = tmp_path_factory.mktemp("known") / "办公 室"
    founded(root)
    type_rows(root / REGISTER, "orders", ORDER, {**ORDER, "quantity": 7, "unit_price": 99})
    target = {"period": "2026-11", "subject": "张三", "target": 3000}
    type_rows(
        root / MANAGEMENT,
        "targets",
        *({**target, "indicator": each} for each in ("营业收入", "利润", "外销收入")),
    )
    type_rows(
        root / MANAGEMENT, "costs",
        {"product": "P001", "from_date": date(2026, 1, 1), "unit_cost": 50},
    )  # fmt: skip
    must(root, "submit", "{}/" + REGISTER)
    must(root, "refresh", "{}/" + MANAGEMENT)
    approved(root)
    must(root, "consolidate", "{}", "--month", "2026-11")
    must(root, "schedule", "{}")
    must(root, "issue", "{}", "--month", "2026-11")
    type_rows(
        root / "库房/出入库台账-2026.xlsx",
        "receipts",
        {"date": date(2026, 11, 24), "order_no": NO, "accepted_qty": 20, "heat_no": "H1",
         "inspector": "周检"},
    )  # fmt: skip
    must(root, "deliver", "{}", "--owner", "张三", "--customer", "东风机械厂")
    must(root, "sign", "SH-202611-ZS-001", "{}", "--date", "2026-11-24", "--by", "李收货")
    return root


@pytest.fixture
def office(signed: Path, tmp_path: Path) -> Path:
    root = tmp_path / "办公 室"
    shutil.copytree(signed, root)
    return root


def computed(host: OfficeHost, today: date) -> dict[str, Any]:
    """Return what everybody scores, and what was left out; nothing is saved by it."""
    button = EVERY["what_if"]
    args = arguments_of(button).model_validate({"period": "2026-11"})
    reply: Any = press(host, button, Call(today, args), save=False).reply
    left = sorted((each.table, each.key, each.code) for each in reply.left_out)
    return {"subjects": reply.subjects, "gains": reply.gains, "left_out": left}


def as_known(root: Path, day: date) -> dict[str, Any]:
    return computed(known_at(root, datetime(day.year, day.month, day.day, 23, 59)), day)


# --- a random sequence ---------------------------------------------------------------------------


@dataclass
class Branch:
    """People at work, a day after the other: each types something, then a button is pressed."""

    root: Path
    chance: random.Random
    day: date = date(2026, 11, 24)

    def work(self) -> None:
        """Type, move or delete something; press."""
        deeds: list[Callable[[], object]] = [
            self.orders, self.expenses, self.sorts, self.columns, self.copies, self.deletes,
            self.complaints, self.targets, self.signature, self.undo, self.renames, self.buttons,
        ]  # fmt: skip
        self.day += timedelta(days=1)
        for deed in self.chance.sample(deeds, 3):
            deed()
        self.press("refresh", "{}/" + REGISTER)

    def press(self, *argv: str) -> None:
        user = self.chance.choice(["张三", "李四"])
        code, out, err = run(self.root, *argv, "--user", user, today=self.day.isoformat())
        assert code in {0, 1, 2}, (argv, out, err)

    def some(self, table: str, path: str = REGISTER, least: int = 1) -> int | None:
        """Return a sheet row that is filled; None where there are no ``least`` ones."""
        found: list[int] = []
        key = next(c for c in BY_NAME[table].columns if c.required and c.by is By.PERSON)

        def look(sheet: Any, heads: dict[str, int]) -> None:
            column = heads[key.zh]
            found.extend(n for n in range(3, sheet.max_row + 1) if sheet.cell(n, column).value)

        edited(self.root / path, look, table=table)
        return self.chance.choice(found) if len(found) >= least else None

    def orders(self) -> None:
        number = self.chance.randint(1, 99)
        type_rows(self.root / REGISTER, "orders", {**ORDER, "quantity": number})
        row = self.some("orders")
        assert row is not None
        put(self.root / REGISTER, row, "含税单价", self.chance.randint(90, 130))
        self.press("submit", "{}/" + REGISTER)

    def expenses(self) -> None:
        amounts = self.chance.sample(range(1, 400), 2)
        rows = ({**EXPENSE, "amount": each + 0.25} for each in amounts)
        type_rows(self.root / REGISTER, "expenses", *rows)
        row = self.some("expenses")
        assert row is not None
        put(self.root / REGISTER, row, "金额", self.chance.randint(1, 400), table="expenses")

    def sorts(self) -> None:
        for table in ("orders", "expenses"):
            edited(self.root / REGISTER, sorted_rows, table=table)

    def columns(self) -> None:
        if self.chance.random() < 0.5:
            edited(self.root / REGISTER, moved_column)
        else:
            edited(self.root / REGISTER, _own_column)

    def copies(self) -> None:
        row = self.some("orders")
        assert row is not None

        def paste(sheet: Any, heads: dict[str, int]) -> None:
            filled = (n for n in range(3, sheet.max_row + 1) if sheet.cell(n, heads["客户"]).value)
            last = max(filled)
            for cell in list(sheet[row]):
                sheet.cell(last + 1, cell.column).value = cell.value

        edited(self.root / REGISTER, paste)
        if self.chance.random() < 0.5:
            self.press("submit", "{}/" + REGISTER)

    def deletes(self) -> None:
        table = self.chance.choice(["orders", "expenses"])
        row = self.some(table, least=3)
        if row is not None:
            edited(self.root / REGISTER, lambda sheet, _: sheet.delete_rows(row), table=table)

    def complaints(self) -> None:
        if self.chance.random() < 0.4 and (row := self.some("complaints", TRACKING)):
            edited(
                self.root / TRACKING, lambda sheet, _: sheet.delete_rows(row), table="complaints"
            )
        severity = self.chance.choice(["一般", "严重"])
        type_rows(self.root / TRACKING, "complaints", {**COMPLAINT, "severity": severity})
        self.press("refresh", "{}/" + TRACKING)

    def targets(self) -> None:
        row = self.chance.choice([3, 4, 5])
        number = self.chance.randint(1000, 9000)
        put(self.root / MANAGEMENT, row, "目标值", number, table="targets")

    def signature(self) -> None:
        number = self.chance.randint(1, 20)
        put(self.root / DELIVERY, 3, "签收数量", number, table="deliveries")

    def undo(self) -> None:
        self.press("undo", "{}/" + REGISTER, "--force")

    def buttons(self) -> None:
        """Let buttons fill rows that have no number yet."""
        self.press("copy-order", "{}/" + REGISTER)
        self.expenses()
        row = self.some("expenses")
        assert row is not None
        put(self.root / REGISTER, row, "金额", "12 元", table="expenses")
        self.press("fix", "{}/" + REGISTER)

    def renames(self) -> None:
        pair = "东风机械厂", "东风重机"
        for was, now in (pair, pair[::-1]):
            today = self.day.isoformat()
            code, _, _ = run(self.root, "rename", "customers", was, now, "{}", today=today)
            if code in {0, 1}:
                return


def _own_column(sheet: Any, heads: dict[str, int]) -> None:
    """Insert a column of one's own within the table, as Excel does it."""
    at = heads["数量"]
    sheet.insert_cols(at)
    sheet.cell(2, at).value = f"自用{sheet.max_column}"
    table = sheet.tables["orders"]
    first, top, last, bottom = map(int, range_boundaries(table.ref))  # type: ignore[arg-type]
    columns = get_column_letter(first), get_column_letter(last + 1)
    table.ref = f"{columns[0]}{top}:{columns[1]}{bottom}"
    table._initialise_columns()
    for column, cell in zip(table.tableColumns, sheet[2], strict=False):
        column.name = str(cell.value)


@pytest.mark.parametrize("seed", range(12) if EVERY_CASE else (9,))
def test_scores_as_known_are_those_that_were_computed_then(office: Path, seed: int) -> None:
    branch = Branch(office, random.Random(seed))
    then: dict[date, dict[str, Any]] = {}
    for _ in range(10):
        branch.work()
        then[branch.day] = computed(of_folder(office), branch.day)
    assert len({str(each) for each in then.values()}) > 5
    for day, score in then.items():
        assert as_known(office, day) == score, day
    assert list(kept_contents(office))
    for book, moment, rows in kept_contents(office):
        host = known_at(office, moment)
        host.cells.load(book)
        found = {s.grid.table.name: plain(s.read()[0]) for s in host.cells.sheets_of(book)}
        assert found == rows, (book, moment)


def kept_contents(root: Path) -> Iterator[tuple[Book, datetime, dict[str, list[str]]]]:
    """Yield what workbooks held after the last press of a day, where that is still kept."""
    read = journal.read(root / HIDDEN)
    named = [(each.name, dict[str, Any](line)) for each in read for line in each.lines]
    lines = journal.newest_first(named)[::-1]
    assert len({name for name, _ in lines}) > 1
    for book, info in of_folder(root).cells.infos.items():
        folder = backups.folder_of(root / HIDDEN, book)
        found = backups.backups(folder)
        for backup, follower in pairwise((*found, None)):
            assert backup is not None
            name, day = journal.name_of(backup.said["user"]), backup.said["time"][:10]
            mine = [
                (of, line["n"])
                for of, line in lines
                if line["time"][:10] == day and info.path in line["workbooks"]
            ]
            content, record = backups.after(backup.path), given_of(root, book)
            if follower is not None:
                content, record = follower.path, backups.record_of(follower.path)
                if follower.said["before"] != backup.said["after"]:
                    continue
            if (
                mine[-1] == (name, backup.heads[name].count)
                and content.exists()
                and record.exists()
            ):
                grids = read_workbook(content, book, Lang.ZH, tables_of(book.kind))
                kept = Records(book, record.read_bytes())
                rows = {g.table.name: plain(held_against(g, kept).read()[0]) for g in grids}
                yield book, datetime.fromisoformat(f"{day}T23:59"), rows


def given_of(root: Path, book: Book) -> Path:
    return given.path_of(root / HIDDEN, book)


def plain(rows: tuple[Row, ...]) -> list[str]:
    """Return rows without their places and grey columns, in some order."""
    if not rows or rows[0].table.is_computed:
        return []
    names = [column.key for column in accounted(rows[0].table)]
    return sorted(
        repr([*(getattr(row, name) for name in names), sorted(row.bad.intersection(names))])
        for row in rows
    )


# --- what happens to whole workbooks -------------------------------------------------------------


def header(path: Path, table: str, was: str, now: str) -> None:
    def change(sheet: Any, heads: dict[str, int]) -> None:
        sheet.cell(2, heads[was]).value = now
        for column in sheet.tables[table].tableColumns:
            column.name = now if column.name == was else column.name

    edited(path, change, table=table)


def test_renamed_people_and_files_lost_headers_copies_and_adopted_rows(office: Path) -> None:
    then: dict[date, dict[str, Any]] = {}
    day = date(2026, 11, 24)
    register = office / REGISTER

    def worked(*presses: tuple[str, ...]) -> None:
        nonlocal day
        for argv in presses:
            must(office, *argv, today=day.isoformat())
        then[day] = computed(of_folder(office), day)
        day += timedelta(days=1)

    here = "{}/" + REGISTER
    worked(("refresh", here))
    header(register, "orders", "含税单价", "含税单价x")
    must(office, "validate", here, "--annotate", today=day.isoformat())  # it finds the loss
    worked(("fix", here))
    put(register, 3, "数量", 12)
    register.rename(office / "我的登记.xlsx")
    worked(("refresh", "{}/我的登记.xlsx"))
    (office / "我的登记.xlsx").rename(office / "登记.xlsx")
    worked(("rename", "people", "张三", "张珊", "{}"))
    type_rows(office / "登记.xlsx", "orders", {**ORDER, "salesperson": "张珊", "order_no": "CL-9"})
    worked(
        ("refresh", "{}/登记.xlsx"),
        ("adopt", "{}/登记.xlsx", "--by", "王经理", "--reason", "补录"),
    )
    older = (office / "登记.xlsx").read_bytes()
    shutil.copy(office / "登记.xlsx", office / "登记 (1).xlsx")
    put(office / "登记 (1).xlsx", 3, "数量", 11)
    type_rows(office / "登记 (1).xlsx", "expenses", {**EXPENSE, "salesperson": "张珊", "amount": 9})
    worked(("merge", "{}/登记 (1).xlsx", "{}", "--write"))
    worked(("undo", "{}/登记.xlsx"))
    worked(("undo", "{}/登记.xlsx", "--redo"))
    put(office / "登记.xlsx", 3, "数量", 9)
    worked(("refresh", "{}/登记.xlsx"))
    (office / "登记.xlsx").write_bytes(older)
    worked(("undo", "{}/登记.xlsx", "--forward"))
    (office / "登记.xlsx").write_bytes(older)
    worked(("accept-older", "{}/登记.xlsx", "--by", "王经理"))
    worked(("rename", "people", "张珊", "张三", "{}"))
    worked(("undo", "{}/登记.xlsx"))  # it is its former owner's again
    for each, score in then.items():
        assert as_known(office, each) == score, each
    assert len({str(score) for score in then.values()}) > 2


# --- the command ---------------------------------------------------------------------------------


def held(root: Path) -> dict[str, bytes]:
    """Return all files but what is kept of readings."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    names = {path.relative_to(root).as_posix(): path for path in files}
    kept = f"{HIDDEN}/store/"
    return {name: path.read_bytes() for name, path in names.items() if not name.startswith(kept)}


def test_the_command_shows_it_and_writes_nothing(office: Path) -> None:
    shown = json.loads(must(office, "score", "{}", "--period", "2026-11", "--json"))
    story = json.loads(must(office, "status", NO, "{}", "--json"))
    put(office / DELIVERY, 3, "签收数量", 1, table="deliveries")
    put(office / MANAGEMENT, 3, "目标值", 1, table="targets")
    later = json.loads(must(office, "score", "{}", "--period", "2026-11", "--json", today=LATER))
    assert later["subjects"] != shown["subjects"]
    assert (shown["changed_after"], bool(later["changed_after"])) == ([], True)
    again = json.loads(asked(office, "score", "{}", "--period", "2026-11", "--json",
                             "--as-known", f"{LATER}T23:59"))  # fmt: skip
    assert again == {**later, "files": [], "as_known": f"{LATER}T23:59"}
    was = held(office)
    at = ("--as-known", "2026-11-24T23:59")
    found = json.loads(asked(office, "score", "{}", "--period", "2026-11", *at, "--json"))
    assert found == {**shown, "files": [], "as_known": "2026-11-24T23:59"}
    assumed = json.loads(asked(office, "what-if", "{}", "--period", "2026-11", *at, "--json"))
    assert assumed["subjects"] == shown["subjects"]
    told = json.loads(asked(office, "status", NO, "{}", *at, "--json"))
    assert told == {**story, "as_known": "2026-11-24T23:59"}
    said = asked(office, "ageing", "{}", *at)
    assert "截至：2026-11-24" in said  # --today is that day
    assert "按 2026-11-24 23:59 时系统已读取的内容计算，未写入任何内容。" in said
    assert held(office) == was


LATER = "2026-11-25"


def asked(root: Path, *argv: str) -> str:
    """Run a command without a day; return what it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([arg.replace("{}", str(root)) for arg in argv]) in {0, 1}
    return out.getvalue()


def refused(root: Path, at: str) -> str:
    code, _, err = run(root, "score", "{}", "--period", "2026-11", "--as-known", at)
    assert code == 3, err
    return err


def test_a_time_that_the_office_does_not_reach_back_to_is_refused(office: Path) -> None:
    assert "经营考核.xlsx" in refused(office, "2026-11-01T08:00")
    must(office, "new", "register", "{}", "--owner", "王经理", "--year", "2026", today=LATER)
    assert "承揽登记-王经理-2026.xlsx：尚未读取过" in refused(office, "2026-11-24T23:59")
    must(office, "refresh", "{}/" + REGISTER, today=LATER)
    said = refused(office, "2026-11-24T23:59")
    assert "承揽登记-王经理-2026.xlsx：2026-11-25" in said
    assert "张三" not in said
    as_known(office, date(2026, 11, 25))
    must(office, "new", "register", "{}", "--owner", "张三", "--year", "2027", today="2027-01-04")
    as_known(office, date(2026, 11, 25))  # of a year that had not begun there was nothing to read
    code, _, err = run(office, "score", "{}", "--period", "2026-11", "--as-known", "2026-11-24")
    assert (code, "2026-12-05T10:00" in err) == (2, True)


def test_typing_that_is_lost_and_a_line_that_is_missing_are_told(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(office / REGISTER, 3, "数量", 15)
    must(office, "refresh", "{}/" + REGISTER, today=LATER)
    put(office / REGISTER, 3, "数量", 16)
    must(office, "refresh", "{}/" + REGISTER, today="2026-11-26")
    (path,) = (office / HIDDEN / "journal").glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    (at, *_) = [n for n, line in enumerate(lines) if b'"to":"15"' in line]
    path.write_bytes(b"".join(lines[:at] + lines[at + 1 :]))
    assert json.loads(run(office, "journal", "{}", "--verify", "--json")[1])["whole"] is False
    assert "journal --verify" in refused(office, "2026-11-24T23:59")
    with monkeypatch.context() as patched:  # were the hole not seen, its place in the chain is
        patched.setattr(PastSource, "_problem", None)
        path.write_bytes(b"".join(line.replace(b'"to":"15"', b'"to":"14"') for line in lines))
        said = refused(office, "2026-11-24T23:59")
    assert f"{path.stem}:{at + 1}" in said
    assert f"orders {NO} quantity" in said
    path.write_bytes(b"".join(lines))
    put(office / REGISTER, 3, "数量", 17)
    for folder in ("store", "backups", "newest"):
        shutil.rmtree(office / HIDDEN / folder)
    assert "history-lost" in refused(office, "2026-11-24T23:59")
    must(office, "refresh", "{}/" + REGISTER, today="2026-11-27")
    assert "history-lost" in refused(office, "2026-11-24T23:59")
    as_known(office, date(2026, 11, 27))


def test_presses_that_were_saved_together_are_not_gone_behind(office: Path) -> None:
    """What is typed in memory, as in the demonstration, no line tells."""
    host, moment = of_folder(office), datetime(2026, 11, 25, 9)
    book = Book(Kind.REGISTER, "张三", 2026)
    host.cells.type(book, "orders", {"quantity": 15}, 3)
    entries = []
    for button in ("refresh", "submit"):
        args = arguments_of(EVERY[button])()
        call = Call(moment.date(), args, book, "张三", moment)
        changes = press(host, EVERY[button], call, save=False).changes
        entries.append(Entry("张三", moment, button, changes))
    host.saver.save_together(entries, {})
    assert REGISTER in refused(office, "2026-11-24T23:59")
    assert as_known(office, date(2026, 11, 25)) == computed(of_folder(office), date(2026, 11, 25))
