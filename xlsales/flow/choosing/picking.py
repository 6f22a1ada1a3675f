"""Choosing (forms.md, *Who fills a column*): the picker puts what was found into a cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.column import By, Column
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Append, Edit, Outcome, Refusal
from xlsales.core.reply import Reply
from xlsales.core.row import NOWHERE, Row, Table, build
from xlsales.core.words import Lang, Words
from xlsales.flow.choosing import about
from xlsales.flow.choosing.finding import Entry, Finder, named, the_one
from xlsales.flow.facts.orders import changed
from xlsales.forms.choices import Findable
from xlsales.forms.masters import Customer, Product
from xlsales.forms.register import Order
from xlsales.forms.tables import BY_NAME, GROWING


class FindArgs(Arguments):
    """What *Find* asks for."""

    text: Annotated[
        str,
        Ask(
            "查找内容", "Text", "名称、编码的一部分或拼音首字母",
            "part of a name or code, or pinyin initials", positional=True, metavar="TEXT",
        ),
    ]  # fmt: skip
    table: Annotated[
        Findable | None, Ask("查找范围", "What", "不填则全部查找", "all three where none is named")
    ] = None


class PickArgs(Arguments):
    """What *Pick* asks for."""

    value: Annotated[str, Ask("选中的", "Chosen", positional=True, metavar="TEXT")]
    into: Annotated[
        str,
        Ask("填入的列", "Column", "如 orders.product", "such as orders.product", metavar="COLUMN"),
    ]
    row: Annotated[int, Ask("行号", "Row", metavar="ROW")]


_PLAIN = frozenset(
    {"code", "name", "spec", "material", "unit", "order_no", "customer", "product", "state"}
)
"""Facts that say by themselves what they are."""
_PICKED = {Customer.table.name, Product.table.name, *(table.name for table in GROWING)}
"""The tables whose rows the picker finds by what a column refers to."""
_SEEN = frozenset({"code", "drawing_no"})
"""What a form need not say of what was just picked."""


def sought(table: Table, column: Column) -> str | None:
    """Return the name of the table whose rows the picker finds for a column that people fill.

    None where nothing such stands there, or where the drop-down lists it whole.
    """
    if column.by is not By.PERSON:
        return None
    name = column.refers.partition(".")[0]
    if name in _PICKED:
        return name
    at_order = column.key == "order_no" and table is not Order.table
    return Findable.ORDERS if at_order else None


def column_for(table: Table, what: str) -> Column | None:
    """Return the first column of a table in which such a thing stands, or None."""
    return next((column for column in table.columns if sought(table, column) == what), None)


@dataclass(frozen=True, kw_only=True)
class Matches(Reply):
    """Whatever goes by the text: ``table``, ``value`` and, by their keys, its facts."""

    found: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, kw_only=True)
class Picked(Reply):
    """The cell that was filled, by table, column and row of the sheet, and what stands in it."""

    table: str
    column: str
    row: int
    value: str


@needs(*about.NEEDED)
def find(office: Office, call: Call[FindArgs]) -> Outcome[Matches]:
    """Find customers, products and orders, as the picker does; nothing is changed."""
    args = call.args
    found: list[Mapping[str, object]] = []
    notes: list[Words] = []
    for what in Findable if args.table is None else (args.table,):
        finder = Finder(office, what)
        for entry in finder.find(args.text):
            known = {
                key: value.said(call.lang) if isinstance(value, Words) else value
                for key, value in finder.facts(entry).items()
            }
            found.append({"table": what.value, "value": entry.value, **known})
            notes.append(told(finder, entry))
    if not found:
        notes.append(Words(f"没有找到“{args.text}”。", f"Nothing is found for “{args.text}”."))
    return Outcome(Matches(found=tuple(found)), notes=tuple(notes), read=len(found))


def told(finder: Finder, entry: Entry, *, whole: bool = True) -> Words:
    """Return an entry with its facts in one line; not ``whole``: without code and drawing."""
    known = finder.facts(entry)
    if not whole:
        known = {key: value for key, value in known.items() if key not in _SEEN}
    called = about.heads(finder.what)
    heads = {key: called[key] for key, value in known.items() if value not in (None, "")}
    both = []
    for lang in Lang:
        parts = [
            about.shown(key, known[key], lang)
            if key in _PLAIN
            else f"{head.said(lang)} {about.shown(key, known[key], lang)}{_unit(key).said(lang)}"
            for key, head in heads.items()
        ]
        both.append(Words("\uff1b", "; ").said(lang).join(parts))
    return Words(*both)


def _unit(key: str) -> Words:
    return Words(" 元", " yuan") if key in about.MONEY else Words("", "")


@needs(Customer, Order, (Product, ("drawing_no",)), *(table.model for table in GROWING))
def pick(office: Office, call: Call[PickArgs]) -> Outcome[Picked]:
    """Put what a column refers to into a cell that people fill; a new row if there is none.

    Raises:
        Refusal: nothing such is known or several are, or the column is not for it.
    """
    name, _, key = call.args.into.partition(".")
    table = BY_NAME.get(name)
    column = table.by_key.get(key) if table and table.kind == call.book.kind else None
    what = sought(table, column) if table and column else None
    if table is None or column is None or what is None:
        raise Refusal(
            f"本工作簿没有可以选填的列 {call.args.into}，请写成如 orders.product。",
            f"This workbook has no column {call.args.into} to choose for; write it like "
            "orders.product.",
        )
    entry = the_one(office, what, call.args.value)
    if entry is None:
        raise unknown(what, call.args.value)
    rows = office.within(call.book, table.model)
    row = next((row for row in rows if row.at.row == call.args.row), None)
    edits: tuple[Edit, ...] = (Append(call.book, (with_cells(table, {key: entry.value}),)),)
    if row is not None:
        edits = tuple(changed(row, {key: entry.value}))
    said = Words(f"{column.zh}：已填 {entry.value}。", f"{column.en}: {entry.value} is filled in.")
    reply = Picked(table=name, column=key, row=call.args.row, value=entry.value)
    return Outcome(reply, edits, notes=(said,), read=1)


def unknown(what: str, text: str) -> Refusal:
    """Return the refusal of a text that means none."""
    zh, en = named(what)
    return Refusal(
        f"没有找到{zh}“{text}”，请核对名称或编码，或用“选择”查找。",
        f"There is no {en} “{text}”; check its name or code, or look it up with Choose.",
    )


def with_cells(table: Table, cells: Mapping[str, object]) -> Row:
    """Make a new row of a table; required cells without a value are named as missing."""
    names = [column.key for column in table.columns]
    missing = frozenset(c.key for c in table.columns if c.required and cells.get(c.key) is None)
    return build(table.model, NOWHERE, missing, names, [cells.get(name) for name in names])
