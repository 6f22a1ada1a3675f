"""Submit 上报: a salesperson's rows get their numbers and go to the planner.

Sources: flow.md, *Numbers*, *Order states*, *Changes after submission*, *Return*; regulation
(三) 1. What Submit does with rows that were handed in before:

- one that the planner returned is handed in again, which voids the reason beside the line; its
  time is later than the last one's, even within one minute;
- one that changed since it was planned, or whose customer is of another market by now, is handed
  in again only when it is named: unnamed, the next Consolidate sees the change anyway;
- any other is left alone.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Protocol

from xlsales.core.arguments import Ask
from xlsales.core.column import By
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Edit, Outcome, Refusal, SetCells, SetProperty
from xlsales.core.reply import Reply
from xlsales.core.row import At, Book
from xlsales.core.words import Words
from xlsales.flow.checks import validation
from xlsales.flow.facts import fingerprint, reads
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.approvals import pending, waiting_note
from xlsales.flow.facts.copied_rows import Copy, copies
from xlsales.flow.facts.initials import no_number, usable_initials
from xlsales.flow.facts.lines import Line, is_returned, line_of
from xlsales.flow.facts.numbering import Numbers, Series, initials_of
from xlsales.flow.facts.orders import customers_market, differing, has_older_market, refreshed
from xlsales.flow.facts.reasons import Reason, Skipped, reasons_of
from xlsales.flow.facts.takeover import NEEDED, is_readable
from xlsales.forms.management import Approval
from xlsales.forms.masters import Product
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.rules import reading as reading_rules
from xlsales.forms.settings import settings_of

GIVEN = tuple(column.key for column in Order.table.columns if column.by is By.GIVEN)
"""The columns of ``orders`` that a pasted copy carries without a right to them."""

Findings = Callable[[Office, Book, dt.date], Sequence[Finding]]


class Named(Protocol):
    """Arguments that name orders of a register by their numbers, or by the rows they stand in."""

    @property
    def order(self) -> tuple[str, ...]:
        """Order numbers."""

    @property
    def row(self) -> tuple[int, ...]:
        """Rows of the sheet."""


def is_named(row: Order, named: Named) -> bool:
    """Return whether a row of a register is one of those named."""
    return row.order_no in named.order or row.at.row in named.row


class SubmitArgs(Arguments):
    """What *Submit* asks for."""

    order: Annotated[
        tuple[str, ...],
        Ask(
            "承揽编号",
            "Order no.",
            "只上报这些承揽；不填则上报全部未上报的",
            "submit these orders only; without any, all that are not submitted yet",
            metavar="NO",
        ),
    ] = ()
    row: Annotated[
        tuple[int, ...],
        Ask(
            "行号",
            "Row",
            "只上报工作表中的这些行，尚无编号的行也可以",
            "submit these rows of the sheet only, with or without a number",
            metavar="ROW",
        ),
    ] = ()


@dataclass(frozen=True, kw_only=True)
class Submitted(Reply):
    """The numbers of the orders handed in, and the rows that were not."""

    submitted: tuple[str | None, ...]
    skipped: tuple[Skipped, ...]


# --- numbers ---------------------------------------------------------------------------------


def clear_copies(office: Office, book: Book) -> tuple[tuple[SetCells, ...], tuple[Finding, ...]]:
    """Clear the given cells of rows whose number belongs to another row, and say so.

    One that was pasted from another register is known by what no press wrote there. Of several
    rows with one number it stays in the one that the plan or a decision knows as it
    stands, else in its owner's register of its year, else in the first.
    """
    edits: list[SetCells] = []
    found: list[Finding] = []
    strangers = copies(office, book, Order)
    for number, rows in office.all_by(Order, "order_no").items():
        if len(rows) == 1:
            continue
        keeper = min(rows, key=lambda row: _claim(office, str(number), row))
        for row in rows:
            if row is not keeper and row.at.book == book:
                copy = Copy(row, keeper, str(number))
                edits.append(_as_new(copy))
                found.append(copy.said(office))
    for row in office.within(book, Order):
        if (pasted := strangers.get(row.at)) is not None:
            edits.append(_as_new(pasted))
            found.append(pasted.said(office))
    order = {edit.row.at: n for n, edit in enumerate(sorted(edits, key=lambda e: e.row.at))}
    edits.sort(key=lambda edit: order[edit.row.at])
    found.sort(key=lambda said: order[said.place.at])
    return tuple(edits), tuple(found)


def _as_new(copy: Copy) -> SetCells:
    """Clear what a copy took along of its original that no new row has."""
    return SetCells(copy.row, dict.fromkeys((*GIVEN, *copy.brought)))


def _claim(office: Office, number: str, row: Order) -> tuple[bool, bool, At]:
    """Return how good a row's claim to its number is; the smallest has it."""
    line = line_of(office, row) if office.has(PlanLine) else None
    known = line is not None and line.order_hash == fingerprint.plan(row)
    if not known and office.has(Approval):
        mark = fingerprint.approval(row)
        rows = office.all_by(Approval, "order_no").get(number, ())
        known = any(approval.order_hash == mark for approval in rows)
    initials = initials_of(office, row.at.book.owner)
    home = f"-{row.at.book.year:04d}" in number and number.split("-")[2:3] == [initials]
    return not known, not home, row.at


