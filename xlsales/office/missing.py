"""Which workbooks of an office are gone, lie in another format, or were put back to an older one.

Said as findings about the workbook as a whole (forms.md, *The office folder*; memory.md, *Older
contents*).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from xlsales.core.finding import Finding, Place
from xlsales.core.row import At, Book
from xlsales.core.words import Lang, Words
from xlsales.forms.files import book_of, workbook_path
from xlsales.forms.rules.workbooks import OLDER_CONTENT, OTHER_FORMAT, UNMARKED, WORKBOOK_GONE
from xlsales.forms.tables import BY_NAME
from xlsales.office.saving import journal
from xlsales.office.saving.journal import START, Head
from xlsales.office.saving.known import Kept

FORMATS = frozenset(
    {".xls", ".xlsb", ".xlt", ".xltx", ".et", ".ett", ".ods", ".fods", ".csv", ".numbers"}
)
"""Endings under which a workbook may lie there that cannot be read so."""
_MOST = 6


def gone(
    kept: Mapping[Book, Kept],
    there: Mapping[Book, str],
    unmarked: Sequence[str],
    others: Sequence[str],
    unusable: Collection[str],
) -> dict[Book, Finding]:
    """Return what is to be said of each workbook that the office had and that is not ``there``.

    All paths are within the office: ``unmarked`` workbooks without our properties, ``others`` in
    another format, ``unusable`` files and folders, of which more is said elsewhere. What has the
    standard name of a workbook that is not there counts as that workbook.
    """
    found: dict[Book, Finding] = {}
    for book, known in kept.items():
        if book not in there and not any(_is_in(known.path, path) for path in unusable):
            found[book] = _gone(book, known.path, unmarked, others)
    paths = (*there.values(), *(known.path for known in kept.values()), *unusable)
    stems = {PurePosixPath(path).stem for path in paths}
    stems |= {PurePosixPath(workbook_path(b, lang)).stem for b in (*there, *kept) for lang in Lang}
    for path in (*unmarked, *others):
        stem = PurePosixPath(path).stem
        book_named = None if stem in stems else book_of(stem)
        if book_named is not None and book_named not in found:
            name = PurePosixPath(path).with_suffix(".xlsx").as_posix()
            found[book_named] = _gone(book_named, name, unmarked, others)
    return found


def _is_in(path: str, place: str) -> bool:
    return PurePosixPath(path).is_relative_to(place)


def _gone(book: Book, path: str, unmarked: Sequence[str], others: Sequence[str]) -> Finding:
    place = Place(At(book, 0))
    if path in unmarked:
        return Finding(UNMARKED, place, facts={"file": path})
    stems = {
        PurePosixPath(path).stem,
        *(PurePosixPath(workbook_path(book, lang)).stem for lang in Lang),
    }
    lying = [other for other in others if PurePosixPath(other).stem in stems]
    # one in its own place before one elsewhere
    lying.sort(key=lambda other: PurePosixPath(other).parent != PurePosixPath(path).parent)
    if lying:
        return Finding(OTHER_FORMAT, place, facts={"file": path, "other": lying[0]})
    return Finding(WORKBOOK_GONE, place, facts={"file": path})


def older(hidden: Path, book: Book, names: Sequence[str], heads: Mapping[str, Head]) -> Finding:
    """Return what is to be said of a workbook that has only these heads of journals.

    ``names`` are the paths that it had.
    """
    lacks, cells = lacking(hidden, frozenset(names), heads)
    shown: list[Words] = []
    for table, count in Counter(table for table, _ in lacks).items():
        title = BY_NAME[table].title
        keys = [key for name, key in lacks if name == table]
        more = Words(f" 等 {count} 行", f" … ({count} rows)") if count > _MOST else Words("", "")
        shown.append(
            Words(
                f"{title.zh} {'、'.join(keys[:_MOST])}{more.zh}",
                f"{title.en} {', '.join(keys[:_MOST])}{more.en}",
            )
        )
    if cells or not shown:
        shown.append(
            Words(f"按钮写过的 {cells} 格", f"{cells} cells that buttons wrote")
            if cells
            else Words("之后的改动", "what was done since")
        )
    return Finding(
        OLDER_CONTENT, Place(At(book, 0)), facts={"file": names[-1], "lacks": tuple(shown)}
    )


def lacking(
    hidden: Path, names: Collection[str], heads: Mapping[str, Head]
) -> tuple[list[tuple[str, str]], int]:
    """Return the rows, as table and key, that got their key in presses after these heads.

    And how many cells of other rows those presses wrote. ``names`` are the workbook's paths.
    """
    rows: dict[tuple[str, str], None] = {}
    cells = 0
    for line in _since(hidden, heads):
        changed: dict[tuple[str, object], dict[str, Mapping[str, object]]] = {}
        for change in _changes(line):
            if change.get("workbook") in names and change.get("table") in BY_NAME:
                at = str(change["table"]), change.get("row")
                changed.setdefault(at, {})[str(change.get("column"))] = change
        for (table, _), by_column in changed.items():
            key = BY_NAME[table].key
            keyed = [by_column[column] for column in key if column in by_column]
            if BY_NAME[table].is_computed:
                continue
            if keyed and len(keyed) == len(key) and all(c.get("from") is None for c in keyed):
                rows[table, _key(keyed, "to")] = None
            elif keyed and all(c.get("to") is None for c in keyed):
                rows.pop((table, _key(keyed, "from")), None)
            else:
                cells += len(by_column)
    return list(rows), cells


def _since(hidden: Path, heads: Mapping[str, Head]) -> Iterator[Mapping[str, object]]:
    """Yield the presses after these heads, in the order of time."""
    found: list[tuple[str, Mapping[str, object]]] = []
    for lines in journal.read(hidden):
        count = heads.get(lines.name, START).count
        for line in lines.lines:
            number = line.get("n")
            if isinstance(number, int) and number > count and line.get("button") != journal.TYPED:
                found.append((str(line.get("time")), line))
    yield from (line for _, line in sorted(found, key=lambda each: each[0]))


def _changes(line: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    changes = line.get("changes")
    for change in changes if isinstance(changes, list) else ():
        if isinstance(change, dict):
            yield change


def _key(changes: Sequence[Mapping[str, object]], which: str) -> str:
    return " ".join(str(change.get(which)) for change in changes)
