"""Conditional colours of findings on a sheet in LibreOffice.

LibreOffice (7.4) adds a conditional format to its list alone: neither do the cells know of it, nor
*Undo*. A copy of cells onto themselves tells them, and its undo takes them back as they were. But it
leaves out rows that a filter hides, doubles pictures, and takes its time where there are notes: so
only cells are copied whose colour changes, and cells that have no other conditional format lose
ours by their property ``ConditionalFormat``. (To give it by that property would be quick, too, but
its undo empties the notes of the cells.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from xlsales.hosts.live.native import OURS
from xlsales.hosts.live.uno_cells import address, area_of, box_of, ranges_of
from xlsales.libreoffice.bridge import failure, load_uno
from xlsales.office.editing.change import COLOURS
from xlsales.office.editing.colours import areas_of
from xlsales.office.references import Area, Place, places_of, runs

_CONDITION = 0  # com.sun.star.sheet.ConditionEntryType
_EXPRESSION = "com.sun.star.sheet.ConditionFormatOperator.EXPRESSION"
_CAPTION = "com.sun.star.drawing.CaptionShape"  # a note
_WORTH = 1000  # rows that are copied in the time of another call where there are notes
_NEVER = "0"
"""A condition that never holds."""
_MANY = 12
"""Formats after which they are made anew: each press may add one a severity."""

Cells = Mapping[str, set[Place]]
"""Cells by the severity whose colour they have."""

_Formats = list[tuple[Any, list[str]]]
"""Conditional formats with the severities whose colours they hold."""


class Colours:
    """The colours of one sheet."""

    def __init__(self, document: Any, sheet: Any, index: int) -> None:
        """Take the UNO document and its ``index``-th sheet from 0."""
        self._document = document
        self._sheet = sheet
        self._index = index
        self._formats = sheet.ConditionalFormats
        self._drawn: set[Place] | None = None

    def show(self, areas: Mapping[str, Sequence[Area]]) -> None:
        """Show colours by severity; those of ours that were there and are not wanted go."""
        ours = self._ours()
        held = _held(ours)
        wanted = {s: set(places_of(areas[s])) for s in COLOURS if areas.get(s)}
        if wanted == held:
            return
        if _overlap(wanted) or _is_tangled(ours):
            self._remove(held)
            held = {}
        gone = {s: held[s] - wanted.get(s, set()) for s in held}
        self._remove({s: cells for s, cells in gone.items() if cells})
        new = {s: wanted[s] - held.get(s, set()) for s in wanted}
        self._add({s: cells for s, cells in new.items() if cells})

    def _ours(self) -> _Formats:
        """Return the formats that hold colours of ours, with their severities."""
        found = []
        for one in self._formats.getConditionalFormats():
            entries = map(one.getByIndex, range(one.getCount()))
            severities = [severity for severity in map(_severity, entries) if severity]
            if severities:
                found.append((one, severities))
        return found

    def _add(self, cells: Cells) -> None:
        """Colour cells; *Undo* takes that back."""
        if not cells:
            return
        areas = self._copiable(cells)
        self._copy(areas)
        made = {self._formats.createByRange(self._ranges(c)): s for s, c in cells.items()}
        for one in self._formats.getConditionalFormats():
            if (severity := made.get(one.ID)) is not None:
                one.createEntry(_CONDITION, 0)
                entry = one.getByIndex(0)
                entry.StyleName = self._style(severity)
                entry.Operator = load_uno().getConstantByName(_EXPRESSION)
                entry.Formula1 = f'{OURS}{severity}")>0'
        self._copy(areas)

    def _remove(self, cells: Cells) -> None:
        """Take colours away for good: *Undo*, which would mix them up, knows nothing of it."""
        if not cells:
            return
        manager = self._document.UndoManager
        manager.lock()
        try:
            shared = self._with_others(cells)
            alone = {at for severity, mine in cells.items() for at in mine - shared[severity]}
            if alone:
                ranges = self._ranges(alone)
                entries = ranges.ConditionalFormat
                entries.clear()
                ranges.ConditionalFormat = entries
            if any(shared.values()):
                self._remove_shared(shared)
        finally:
            manager.unlock()

    def _with_others(self, cells: Cells) -> dict[str, set[Place]]:
        """Return those of our coloured cells that have another condition besides."""
        counts: Counter[Place] = Counter()
        wanted = set[Place]().union(*cells.values())
        for one in self._formats.getConditionalFormats():
            for area in _areas(one):
                for at in _within(area, wanted):
                    counts[at] += one.getCount()
        return {s: {at for at in mine if counts[at] > 1} for s, mine in cells.items()}

    def _remove_shared(self, cells: Cells) -> None:
        for one, severities in self._ours():
            gone = set[Place]().union(*(cells.get(s, set()) for s in severities))
            there = set(places_of(_areas(one)))
            if not gone & there:
                continue
            if one.getCount() > len(severities):
                self._take_out(one)  # a person's conditions stay
            elif left := there - gone:
                one.Range = self._ranges(left)
            else:
                self._formats.removeByID(one.ID)
        self._copy(self._copiable(cells))

    def _take_out(self, one: Any) -> None:
        for i in reversed(range(one.getCount())):
            entry = one.getByIndex(i)
            if _severity(entry):
                try:
                    one.removeByIndex(i)
                except failure():  # 7.4 takes every index for a wrong one
                    entry.Formula1 = _NEVER

    # --- cells -----------------------------------------------------------------------------

    def _ranges(self, cells: set[Place]) -> Any:
        return ranges_of(self._document, self._index, areas_of(cells))

    def _copiable(self, wanted: Cells) -> list[Area]:
        """Return areas that hold all of these and can be copied: few of them, in one column each.

        Hidden rows are left out, and cells in which something is drawn.
        """
        cells = set[Place]().union(*wanted.values())
        if self._drawn is None:
            self._drawn = self._anchors()
        if self._drawn:
            picked = [Area(row, column, row, column) for row, column in cells - self._drawn]
        else:
            reach: dict[int, list[int]] = {}
            for row, column in cells:
                reach.setdefault(column, []).append(row)
            picked = [
                Area(first, column, last, column)
                for column, rows in reach.items()
                for first, last in runs(rows, gap=_WORTH)
            ]
        if not picked:
            return []
        found = ranges_of(self._document, self._index, sorted(picked)).queryVisibleCells()
        return [area_of(at) for at in found.getRangeAddresses()]

    def _anchors(self) -> set[Place]:
        """Return the cells to which pictures and the like are anchored."""
        page = self._sheet.DrawPage
        found = set()
        for i in range(page.getCount()):
            shape = page.getByIndex(i)
            if shape.getShapeType() == _CAPTION:
                continue
            anchor: Any = shape.Anchor
            if hasattr(anchor, "getCellAddress"):
                at = anchor.getCellAddress()
                found.add((at.Row + 1, at.Column + 1))
            else:  # it belongs to the page
                found.add((0, 0))
        return found

    def _copy(self, areas: Iterable[Area]) -> None:
        for area in areas:
            target = address(self._index, *area[:2])
            self._sheet.copyRange(target, box_of(area).address(self._index))

    def _style(self, severity: str) -> str:
        """Return the cell style that holds a severity's colour; it is made if need be."""
        styles = self._document.StyleFamilies.getByName("CellStyles")
        name = f"xlsales {severity}"
        if not styles.hasByName(name):
            made = self._document.createInstance("com.sun.star.style.CellStyle")
            styles.insertByName(name, made)
            style = styles.getByName(name)
            style.ParentStyle = ""  # it would bring its font along
            style.CellBackColor = int(COLOURS[severity], 16)
        return name