def number_orders(office: Office, book: Book, today: dt.date) -> tuple[Edit, ...]:
    """Give number and tax rate to the rows of a register that have none, pasted copies among them.

    And a market to those that were submitted before there was one. A row without a readable order date, or whose owner has no initials, waits for its number.
    """
    del today
    copies = {edit.row.at: edit.values for edit in clear_copies(office, book)[0]}
    values, numbers = _numbered(updated(office, copies), book)
    cells = {row.at: row for row in office.within(book, Order)}
    edits = (
        SetCells(cells[at], {**copies.get(at, {}), **values.get(at, {})})
        for at in sorted({*copies, *values})
    )
    return (*edits, *numbers)


@needs(*reads.CHECKED, Approval)
def give_orders(
    office: Office, book: Book, today: dt.date
) -> tuple[tuple[Edit, ...], tuple[Finding, ...]]:
    """Return :func:`number_orders` and what is to be said of pasted copies."""
    return number_orders(office, book, today), clear_copies(office, book)[1]


def _numbered(
    office: Office, book: Book
) -> tuple[Mapping[At, Mapping[str, object]], tuple[SetProperty, ...]]:
    """Return what is missing of what is given, by place, and the last numbers to remember."""
    initials = usable_initials(office, book.owner)
    numbers = Numbers(office, Series.ORDER, Order, "order_no")
    values: dict[At, dict[str, object]] = {}
    for row in sorted(office.within(book, Order), key=lambda row: row.at):
        given: dict[str, object] = {}
        if row.order_no is None and initials and not row.bad & {"order_no", "order_date"}:
            given["order_no"] = numbers.give(book, row.order_date, initials)
        has_number = row.order_no is not None or "order_no" in given
        if has_number and row.tax_rate is None and "tax_rate" not in row.bad:
            product = office.first(Product, "code", row.product)
            if product is not None and "tax_rate" not in product.bad:
                rate = product.tax_rate
                given["tax_rate"] = settings_of(office).tax_rate if rate is None else rate
        if row.market is None and row.submitted_at and "market" not in row.bad:
            market = customers_market(office, row)
            given |= {"market": market} if market else {}
        if given:
            values[row.at] = given
    return values, numbers.edits


def updated(office: Office, values: Mapping[At, Mapping[str, object]]) -> Office:
    """Return the office with new values in some orders."""
    if not values:
        return office
    return office.replaced(
        {
            Order: tuple(
                row.with_values(values[row.at]) if row.at in values else row
                for row in office.rows(Order)
            )
        }
    )


