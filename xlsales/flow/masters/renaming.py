"""The macro *Rename*: one name or code changed in all workbooks of all years, in one press.

What refers to a master, and what repeats its name, say the columns themselves (``ref`` and
``names``). Fingerprints of orders are carried over, since a customer or product with another name
is no change of an order. Documents that were made keep the name that they were made with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from xlsales.core.alike import close, folded, same
from xlsales.core.arguments import Ask
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome, Refusal, SetCells, SetOwner
from xlsales.core.reply import Reply, ReplyRow
from xlsales.core.row import Book, Row
from xlsales.core.text import clean
from xlsales.core.words import Words
from xlsales.flow.facts import fingerprint, reads, terms
from xlsales.flow.facts.names import JOINED, said_by
from xlsales.forms.choices import Master
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.tables import BY_NAME, MODELS, REFERRED

_SAYING = tuple(
    (model, tuple(column.key for column in model.table.columns if column.names or column.ref))
    for model in MODELS
)
"""The columns that say names, those for people alone and macros' own among them."""


class RenameArgs(Arguments):
    """What *Rename* asks for."""

    table: Annotated[
        Master,
        Ask(
            "工作表",
            "Table",
            "customers 客户，products 产品（按编码），people 人员，work_centers 工作中心",
            "customers, products (by their code), people or work_centers",
            positional=True,
        ),
    ]
    old: Annotated[str, Ask("原名称（产品为编码）", "Old name or code", positional=True)]
    new: Annotated[str, Ask("新名称（产品为编码）", "New name or code", positional=True)]


@dataclass(frozen=True, kw_only=True)
class RenamedBook(ReplyRow):
    """A workbook by its path within the office, and how many of its cells changed."""

    workbook: str
    cells: int


@dataclass(frozen=True, kw_only=True)
class Renamed(Reply):
    """The workbooks that said the name, or were its person's."""

    changed: tuple[RenamedBook, ...]


@needs(*reads.TYPED, *_SAYING)
def rename(office: Office, call: Call[RenameArgs]) -> Outcome[Renamed]:
    """Change a master's name or code, and every cell and workbook that goes by it.

    Raises:
        Refusal: nobody has the old name, another has the new one already, or the new one
            is blank.
    """
    table, old, new = call.args.table, clean(call.args.old), clean(call.args.new)
    _check(office, table, old, new)
    edits = tuple(SetCells(row, values) for row, values in _cells(office, table, old, new))
    owned = tuple(_owned(office, old)) if table is Master.PEOPLE else ()
    counts: dict[Book, int] = dict.fromkeys(owned, 0)
    for edit in edits:
        counts[edit.row.at.book] = counts.get(edit.row.at.book, 0) + len(edit.values)
    changed = tuple(
        RenamedBook(workbook=office.books[book].path, cells=cells)
        for book, cells in sorted(counts.items())
    )
    return Outcome(
        edits=(
            *edits,
            *(terms.renamed(office, old, new) if table is Master.CUSTOMERS else ()),
            *(SetOwner(book, new) for book in owned),
        ),
        reply=Renamed(changed=changed),
        notes=tuple(_notes(table, old, new, counts, files=bool(owned))),
        read=sum(len(office.rows(model)) for model in MODELS),
    )


def _check(office: Office, table: Master, old: str, new: str) -> None:
    """Refuse what is no renaming.

    The new name may stand in the masters already where it was typed there by hand: rows still say
    the old one then, and none but them is meant.
    """
    if not new or new == old:
        raise Refusal(
            "请填写新名称，不能与原名称相同。", "Give a new name, other than the old one."
        )
    known = _known(office, table)
    said = {name for _, _, names in said_by(office, table) for name in names}
    if old not in known and (new not in known or old not in said):
        near = close(old, known)
        zh = f"相近的有：{'、'.join(near)}。" if near else "请按表中的写法填写。"
        en = f"Most like it: {', '.join(near)}." if near else "Write it as the table does."
        raise Refusal(
            f"{table.words.zh}表中没有“{old}”。{zh}", f"“{old}” is not among the {_en(table)}. {en}"
        )
    there = new if new in known else next(iter(same(new, known - {old})), None)
    if there and (old in known or (new in said and folded(new) != folded(old))):
        raise Refusal(
            f"{table.words.zh}表中已有“{there}”，更名会将二者合并，未作更改。请换一个名称。",
            f"“{there}” is among the {_en(table)} already; two would become one, so nothing was "
            "changed. Choose another name.",
        )
    if table is Master.PEOPLE and (taken := _owned(office, new)):
        raise Refusal(
            f"已有“{new}”的工作簿：{office.books[taken[0]].path}，未作更改。请换一个姓名。",
            f"“{new}” has a workbook already: {office.books[taken[0]].path}. Nothing was changed; "
            "choose another name.",
        )


