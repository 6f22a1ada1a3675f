"""Today 今日待办: what waits for the owner of the open workbook (flow.md, *Today*)."""

import datetime as dt
from collections.abc import Iterator, Set
from dataclasses import dataclass

from xlsales.core.finding import Finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome
from xlsales.core.reply import Reply, ReplyRow
from xlsales.core.row import At, Book
from xlsales.core.words import Lang, Words
from xlsales.flow.checks.validation import findings
from xlsales.flow.every import today_items as items
from xlsales.flow.every.story import path_of
from xlsales.flow.every.today_items import Item, PlainItem
from xlsales.flow.facts import reads
from xlsales.flow.facts.closed import is_over
from xlsales.forms.choices import OWNED, Kind
from xlsales.forms.register import Order

_PLANNER = frozenset({Kind.MASTERS, Kind.PLAN})


class TodayArgs(Arguments):
    """*Today* asks for nothing."""


@dataclass(frozen=True, kw_only=True)
class Waiting(ReplyRow):
    """One thing that waits, where, and by which day; ``row`` is None where there is none yet."""

    what: str
    workbook: str
    table: str
    row: int | None
    due: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Agenda(Reply):
    """What waits, in the order in which it is pressing."""

    items: tuple[Waiting, ...]


@needs(*reads.TYPED, stops=False)
def today(office: Office, call: Call[TodayArgs]) -> Outcome[Agenda]:
    """List what waits; writes nothing.

    Errors come first, the owner's own before others'; then the rest by the day it is due.
    """
    book, day = call.book, call.today
    asked = ("today", book, day, office.journal.state)
    plain = office.worked_out(asked, lambda: tuple(_listed(office, book, day)))
    found = [Item.of_plain(each) for each in plain]
    return Outcome(
        reply=Agenda(
            items=tuple(
                Waiting(
                    what=item.what.said(call.lang),
                    workbook=path_of(office, item.book, call.lang),
                    table=item.table,
                    row=item.row,
                    due=item.due,
                )
                for item in found
            )
        ),
        notes=(Words(f"待办 {len(found)} 项。", f"{len(found)} things wait."),),
        read=len(found),
    )


def _listed(office: Office, book: Book, day: dt.date) -> Iterator[PlainItem]:
    mine = frozenset(desk(office, book))
    for item in sorted(waiting(office, book, day), key=lambda item: _turn(item, mine)):
        yield item.plain


def _turn(item: Item, mine: Set[Book]) -> tuple[bool, bool, dt.date, Book, str, int, str]:
    due = item.due or dt.date.max
    return (
        not item.error,
        item.error and item.book not in mine,
        due,
        item.book,
        item.table,
        item.row or 0,
        item.what.zh,
    )


def waiting(office: Office, book: Book, day: dt.date) -> Iterator[Item]:
    """Yield what waits for the person whose workbook it is, on their whole desk."""
    mine = desk(office, book)
    wrong = [it for own in mine for it in _errors(own, _open(office, findings(office, own, day)))]
    yield from wrong
    for finding in office.of_workbooks:
        if finding.place.at.book not in mine:  # whoever sees it first should say so
            yield from _errors(finding.place.at.book, (finding,))
    yield from items.changed(office, None if book.kind == Kind.MANAGEMENT else mine, day)
    if book.kind in OWNED:
        ill = {At(it.book, it.row) for it in wrong if it.table == Order.table.name and it.row}
        yield from items.own_orders(office, book.owner, day, ill)
        yield from items.own_notes(office, book.owner, day)
        yield from items.own_customers(office, book.owner, day)
    elif book.kind in _PLANNER:
        yield from items.to_plan(office)
        yield from items.late_lines(office, day)
    elif book.kind == Kind.MANAGEMENT:
        yield from items.decisions(office)
        yield from items.not_as_given(office, desk(office, book))
    elif book.kind == Kind.PROGRESS:
        yield from items.late_lines(office, day, issued_only=True)
    elif book.kind == Kind.WAREHOUSE:
        yield from items.notes_out(office, day)
    elif book.kind == Kind.COLLECTION:
        yield from items.money_due(office, day)


def _open(office: Office, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the errors that somebody can still act on."""
    return tuple(each for each in found if each.is_error and not is_over(office, each))


def desk(office: Office, book: Book) -> tuple[Book, ...]:
    """Return the workbooks of all years that the owner of ``book`` keeps."""
    if book.kind in OWNED:
        mine = {
            other for other in office.books if other.kind in OWNED and other.owner == book.owner
        }
    else:
        kinds = _PLANNER if book.kind in _PLANNER else {book.kind}
        mine = {other for other in office.books if other.kind in kinds}
    return tuple(sorted(mine | {book}))


def _errors(book: Book, found: tuple[Finding, ...]) -> Iterator[Item]:
    """Yield one item for each row with errors: the first of them, and how many there are."""
    rows: dict[tuple[str, int], list[Finding]] = {}
    for finding in found:
        if finding.is_error:
            table = finding.place.table
            rows.setdefault((table.name if table else "", finding.place.at.row), []).append(finding)
    for (table_name, row), wrong in rows.items():
        zh, en = wrong[0].message(Lang.ZH), wrong[0].message(Lang.EN)
        if len(wrong) > 1:
            zh, en = f"{zh}（共 {len(wrong)} 处错误）", f"{en} ({len(wrong)} errors in all)"
        yield Item(Words(zh, en), book, table_name, row or None, None, error=True)