# --- submitting ------------------------------------------------------------------------------


@dataclass
class _Done:
    """What one press did, row by row."""

    submitted: dict[At, dt.datetime] = field(default_factory=dict)
    skipped: dict[At, tuple[Reason, ...]] = field(default_factory=dict)
    left: list[Order] = field(default_factory=list)
    rests: dict[Words, list[Order]] = field(default_factory=dict)
    again: list[Words] = field(default_factory=list)

    @property
    def notes(self) -> Iterator[Words]:
        """What is to be said, each reason once: what a person must do, what is left alone."""
        if self.left:
            yield _left(self.left)
        yield from self.again
        for why, rows in self.rests.items():
            yield _rests(why, rows)


@needs(*reads.CHECKED, *reads.STATES, Approval)
def submit(office: Office, call: Call[SubmitArgs]) -> Outcome[Submitted]:
    """Number the register's rows and hand those that pass to the planner.

    Raises:
        Refusal: an order number, or a row, that the register does not have.
    """
    return submitted(office, call, _of_orders)


def _of_orders(office: Office, book: Book, today: dt.date) -> Sequence[Finding]:
    """Return what is wrong with a register's orders; its other tables are not handed in."""
    return validation.findings(office, book, today, office.within(book, Order))


def submitted(office: Office, call: Call[SubmitArgs], findings: Findings) -> Outcome[Submitted]:
    """Do what :func:`submit` does, with what finds the errors as an argument."""
    book = call.book
    refuse_unknown(office, call.book, call.args)
    copies, said = clear_copies(office, book)
    cleared = {edit.row.at: edit.values for edit in copies}
    before = updated(office, cleared)
    values, properties = _numbered(before, book)
    there = updated(before, values)
    found = findings(there, book, call.today)
    done = _judged(there, call, found)

    handed_in = {
        row.at: {"submitted_at": done.submitted[row.at], **_market(there, row)}
        for row in there.within(book, Order)
        if row.at in done.submitted
    }
    after = updated(there, handed_in)
    new = {row.at: row for row in after.within(book, Order)}
    edits: list[Edit] = []
    about: list[Order] = []
    for row in office.within(book, Order):
        cells = {**cleared.get(row.at, {}), **values.get(row.at, {}), **handed_in.get(row.at, {})}
        if row.at in done.submitted:
            cells |= differing(row, refreshed(after, new[row.at]))
            about.append(row.model_copy(update=cells))
        if cells:
            edits.append(SetCells(row, cells))
    numbers = tuple(new[at].order_no for at in sorted(done.submitted))
    skipped = tuple(
        Skipped(new[at].order_no, at.row, tuple(reasons))
        for at, reasons in sorted(done.skipped.items())
    )
    return Outcome(
        edits=(*edits, *properties),
        findings=(*said, *found),
        reply=Submitted(submitted=numbers, skipped=skipped),
        notes=(
            _summary(len(numbers), len(skipped)),
            *waiting_note([*pending(after, [new[at] for at in sorted(done.submitted)])]),
            *done.notes,
        ),
        annotate=True,
        refused=bool(skipped),
        read=len(office.within(book, Order)),
        skipped=len(skipped),
        about=tuple(sorted(about, key=lambda row: row.at)),
    )


def refuse_unknown(office: Office, book: Book, named: Named) -> None:
    """Refuse order numbers and rows that a register does not have."""
    rows = office.within(book, Order)
    known = {row.order_no for row in rows}
    unknown = sorted({no for no in named.order if no not in known}, key=number_key)
    if unknown:
        raise Refusal(
            f"本登记簿中没有承揽 {'、'.join(unknown)}，请核对编号。",
            f"This register has no order {', '.join(unknown)}; check the number.",
        )
    empty = sorted(set(named.row) - {row.at.row for row in rows})
    if empty:
        said = "、".join(map(str, empty))
        raise Refusal(
            f"“{Order.table.title.zh}”第 {said} 行没有承揽，请核对行号。",
            f"There is no order in row {said.replace('、', ', ')}; check the row.",
        )