def _en(table: Master) -> str:
    return table.words.en.lower()


def _known(office: Office, table: Master) -> set[str]:
    names = office.all_by(BY_NAME[table].model, REFERRED[table])
    return {str(name) for name in names}


def _owned(office: Office, name: str) -> tuple[Book, ...]:
    return tuple(book for book in sorted(office.books) if book.owner == name)


def _cells(
    office: Office, table: Master, old: str, new: str
) -> Iterator[tuple[Row, Mapping[str, object]]]:
    """Yield the rows that say a name, with what they are to say."""
    cells: dict[tuple[type[Row], object], tuple[Row, dict[str, object]]] = {}

    def put(row: Row, column: str, value: object) -> None:
        cells.setdefault((type(row), row.at), (row, {}))[1][column] = value

    model, key = BY_NAME[table].model, REFERRED[table]
    for row in office.all_by(model, key).get(old, ()):
        put(row, key, new)
    for holder, column, names in said_by(office, table):
        if old not in names:
            continue
        for text, rows in office.all_by(holder, column.key).items():
            now = _renamed(str(text), old, new, several=column.several)
            for row in rows if now != text else ():
                put(row, column.key, now)
    for row, mark in _carried(office, cells):
        put(row, "order_hash", mark)
    yield from cells.values()


def _renamed(text: str, old: str, new: str, *, several: bool) -> str:
    if not several:
        return new if text == old else text
    return JOINED.join(new if name == old else name for name in text.split(JOINED))


def _carried(
    office: Office, cells: Mapping[tuple[type[Row], object], tuple[Row, Mapping[str, object]]]
) -> Iterator[tuple[Row, str]]:
    """Yield the rows whose fingerprint is of an order that says the name, with the new one."""
    renamed: dict[str, list[tuple[fingerprint.Holder, fingerprint.Holder]]] = {}
    for row, values in cells.values():
        if isinstance(row, Order | PlanLine) and row.order_no:
            pair = (row, row.model_copy(update=dict(values)))
            renamed.setdefault(row.order_no, []).append(pair)
    for model in MODELS:
        if "order_hash" not in model.table.by_key:
            continue
        by_number = office.all_by(model, "order_no")
        for number, pairs in renamed.items():
            for row in by_number.get(number, ()):
                mark: str | None = getattr(row, "order_hash")  # noqa: B009  # of these models
                now = fingerprint.carried(mark, pairs) if mark else mark
                if now is not None and now != mark:
                    yield row, now


def _notes(
    table: Master, old: str, new: str, counts: Mapping[Book, int], *, files: bool
) -> Iterator[Words]:
    cells = sum(counts.values())
    yield Words(
        f"{table.words.zh}“{old}”已更名为“{new}”：{len(counts)} 个工作簿，{cells} 个单元格。"
        "已打印的单据不变；需要改回的，请再按一次“更名”。",
        f"“{old}” is “{new}” now: {len(counts)} workbooks, {cells} cells. "
        "Documents made before stay; to go back, press Rename once more.",
    )
    if files:
        yield Words(
            f"{new}的登记、送货和跟踪工作簿仍归其所有；文件名未改，可自行更改。",
            f"The workbooks of {old} belong to {new} now. Their files keep their names, "
            "which you may change.",
        )
