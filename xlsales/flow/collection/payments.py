"""Invoices and payments: their buttons, derived columns and checks.

flow.md, *Tracking and collection* and *Validation*. Ageing itself is in ``ageing``, whose money
is whose in ``attribution``.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.exact import ZERO
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome, Refusal, SetCells, SetProperty
from xlsales.core.reply import Reply, ReplyRow
from xlsales.core.row import Book, sound
from xlsales.core.showing import money
from xlsales.core.words import Words
from xlsales.flow.facts import reads
from xlsales.flow.facts.ageing import BUCKETS, ageing_rows, moving
from xlsales.flow.facts.attribution import salespeople, shares_of
from xlsales.flow.facts.copied_rows import Given
from xlsales.flow.facts.numbering import Series
from xlsales.flow.facts.numbering_rows import number_rows
from xlsales.flow.facts.orders import changed
from xlsales.flow.facts.replacing import replaced
from xlsales.flow.facts.terms import credit_days, due_after, remembered
from xlsales.forms.choices import Kind, Role
from xlsales.forms.collection import AgeingRow, Invoice, InvoiceLine, Payment
from xlsales.forms.masters import Customer, Person
from xlsales.forms.register import Order

# --- buttons ---------------------------------------------------------------------------------


class AgeingArgs(Arguments):
    """What *Ageing* asks for."""

    date: Annotated[
        dt.date | None, Ask("截止日期", "As of", "空白为今天", "today unless given")
    ] = None


class VerifyArgs(Arguments):
    """What *Verify payments* asks for."""

    payment: Annotated[
        tuple[str, ...],
        Ask("回款编号", "Payment no.", "要核准的回款，可多个", "a payment to verify", metavar="NO"),
    ] = ()
    by: Annotated[
        str,
        Ask(
            "核准人",
            "Verified by",
            "岗位须为财务",
            "who has the role finance",
            metavar="NAME",
            names="people.name",
        ),
    ] = ""


@dataclass(frozen=True, kw_only=True)
class AgedCustomer(ReplyRow):
    """What a customer owes in yuan: by columns of ``ageing``, less what was paid on account."""

    customer: str | None
    buckets: Mapping[str, Decimal]
    on_account: Decimal | None
    total: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Aged(Reply):
    """The receivables of a day, in yuan; ``total`` is that of all customers."""

    as_of: dt.date
    customers: tuple[AgedCustomer, ...]
    total: Decimal


@needs(*reads.AGEING, AgeingRow)
def ageing(office: Office, call: Call[AgeingArgs]) -> Outcome[Aged]:
    """Split what customers owe by days past due, into the table ``ageing``.

    Rows whose customer, date or amount cannot be read are left out and said.
    """
    day = call.args.date or call.today
    rows = ageing_rows(office, day)
    read: tuple[Invoice | Payment, ...] = (*office.rows(Invoice), *office.rows(Payment))
    left_out = {
        (row.table.name, row.at)
        for row in read
        if row.bad & {"customer", "date", "amount"} and ("date" in row.bad or row.date <= day)
    }
    total = sum((row.total or ZERO for row in rows), ZERO)
    notes = [
        Words(
            f"截至 {day}，{len(rows)} 个客户，应收合计 {money(total)} 元",
            f"As of {day}: {len(rows)} customers, {money(total)} yuan receivable in all",
        )
    ]
    if left_out:
        notes.append(
            Words(
                f"{len(left_out)} 行发票或回款有无法识别的单元格，未计入，请按“校验”查看",
                f"{len(left_out)} invoices or payments cannot be read and are left out: "
                "see Validate",
            )
        )
    here = call.book.kind == Kind.COLLECTION
    return Outcome(
        edits=replaced(office, call.book, AgeingRow, rows) if here else (),
        findings=tuple(
            f
            for f in office.findings
            if f.place.table is not None and (f.place.table.name, f.place.at) in left_out
        ),
        reply=Aged(
            as_of=day,
            customers=tuple(
                AgedCustomer(
                    customer=row.customer,
                    buckets={key: getattr(row, key) for key, _ in BUCKETS},
                    on_account=row.on_account,
                    total=row.total,
                )
                for row in rows
            ),
            total=total,
        ),
        notes=tuple(notes),
        refused=bool(left_out),
        read=len(read),
        skipped=len(left_out),
    )


@dataclass(frozen=True, kw_only=True)
class Verified(Reply):
    """The numbers of the payments that are verified now."""

    verified: tuple[str, ...]


@needs(Person, Payment)
def verify(office: Office, call: Call[VerifyArgs]) -> Outcome[Verified]:
    """Mark payments as verified by finance, today.

    Left as they are: what finance has verified already, and rows that cannot be told or read.

    Raises:
        Refusal: nobody with the role finance, no payment, or a number that is not there.
    """
    by = call.args.by or call.user
    if not is_finance(office, by, still=True):
        raise Refusal(
            f"{by or '未指明的核准人'}的岗位不是财务，不能核准回款。请由财务核准。",
            f"{by or 'Nobody named'} does not have the role finance and may not verify payments.",
        )
    numbers = tuple(dict.fromkeys(call.args.payment))
    if not numbers:
        raise Refusal("请先选中要核准的回款行。", "Select the payments to verify first.")
    known = office.all_by(Payment, "payment_no")
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise Refusal(
            f"没有回款编号 {'、'.join(unknown)}，请核对。",
            f"There is no payment {', '.join(unknown)}: check the numbers.",
        )
    edits: list[SetCells] = []
    notes: list[Words] = []
    verified: list[str] = []
    refused = False
    for number in numbers:
        row, *others = known[number]
        unread = row.bad & {"date", "customer", "amount", "method"}
        if others or unread:
            refused = True
            notes.append(
                Words(f"{number} 未核准：编号重复", f"{number} is left: the number is there twice")
                if others
                else Words(
                    f"{number} 未核准：有无法识别或未填写的单元格，请先改正",
                    f"{number} is left: a cell is missing or cannot be read; mend it first",
                )
            )
        elif row.verified and row.verified_on and is_finance(office, row.verified_by):
            notes.append(
                Words(
                    f"{number} 已由{row.verified_by}于 {row.verified_on} 核准",
                    f"{number} was verified by {row.verified_by} on {row.verified_on}",
                )
            )
        else:
            verified.append(number)
            cells = {"verified": True, "verified_by": by, "verified_on": call.today}
            edits.append(SetCells(row, cells))
    done = Words(f"已核准 {len(verified)} 笔回款", f"{len(verified)} payments verified")
    return Outcome(
        edits=tuple(edits),
        reply=Verified(verified=tuple(verified)),
        notes=(done, *notes),
        refused=refused,
        read=len(office.rows(Payment)),
        skipped=len(numbers) - len(verified),
        about=tuple(edit.row for edit in edits),
    )


def is_finance(office: Office, name: str | None, *, still: bool = False) -> bool:
    """Return whether a person is there and has the role finance; ``still``: and is active."""
    found = office.first(Person, "name", name)
    if found is None or "roles" in found.bad or (still and not found.active):
        return False
    return Role.FINANCE in found.roles


# --- numbers, derived and computed -----------------------------------------------------------


@needs(Payment)
def number_payments(office: Office, book: Book, _today: dt.date) -> Given:
    """Give the workbook's payments without a number theirs, in the order of the sheet."""
    return number_rows(office, book, Series.PAYMENT, Payment)


