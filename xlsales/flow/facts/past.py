"""What the journal tells of rows: when the office first read each, and what was typed over since.

Source: memory.md, *What was changed after it counted*. All of it follows from lines of the journal
alone, those of presses and those of what was typed; what it means for rows that stand there now
says :mod:`xlsales.flow.facts.counted`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from xlsales.buttons import EVERY, made_of
from xlsales.core.column import By
from xlsales.core.journalled import LOST, ROWS, TYPED, Line
from xlsales.core.needs import Needs, needs_of
from xlsales.core.office import Office
from xlsales.core.row import NOWHERE, Table
from xlsales.core.typed import read_cell
from xlsales.core.words import Words
from xlsales.flow.facts.kept import kept
from xlsales.forms.choices import Kind
from xlsales.forms.delivery import Delivery
from xlsales.forms.files import numbered_as
from xlsales.forms.indicators import SCORED
from xlsales.forms.management import ScoringSetting, Target
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.states import accounted
from xlsales.forms.tables import BY_NAME

SCORE = "score"
_REWRITES = frozenset(button.id for button in EVERY.values() if button.rewrites)
PRESSES = frozenset({TYPED, SCORE}) | _REWRITES
"""Buttons whose lines are always asked for; of others those that gave numbers."""
NUMBERS = "numbers"
_LATER = "9999"
"""The time of what no journal tells yet: after all others."""

Cells: TypeAlias = Mapping[str, Any]
"""Cells of a row as the journal says them."""
Shown: TypeAlias = tuple[object, ...]
"""What a row without a key is known by: the values that people filled in, in their order."""

_COUNTS = {Delivery.table.name: "order_no", PlanLine.table.name: "plan_no",
           TradeRequest.table.name: "request_no"}  # fmt: skip
"""The given number, or the order beside it, by which a press makes an order count."""


_PERIOD = Target.table.by_key["period"]


class Moment(NamedTuple):
    """When something was known: its turn among all lines, and the journal's time.

    ``at`` is None of what no journal tells yet: it is known as of now.
    """

    turn: int
    at: dt.datetime | None


@dataclass(frozen=True)
class Scored:
    """A period that was scored, by its name."""

    moment: Moment
    period: str

    def covers(self, day: dt.date) -> bool:
        """Return whether a day lies in the period."""
        first, last = _months(self.period)
        return first <= (day.year, day.month) <= last

    def reaches(self, day: dt.date) -> bool:
        """Return whether what is valid from a day on may count in the period."""
        return (day.year, day.month) <= _months(self.period)[1]

    def ended(self, day: dt.date) -> bool:
        """Return whether the period that a day lies in was over when it was scored."""
        at = self.moment.at
        return (
            self.covers(day) and at is not None and day < at.date() and not self.covers(at.date())
        )


class Edit(NamedTuple):
    """One cell that somebody typed over; of a row without a key with what the row showed before."""

    moment: Moment
    column: str
    before: Any
    after: Any
    cells: Cells = MappingProxyType({})


@dataclass(frozen=True)
class Deletion:
    """A row that somebody deleted, with all that it showed; ``undone``: by an *Undo*."""

    moment: Moment
    workbook: str
    cells: Cells
    undone: bool = False


Name: TypeAlias = tuple[str, str]
"""A table and the key of a row."""
Unkeyed: TypeAlias = tuple[str, Shown]
"""A table and what a row without a key shows."""


@dataclass
class Past:
    """What all lines together tell.

    ``known``: when rows were first read; one that is not there was there before the journal tells
    of typing. ``orders``: since when each order counts, since a plan was issued or a note numbered
    with it. ``edited`` and ``deleted`` are what people did, by typing or by a button that rewrites
    what they had filled in; ``set`` whatever set a cell, as far as its line is asked for.
    """

    scores: list[Scored] = field(default_factory=list)
    known: dict[Name | Unkeyed, Moment] = field(default_factory=dict)
    orders: dict[str, Moment] = field(default_factory=dict)
    edited: dict[Name | Unkeyed, list[Edit]] = field(default_factory=dict)
    deleted: dict[Name | Unkeyed, Deletion] = field(default_factory=dict)
    set: dict[Name | Unkeyed, list[Edit]] = field(default_factory=dict)
    _over: dict[dt.date, Sequence[Scored]] = field(default_factory=dict, repr=False)

    def scored_since(self, day: dt.date) -> Sequence[Scored]:
        """Return the scores of periods with a day that were over then; asked once a day."""
        if day not in self._over:
            self._over[day] = [score for score in self.scores if score.ended(day)]
        return self._over[day]

    def held(self, name: Name | Unkeyed, column: str, turn: int, now: object) -> Any:
        """Return what a cell held before a turn, as the journal says it; ``now``: what it holds.

        ``now`` comes back where nothing was set since.
        """
        later = (e for e in self.set.get(name, ()) if e.column == column and e.moment.turn >= turn)
        found = next(later, None)
        return now if found is None else found.before


@kept
def past(office: Office) -> Past:
    """Return what an office's journal tells."""
    return past_of(office.journal.lines())


