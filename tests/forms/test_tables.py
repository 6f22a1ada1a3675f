"""The tables are the contract of the standard workbooks (docs/spec/columns.csv)."""

from __future__ import annotations

import pytest

from tests.contract import line_of, written
from xlsales.core.cells import number_format
from xlsales.core.column import Type
from xlsales.core.row import Table
from xlsales.forms.tables import BY_NAME, MODELS, REFERRED, TABLES

ROWS = written("columns.csv")


def test_the_contract_has_every_table_in_its_order() -> None:
    assert list(dict.fromkeys(row["table"] for row in ROWS)) == [table.name for table in TABLES]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_as_the_contract_has_it(table: Table) -> None:
    stated = [row for row in ROWS if row["table"] == table.name]
    ours = [line_of(table, column) for column in table.columns]
    assert ours == [{key: row[key] for key in row if key != "note"} for row in stated]


def test_names_of_tables_and_sheets_are_unique() -> None:
    assert len({table.name for table in TABLES}) == len(TABLES)
    assert len({table.title.zh for table in TABLES}) == len(TABLES)


def test_a_condition_names_a_column_of_its_own_table() -> None:
    for model in MODELS:
        for c in model.table.columns:
            if c.when is not None:
                assert c.when.column in model.table.by_key


def test_numbers_have_decimals_and_others_have_none() -> None:
    assert Type.MONEY.places == 2
    assert Type.PRICE.places == 4
    assert Type.QUANTITY.places == 3
    assert Type.CODE.places is None


def test_what_a_row_is_known_by_elsewhere_keeps_its_digits() -> None:
    typed = {name: BY_NAME[name].by_key[key] for name, key in REFERRED.items()}
    people = {name: column for name, column in typed.items() if column.typed}
    assert {"customers", "people", "products", "work_centers"} <= people.keys()
    assert {name: number_format(column) for name, column in people.items()} == dict.fromkeys(
        people, "@"
    )