def _why_left_alone(office: Office, row: Order, line: Line | None, named: bool) -> Words | None:
    """Return why a row is not handed in, as a person would say it, or None if it is."""
    if row.cancelled_on is not None:
        return Words("已取消", "it is cancelled")
    if row.submitted_at is None or is_returned(row, line):
        return None
    if named and (_moved_on(row, line) or has_older_market(office, row)):
        return None
    return Words("已上报", "it was submitted already")


def _moved_on(row: Order, line: Line | None) -> bool:
    """Whether the order is no longer as the plan took it over."""
    return line is not None and bool(line.order_hash) and line.order_hash != fingerprint.plan(row)


def _judged(office: Office, call: Call[SubmitArgs], found: Sequence[Finding]) -> _Done:
    """Tell the rows that pass, and when, from those with errors, and why."""
    errors: dict[At, list[Finding]] = {}
    for each in found:
        if each.is_error and each.place.table is Order.table:
            errors.setdefault(each.place.at, []).append(each)
    named = bool(call.args.order or call.args.row)
    done = _Done()
    for row in office.within(call.book, Order):
        if named and not is_named(row, call.args):
            continue
        line = line_of(office, row)
        rests = _why_left_alone(office, row, line, named)
        if rests is not None:
            if named:
                done.rests.setdefault(rests, []).append(row)
            continue
        wrong = errors.get(row.at, [])
        if not wrong and not is_readable(row):
            wrong = [finding(reading_rules.REQUIRED, row, min(row.bad & NEEDED))]
        elif not wrong and row.order_no is None:
            wrong = [no_number(office, row, None, call.book.owner)]
        if wrong:
            done.skipped[row.at] = reasons_of(wrong)
            done.left.append(row)
            continue
        done.submitted[row.at] = submission_time(call.moment, row)
        if is_returned(row, line) and not _moved_on(row, line):
            done.again.append(
                Words(
                    f"{row.order_no} 曾被退回，内容未改动，已重新上报。",
                    f"{row.order_no} was returned and is handed in again as it was.",
                )
            )
    return done


def _rests(why: Words, rows: Sequence[Order]) -> Words:
    zh = "、".join(f"{row.order_no}" for row in rows)
    return Words(f"{zh}：{why.zh}。", f"{zh.replace('、', ', ')}: {why.en}.")


def _market(office: Office, row: Order) -> dict[str, object]:
    """Return the market that an order is handed in with: its customer's, now and from now on.

    One handed in before keeps the market of what it sold.
    """
    if row.submitted_at and row.market and not has_older_market(office, row):
        return {}
    return {"market": customers_market(office, row)}


def submission_time(moment: dt.datetime, row: Order) -> dt.datetime:
    """Return the time that a row is handed in at: the press's, or a minute after its last one's.

    A return answers the submission whose time it stands beside, so no two may be alike.
    """
    if row.submitted_at is None:
        return moment
    return max(moment, row.submitted_at + dt.timedelta(minutes=1))


def _left(rows: Sequence[Order]) -> Words:
    named = [f"{row.at.row}" + (f"（{row.order_no}）" if row.order_no else "") for row in rows]
    en = ", ".join(f"{row.at.row}" + (f" ({row.order_no})" if row.order_no else "") for row in rows)
    return Words(
        f"第 {'、'.join(named)} 行未上报，请先改正标出的错误。",
        f"Not submitted: row {en}; mend what is marked there first.",
    )


def _summary(handed_in: int, left: int) -> Words:
    return Words(
        f"已上报 {handed_in} 行" + (f"，有错误未上报 {left} 行。" if left else "。"),
        f"{handed_in} submitted" + (f", {left} left for errors." if left else "."),
    )
