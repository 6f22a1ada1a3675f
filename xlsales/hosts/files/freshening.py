"""The drop-down lists of workbooks that nobody has pressed in yet (forms.md, *Lists*).

Every press gives the workbook that it saves the lists as they are. A register that was made before
the customers were typed has none, so a press in the masters, or in what else lists are made of,
gives them to it. One in which somebody has pressed gets them when it is opened, or by its next
press: its content after the last one is known to *Undo*, and is not to change behind its owner's
back.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress

from xlsales.forms.choices import Kind
from xlsales.hosts.cells import Cells
from xlsales.hosts.files.source import FolderSource
from xlsales.hosts.lists import Lists, fresh_lists
from xlsales.office.editing import BookChange, edit
from xlsales.office.saving import journal, keeping
from xlsales.office.unusable import Unusable

PROPERTY = "xlsales.lists"
"""The property that says by a hash which lists a workbook was given here."""


def freshen(cells: Cells, source: FolderSource) -> None:
    """Give the lists as they are now to the workbooks never pressed in that are not open.

    One that cannot be written is left: its lists warn and refuse nothing.
    """
    unpressed = {
        book: info
        for book, info in cells.infos.items()
        if book.kind != Kind.MASTERS
        and not journal.heads_in(info.properties)
        and keeping.holder(source.path(info)) is None
    }
    fresh = fresh_lists(cells.office, {book.kind for book in unpressed})
    for book, info in unpressed.items():
        path, lists = source.path(info), fresh[book.kind]
        if info.properties.get(PROPERTY) == _hash(lists):
            continue
        part = keeping.beside(path)
        with suppress(OSError, Unusable):
            edit(path, part, BookChange(lists=lists, properties={PROPERTY: _hash(lists)}))
            keeping.flush(part)
            keeping.settle(part, path)
            source.rewritten(info)
        part.unlink(missing_ok=True)


def _hash(lists: Lists) -> str:
    text = json.dumps(lists, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
