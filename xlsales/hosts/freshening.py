"""The masters' lists in workbooks that nobody has pressed in yet (forms.md, *lists*).

Every press gives the workbook that it saves the lists as they are. A register that was made before
the customers were typed has none, so a press in the masters gives them to it. One in which somebody
has pressed gets them when it is opened, or by its next press: its content after the last one is
known to *Undo*, and is not to change behind its owner's back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress

from xlsales.forms.choices import Kind
from xlsales.hosts.file import FileHost
from xlsales.hosts.lists import lists_of
from xlsales.office import journal, keeping
from xlsales.office.editing import BookChange, edit
from xlsales.office.unusable import Unusable

PROPERTY = "xlsales.lists"
"""The property that says by a hash which lists a workbook was given here."""


def freshen(host: FileHost) -> None:
    """Give the masters' lists to the workbooks that were never pressed in and are not open.

    One that cannot be written is left: its lists warn and refuse nothing.
    """
    office = host.office((Kind.MASTERS,))
    for book, info in host.infos.items():
        path = host.path(book)
        pressed = journal.heads_in(info.properties)
        if book.kind == Kind.MASTERS or pressed or keeping.holder(path) is not None:
            continue
        lists = lists_of(office, book.kind)
        if info.properties.get(PROPERTY) == _hash(lists):
            continue
        part = keeping.beside(path)
        with suppress(OSError, Unusable):
            edit(path, part, BookChange(lists=lists, properties={PROPERTY: _hash(lists)}))
            keeping.flush(part)
            keeping.settle(part, path)
            host.rewritten(book)
        part.unlink(missing_ok=True)


def _hash(lists: Mapping[str, tuple[str, ...]]) -> str:
    text = json.dumps(lists, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
