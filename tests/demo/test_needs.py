"""Every column that a macro reads or writes in nine months is among those that it says it needs."""

from __future__ import annotations

from tests.demo.reading import Readings
from xlsales.buttons import BUTTONS, COMMAND_ONLY, FORMS, macro_of
from xlsales.core.needs import needs_of
from xlsales.core.row import Book
from xlsales.demo.story import Story
from xlsales.forms.tables import TABLES

STOPPING = {
    button.id
    for button in (*BUTTONS, *COMMAND_ONLY)
    if not button.tool and needs_of(macro_of(button), Book("")).stops
}


def test_no_macro_reads_what_it_does_not_say(story: Story, readings: Readings) -> None:
    assert story.desk.steps  # it was told
    assert set(readings.seen) >= STOPPING - {"my_score", "rename"}  # pressed by test_renaming
    assert {k: v for k, v in readings.undeclared.items() if k in STOPPING} == {}


def test_no_macro_says_that_it_needs_a_table_that_it_never_reads(
    story: Story, readings: Readings
) -> None:
    read = {
        button_id: {table for table, _ in columns} for button_id, columns in readings.seen.items()
    }
    unread = {
        (button.id, table.name)
        for button in (*BUTTONS, *COMMAND_ONLY)
        if button.id in STOPPING - ANY_TABLE and button.id in read
        for kind in FORMS
        for table in needs_of(macro_of(button), Book(kind)).tables
        if table.name not in read[button.id]
    }
    assert unread == SELDOM


ANY_TABLE = {"put_back"}
"""What writes into whatever table of its workbook a person chooses."""
SELDOM = {
    ("order_story", "rulings"),  # of a complaint
    ("order_story", "people"),
    ("report", "invoice_lines"),  # where revenue counts as invoiced
    ("stock", "stock"),  # written where it is not up to date
    ("trade_request", "receipts"),  # asked of a request that is no longer as its order, or late
}
"""Tables that are read or written where the branch of the story has no occasion to."""


def test_what_is_for_people_alone_is_a_small_part() -> None:
    columns = [column for table in TABLES for column in table.columns]
    aside = [column for column in columns if column.aside]
    assert 0 < len(aside) < len(columns) / 5
    assert not any(column.unique or column.ref for column in aside)