def _areas(one: Any) -> Iterable[Area]:
    """Return where a conditional format is."""
    return map(area_of, one.Range.getRangeAddresses())


def _held(formats: _Formats) -> dict[str, set[Place]]:
    """Return where our colours are."""
    found: dict[str, set[Place]] = {}
    for one, severities in formats:
        cells = set(places_of(_areas(one)))
        for severity in severities:
            found.setdefault(severity, set()).update(cells)
    return found


def _is_tangled(formats: _Formats) -> bool:
    """Return whether colours had better be made anew: many formats, or one of several colours."""
    return len(formats) > _MANY or any(one.getCount() > 1 for one, _ in formats)


def _within(area: Area, cells: Collection[Place]) -> Iterable[Place]:
    """Return those of the cells that lie in an area."""
    top, left, bottom, right = area
    if (bottom - top + 1) * (right - left + 1) < len(cells):
        return [at for at in places_of([area]) if at in cells]
    return [(r, c) for r, c in cells if top <= r <= bottom and left <= c <= right]


def _overlap(cells: Cells) -> bool:
    """Return whether a cell has two colours; the one made first is seen."""
    return len(set[Place]().union(*cells.values())) < sum(map(len, cells.values()))


def _severity(entry: Any) -> str:
    """Return the severity whose colour an entry of a conditional format gives; "" if none."""
    if entry.getType() != _CONDITION:
        return ""
    formula = str(entry.Formula1).lstrip()
    return formula.removeprefix(OURS).partition('"')[0] if formula.startswith(OURS) else ""
