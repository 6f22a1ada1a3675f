"""An office with one workbook open in a spreadsheet program; all others are files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xlsales.hosts.files import naming
from xlsales.hosts.files.host import OfficeHost, hosted
from xlsales.hosts.files.source import FolderSource
from xlsales.hosts.live.workbook import OpenWorkbook
from xlsales.hosts.source import Progress
from xlsales.office.saving.locks import Lock

if TYPE_CHECKING:
    import xlwings as xw


def with_open(
    root: Path,
    workbook: xw.Book,
    progress: Progress = lambda *_: None,
    lock: Lock | None = None,
) -> OfficeHost:
    """Return the host of an office folder; ``workbook`` is the open one.

    Raises:
        Unusable: as of :class:`FolderSource`, or the open workbook is no standard workbook.
    """
    source = FolderSource(root, progress, lock)
    book = naming.opened(source.folder, Path(workbook.fullname))
    source.opened = OpenWorkbook(source.hidden, book, workbook)
    return hosted(source)
