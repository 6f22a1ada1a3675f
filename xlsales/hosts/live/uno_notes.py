"""The notes of a sheet in LibreOffice, many at once.

A note comes over the bridge in a millisecond. Texts that many cells are likely to have are searched
for instead: one search, of six milliseconds, finds all cells of a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from xlsales.hosts.live.uno_cells import address, area_of
from xlsales.libreoffice.main_thread import at_once
from xlsales.office.references import Place, places_of

_NOTES = 8  # com.sun.star.sheet.CellFlags.ANNOTATION
_IN_NOTES = 2  # of a search descriptor's SearchType
_WORTH = 8  # cells that are read in the time of a search
_AT_ONCE = 50  # are added while the window stands still: a fifth of a second


def notes_of(sheet: Any, likely: Iterable[str] = ()) -> dict[Place, str]:
    """Return the notes of a UNO sheet by their cells.

    Args:
        sheet: the UNO sheet.
        likely: what some of them probably say, a text for each; it makes no other difference
            than of time.
    """
    places = _counted(sheet)
    known: dict[Place, str] = {}
    for text, count in Counter(likely).items() if places else ():
        if count > _WORTH:
            known |= dict.fromkeys(_where(sheet, text), text)
    notes = sheet.Annotations
    return {
        at: known[at] if at in known else notes.getByIndex(i).getString()
        for i, at in enumerate(places)
    }


def _counted(sheet: Any) -> list[Place]:
    """Return the cells that have a note, as LibreOffice counts them: down one column, then the next.

    That is nowhere promised, so some are asked.
    """
    areas = sheet.queryContentCells(_NOTES).getRangeAddresses()
    places = sorted(places_of(map(area_of, areas)), key=lambda at: (at[1], at[0]))
    notes, last = sheet.Annotations, len(places) - 1
    some = {0, last // 2, last} if places else set()
    if all(_place(notes.getByIndex(i)) == places[i] for i in some):
        return places
    return [_place(notes.getByIndex(i)) for i in range(notes.getCount())]


def _place(note: Any) -> Place:
    at = note.getPosition()
    return at.Row + 1, at.Column + 1


def _where(sheet: Any, text: str) -> Iterator[Place]:
    """Yield the cells whose note says just this."""
    search = sheet.createSearchDescriptor()
    search.SearchString, search.SearchType = text, _IN_NOTES
    search.SearchWords = search.SearchCaseSensitive = True  # words: the whole of it
    found = sheet.findAll(search)
    if found is not None:
        yield from places_of(map(area_of, found.getRangeAddresses()))


def remove_notes(sheet: Any, places: Iterable[Place]) -> None:
    """Remove notes from a UNO sheet, the last first: the others keep their numbers."""
    gone = set(places)
    if gone:
        held = sheet.Annotations
        for i in reversed([i for i, at in enumerate(_counted(sheet)) if at in gone]):
            held.removeByIndex(i)


def add_notes(context: Any, sheet: Any, index: int, notes: Mapping[Place, str]) -> None:
    """Add notes to cells of a UNO sheet that have none; it is the ``index``-th one from 0."""
    held = sheet.Annotations

    def add(some: Sequence[tuple[Place, str]]) -> None:
        for (row, column), text in some:
            held.insertNew(address(index, row, column), text)

    waiting = sorted(notes.items())
    for first in range(0, len(waiting), _AT_ONCE):
        at_once(context, partial(add, waiting[first : first + _AT_ONCE]))
