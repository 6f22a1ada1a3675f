"""Rows → cells → rows is the identity, for every table, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import rows
from xlsales.core.outcome import Append
from xlsales.core.row import Book, Row
from xlsales.core.words import Lang
from xlsales.forms.tables import MODELS
from xlsales.hosts.memory import in_memory


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.table.name)
@settings(max_examples=40)
@given(data=st.data(), lang=st.sampled_from(Lang))
def test_what_is_written_is_read_back(model: type[Row], data: st.DataObject, lang: Lang) -> None:
    written = tuple(data.draw(st.lists(rows(model), min_size=1, max_size=4)))
    host = in_memory(lang)
    book = Book(model.table.kind, "张三", 2026)
    host.cells.add_book(book)
    host.cells.apply([Append(book, written)])
    # read anew, so that nothing is taken from memory
    for sheet in host.cells.sheets.values():
        sheet.forget()
    office = host.cells.office([book.kind])
    bare = {"at": written[0].at, "bad": frozenset[str]()}
    assert [row.model_copy(update=bare) for row in office.rows(model)] == list(written)
    assert [f for f in office.findings if f.rule.severity != "info"] == []
