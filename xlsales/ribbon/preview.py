"""What a press will do, shown before it is done: how many rows, which, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsales.buttons import Button
from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, Severity
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import SetCells
from xlsales.core.reply import is_several, types_of
from xlsales.core.row import At, Row
from xlsales.core.showing import money
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import said
from xlsales.flow.every.refreshing import DERIVED
from xlsales.flow.facts.reasons import LeftOut, Skipped
from xlsales.forms.choices import PriceApproval, Review
from xlsales.forms.register import Order
from xlsales.press import Answer
from xlsales.ribbon.fields import Field, Given, Kind, Line, Option
from xlsales.ribbon.form import Form
from xlsales.ribbon.words import joined

ROWS = "row"
"""The argument by which a macro takes rows by their place; then each can be left out here."""

_SHOWN = (
    "request_no",
    "payment_no",
    "note_no",
    "order_no",
    "customer",
    "product_name",
    "quantity",
    "signed_qty",
    "amount",
    "completion_date",
)
"""Columns that tell a row from others, as far as its table has them."""


def preview_of(button: Button, call: Call[Any], answered: Answer) -> Form:
    """Return the dialog that shows what a macro would do; its arguments are what OK presses."""
    args: Arguments = call.args
    about, lang = _filled(answered, answered.outcome.about, call), call.lang
    chooses = ROWS in type(args).model_fields and all(row.at.book == call.book for row in about)
    columns = tuple(
        key for key in _SHOWN if any(getattr(row, key, None) is not None for row in about)
    )
    table = about[0].table
    head = Words("说明", "Remarks"), Words("行", "Row")
    heads = (head[1], *(table.by_key[key].words for key in columns), head[0])
    remarks = [_remarks(row, answered.outcome.findings, lang) for row in about]
    lines = [
        Line(
            (*_cells(row, columns, lang), remark),
            (Option(f"{row.at.row}"),) if chooses else (),
        )
        for row, remark in zip(about, remarks, strict=True)
    ]
    left = list(_left(answered, call, columns))
    if left:
        said_of = Words(f"不处理的 {len(left)} 行", f"Left out: {len(left)}").said(lang)
        lines.append(Line((said_of, *("" for _ in columns), ""), leads=True))
    field = Field(
        ROWS if chooses else "lines",
        Words("行", "Rows"),
        Words("行", "Rows"),
        Kind.TICKS,
        tuple(f"{row.at.row}" for row in about) if chooses else (),
        required=chooses,
        lines=(*lines, *left),
        heads=tuple(head.said(lang) for head in heads),
    )
    told = _told(button, about, answered.warned, sum(map(bool, remarks)), len(left))
    fixed = {name: getattr(args, name) for name in type(args).model_fields if name != field.name}
    return Form(button.words, told, (field,), type(args), fixed)


def _filled(answered: Answer, rows: Sequence[Row], call: Call[Any]) -> tuple[Row, ...]:
    """Return rows with their grey cells as the press fills them: name of the product, amount."""
    placed = [row for row in rows if row.at.row and row.table.model in DERIVED]
    filled = {
        edit.row.at: edit.values
        for row in placed[:1]
        for edit in DERIVED[row.table.model](answered.office, placed, call.today)
        if isinstance(edit, SetCells)
    }
    return tuple(row.model_copy(update=filled.get(row.at, {})) for row in rows)


def _told(
    button: Button, about: Sequence[Row], first: Sequence[Words], warned: int, left: int
) -> Words:
    """Return what will be done in a sentence, after what is to be said of the workbooks read."""
    name = button.words
    zh, en = f"将对 {len(about)} 行执行“{name.zh}”", f"{name.en}: {len(about)} rows"
    amounts = [getattr(row, "amount", None) for row in about]
    if any(isinstance(amount, Decimal) for amount in amounts):
        total = money(sum((each for each in amounts if each is not None), ZERO))
        zh, en = f"{zh}，金额合计 {total} 元", f"{en}, {total} yuan together"
    if warned:
        zh, en = f"{zh}；{warned} 行有提醒", f"{en}; {warned} with remarks"
    if left:
        zh, en = f"{zh}；{left} 行不处理，原因见表", f"{en}; {left} left out, see below"
    zh, en = f"{zh}。确定后执行，取消则不作任何改动。", f"{en}. OK does it, Cancel changes nothing."
    return joined((*first, Words(zh, en)))


def _cells(row: Row, columns: Sequence[str], lang: Lang) -> Iterator[str]:
    """Yield a row's place and what tells it from others; a new row has no place yet."""
    yield f"{row.at.row}" if row.at.row else ""
    for key in columns:
        value = getattr(row, key, None)
        if key == "product_name" and value is None:
            value = getattr(row, "product", None)
        if key == "amount" and isinstance(value, Decimal):
            yield money(value)
        else:
            yield said(key, value, lang)