def past_of(lines: Iterable[tuple[str, Line]]) -> Past:
    """Return what lines tell, in whichever order the journals come."""
    telling = _Telling()
    for turn, line in enumerate(_in_order(lines)):
        telling.take(turn, lessened(line))
    return telling.past


# --- which lines, which cells ----------------------------------------------------------------


@cache
def evidence() -> Mapping[Table, frozenset[str]]:
    """Return the columns that evidence is made of, by table: what the indicators' functions read.

    Not the masters and settings: those are no rows that anything of the flow stands in.
    """
    read = Needs()
    for each in SCORED:
        read |= needs_of(made_of(each.definition.gather), NOWHERE.book)
    return {
        table: columns
        for table, columns in read.tables.items()
        if table.kind != Kind.MASTERS and table is not ScoringSetting.table
    }


def is_told(line: Line) -> bool:
    """Return whether a line may tell of rows that count."""
    return line.get("button") in PRESSES or NUMBERS in line


def digest_for_scores(lines: Sequence[tuple[str, Line]]) -> str:
    """Return what is equal as long as no further line can change what a score says.

    *Score* itself leaves a line, which bears on what comes later alone: scores after which the
    journals tell of nothing else are not looked at.
    """
    last: dict[str, tuple[str, int]] = {}  # of each journal the last line of anything else
    for n, (name, line) in enumerate(lines):
        if line.get("button") != SCORE:
            last[name] = str(line.get("time", _LATER)), n

    def bears(n: int, name: str, line: Line) -> bool:
        if n <= last.get(name, ("", -1))[1]:
            return True
        others = (time for each, (time, _) in last.items() if each != name)
        return str(line.get("time", "")) <= max(others, default="")

    told = (line for n, (name, line) in enumerate(lines) if bears(n, name, line))
    held = sorted(json.dumps(_untimed(line), sort_keys=True, default=str) for line in told)
    return hashlib.sha256("\n".join(held).encode()).hexdigest() if held else ""


def _untimed(line: Line) -> Line:
    """Return a line of which is known by now what it tells, as it will stand in a journal or does."""
    if line.get("button") == SCORE:
        return line
    return {name: held for name, held in line.items() if name not in {"n", "time", "since"}}


def lessened(line: Line) -> Line:
    """Return a line with no more than what is asked of it, so that many are soon gone through.

    What a press wrote stands in ``told``, a column of a table of a workbook each: its name, the
    sheet rows, the keys, what the cells held before and after. What was typed, or is told as typing
    is, stands in ``changes``.
    """
    if "told" in line:
        return line
    keep = ("n", "time", "since", "button", "workbooks", LOST)
    less = {name: line[name] for name in keep if name in line}
    changes: Sequence[Cells] = line.get("changes") or ()
    if line.get("button") == SCORE:
        less["files"] = line.get("files")
    if rewritten := line.get("button") in _REWRITES | {TYPED}:
        mine = _with_of(changes) if line.get(ROWS) is None else line[ROWS]
        less["changes"] = [found for each in mine if (found := _asked_of_typed(each))]
        less[ROWS] = line.get(ROWS) is not None
    if line.get("button") == TYPED:
        return {**less, "told": []}
    told: dict[tuple[str, str, str], list[list[Any]]] = {}
    for each in changes:
        if _is_asked_of_press(each, rewritten=rewritten):
            place = str(each.get("workbook")), str(each["table"]), str(each["column"])
            rows, keys, before, after = told.setdefault(place, [[], [], [], []])
            rows.append(each.get("row"))
            keys.append(str(each["key"]))
            before.append(each.get("from"))
            after.append(each.get("to"))
    return {**less, "told": [[*place, *cells] for place, cells in told.items()]}


def _asked_of_typed(change: Cells) -> Cells | None:
    table = BY_NAME.get(str(change.get("table")))
    if table is None or table not in evidence():
        return None
    for what in ("added", "deleted", "of"):
        if table.key and isinstance(cells := change.get(what), Mapping):
            read = evidence()[table]
            change = {**change, what: {name: held for name, held in cells.items() if name in read}}
    column = change.get("column")
    if column is None:
        return change
    asked = column in (evidence()[table] if table.key else _accounted(table))
    return change if asked else None


_ROW = ("workbook", "table", "row", "key")


@cache
def _accounted(table: Table) -> frozenset[str]:
    """Return the columns that are told of: grey ones go with the others."""
    return frozenset(column.key for column in accounted(table))


