"""*Put back* 恢复此值: a cell holds again what *History* says that it held (memory.md).

An edit like any other: read as if a person had typed it, journalled, undoable.
"""

from dataclasses import dataclass
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.column import By
from xlsales.core.needs import Needs, needs_by_book
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome, Refusal
from xlsales.core.reply import Reply
from xlsales.core.row import Book
from xlsales.core.typed import read_cell
from xlsales.core.words import Words
from xlsales.flow.facts.orders import changed
from xlsales.forms.tables import BY_NAME, tables_of


class PutBackArgs(Arguments):
    """What *Put back* asks for."""

    value: Annotated[
        str,
        Ask(
            "原值", "Value", "要恢复的值，空白为清空", "what it is to hold again; blank: nothing",
            positional=True, metavar="VALUE",
        ),
    ]  # fmt: skip
    into: Annotated[
        str,
        Ask("列", "Column", "如 orders.quantity", "such as orders.quantity", metavar="COLUMN"),
    ]
    row: Annotated[int, Ask("行号", "Row", metavar="ROW")]


@dataclass(frozen=True, kw_only=True)
class ValuePutBack(Reply):
    """The cell that holds a former value again."""

    table: str
    column: str
    row: int
    value: str


def _needs(book: Book) -> Needs:
    """Return the tables of the workbook itself, one of which is written."""
    tables = tables_of(book.kind) if book.kind else ()
    return Needs.of(*(table.model for table in tables))


@needs_by_book(_needs)
def put_back(office: Office, call: Call[PutBackArgs]) -> Outcome[ValuePutBack]:
    """Put a value back into a cell that people fill.

    Raises:
        Refusal: there is no such row or column, a button fills it, or it cannot hold that.
    """
    name, _, key = call.args.into.partition(".")
    table = BY_NAME.get(name)
    column = table.by_key.get(key) if table and table.kind == call.book.kind else None
    if table is None or column is None or not office.has(table.model):
        raise Refusal(
            f"本工作簿没有列 {call.args.into}，请写成如 orders.quantity。",
            f"This workbook has no column {call.args.into}; write it like orders.quantity.",
        )
    if column.by is not By.PERSON:
        raise Refusal(
            f"“{column.zh}”由按钮填写，不能恢复；校验时会还原为按钮填写的值。",
            f"{column.en} is filled by buttons and not put back; Validate puts it right.",
        )
    rows = office.within(call.book, table.model)
    row = next((row for row in rows if row.at.row == call.args.row), None)
    if row is None:
        raise Refusal(
            f"{table.title.zh}第 {call.args.row} 行没有内容，无法恢复。",
            f"Row {call.args.row} of {table.title.en} is blank; there is nothing to put back into.",
        )
    value: object = None
    text = call.args.value.strip()
    if text:
        reading = read_cell(column, text, call.book.year)
        value = reading.fix if reading.value is None else reading.value
        if value is None:
            raise Refusal(
                f"“{column.zh}”不能填“{text}”，未恢复。",
                f"{column.en} cannot hold {text}; nothing was put back.",
            )
    said = Words(
        f"{column.zh}：已恢复为 {text}。" if text else f"{column.zh}：已清空。",
        f"{column.en}: {text} is back." if text else f"{column.en}: blank again.",
    )
    reply = ValuePutBack(table=name, column=key, row=call.args.row, value=text)
    return Outcome(reply, tuple(changed(row, {key: value})), notes=(said,), read=1)
