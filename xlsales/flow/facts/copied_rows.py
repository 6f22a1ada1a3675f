"""Rows that were copied and pasted: new ones, which leave behind what happened to the original.

A copy is known by the number that it carries, which no press wrote there and another row has. One
without a number of its own is known by what happened (a signature, an approval): the same as that
of another row, to which it is alike, too. In a table whose rows get no number it must have come
since the office last knew the workbook, for later nobody can tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsales.core.column import By
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.outcome import Edit, SetCells
from xlsales.core.row import At, Book, Row, Table
from xlsales.core.words import Words
from xlsales.forms.rules.reading import NOT_GIVEN
from xlsales.forms.rules.register import NUMBER_COPIED, ROW_COPIED

Given = tuple[tuple[Edit, ...], tuple[Finding, ...]]
RENUMBERED = Words("本行已重新编号", "this row gets its own")
UNNUMBERED = Words("本行编号已清空", "this row has none any more")


@dataclass(frozen=True)
class Copy:
    """A pasted row, the row that it was copied from, and the number that it carries, if any.

    ``is_original``: it stands below a copy that was inserted above it, and took its number there.
    """

    row: Row
    other: Row
    number: str | None
    is_original: bool = False

    @property
    def brought(self) -> tuple[str, ...]:
        """The columns that tell of it what happened to its original."""
        return tuple(
            key
            for key in _happened(self.row.table)
            if getattr(self.row, key) is not None
            and getattr(self.row, key) == getattr(self.other, key)
        )

    def said(self, office: Office, now: Words = RENUMBERED) -> Finding:
        """Say that the row is a copy, of which one, and what it left behind."""
        brought = () if self.is_original else self.brought
        left = [self.row.table.by_key[key].words for key in brought]
        zh, en = "、".join(w.zh for w in left), ", ".join(w.en.lower() for w in left)
        other = where(office, self.other, self.row.at.book)
        if self.number is None:
            return finding(ROW_COPIED, self.row, self.brought[0], other=other, left=Words(zh, en))
        column = self.row.table.key[0]
        facts = {"left": Words(f"，未带入：{zh}", f", without {en}") if left else Words("", "")}
        said = finding(NUMBER_COPIED, self.row, column, other=other, now=now, **facts)
        return Finding(said.rule, said.place, self.number, said.facts)


def copies(office: Office, book: Book, model: type[Row]) -> Mapping[At, Copy]:
    """Return the rows of a workbook's table that were copied from other rows, by their place.

    With those that carry one number, the one above has it, whichever is the original.
    """
    found = {each.row.at: each for each in _by_number(office, book, model)}
    for each in _by_what_happened(office, book, model):
        found.setdefault(each.row.at, each)
    return found


def unmarked(office: Office, copy: Copy) -> Given:
    """Clear in the row above an original what it took along of that."""
    if not (copy.is_original and copy.brought):
        return (), ()
    turned = Copy(copy.other, copy.row, None)
    return (SetCells(copy.other, dict.fromkeys(turned.brought)),), (turned.said(office),)


def left_behind(office: Office, book: Book, model: type[Row]) -> Given:
    """Clear what copies brought along in a table that *Validate* gives no numbers in."""
    given = [column.key for column in model.table.columns if column.by is By.GIVEN]
    there = copies(office, book, model).values()
    found = sorted((each for each in there if not each.is_original), key=lambda each: each.row.at)
    edits = (SetCells(each.row, dict.fromkeys((*given, *each.brought))) for each in found)
    return tuple(edits), tuple(each.said(office, UNNUMBERED) for each in found)


def where(office: Office, row: Row, book: Book) -> Words:
    """Say which row it is to somebody who looks at ``book``."""
    number, info = row.at.row, office.books.get(row.at.book)
    if row.at.book == book or info is None:
        return Words(f"第 {number} 行", f"row {number}")
    return Words(f"“{info.path}”第 {number} 行", f"row {number} of “{info.path}”")


def _by_number(office: Office, book: Book, model: type[Row]) -> Iterator[Copy]:
    strange = {
        found.place.at: str(found.value)
        for found in office.findings
        if found.rule is NOT_GIVEN
        and found.place.at.book == book
        and found.place.table is model.table
    }
    if not strange:
        return
    owners: dict[str, list[Row]] = {}
    for row in office.rows(model):
        if row.at not in strange and row.identity is not None:
            owners.setdefault(" ".join(map(str, row.identity)), []).append(row)
    added = {At(book, row) for row in office.journal.added(book, model.table.name)}
    for row in office.within(book, model):
        number = strange.get(row.at)
        if number is not None and number in owners:
            other = owners[number][0]
            yield Copy(row, other, number, other.at in added and row.at not in added)


def _by_what_happened(office: Office, book: Book, model: type[Row]) -> Iterator[Copy]:
    table, keys = model.table, _happened(model.table)
    if not keys:
        return
    marked: dict[tuple[object, ...], list[Row]] = {}
    for row in office.rows(model):
        if not row.bad.intersection(keys) and any(getattr(row, key) is not None for key in keys):
            marked.setdefault(tuple(getattr(row, key) for key in keys), []).append(row)
    alike = [rows for rows in marked.values() if len(rows) > 1]
    if not alike:
        return
    new = _new(office, book, model)
    for rows in alike:
        old = [row for row in rows if row.at not in new]
        for row in rows:
            if row.at in new and (other := _original(table, row, old)) is not None:
                yield Copy(row, other, None)


def _new(office: Office, book: Book, model: type[Row]) -> Collection[At]:
    """Return the rows of a workbook's table that have no number yet, or came since it was known."""
    numbers = [key for key in model.table.key if model.table.by_key[key].by is By.GIVEN]
    rows = office.within(book, model)
    if numbers:
        return {row.at for row in rows if getattr(row, numbers[0]) is None}
    added = set(office.journal.added(book, model.table.name))
    return {row.at for row in rows if row.at.row in added}


def _original(table: Table, row: Row, old: Sequence[Row]) -> Row | None:
    """Return the row that is most like another by what people filled in besides, if any is.

    At least half of that is the same, and whoever and whatever it is about: finance may well verify
    payments of several customers on one day.
    """
    typed = [c for c in table.columns if c.by is By.PERSON and not c.happened]
    keys = [c.key for c in typed if getattr(row, c.key) is not None]
    about = [c.key for c in typed if c.ref]
    best, most = None, -1
    for other in old:
        same = sum(getattr(other, key) == getattr(row, key) for key in keys)
        fits = all(getattr(other, key) == getattr(row, key) for key in about)
        if fits and 2 * same >= len(keys) and same > most:
            best, most = other, same
    return best


def _happened(table: Table) -> tuple[str, ...]:
    return tuple(column.key for column in table.columns if column.happened)