def _with_of(changes: Sequence[Cells]) -> list[Cells]:
    """Return changes of which each says what its row shows; a press says it with the row's last."""
    found: list[Cells] = []
    for each in reversed(changes):
        if found and all(each.get(name) == found[-1].get(name) for name in _ROW):
            found.append({"of": found[-1].get("of"), **each})
        else:
            found.append(each)
    return found[::-1]


def _is_asked_of_press(change: Cells, *, rewritten: bool) -> bool:
    table, column = BY_NAME.get(str(change.get("table"))), str(change.get("column"))
    if table is None or not change.get("key"):
        return False
    if column == _COUNTS.get(table.name):
        return change.get("to") is not None
    if table not in evidence() or column not in evidence()[table]:
        return False
    if table.by_key[column].by is By.PERSON:
        return not rewritten and change.get("from") != change.get("to")
    return column == table.key[0] and change.get("from") is None


def _in_order(lines: Iterable[tuple[str, Line]]) -> list[Line]:
    """Return lines as they were written: each knew how many there were in every journal."""
    seen: dict[str, dict[str, int]] = {}
    found: list[tuple[bool, int, str, int, Line]] = []
    for name, line in lines:
        others = seen.setdefault(name, {})
        for other, count in (line.get("since") or {}).items():
            others[other] = max(int(count), others.get(other, 0))
        number = int(line.get("n") or 0)
        turn = number + sum(others.values())
        found.append((not number, turn, str(line.get("time") or ""), len(found), line))
    return [line for *_, line in sorted(found, key=lambda each: each[:-1])]


# --- telling ---------------------------------------------------------------------------------


@dataclass
class _Waiting:
    """A row that was added and has no number yet."""

    row: int
    cells: dict[str, Any]
    moment: Moment


class _Telling:
    """Takes the lines one by one."""

    def __init__(self) -> None:
        self.past = Past()
        self._waiting: dict[tuple[str, str], list[_Waiting]] = {}

    def take(self, turn: int, line: Line) -> None:
        """Take the next line."""
        moment = Moment(turn, _moment(line.get("time")))
        for file in line.get("files") or () if line.get("button") == SCORE else ():
            period = read_cell(_PERIOD, numbered_as(SCORE, str(file))).value
            if period is not None:
                self.past.scores.append(Scored(moment, str(period)))
        for workbook, name, column, rows, keys, before, after in line["told"]:
            table = BY_NAME.get(name)
            if table is None:
                continue
            if table in evidence() and column == table.key[0]:
                self._numbered(moment, workbook, table, rows, keys)
            elif column == _COUNTS.get(name):
                for order in after if table is Delivery.table else keys:
                    self.past.orders.setdefault(str(order), moment)
            else:
                for key, was, now in zip(keys, before, after, strict=True):
                    edit = Edit(moment, column, was, now)
                    self.past.set.setdefault((name, key), []).append(edit)
        self._typed(moment, line.get("changes") or (), undone=bool(line.get(ROWS)))

    # --- presses ---

    def _numbered(
        self,
        moment: Moment,
        workbook: str,
        table: Table,
        rows: Sequence[object],
        keys: Sequence[str],
    ) -> None:
        """Know rows by their numbers; those that were typed by where they stand, or the oldest."""
        waiting, known = self._waiting.get((workbook, table.name), []), self.past.known
        for row, key in zip(rows, keys, strict=True):
            if (table.name, key) in known:
                continue
            known[table.name, key] = moment
            if waiting:
                mine = next((each for each in waiting if each.row == row), waiting[0])
                waiting.remove(mine)
                known[table.name, key] = mine.moment
                before: Unkeyed = (table.name, shown(table, mine.cells))
                if table is not Delivery.table:
                    self._renamed(before, (table.name, key))
                    continue
                self.past.edited.pop(before, None)  # it counts from its number on
                if order := mine.cells.get("order_no"):
                    self.past.orders.setdefault(str(order), moment)

    def _renamed(self, before: Name | Unkeyed, after: Name | Unkeyed) -> None:
        """Go on with a row under what it goes by from now on."""
        if before != after and before in self.past.edited:
            self.past.edited.setdefault(after, []).extend(self.past.edited.pop(before))

    # --- typing ---

    def _typed(self, moment: Moment, changes: Sequence[Cells], *, undone: bool) -> None:
        unkeyed: dict[tuple[str, str, object], list[Cells]] = {}
        for change in changes:
            table = BY_NAME.get(str(change.get("table")))
            if table is None or table not in evidence():
                continue
            key = str(change.get("key") or "")
            if "added" in change:
                self._added(moment, table, key, change)
            elif "deleted" in change:
                self._deleted(moment, table, key, change, undone=undone)
            elif key:
                edit = Edit(moment, str(change["column"]), change.get("from"), change.get("to"))
                self.past.edited.setdefault((table.name, key), []).append(edit)
                self.past.set.setdefault((table.name, key), []).append(edit)
            else:
                row = str(change.get("workbook")), table.name, change.get("row")
                unkeyed.setdefault(row, []).append(change)
        for (workbook, name, _), mine in unkeyed.items():
            self._without_key(moment, workbook, BY_NAME[name], mine)

    def _added(self, moment: Moment, table: Table, key: str, change: Cells) -> None:
        cells = dict(change["added"])
        if key:
            self.past.known.setdefault((table.name, key), moment)
        elif table.key:
            waiting = _Waiting(int(change.get("row") or 0), cells, moment)
            place = str(change.get("workbook")), table.name
            self._waiting.setdefault(place, []).append(waiting)
        if not key:
            self.past.known.setdefault((table.name, shown(table, cells)), moment)

    def _deleted(
        self, moment: Moment, table: Table, key: str, change: Cells, *, undone: bool = False
    ) -> None:
        cells = dict(change["deleted"])
        gone = Deletion(moment, str(change.get("workbook")), cells, undone)
        name: Name | Unkeyed = (table.name, key) if key else (table.name, shown(table, cells))
        self.past.deleted[name] = gone
        waiting = self._waiting.get((gone.workbook, table.name), [])
        same = [each for each in waiting if not key and each.cells == cells]
        if same:
            waiting.remove(same[0])

    def _without_key(
        self, moment: Moment, workbook: str, table: Table, changes: Sequence[Cells]
    ) -> None:
        """Take what was typed into one row without a key, which goes by what it shows."""
        now = dict(changes[0].get("of") or {})
        was = now | {str(each["column"]): each.get("from") for each in changes}
        was = {column: held for column, held in was.items() if held is not None}
        row = {"workbook": workbook, "row": changes[0].get("row")}
        if not was:  # a press tells of rows that it added or cleared cell by cell
            self._added(moment, table, "", {**row, "added": now})
            return
        if not now:
            self._deleted(moment, table, "", {**row, "deleted": was})
            return
        waiting = self._waiting.get((workbook, table.name), [])  # it gets a number one day
        if mine := next((each for each in waiting if each.cells == was), None):
            mine.cells, mine.row = now, int(changes[0].get("row") or 0)
        before, after = (table.name, shown(table, was)), (table.name, shown(table, now))
        if before in self.past.known:
            self.past.known.setdefault(after, self.past.known[before])
        self._renamed(before, after)
        self.past.edited.setdefault(after, []).extend(
            Edit(moment, str(each["column"]), each.get("from"), each.get("to"), was)
            for each in changes
        )


