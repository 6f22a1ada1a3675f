"""An office folder as a host: what the command line, the ribbon and the tools are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsales.core.office import BookInfo
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.forms.choices import YEARLY
from xlsales.forms.files import workbook_path
from xlsales.hosts.cells import Cells
from xlsales.hosts.files import naming
from xlsales.hosts.files.earlier import Kept
from xlsales.hosts.files.journalling import FileJournal
from xlsales.hosts.files.saver import FileSaver
from xlsales.hosts.files.source import FolderSource
from xlsales.hosts.source import Progress
from xlsales.office.packages.package import Identity
from xlsales.office.saving.locks import Lock
from xlsales.office.unusable import Unusable


@dataclass(frozen=True)
class OfficeHost:
    """A host of files, one of them perhaps open in a program; and what its files are called."""

    cells: Cells
    source: FolderSource
    saver: FileSaver

    @property
    def root(self) -> Path:
        """The office folder."""
        return self.source.root

    def path(self, book: Book) -> Path:
        """Return where a workbook lies, or will lie."""
        return self.source.path(self.cells.infos[book])

    def name_of(self, book: Book) -> str | None:
        """Return a workbook's path within the office, or the one that it had; None if unknown."""
        return self.source.name_of(book, self.cells.infos)

    def names_of(self, book: Book) -> frozenset[str]:
        """Return the paths that a workbook has and had, by which the journal names it."""
        kept = self.source.known.workbooks.get(book)
        names = (self.name_of(book), kept.path if kept else None)
        return frozenset(name for name in names if name)

    def named(self, path: Path, kinds: Sequence[str], button: Words) -> Book:
        """Return the workbook that a person named by its file.

        Raises:
            Unusable: it is no standard workbook, cannot be used, or the button is not for it.
        """
        return naming.named(self.source.folder, path, kinds, button)

    def formerly(self, path: Path) -> Book | None:
        """Return what a damaged workbook was, or one that is gone, so that it can be restored."""
        return naming.formerly(self.source.folder, path)

    def renew(self, book: Book, identity: Identity) -> None:
        """Take a workbook for what its content is that is about to take its place."""
        name = self.name_of(book)
        assert name is not None
        info = self.cells.infos.get(book) or BookInfo(name)
        self.cells.know(book, self.source.renew(info, identity))

    def made(self, book: Book) -> Book:
        """Make a workbook that the office lacks, to be saved with the press; return it.

        Raises:
            Unusable: it is one that a macro does not make by itself, or one that is gone.
        """
        if book in self.source.folder.gone:
            self.source.folder.complete({book.kind})
        if book.kind not in YEARLY:
            name = workbook_path(book, self.cells.lang)
            raise Unusable(
                f"办公文件夹中没有 {name}。请用 xlsales new {book.kind} 建立。",
                f"The office has no {name}. Make it with xlsales new {book.kind}.",
            )
        self.cells.add_book(book)
        return book


def of_folder(
    root: Path, progress: Progress = lambda *_: None, lock: Lock | None = None
) -> OfficeHost:
    """Return the host of an office folder; what is given says :class:`FolderSource`.

    Raises:
        Unusable: the folder is missing or is no office, or what was begun cannot be settled.
    """
    return hosted(FolderSource(root, progress, lock))


def hosted(source: FolderSource) -> OfficeHost:
    """Return the host of a folder that was looked at."""
    cells = Cells(
        source, lambda state: Kept(source.store, state), lambda cells: FileJournal(cells, source)
    )
    return OfficeHost(cells, source, FileSaver(cells, source))