@needs(Customer, Invoice, Payment)
def derive_invoices(
    office: Office, rows: Sequence[Invoice], today: dt.date
) -> Iterator[SetCells | SetProperty]:
    """Fill blank due dates: the invoice's date and the customer's credit days as they are now.

    Once given it stays, whatever becomes of the credit days; it follows a corrected date or
    customer as long as nothing was paid on the invoice.
    """
    credit, moved = credit_days(office), moving(office)
    given: dict[Book, dict[str, int]] = {row.at.book: {} for row in rows}
    for row in sound(rows, "date", "customer"):
        now = credit.get(row.customer)
        due = moved.get(id(row))
        if row.due_date is None and now is not None:
            due = due_after(row.date, now)
        if due is None or now is None:
            continue
        yield SetCells(row, {"due_date": due})
        if due == due_after(row.date, now):
            given[row.at.book][row.customer] = now
    for book, by in given.items():
        yield from remembered(office, book, by, today)


@needs(Customer, Order, InvoiceLine, Payment)
def derive_payments(office: Office, rows: Sequence[Payment], _today: dt.date) -> Iterator[SetCells]:
    """Name the salespeople of the orders behind each payment, as the appraisal attributes it."""
    for row in rows:
        readable = not row.bad & {"customer", "amount"}
        names = "、".join(salespeople(shares_of(office, row))) if readable else ""
        yield from changed(row, {"salesperson": names or None})


@needs(*reads.AGEING, AgeingRow)
def compute_ageing(office: Office, today: dt.date) -> tuple[AgeingRow, ...]:
    """Return the table ``ageing`` as of today."""
    return ageing_rows(office, today)
