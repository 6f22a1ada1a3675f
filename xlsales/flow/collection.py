"""Invoices and payments: their buttons, derived columns and checks.

flow.md, *Tracking and collection* and *Validation*. Ageing itself is in ``ageing``, whose money
is whose in ``attribution``.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.exact import ZERO
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome, Refusal, SetCells, SetProperty
from xlsales.core.row import At, Book, sound
from xlsales.core.showing import money
from xlsales.core.words import Words
from xlsales.flow import reads
from xlsales.flow.ageing import BUCKETS, ageing_rows, invoice_named, moving, payment_key
from xlsales.flow.amounts import order_signed
from xlsales.flow.attribution import invoiced_amounts, lines_by_invoice, salespeople, shares_of
from xlsales.flow.numbering import Series
from xlsales.flow.numbering_rows import Given, number_rows
from xlsales.flow.register import changed
from xlsales.flow.register_checks import other_year
from xlsales.flow.replacing import replaced
from xlsales.flow.terms import credit_days, due_after, remembered, strayed
from xlsales.forms.checking import unknown
from xlsales.forms.choices import Kind, PaymentMethod, Role
from xlsales.forms.collection import AgeingRow, Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Customer, Person
from xlsales.forms.register import Order
from xlsales.forms.rules import collection as rules
from xlsales.forms.rules import delivery as delivery_rules

ACCEPTANCES = frozenset({PaymentMethod.BANK_ACCEPTANCE, PaymentMethod.TRADE_ACCEPTANCE})
_INVOICES = Invoice, "invoice_no"


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


@needs(*reads.AGEING, AgeingRow)
def ageing(office: Office, call: Call[AgeingArgs]) -> Outcome:
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
        reply={
            "as_of": day,
            "customers": [
                {
                    "customer": row.customer,
                    "buckets": {key: getattr(row, key) for key, _ in BUCKETS},
                    "on_account": row.on_account,
                    "total": row.total,
                }
                for row in rows
            ],
            "total": total,
        },
        notes=tuple(notes),
        refused=bool(left_out),
        read=len(read),
        skipped=len(left_out),
    )


@needs(Person, Payment)
def verify(office: Office, call: Call[VerifyArgs]) -> Outcome:
    """Mark payments as verified by finance, today.

    Refusal: nobody with the role finance, no payment, or a number that is not there. Left as
    they are: what finance has verified already, and rows that cannot be told or read.
    """
    by = call.args.by or call.user
    if not is_finance(office, by, still=True):
        raise Refusal(
            f"{by or '未指明的核准人'}的岗位不是财务，不能核准回款。请由财务核准。",
            f"{by or 'Nobody named'} has not the role finance and may not verify payments.",
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
        reply={"verified": verified},
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


# --- checks ----------------------------------------------------------------------------------


def check_invoices(office: Office, rows: Sequence[Invoice], _today: dt.date) -> Iterator[Finding]:
    """Find invoices whose lines do not sum to them, or with due dates that do not suit them."""
    lines = lines_by_invoice(office)
    unread = {line.invoice_no for line in office.rows(InvoiceLine) if "amount" in line.bad}
    for row in rows:
        yield from other_year(row, "date")
        mine = () if row.bad & {"invoice_no", "amount"} else lines.get(row.invoice_no, ())
        summed = sum((line.amount for line in mine), ZERO)
        if mine and summed != row.amount and row.invoice_no not in unread:
            yield finding(
                rules.INVOICE_LINES_DO_NOT_SUM,
                row,
                "amount",
                lines=summed,
                difference=abs(summed - row.amount),
            )
        if "date" not in row.bad and row.agreed_due_date and row.agreed_due_date < row.date:
            yield finding(rules.AGREED_DUE_BEFORE_INVOICE, row, "agreed_due_date", date=row.date)
        due = strayed(office).get(id(row))
        if due and not row.agreed_due_date and id(row) not in moving(office):
            yield finding(rules.DUE_DATE_BEHIND, row, "due_date", date=row.date, due=due)


def check_invoice_lines(
    office: Office, rows: Sequence[InvoiceLine], _today: dt.date
) -> Iterator[Finding]:
    """Find lines of unknown invoices, notes or orders, and orders invoiced beyond what is signed.

    The last is said once an order, at the last line that adds to it.
    """
    invoices = office.all_by(Invoice, "invoice_no")
    orders = office.all_by(Order, "order_no")
    on_notes = _orders_on_notes(office)
    for row in rows:
        if row.invoice_no and row.invoice_no not in invoices:
            yield unknown(office, rules.UNKNOWN_INVOICE, row, "invoice_no", _INVOICES)
        if row.note_no and row.note_no not in on_notes:
            yield finding(delivery_rules.UNKNOWN_NOTE, row, "note_no")
        if row.order_no and row.order_no not in orders:
            yield finding(delivery_rules.UNKNOWN_ORDER, row, "order_no")
        elif row.order_no and row.order_no not in on_notes.get(row.note_no, {row.order_no}):
            yield finding(delivery_rules.NOT_ON_THAT_NOTE, row, "order_no", note_no=row.note_no)
        if row.invoice_no in invoices and row.order_no in orders:
            own, theirs = invoices[row.invoice_no][0].customer, orders[row.order_no][0].customer
            if own and theirs and own != theirs:
                yield finding(rules.LINE_OF_OTHER_CUSTOMER, row, "order_no", own=own, theirs=theirs)
    here = {row.at for row in rows}
    for line, facts in _invoiced_over_signed(office):
        if line.at in here:
            yield finding(rules.INVOICED_OVER_SIGNED, line, "amount", **facts)


def _orders_on_notes(office: Office) -> Mapping[str | None, set[str]]:
    """Return the orders on each delivery or return note."""
    notes: dict[str | None, set[str]] = {}
    for row in office.rows(Delivery):
        if row.note_no:
            notes.setdefault(row.note_no, set()).add(row.order_no)
    return notes


def _invoiced_over_signed(office: Office) -> list[tuple[InvoiceLine, dict[str, object]]]:
    """Return the last line that adds to each order which is invoiced beyond what is signed."""
    signed = order_signed(office)
    deliveries = office.all_by(Delivery, "order_no")
    over = {
        order_no: {
            "order": order_no,
            "invoiced": invoiced,
            "signed": signed.get(order_no, ZERO),
            "over": invoiced - signed.get(order_no, ZERO),
        }
        for order_no, invoiced in invoiced_amounts(office).items()
        if invoiced > signed.get(order_no, ZERO)
        and office.first(Order, "order_no", order_no)
        and not any(row.bad for row in deliveries.get(order_no, ()))
    }
    if not over:
        return []
    invoices = office.all_by(Invoice, "invoice_no")
    last: dict[str, tuple[tuple[dt.date, str, At], InvoiceLine]] = {}
    for number, lines in lines_by_invoice(office).items():
        found = invoices.get(number)
        if not found:
            continue
        for line in lines:
            if line.order_no in over and line.amount > 0:
                day = dt.date.min if "date" in found[0].bad else found[0].date
                turn = (day, number, line.at)
                if line.order_no not in last or last[line.order_no][0] < turn:
                    last[line.order_no] = (turn, line)
    return [(line, over[order_no]) for order_no, (_, line) in last.items()]


def check_payments(office: Office, rows: Sequence[Payment], _today: dt.date) -> Iterator[Finding]:
    """Find payments of unknown or others' invoices, beyond the invoice, or oddly verified."""
    over = _paid_over_invoiced(office)
    for row in rows:
        yield from other_year(row, "date")
        yield from misnamed(office, row)
        if row.at in over:
            yield finding(rules.PAID_OVER_INVOICED, row, "amount", **over[row.at])
        yield from _check_draft(row)
        yield from _check_verified(office, row)


