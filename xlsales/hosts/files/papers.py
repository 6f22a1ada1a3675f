"""The documents of a press as files: made, told apart from those that they replace, named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsales.core.outcome import Document
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.office.packages.package import opened, properties
from xlsales.office.saving import keeping
from xlsales.office.store.results import address_of
from xlsales.office.store.store import Store
from xlsales.office.unusable import Unusable

APPROVED = "xlsales.approved"
"""The property of a score sheet that is frozen: it is never overwritten."""


@dataclass(frozen=True)
class Paper:
    """A file that is written as a whole, and whether it takes another's place."""

    final: Path
    data: bytes
    replaces: bool


def rendered(documents: Sequence[Document], lang: Lang, root: Path) -> dict[str, bytes]:
    """Make the documents of an outcome, by their path within the office."""
    if not documents:
        return {}
    from xlsales.documents import render

    return {
        document.path.said(lang): render(document, lang, root / "templates")
        for document in documents
    }


def said_otherwise(documents: Sequence[Document], lang: Lang, root: Path) -> Iterator[Words]:
    """Say what documents say otherwise than their former selves, which they take the place of."""
    for document in documents:
        path = root / document.path.said(lang)
        if document.replaces and path.is_file():
            from xlsales.documents import changed_since

            said = changed_since(document, path)
            if said is not None:
                yield said


def stands(document: Document, lang: Lang, root: Path, store: Store) -> bool:
    """Return whether a press made the file of the very same, and it is still as that left it."""
    path = root / document.path.said(lang)
    if document.made_of is None or not document.replaces or not path.is_file():
        return False
    left = store.recall(_NOWHERE, _left_as(document, lang))
    return left is not None and left.decode("ascii", "replace") == _digest(path)


def note_left(document: Document, lang: Lang, path: Path, store: Store) -> None:
    """Note what a press left of a document, for :func:`stands`."""
    if document.made_of is not None and (sum_ := _digest(path)) is not None:
        store.keep(_NOWHERE, _left_as(document, lang), sum_.encode())


def _digest(path: Path) -> str | None:
    try:
        return keeping.digest(path)
    except OSError:
        return None


def _left_as(document: Document, lang: Lang) -> str:
    return address_of("paper", document.made_of or "", document.path.said(lang), lang.value)


_NOWHERE = Book("")


def placed(
    root: Path, documents: Mapping[str, bytes], replacing: Collection[str]
) -> Iterator[Paper]:
    """Yield documents with the names that they get.

    Raises:
        Unusable: one that is replaced is open or read-only.
    """
    taken: set[Path] = set()
    for name, data in documents.items():
        final = root / name
        replaces = name in replacing and final.exists() and not is_approved(final)
        if replaces:
            keeping.check_writable(final)
        else:
            final = free(final, taken)
        taken.add(final)
        yield Paper(final, data, replaces)


def is_approved(path: Path) -> bool:
    """Return whether a generated workbook was approved; one that cannot be read counts as such."""
    if not path.exists():
        return False
    try:
        with opened(path) as package:
            return APPROVED in properties(path, package)
    except Unusable:
        return True


def free(path: Path, taken: Collection[Path] = ()) -> Path:
    """Return the path, or the first numbered one beside it that is not taken."""
    number, found = 1, path
    while found in taken or found.exists():
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return found
