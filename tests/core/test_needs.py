"""What a macro says it needs: tables with all from which something follows."""

from __future__ import annotations

import pytest

from xlsales.core.column import By
from xlsales.core.needs import Needs, needs, needs_by_book, needs_of
from xlsales.core.row import Book
from xlsales.forms.masters import Customer, Product
from xlsales.forms.register import Order
from xlsales.forms.tables import TABLES
from xlsales.forms.warehouse import Stock

NOWHERE = Book("")


def test_a_table_is_needed_with_what_people_and_buttons_enter_but_not_with_remarks() -> None:
    needed = Needs.of(Order).tables[Order.table]
    assert {"order_no", "quantity", "unit_price", "submitted_at"} <= needed
    assert not needed & {"remark", "amount", "status", "check"}


def test_a_computed_table_is_needed_whole() -> None:
    assert Needs.of(Stock).tables[Stock.table] == set(Stock.table.by_key)


def test_what_is_printed_is_said_beside_the_table() -> None:
    both = Needs.of(Customer, (Customer, ("address",)))
    assert both.tables[Customer.table] == Needs.of(Customer).tables[Customer.table] | {"address"}
    joined = Needs.of(Customer) | Needs.of(Product, (Customer, ("phone",)))
    assert {table for table, _ in joined} == {Customer.table, Product.table}
    assert (Customer.table, "phone") in set(joined)


def test_every_column_is_needed_for_people_alone_or_grey() -> None:
    for table in TABLES:
        needed = Needs.of(table.model).tables[table]
        for column in table.columns:
            kinds = [column.key in needed, column.aside, column.by is By.MACRO]
            assert sum(kinds) == 1 or (table.is_computed and kinds == [True, False, True])


def test_needs_may_hang_on_the_workbook() -> None:
    @needs_by_book(lambda book: Needs.of(Order if book.kind else Product))
    def macro() -> None: ...

    assert set(needs_of(macro, Book("register")).tables) == {Order.table}
    assert set(needs_of(macro, NOWHERE).tables) == {Product.table}


def test_a_macro_that_says_nothing_cannot_be_pressed() -> None:
    def macro() -> None: ...

    with pytest.raises(KeyError):
        needs_of(macro, NOWHERE)
    assert needs_of(needs()(macro), NOWHERE) == Needs()
