"""Two states put together by rows, held against a three-way merge that knows which row is which."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest

from xlsales.core.column import By
from xlsales.core.row import Table
from xlsales.core.typed import Cell
from xlsales.forms.merging import Add, Conflict, Facts, Merge, Put, Remove, differing, merged
from xlsales.forms.states import TableState
from xlsales.forms.tables import BY_NAME, TABLES

TYPED = [table for table in TABLES if not table.is_computed]
UID = "uid"


def columns_of(table: Table, by: By) -> list[str]:
    return [column.key for column in table.columns if column.by is by]


def state(table: Table, rows: list[dict[str, Cell]]) -> TableState:
    """A table of rows, each of which knows beside its cells which one it is."""
    keys = [
        " ".join(str(row[name]) for name in table.key)
        if table.key and all(row.get(name) is not None for name in table.key)
        else None
        for row in rows
    ]
    cells = {name: [row.get(name) for row in rows] for name in table.by_key}
    return TableState(keys, cells, table, [3 + n for n in range(len(rows))])


def some(table: Table, uid: str, *, numbered: bool = True) -> dict[str, Cell]:
    row: dict[str, Cell] = {UID: uid}
    for column in table.columns:
        if column.by is By.PERSON or (column.by is By.GIVEN and numbered):
            row[column.key] = f"{uid} {column.key}"
    return row


class Office:
    """Random states of a table, what presses wrote, and what is to become of it."""

    def __init__(self, table: Table, seed: int) -> None:
        chance = self.chance = Random(seed)
        self.table = table
        self.persons = [name for name in columns_of(table, By.PERSON) if name not in table.key]
        self.given = columns_of(table, By.GIVEN)
        self.pressed: set[tuple[str, str, Cell]] = set()
        self.base = [
            some(table, f"r{n}", numbered=chance.random() < 0.8) for n in range(chance.randrange(9))
        ]
        self.mine = self.changed("m", presses=True)
        self.theirs = self.changed("t", presses=False)

    def changed(self, side: str, *, presses: bool) -> list[dict[str, Cell]]:
        chance, rows = self.chance, []
        for was in self.base:
            row = dict(was)
            if chance.random() < 0.15:
                continue
            if chance.random() < 0.4:
                value = chance.choice([f"{side} {row[UID]}", f"both {row[UID]}", None])
                row[chance.choice(self.persons)] = value
            givens = [name for name in self.given if name not in self.table.key]
            if givens and row.get(givens[0]) is not None and chance.random() < 0.3:
                name = chance.choice(givens)
                row[name] = f"{side} {row[UID]} {name}"
                if presses or chance.random() < 0.5:
                    self.press(row, name)
            rows.append(row)
        for n in range(chance.randrange(3)):
            row = some(self.table, f"{side}{n}")
            if presses or chance.random() < 0.5:
                for name in self.given:
                    self.press(row, name)
            rows.append(row)
        chance.shuffle(rows)
        return rows

    def press(self, row: dict[str, Cell], name: str) -> None:
        key = " ".join(str(row[each]) for each in self.table.key)
        self.pressed.add((key, name, row[name]))

    def facts(self) -> Facts:
        return Facts(
            lambda key, name, cell: (key, name, cell) in self.pressed,
            lambda _: False,
            lambda _: False,
        )

    def is_numbered(self, row: dict[str, Cell]) -> bool:
        return self.table.is_numbered and all(row.get(name) is not None for name in self.table.key)

    def expected(self) -> tuple[set[object], set[object]]:
        """What comes, and what conflicts, told by who each row is."""
        base, mine, theirs = (
            {str(row[UID]): row for row in rows} for rows in (self.base, self.mine, self.theirs)
        )
        comes: set[object] = set()
        clashes: set[object] = set()
        for uid in base | mine | theirs:
            was, here, there = base.get(uid), mine.get(uid), theirs.get(uid)
            if was and here and there:
                for name in (*self.persons, *self.given):
                    b, m, t = was.get(name), here.get(name), there.get(name)
                    key = " ".join(str(there.get(each)) for each in self.table.key)
                    if name in self.given and (key, name, t) not in self.pressed:
                        continue
                    if t not in (m, b):
                        (comes if m == b else clashes).add((uid, name, t))
            elif was and here:
                (clashes if self.is_numbered(here) or here != was else comes).add((uid, "gone"))
            elif was and there:
                if self.is_numbered(there) or there != was:
                    clashes.add((uid, "lacking"))
            elif there:
                cells = {name: there[name] for name in (*self.persons, *self.table.key)}
                key = " ".join(str(there[each]) for each in self.table.key)
                known = all((key, name, there[name]) in self.pressed for name in self.given)
                if known:
                    cells |= {name: there[name] for name in self.given}
                elif self.table.is_numbered:
                    cells = {name: cell for name, cell in cells.items() if name not in self.given}
                comes.add((uid, frozenset(cells.items())))
        return comes, clashes

    def found(self, merge: Merge) -> tuple[set[object], set[object]]:
        comes: set[object] = {(self.mine[p.at][UID], p.column, p.value) for p in merge.put}
        comes |= {(self.mine[each.at][UID], "gone") for each in merge.deleted}
        comes |= {(self.theirs[a.at][UID], frozenset(a.cells.items())) for a in merge.added}
        return comes, {self.clash(each) for each in merge.conflicts}

    def clash(self, each: Conflict) -> object:
        match each.does:
            case Put():
                return self.mine[each.does.at][UID], each.column, each.does.value
            case Remove() | None:
                assert each.mine is not None
                assert (each.does is None) is self.is_numbered(self.mine[each.mine])
                return self.mine[each.mine][UID], "gone"
            case Add():
                return self.theirs[each.does.at][UID], "lacking"


@pytest.mark.parametrize("table", TYPED, ids=lambda table: table.name)
def test_any_two_sides_merge_as_one_merges_them_who_knows_which_row_is_which(table: Table) -> None:
    for seed in range(40):
        office = Office(table, seed)
        base, mine, theirs = (
            state(table, rows) for rows in (office.base, office.mine, office.theirs)
        )
        merge = merged(base, mine, theirs, office.facts())
        assert office.found(merge) == office.expected(), seed


@pytest.mark.parametrize("table", TYPED, ids=lambda table: table.name)
def test_a_second_merge_of_the_same_copy_changes_nothing(table: Table) -> None:
    for seed in range(20):
        office = Office(table, seed)
        base, theirs = state(table, office.base), state(table, office.theirs)
        merge = merged(base, state(table, office.mine), theirs, office.facts())
        rows = [dict(row) for row in office.mine]
        for put in merge.put:
            rows[put.at][put.column] = put.value
        gone = {each.at for each in merge.deleted}
        rows = [row for at, row in enumerate(rows) if at not in gone]
        rows += [dict(each.cells) for each in merge.added]
        again = merged(base, state(table, rows), theirs, office.facts())
        assert (again.put, again.added, again.deleted) == ([], [], []), seed
        assert len(again.conflicts) == len(merge.conflicts)


NOBODY = Facts(lambda *_: False, lambda _: False, lambda _: False)
NOTES = BY_NAME["deliveries"]


def note(number: str | None, **cells: Cell) -> dict[str, Cell]:
    keyed: dict[str, Cell] = {"note_no": number, "line_no": number and 1}
    return {**keyed, "order_no": "CL-1", "quantity": 5, "address": "工业路 1 号", **cells}


def merged_notes(
    base: list[dict[str, Cell]] | None,
    mine: list[dict[str, Cell]],
    theirs: list[dict[str, Cell]],
    facts: Facts = NOBODY,
) -> Merge:
    was = None if base is None else state(NOTES, base)
    return merged(was, state(NOTES, mine), state(NOTES, theirs), facts)


def test_a_number_that_both_gave_to_different_rows_is_given_anew_to_the_copys() -> None:
    here = note("SH-2", order_no="CL-7", quantity=9, address="东湖路")
    there = note("SH-2", order_no="CL-8", quantity=1, address="南湖路")
    merge = merged_notes([note("SH-1")], [note("SH-1"), here], [note("SH-1"), there])
    (added,) = merge.added
    assert added.renumbered
    assert dict(added.cells) == {"order_no": "CL-8", "quantity": 1, "address": "南湖路"}
    assert not merge.conflicts
    printed = Facts(NOBODY.pressed, NOBODY.referred, lambda key: key == "SH-2 1")
    merge = merged_notes([note("SH-1")], [note("SH-1"), here], [note("SH-1"), there], printed)
    assert not merge.added
    assert {each.column for each in merge.conflicts} == {"order_no", "quantity", "address"}


def test_without_a_base_every_difference_is_a_conflict() -> None:
    mine, theirs = [note("SH-1"), note("SH-2")], [note("SH-1", quantity=6), note("SH-3")]
    merge = merged_notes(None, mine, theirs)
    assert (merge.put, merge.added, merge.deleted) == ([], [], [])
    assert [(each.mine, each.theirs, each.column) for each in merge.conflicts] == [
        (0, 0, "quantity"),
        (1, None, None),
        (None, 1, None),
    ]


def test_what_may_have_been_typed_after_the_copy_was_made_is_a_conflict() -> None:
    earlier = [note("SH-1"), note(None, order_no="CL-5", quantity=77, address="北湖路")]
    base = [note("SH-1", remark="急"), note(None, order_no="CL-6", quantity=9, address="东湖路")]
    theirs = [note("SH-1", remark="缓", quantity=6), earlier[1]]
    merge = merged(
        state(NOTES, base), state(NOTES, base), state(NOTES, theirs), NOBODY, state(NOTES, earlier)
    )
    assert [(each.column, each.value) for each in merge.put] == [("quantity", 6)]
    assert (merge.added, merge.deleted) == ([], [])
    assert [(each.mine, each.theirs, each.column) for each in merge.conflicts] == [
        (0, 0, "remark"),
        (1, None, None),
        (None, 1, None),
    ]


def test_a_row_that_others_name_does_not_go() -> None:
    table = BY_NAME["customers"]
    rows = [some(table, "a"), some(table, "b")]
    named = Facts(NOBODY.pressed, lambda key: key == "a code", NOBODY.made)
    merge = merged(state(table, rows), state(table, rows), state(table, []), named)
    assert [each.at for each in merge.deleted] == [1]
    assert [each.mine for each in merge.conflicts] == [0]


def test_a_column_that_the_copy_lacks_is_left() -> None:
    base, there = [note("SH-1", remark="急")], state(NOTES, [note("SH-1", quantity=6)])
    cells: Mapping[str, list[Cell]] = {
        name: list(held) for name, held in there.columns.items() if name != "remark"
    }
    merge = merged(
        state(NOTES, base),
        state(NOTES, base),
        TableState(there.keys, cells, NOTES, there.at),
        NOBODY,
    )
    assert [(each.column, each.value) for each in merge.put] == [("quantity", 6)]


def test_how_far_a_content_is_from_a_copy_is_counted_in_cells() -> None:
    one = state(NOTES, [note("SH-1"), note("SH-2")])
    other = state(NOTES, [note("SH-1", quantity=6, remark="急")])
    assert differing(one, other) == 2 + len(note("SH-2"))
