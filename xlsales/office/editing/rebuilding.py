"""A workbook of an older form becomes one of the newest (forms.md, *Older workbooks*).

Headers are renamed with the formulas that go by them, columns come at a table's right end, sheets
are copied, and number formats, drop-downs and instructions renewed; nothing else moves or changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from xlsales.office import references
from xlsales.office.editing import markup
from xlsales.office.editing.adopting import Adopted, spelled
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.change import Look, Rebuilt, RebuiltTable
from xlsales.office.editing.checks import (
    Model,
    add_check,
    add_colours,
    add_ignored,
    drop_checks,
    is_coloured,
)
from xlsales.office.editing.columns import (
    always,
    listed_in,
    restyle,
    room_for,
    set_column,
    styles_in,
    widen,
)
from xlsales.office.editing.copying import copy_sheet
from xlsales.office.editing.lists import LISTS, named_column, set_lists
from xlsales.office.editing.naming import name_column_followed
from xlsales.office.editing.parts import Package
from xlsales.office.editing.rows import Value, cells_of
from xlsales.office.editing.sheet import Like, SheetPart
from xlsales.office.editing.tables import TablePart, tables_of


def headers(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the headers of a workbook's tables as a person sees them, by the tables' names.

    Raises:
        Unusable: the workbook cannot be edited, and why.
    """
    with Package(path) as package:
        try:
            book = EditedBook(package)
            return {name: _headers(book, table) for name, table in tables_of(book).items()}
        except (ValueError, LookupError) as trouble:
            raise package.strange("XML") from trouble


def _headers(book: EditedBook, table: TablePart) -> tuple[str, ...]:
    top, left, _, right = table.area
    said = book.texts(table.sheet, top, top)
    return tuple(said.get((top, column), "") for column in range(left, right + 1))


def rebuild(book: EditedBook, wanted: Rebuilt) -> None:
    """Make a workbook one of the newest form.

    Raises:
        Unusable: something of a person's is in the way, and where.
    """
    with Package(wanted.blank) as package:
        making = _Making(book, EditedBook(package), wanted)
        for name, change in wanted.tables.items():
            making.table(name, change)
        for name, before in wanted.sheets.items():
            making.sheet(name, before)
        making.lists()
        making.instructions()