def misnamed(office: Office, row: Payment) -> Iterator[Finding]:
    """Find why a payment that names an invoice is on account: there is none, or it is another's."""
    if not row.invoice_no or invoice_named(office)(row) is not None:
        return
    found = office.first(Invoice, "invoice_no", row.invoice_no)
    if found is None:
        yield unknown(office, rules.UNKNOWN_INVOICE, row, "invoice_no", _INVOICES)
    elif found.customer and row.customer:
        facts = {"own": row.customer, "theirs": found.customer}
        yield finding(rules.PAYMENT_OF_OTHER_CUSTOMER, row, "invoice_no", **facts)


def _paid_over_invoiced(office: Office) -> Mapping[At, dict[str, object]]:
    """Return facts by the last payment of each invoice that is paid beyond its amount.

    Only payments that name it count: what others leave over is on account, and nothing odd.
    """
    naming: dict[int, tuple[Invoice, list[Payment]]] = {}
    invoice_of = invoice_named(office)
    for row in sound(office.rows(Payment), "date", "customer", "amount"):
        invoice = invoice_of(row)
        if invoice is not None and "amount" not in invoice.bad:
            naming.setdefault(id(invoice), (invoice, []))[1].append(row)
    over: dict[At, dict[str, object]] = {}
    for invoice, payments in naming.values():
        paid = sum((row.amount for row in payments), ZERO)
        received = [row for row in payments if row.amount > 0]
        if received and paid > invoice.amount:
            over[max(received, key=payment_key).at] = {
                "invoice": invoice.invoice_no,
                "invoiced": invoice.amount,
                "paid": paid,
                "over": paid - invoice.amount,
            }
    return over


def _check_draft(row: Payment) -> Iterator[Finding]:
    if row.draft_due and "date" not in row.bad and row.draft_due < row.date:
        yield finding(rules.DRAFT_DUE_BEFORE_PAID, row, "draft_due", date=row.date)
    if "method" not in row.bad and row.method not in ACCEPTANCES:
        for column in ("draft_no", "draft_due"):
            if getattr(row, column) is not None:
                yield finding(rules.DRAFT_WITHOUT_ACCEPTANCE, row, column, method=row.method)


def _check_verified(office: Office, row: Payment) -> Iterator[Finding]:
    person = office.first(Person, "name", row.verified_by)
    if person is not None and "roles" not in person.bad and Role.FINANCE not in person.roles:
        yield finding(rules.VERIFIED_BY_NOT_FINANCE, row, "verified_by")
    if "verified" not in row.bad and not row.verified and (row.verified_by or row.verified_on):
        column = "verified_by" if row.verified_by else "verified_on"
        yield finding(rules.NOT_MARKED_VERIFIED, row, column)
    if row.verified_on and "date" not in row.bad and row.verified_on < row.date:
        yield finding(rules.VERIFIED_BEFORE_PAID, row, "verified_on", date=row.date)
