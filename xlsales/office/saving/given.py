"""The record of given cells on disk: ``.xlsales/given/<workbook>.json`` (memory.md, *Given cells*).

Named for what the workbook is, as its backups are. ``last.json`` keeps the hash of each, and so
does the journal's line of every press, so that a record that somebody wrote shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.forms.given import Held, Record, given_columns
from xlsales.forms.tables import BY_NAME, tables_of
from xlsales.office.saving import backups, journal

PROPERTY = "xlsales.given"
"""Says in a workbook that presses in it are on record, though all of ``.xlsales`` were gone."""


def name_of(hidden: Path, book: Book) -> str:
    """Return the name of a workbook's record."""
    return backups.folder_of(hidden, book).name


def path_of(hidden: Path, book: Book) -> Path:
    """Return the file of a workbook's record."""
    return hidden / "given" / f"{name_of(hidden, book)}.json"


def digest(data: bytes) -> str:
    """Return the hash of a record."""
    return hashlib.sha256(data).hexdigest()


def text_of(records: Iterable[Record]) -> bytes:
    """Return the records of a workbook's tables as the file holds them."""
    held = {record.table.name: _kept(record) for record in records}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()


def _kept(record: Record) -> dict[str, object]:
    columns = [column.key for column in given_columns(record.table)]
    if not record.absent:
        return {"columns": columns, "rows": record.rows}
    there = [n for n, column in enumerate(columns) if column not in record.absent]
    rows = {key: [row[n] for n in there] for key, row in record.rows.items()}
    return {"columns": [columns[n] for n in there], "rows": rows}


def records_in(data: bytes, kind: str) -> Mapping[str, Record]:
    """Return the records of the tables that give cells, by table; what is not there is empty.

    Columns are found by their names: one that was not given when the record was written stands
    as it is. Raises ValueError, KeyError or TypeError for what is no record.
    """
    held = json.loads(data) if data else {}
    found = {}
    for table in tables_of(kind):
        columns = [column.key for column in given_columns(table)]
        if not columns:
            continue
        one = held.get(table.name, {"columns": columns, "rows": {}})
        rows: dict[str, list[Held]] = one["rows"]
        if one["columns"] != columns:
            places = {name: n for n, name in enumerate(one["columns"])}
            rows = {
                key: [row[places[name]] if name in places else None for name in columns]
                for key, row in rows.items()
            }
        lacking = frozenset(columns).difference(one["columns"])
        found[table.name] = Record(BY_NAME[table.name], rows, lacking)
    return found


def problems(hidden: Path, known: Mapping[str, str]) -> Iterator[Words]:
    """Yield what is wrong with the records: gone, or not as a press left them."""
    for name, sum_ in sorted(known.items()):
        path = hidden / "given" / f"{name}.json"
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            yield Words(
                f"{name} 的按钮填写记录已丢失。", f"The record of given cells of {name} is gone."
            )
            continue
        if digest(data) != sum_ and not is_told(hidden, digest(data)):
            yield Words(
                f"{name} 的按钮填写记录被改动过。",
                f"The record of given cells of {name} was edited.",
            )


def is_told(hidden: Path, sum_: str) -> bool:
    """Return whether a line of some journal knows a record's hash."""
    return any(
        sum_ in map(str, given.values())
        for lines in journal.read(hidden)
        for line in lines.lines
        if isinstance(given := line.get("given"), dict)
    )