class _Making:
    """One workbook being rebuilt."""

    def __init__(self, book: EditedBook, blank: EditedBook, wanted: Rebuilt) -> None:
        self._book, self._blank, self._wanted = book, blank, wanted
        self._theirs = tables_of(blank)
        self._adopted = Adopted(book.styles, blank.styles)
        self._names: set[str] = set()

    # --- a table that is there -----------------------------------------------------------

    def table(self, name: str, change: RebuiltTable) -> None:
        """Rename headers, change looks, add columns."""
        table = tables_of(self._book)[name]
        if not table.headers:
            raise self._book.package.refused(
                f"工作表“{table.sheet.name}”中表的标题行已关闭",
                "请在 Excel 的“表设计”中勾选“标题行”",
                f"the table on sheet {table.sheet.name} shows no header row",
                "Tick Header Row under Table Design in Excel",
            )
        top, left = table.area.top, table.area.left
        for index, header in change.headers.items():
            name_column_followed(self._book, name, table.part, index, header)
            self._book.set_cells(table.sheet, {top: {left + index: header}})
        theirs = self._theirs[name]
        at = self._columns(theirs)
        columns = {at[head]: left + index for head, index in change.places.items() if head in at}
        model = Model(theirs.sheet, columns, table.first - theirs.first)
        for index, look in change.looks.items():
            self._look(table, theirs, model, (left + index, at[look.like]), look)
        if not change.added:
            return
        room = room_for(self._book, table, change.added)
        heads = self._cells(theirs.sheet, theirs.area.top)
        looks = [self._adopted.style(heads.get(at[head], 0)) for head in change.added]
        table = widen(self._book, table, room, change.added, looks)
        columns |= {at[h]: to for h, to in zip(change.added, room.places, strict=True)}
        blank = self._cells(theirs.sheet, theirs.first)
        styles = {
            to: self._adopted.style(blank.get(at[head], 0))
            for head, to in zip(change.added, room.places, strict=True)
        }
        restyle(table.sheet, (table.first, table.last), {c: always(s) for c, s in styles.items()})
        for head, place in zip(change.added, room.places, strict=True):
            self._new(table, theirs, model, (place, at[head]))

    def _columns(self, theirs: TablePart) -> dict[str, int]:
        return {head: theirs.area.left + i for i, head in enumerate(listed_in(theirs))}

    def _cells(self, sheet: SheetPart, row: int) -> dict[int, int]:
        """Return the styles of a row's cells in the blank workbook, by column."""
        return {
            column: int(markup.get(markup.tag_of(inner, span), b"s") or 0)
            for _, _, inner in sheet.each_row(row, row)
            for column, span in cells_of(inner, sheet.prefix)
        }

    def _new(self, table: TablePart, theirs: TablePart, model: Model, at: tuple[int, int]) -> None:
        """Give a column that came its width, checks and colours."""
        ours, column = at
        set_column(table.sheet, ours, lambda _: self._column(theirs.sheet, column, ours, table))
        drop_checks(table.sheet, ours, table.first)
        self._names |= add_check(table.sheet, model, column)
        add_colours(table.sheet, model, column, self._adopted)
        add_ignored(table.sheet, model, column)

    def _column(self, theirs: SheetPart, column: int, ours: int, table: TablePart) -> bytes:
        """Return what the blank workbook says of a column's width and look, as ours says it."""
        p = table.sheet.prefix
        for m in markup.opening(theirs.prefix, b"col").finditer(theirs.head):
            held = markup.attributes(m[0])
            if int(held[b"min"]) <= column <= int(held[b"max"]):
                tag = spelled(m[0], p)
                style = self._adopted.style(int(held.get(b"style", 0)))
                tag = markup.put(tag, b"style", b"%d" % style)
                tag = markup.put(tag, b"min", b"%d" % ours)
                return markup.put(tag, b"max", b"%d" % ours)
        return b'<%scol min="%d" max="%d" width="12"/>' % (p, ours, ours)

    def _look(
        self, table: TablePart, theirs: TablePart, model: Model, at: tuple[int, int], look: Look
    ) -> None:
        """Have a column look and be checked as the new form has it."""
        ours, column = at
        sheet, rows = table.sheet, (table.first, table.last)
        wanted = self._blank.styles.code_of(self._cells(theirs.sheet, theirs.first)[column])
        styles = self._book.styles

        def formatted(style: int) -> int:
            code = styles.code_of(style).replace("\\", "")
            return styles.with_code(style, wanted) if code == look.formatted else style

        change = formatted
        if look.grey:
            usual = styles_in(sheet, rows, ours).most_common(1)
            new = self._adopted.style(self._cells(theirs.sheet, theirs.first)[column])
            head = self._adopted.style(self._cells(theirs.sheet, theirs.area.top)[column])
            restyle(sheet, (table.area.top, table.area.top), {ours: always(head)})

            def change(style: int) -> int:
                return new if usual and style == usual[0][0] else formatted(style)

        restyle(sheet, rows, {ours: change})
        hidden = markup.get(self._column(theirs.sheet, column, ours, table), b"hidden")

        def set_(tag: bytes) -> bytes:
            style = formatted(int(markup.get(tag, b"style") or 0))
            tag = markup.put(tag, b"style", b"%d" % style) if style else tag
            return markup.put(tag, b"hidden", hidden) if look.grey or hidden else tag

        set_column(sheet, ours, set_)
        if look.checked or look.grey:
            drop_checks(sheet, ours, table.first)
            self._names |= add_check(sheet, model, column)
            if not is_coloured(sheet, ours, table.first):
                add_colours(sheet, model, column, self._adopted)
            add_ignored(sheet, model, column)

    # --- a table that comes ----------------------------------------------------------------

    def sheet(self, name: str, before: Iterable[str]) -> None:
        """Copy a table's sheet."""
        theirs = self._theirs[name]
        copy_sheet(self._book, self._blank, theirs, set(before), self._adopted)
        at = self._columns(theirs)
        model = Model(theirs.sheet, {column: column for column in at.values()}, 0)
        for column in at.values():
            for _, inner, *_ in model.covering(b"dataValidation", column):
                self._names |= set(_LISTED.findall(markup.text(inner)))

    # --- lists -----------------------------------------------------------------------------

    def lists(self) -> None:
        """Have the lists that the new drop-downs offer, those of references still blank."""
        missing: dict[str, tuple[str, ...]] = {}
        for name in sorted(self._names):
            meaning = self._blank.workbook.name(name)
            if meaning is None or self._book.workbook.name(name) is not None:
                continue
            column = named_column(meaning)
            if column is None:
                self._book.workbook.set_name(name, self._told(meaning))
            else:
                missing[name] = self._listed(column)
        if missing:
            set_lists(self._book, missing)

    def _listed(self, column: int) -> tuple[str, ...]:
        entry = markup.sure(self._blank.workbook.sheet(LISTS))
        texts = self._blank.texts(self._blank.sheet(entry), 2)
        return tuple(text for (_, at), text in sorted(texts.items()) if at == column)

    def _told(self, meaning: str) -> str:
        """Return what a name stands for, a column of another table, as our workbook has it."""

        def told(m: re.Match[str]) -> str:
            title = m[1].replace("''", "'")
            name = next(n for n, t in self._theirs.items() if t.sheet.name == title)
            theirs, ours = self._theirs[name], tables_of(self._book)[name]
            at = self._columns(theirs)
            places = self._wanted.tables.get(name, RebuiltTable()).places
            headers = listed_in(ours)
            columns = {
                column: ours.area.left
                + (headers.index(head) if head in headers else places.get(head, column - 1))
                for head, column in at.items()
            }
            letter = references.letters(columns[references.number(m[2].encode())]).decode()
            first = int(m[3]) + ours.first - theirs.first
            end = f":${letter}${int(m[4])}" if m[4] else ""
            return f"{references.quoted(ours.sheet.name)}!${letter}${first}{end}"

        return _QUALIFIED.sub(told, meaning)

    # --- instructions ----------------------------------------------------------------------

    def instructions(self) -> None:
        """Renew the lines of the instruction sheet, if it is still there; new ones come last."""
        title = self._wanted.instructions
        ours, theirs = self._book.workbook.sheet(title), self._blank.workbook.sheet(title)
        if not self._wanted.told or ours is None or theirs is None or ours.kind != "worksheet":
            return
        sheet, model = self._book.sheet(ours), self._blank.sheet(theirs)
        lines = _Lines(self._book.texts(sheet)), _Lines(self._blank.texts(model))
        added: list[tuple[int, int]] = []
        for told in self._wanted.told:
            source = lines[1].row(told.sheet, told.header)
            if source is None:
                continue
            target = lines[0].row(told.sheet, told.was or told.header)
            if target is None:
                target = lines[0].last + 1 + len(added)
                added.append((target, source))
            cells: dict[int, Value] = dict(lines[1].cells(source))
            self._book.set_cells(sheet, {target: cells}, self._like(model, source, lines[0].last))
        if added:
            self._filter(sheet, ours.name, lines[0].last + len(added))

    def _like(self, model: SheetPart, row: int, after: int) -> Like:
        ((_, tag, _),) = model.each_row(row, row)
        held = markup.attributes(tag)
        height = b' ht="%s" customHeight="1"' % held[b"ht"] if b"ht" in held else b""
        looks = {c: self._adopted.style(s) for c, s in self._cells(model, row).items()}
        return Like(after, looks, height)

    def _filter(self, sheet: SheetPart, title: str, last: int) -> None:
        """Let the filter reach down to the last line."""
        found = markup.find(sheet.tail, sheet.prefix, b"autoFilter")
        tag = markup.tag_of(sheet.tail, found) if found else b""
        area = references.area(markup.text(markup.get(tag, b"ref") or b""))
        if found is None or area is None:
            return
        area = area._replace(bottom=last)
        tag = markup.put(tag, b"ref", references.area_ref(area))
        sheet.tail = sheet.tail[: found.start] + tag + sheet.tail[found.inner :]
        index = [entry.name for entry in self._book.workbook.sheets].index(title)
        if self._book.workbook.name("_xlnm._FilterDatabase", index) is not None:
            left, right = (references.letters(c).decode() for c in (area.left, area.right))
            where = f"{references.quoted(title)}!${left}${area.top}:${right}${last}"
            self._book.workbook.set_name("_xlnm._FilterDatabase", where, index)


_LISTED = re.compile(r"(?:list|labels|live)_\w+")
_QUALIFIED = re.compile(r"'((?:[^']|'')*)'!\$([A-Z]{1,3})\$(\d+)(?::\$[A-Z]{1,3}\$(\d+))?")


@dataclass(frozen=True)
class _Lines:
    """The texts of an instruction sheet: in a line's first cells stand sheet and header."""

    texts: Mapping[references.Place, str]

    def row(self, sheet: str, header: str) -> int | None:
        """Return the line about a column."""
        rows = (row for (row, column), text in self.texts.items() if column == 1 and text == sheet)
        return next((row for row in rows if self.texts.get((row, 2)) == header), None)

    @property
    def last(self) -> int:
        """The last line."""
        return max((row for row, column in self.texts if column <= 2), default=1)

    def cells(self, row: int) -> dict[int, str]:
        """Return the texts of a line by column."""
        return {column: text for (at, column), text in self.texts.items() if at == row}
