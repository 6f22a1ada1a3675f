"""Sees which columns each button's macro reads and writes while a story is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from xlsales import press
from xlsales.buttons import macro_of
from xlsales.core.column import By
from xlsales.core.needs import needs_by_book, needs_of
from xlsales.core.outcome import Append, Edit, Replace, SetCells
from xlsales.core.row import NOWHERE, Row, Table
from xlsales.core.words import Lang
from xlsales.flow.checks import validation
from xlsales.flow.every import refreshing
from xlsales.hosts.files.papers import rendered

_PAPERS = 3
"""So many documents of each button are made, to see what they print."""


class Readings:
    """What was read or written though the button does not say that it needs it."""

    def __init__(self) -> None:
        self.undeclared: dict[str, set[tuple[str, str]]] = {}
        self.seen: dict[str, set[tuple[str, str]]] = {}
        self._papers: dict[str, int] = {}
        self._now: set[tuple[Table, str]] | None = None
        self._wrapped: dict[str, Any] = {}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """See all that happens; the checks beside a refresh are no part of what it computes."""
        findings = validation.findings

        def unseen(*args: Any) -> Any:
            with self._reading(None):
                return findings(*args)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(press, "macro_of", self._watched)
            patched.setattr(refreshing, "findings", unseen)
            yield

    @contextmanager
    def _reading(self, into: set[tuple[Table, str]] | None) -> Iterator[None]:
        before, self._now = self._now, into
        try:
            yield
        finally:
            self._now = before

    def _watched(self, button: Any) -> Any:
        macro = macro_of(button)
        if button.tool:
            return macro

        def run(office: Any, call: Any) -> Any:
            used: set[tuple[Table, str]] = set()
            with self._reading(used), self._hooked():
                outcome = macro(office.replaced({}), call)  # nothing of it worked out before
                made = self._papers[button.id] = self._papers.get(button.id, 0) + 1
                if made <= _PAPERS:
                    rendered(outcome.documents, Lang.ZH, Path("/nowhere"))
            for edit in outcome.edits:
                used |= set(_written(edit))
            self._compare(button.id, used, needs_of(macro, call.book).tables)
            return outcome

        return self._same_needs(button.id, macro, run)

    def _same_needs(self, button_id: str, macro: Any, run: Callable[..., Any]) -> Any:
        if button_id not in self._wrapped:
            self._wrapped[button_id] = needs_by_book(lambda book: needs_of(macro, book))(run)
        return self._wrapped[button_id]

    @contextmanager
    def _hooked(self) -> Iterator[None]:
        plain = Row.__getattribute__

        def seen(row: Row, name: str) -> Any:
            if self._now is not None and name[0] != "_":
                table = type(row).table
                if name in table.by_key and plain(row, "at") != NOWHERE:
                    self._now.add((table, name))
            return plain(row, name)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Row, "__getattribute__", seen)
            yield

    def _compare(self, button_id: str, used: set[tuple[Table, str]], needed: Any) -> None:
        for table, key in used:
            self.seen.setdefault(button_id, set()).add((table.name, key))
            grey = table.by_key[key].by is By.MACRO and not table.is_computed
            if not grey and key not in needed.get(table, ()):
                self.undeclared.setdefault(button_id, set()).add((table.name, key))


def _written(edit: Edit) -> Iterator[tuple[Table, str]]:
    if isinstance(edit, SetCells):
        yield from ((edit.row.table, key) for key in edit.values)
    elif isinstance(edit, Append | Replace):
        for row in edit.rows:
            yield from (
                (row.table, column.key)
                for column in row.table.columns
                if getattr(row, column.key, None) is not None
            )
