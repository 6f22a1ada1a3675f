"""What the store keeps of one content of a workbook: what it is, its journal heads, its tables."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsales.core.finding import Finding
from xlsales.core.grid import Grid
from xlsales.core.row import Book, Row
from xlsales.core.words import Lang
from xlsales.forms.tables import BY_NAME
from xlsales.office.packages.package import Identity
from xlsales.office.saving import journal
from xlsales.office.store.blocks import Damaged, Entry, Writing
from xlsales.office.store.tables import StoredGrid, write
from xlsales.office.store.values import CannotStore

ReadTable = tuple[Grid, Sequence[Row], Sequence[Finding]]
"""A table with its rows and findings, as its workbook alone says them."""

_ODD = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, zlib.error)
"""What an entry raises that holds something else than was ever written."""


@dataclass(frozen=True)
class Address:
    """What an entry is of: the SHA-256 of a file, and the version of who read it."""

    content: str
    version: str


def packed(address: Address, identity: Identity, tables: Sequence[ReadTable]) -> bytes | None:
    """Return the entry of a content; None if it holds what the store does not know."""
    into = Writing()
    try:
        held = [write(into, *each) for each in tables]
    except CannotStore:
        return None
    heads = journal.heads_in(identity.properties)
    said = {
        "content": address.content,
        "version": address.version,
        "book": list(identity.book),
        "lang": identity.lang.value,
        "form_version": identity.form_version,
        "heads": {name: str(head) for name, head in sorted(heads.items())},
        "tables": held,
    }
    return into.done(said)


@dataclass(frozen=True)
class Content:
    """A content of a workbook as the store has it."""

    book: Book
    lang: Lang
    heads: Mapping[str, journal.Head]
    grids: Sequence[StoredGrid]


def unpacked(data: bytes, address: Address) -> Content:
    """Return a content from its entry.

    Raises:
        Damaged: it is not what was written, or is of another content.
    """
    entry = Entry(data)
    try:
        head: Mapping[str, Any] = entry.head
        if (head["content"], head["version"]) != (address.content, address.version):
            raise Damaged
        book = Book(*head["book"])
        heads = {name: journal.head_of(text) for name, text in head["heads"].items()}
        return Content(
            book,
            Lang(head["lang"]),
            {name: found for name, found in heads.items() if found is not None},
            [StoredGrid.of(entry, said, BY_NAME[said["table"]], book) for said in head["tables"]],
        )
    except _ODD:
        raise Damaged from None
