"""Choosing at a click: what the cursor's column is for, the picker, and what goes where."""

from __future__ import annotations

from dataclasses import replace

from xlsales.buttons import Button
from xlsales.core.finding import Severity
from xlsales.core.needs import needs
from xlsales.core.row import Table
from xlsales.core.words import Words
from xlsales.flow.choosing import about
from xlsales.flow.choosing.finding import Finder
from xlsales.flow.choosing.picking import FindArgs, PickArgs, column_for, sought, told
from xlsales.forms.choices import Findable
from xlsales.forms.tables import BY_NAME
from xlsales.hosts.tools.origins import HistoryArgs
from xlsales.ribbon.desk import Desk
from xlsales.ribbon.fields import Field, Kind, Option
from xlsales.ribbon.form import Form
from xlsales.ribbon.picker import Picker
from xlsales.ribbon.scene import Scene

_WHICH = Words("查找范围", "What")


@needs(*about.NEEDED)
def chosen(desk: Desk, scene: Scene, button: Button, column: str) -> PickArgs | None:
    """Let the person choose for the cursor's cell; None where there is nothing to fill in.

    ``column`` is the key of the cursor's column, "" outside of a table's columns.
    """
    table = BY_NAME.get(scene.selection.table)
    at = table.by_key.get(column) if table else None
    what = sought(table, at) if table and at else None
    if what is None:
        what = _which(desk, scene, button)
        at = column_for(table, what) if table and what else None
    if what is None:
        return None
    row = scene.selection.rows[0] if scene.selection.rows else 0
    finder = Finder(scene.office, what, _customer(scene, table, row))
    desk.idle()
    value = desk.pick(Picker(finder, scene.lang))
    if value is None:
        return None
    if table is None or at is None or not row:
        desk.say(_only_told(finder, value), Severity.INFO)
        return None
    return PickArgs(value=value, into=f"{table.name}.{at.key}", row=row)


def _which(desk: Desk, scene: Scene, button: Button) -> str | None:
    """Ask what to find, where the cursor's column does not tell."""
    options = tuple(Option(each.value, each.said(scene.lang)) for each in Findable)
    field = Field("table", _WHICH, _WHICH, Kind.CHOICE, Findable.PRODUCTS.value, True, options)
    form = Form(button.words, button.help, (field,), FindArgs, {"text": ""})
    desk.idle()
    given = desk.ask(form)
    read = form.read(given) if given is not None else None
    return read.table if isinstance(read, FindArgs) else None


def _customer(scene: Scene, table: Table | None, row: int) -> str:
    """Return the customer of the row that is filled, "" where it has none yet."""
    if table is None or "customer" not in table.by_key:
        return ""
    rows = scene.mine(table.model)
    return next((getattr(r, "customer", None) or "" for r in rows if r.at.row == row), "")


def _only_told(finder: Finder, value: str) -> Words:
    """Say what was found where this table has no column for it."""
    entry = next(each for each in finder.entries if each.value == value)
    return told(finder, entry)


@needs(*about.NEEDED)
def with_parties(desk: Desk, scene: Scene, _button: Button, _column: str) -> Scene | None:
    """Let customer and product of a new order be chosen; None where the person would rather not."""
    picked: dict[str, str] = {}
    for key, what in (("customer", Findable.CUSTOMERS), ("product", Findable.PRODUCTS)):
        finder = Finder(scene.office, what, picked.get("customer", ""))
        desk.idle()
        value = desk.pick(Picker(finder, scene.lang))
        if value is None:
            return None
        picked[key] = value
    return replace(scene, picked=picked)


@needs()
def row_of_history(
    _desk: Desk, scene: Scene, _button: Button, _column: str
) -> Scene | HistoryArgs | None:
    """Take the row at the cursor; elsewhere a number is asked for."""
    rows = scene.selection.rows
    if not rows or scene.selection.table not in BY_NAME:
        return scene
    return HistoryArgs(key=f"{scene.selection.table}#{rows[0]}")