def _remarks(row: Row, found: Sequence[Finding], lang: Lang) -> str:
    """Return what is to be said of a row that goes on all the same, the graver first."""
    mine = [each for each in found if _is_about(each, row)]
    mine.sort(key=lambda each: list(Severity).index(each.rule.severity))
    return " ".join((*_waiting(row, lang), *dict.fromkeys(each.message(lang) for each in mine)))


def _waiting(row: Row, lang: Lang) -> Iterator[str]:
    """Yield which decisions a row waits for."""
    for key in ("review", "price_approval"):
        value = getattr(row, key, None)
        if value in {Review.PENDING, PriceApproval.PENDING}:
            colon = Words("\uff1a", ": ").said(lang)
            stop = Words("。", ".").said(lang)
            yield f"{row.table.by_key[key].words.said(lang)}{colon}{said(key, value, lang)}{stop}"


def _is_about(found: Finding, row: Row) -> bool:
    place, number = found.place, getattr(row, "order_no", None)
    if place.table is row.table and row.at.row:
        return place.at == row.at
    return number is not None and number in {place.key, found.facts.get("order_no")}


def _left(answered: Answer, call: Call[Any], columns: Sequence[str]) -> Iterator[Line]:
    """Yield a line for each row that is left out, with the reason."""
    reply = answered.outcome.reply
    listed = (
        getattr(reply, key) for key, kind in types_of(type(reply)).items() if is_several(kind)
    )
    for entry in (each for entries in listed for each in entries):
        if not isinstance(entry, LeftOut | Skipped):
            continue
        row = _row_of(answered, call, entry)
        why = _why(answered, row, entry, call.lang)
        if row is None:
            shown = {"order_no": entry.order_no or ""}
            cells: tuple[str, ...] = ("", *(shown.get(column, "") for column in columns))
        else:
            (row,) = _filled(answered, (row,), call)
            number = {"order_no": entry.order_no}
            cells = tuple(_cells(row.model_copy(update=number), columns, call.lang))
            if row.at.book != call.book:
                cells = ("", *cells[1:])  # the row is that of another workbook
        yield Line((*cells, why))


def _row_of(answered: Answer, call: Call[Any], entry: LeftOut | Skipped) -> Row | None:
    """Return the row that an entry of a reply is about, where it can be told."""
    office = answered.office
    if isinstance(entry, Skipped):
        model = answered.outcome.about[0].table.model
        at = At(call.book, entry.row)
        return next((row for row in office.within(call.book, model) if row.at == at), None)
    number = entry.order_no
    return office.first(Order, "order_no", number) if number and office.has(Order) else None


def _why(answered: Answer, row: Row | None, entry: LeftOut | Skipped, lang: Lang) -> str:
    """Return why a row is left out: its errors where the macro says them, else its reason."""
    errors = [
        each for each in answered.outcome.findings if row and each.is_error and _is_about(each, row)
    ]
    if errors:
        return " ".join(dict.fromkeys(each.message(lang) for each in errors))
    return said("reason", entry.codes if isinstance(entry, Skipped) else entry.reason, lang)


def narrowed(form: Form, given: Mapping[str, Given]) -> bool:
    """Return whether a person took fewer rows than the preview proposed."""
    (field,) = form.fields
    proposed = {option.value for line in field.lines for option in line.choices}
    taken = given.get(field.name, field.value)
    return isinstance(taken, tuple) and set(taken) != proposed