# --- what cells mean -------------------------------------------------------------------------


def shown(table: Table, cells: Cells) -> Shown:
    """Return what a row without a key is known by."""
    return tuple(value_of(table, key, cells.get(key)) for key in known_by(table))


@cache
def known_by(table: Table) -> tuple[str, ...]:
    """Return the columns by which a row is known that has no key; or has none yet."""
    read = evidence()[table] if table.key else table.by_key
    return tuple(c.key for c in table.columns if c.by is By.PERSON and c.key in read)


def value_of(table: Table, column: str, held: object) -> object:
    """Return the value of a cell as the journal says it; what cannot be read is its text."""
    if held is None:
        return None
    value = read_cell(table.by_key[column], held).value  # type: ignore[arg-type]
    return held if value is None else value


def day_of(held: object) -> dt.date | None:
    """Return the day that a cell holds, as the journal or as a row says it."""
    if isinstance(held, dt.datetime):
        return held.date()
    if isinstance(held, dt.date) or held is None:
        return held
    try:
        return dt.date.fromisoformat(str(held)[: len("2026-11-03")])
    except ValueError:
        return None


@cache
def _months(period: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first and the last month of a period: 2026, 2026-Q4 or 2026-11."""
    year, _, part = period.partition("-")
    if part[:1] == "Q":
        return (int(year), 3 * int(part[1:]) - 2), (int(year), 3 * int(part[1:]))
    return (int(year), int(part or 1)), (int(year), int(part or 12))


def _moment(text: object) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


# --- what is not known ---------------------------------------------------------------------


def lost(lines: Sequence[tuple[str, Line]]) -> tuple[Words, ...]:
    """Say since when what was typed into a workbook is not known."""
    return tuple(_lost(line) for _, line in lines if LOST in line)


def _lost(line: Line) -> Words:
    when = str(line[LOST]).replace("T", " ")[:16]
    path, until = (line.get("workbooks") or [""])[0], str(line.get("time") or "")[:16]
    until = until.replace("T", " ")
    return Words(
        f"{path} 在 {when or '启用'} 至 {until or '现在'} 之间的手工改动未能留存。",
        f"What was typed into {path} between {when or 'its beginning'} and {until or 'now'} "
        "is not known.",
    )
