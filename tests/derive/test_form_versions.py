"""A table that changes raises the version of the forms, or derive refuses it."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from xlsales.core.column import By, Column, Type
from xlsales.core.row import Table
from xlsales.core.words import Words
from xlsales.derive import __main__ as derive
from xlsales.derive.form_versions import Changed, due, parts_of, written
from xlsales.forms.files import FORM_VERSION, RELEASED
from xlsales.forms.former import tables_in, text_of
from xlsales.forms.tables import BY_NAME, TABLES
from xlsales.forms.versions import FORMS

CUSTOMERS = BY_NAME["customers"]
NOW = parts_of(text_of(TABLES))
Parts = Mapping[str, tuple[str, ...]]


def with_columns(*columns: Column) -> Parts:
    """Return what a version says where customers have other columns."""
    t = CUSTOMERS
    other = Table(t.name, t.kind, t.sheet, columns, t.key, t.model, t.together)
    return parts_of(text_of([other if table is t else table for table in TABLES]))


def with_first(**changed: object) -> Parts:
    first, *rest = CUSTOMERS.columns
    return with_columns(replace(first, **changed), *rest)  # type: ignore[arg-type]  # by name


def test_the_version_is_the_newest_that_is_written_down() -> None:
    assert max(FORMS) == FORM_VERSION >= RELEASED
    assert parts_of(FORMS[FORM_VERSION]) == NOW


def test_tables_are_read_as_they_were_written() -> None:
    read = {table.name: table for table in tables_in(FORMS[FORM_VERSION])}
    assert read.keys() == BY_NAME.keys()
    for name, table in BY_NAME.items():
        assert (read[name].kind, read[name].title) == (table.kind, table.title)
        kept = {(c.key, c.words, c.type, c.by, c.ref, c.hidden) for c in read[name].columns}
        assert kept == {
            (c.key, c.words, c.type.key, c.by.value, c.ref, c.hidden) for c in table.columns
        }


@pytest.mark.parametrize(
    "changed",
    [
        {"zh": "客户号"},
        {"en": "Number"},
        {"key": "no"},
        {"type": Type.QUANTITY},
        {"by": By.GIVEN},
        {"ref": "people.name"},
        {"hidden": True},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_an_older_workbook_lacks_is_a_change_of_its_table(changed: dict[str, object]) -> None:
    other = with_first(**changed)
    assert {name for name in NOW if other[name] != NOW[name]} == {"masters/customers"}


def test_a_column_more_or_less_is_a_change() -> None:
    assert with_columns(*CUSTOMERS.columns[1:]) != NOW
    assert with_columns(*CUSTOMERS.columns, Column("传真", "Fax", key="fax")) != NOW


def test_columns_are_found_by_their_headers_so_their_order_is_no_change() -> None:
    assert with_columns(*CUSTOMERS.columns[::-1]) == NOW


def test_what_a_program_says_or_judges_by_itself_is_no_change() -> None:
    assert with_first(note=Words("注", "note"), width=40, aside=True, pattern="x") == NOW


def test_a_sheet_more_and_another_order_of_sheets_is_a_change_of_its_workbook() -> None:
    turned = parts_of(text_of(TABLES[::-1]))
    assert {name for name in NOW if turned[name] != NOW[name]} >= {"masters", "register"}
    assert "masters/customers" not in {name for name in NOW if turned[name] != NOW[name]}
    assert parts_of(text_of(TABLES[1:]))["masters"] != NOW["masters"]


def test_a_released_version_is_never_written_anew() -> None:
    forms, now = {1: "plan/x|x|X\n a|b\n"}, "plan/x|x|X\n a|c\n"
    assert due(forms, forms[1], 1) == forms
    with pytest.raises(Changed) as refused:
        due(forms, now, 1)
    assert str(refused.value) == (
        "Offices have form version 1, and the tables differ from it: plan/x.\n"
        "If that is meant, begin version 2: python -m xlsales.derive --raise-form-version"
    )
    assert due(forms, now, 1, may_raise=True) == {**forms, 2: now}


def test_a_version_that_nobody_has_yet_follows_the_tables() -> None:
    forms, now = {1: "plan/x|x|X\n", 2: "plan/x|y|Y\n"}, "plan/x|z|Z\n"
    for may_raise in (False, True):
        assert due(forms, now, 1, may_raise=may_raise) == {**forms, 2: now}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    forms = {1: "plan/x|x|X\n a|b\n", 2: FORMS[FORM_VERSION]}
    (tmp_path / "made.py").write_bytes(written(forms))
    spec = importlib.util.spec_from_file_location("made", tmp_path / "made.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert forms == made.FORMS


def test_derive_refuses_tables_that_differ_from_what_offices_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(derive, "TABLES", TABLES[:-1])
    monkeypatch.setattr(derive, "RELEASED", FORM_VERSION)
    for arguments in ([], ["--check"]):
        with pytest.raises(SystemExit, match="raise-form-version"):
            derive.main(arguments)
