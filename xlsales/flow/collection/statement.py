"""The macro *Statement* 对账单 (flow.md, *Statement*): a customer's account of a month."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.exact import ZERO
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Append, Document, FormContent, Outcome, Refusal
from xlsales.core.reply import Reply, by_press
from xlsales.core.row import sound
from xlsales.core.showing import money
from xlsales.core.words import Words
from xlsales.flow.collection.letters import (
    COPIES,
    OneCustomer,
    asked,
    file_names,
    heading,
    no_address,
)
from xlsales.flow.facts.account import (
    Account,
    Movement,
    account_of,
    amiss,
    carried,
    customers,
)
from xlsales.flow.facts.amounts import signed_events
from xlsales.flow.facts.deliveries import customer_of_order, product_of_order
from xlsales.flow.facts.months import window
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.files import document_path
from xlsales.forms.masters import Customer, Product, Setting
from xlsales.forms.register import Order
from xlsales.forms.settings import settings_of

OPENING = Words("期初余额", "Opening balance")


class StatementArgs(Arguments):
    """Whose account *Statement* makes, and of which month."""

    customer: OneCustomer = ""
    all: Annotated[
        bool,
        Ask(
            "全部客户",
            "All customers",
            "未写明客户时，为所有有往来或余额的客户出对账单",
            "unless one is named: all that have something",
        ),
    ] = False
    month: Annotated[
        str,
        Ask(
            "对账月份",
            "Month",
            "如 2026-11；到对账截止日为止",
            "such as 2026-11; up to the closing day",
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class Stated(Reply):
    """The account in yuan with tax, of several customers their sums; ``closing`` is what is owed."""

    opening: Decimal
    delivered: Decimal
    returned: Decimal
    paid: Decimal
    closing: Decimal
    files: tuple[str, ...] = by_press()


@needs(
    (Customer, ("address", "contact", "phone")),
    Product,
    Setting,
    Order,
    Delivery,
    Invoice,
    InvoiceLine,
    (Payment, ("draft_no",)),
)
def statement(office: Office, call: Call[StatementArgs]) -> Outcome[Stated]:
    """Make statements of account, and propose the invoice lines of what is signed by then.

    A customer of whom a row cannot be read gets none until it is mended.

    Raises:
        Refusal: no such customer or month, or nothing to state.
    """
    first, last = window(call.args.month, settings_of(office).closing_day)
    names = asked(office, call.args.customer, call.args.all, customers(office))
    bad = _amiss(office, last)
    accounts = [
        account
        for name in names
        if not (account := account_of(office, name, first, last)).is_blank and name not in bad
    ]
    left = [name for name in names if name in bad]
    if not accounts and not left:
        raise _nothing(call.args, last)
    whose = [account.customer for account in accounts]
    paths = file_names(call.args.month.strip(), whose)
    proposed = tuple(_not_invoiced(office, frozenset(whose), last))
    return Outcome(
        edits=(Append(call.book, proposed),) if proposed else (),
        documents=tuple(
            Document(
                "statement",
                document_path("statement", paths[account.customer]),
                _content(office, account, call.today, call.user),
            )
            for account in accounts
        ),
        reply=_reply(accounts),
        notes=(
            *_told(accounts),
            *_lines_told(proposed),
            *_late(office, accounts),
            *no_address(office, whose),
            *_left(left, bad),
        ),
        refused=bool(bad),
        read=sum(len(account.movements) for account in accounts),
        skipped=len(left),
    )


def _reply(accounts: Sequence[Account]) -> Stated:
    return Stated(
        opening=sum((each.opening for each in accounts), ZERO),
        delivered=sum((each.delivered for each in accounts), ZERO),
        returned=sum((each.returned for each in accounts), ZERO),
        paid=sum((each.paid for each in accounts), ZERO),
        closing=sum((each.closing for each in accounts), ZERO),
    )


def _nothing(args: StatementArgs, last: dt.date) -> Refusal:
    who = args.customer or "所有客户"
    en = args.customer or "No customer"
    return Refusal(
        f"{who}到 {last} 没有送货、退货、回款，也没有余额，不用对账。请核对月份。",
        f"{en} has no delivery, return, payment or balance up to {last}: nothing to state. "
        "Check the month.",
    )


# --- what is left out ------------------------------------------------------------------------


def _amiss(office: Office, last: dt.date) -> Mapping[str | None, int]:
    """Return how many rows of each customer do not count; None: of one who cannot be told."""
    found: dict[str | None, int] = {}
    for _, customer in amiss(office, last):
        found[customer] = found.get(customer, 0) + 1
    return found


def _left(left: Sequence[str], bad: Mapping[str | None, int]) -> Iterator[Words]:
    for name in left:
        yield Words(
            f"{name}：有 {bad[name]} 行送货、发票或回款无法识别，未出对账单。请先按“校验”改正。",
            f"{name}: {bad[name]} deliveries, invoices or payments cannot be read; no statement. "
            "Mend them first: see Validate.",
        )
    if None in bad:
        yield Words(
            f"另有 {bad[None]} 行送货、发票或回款客户不明，未计入。请按“校验”查看。",
            f"{bad[None]} deliveries, invoices or payments of customers that cannot be told are "
            "left out: see Validate.",
        )


# --- what is said ----------------------------------------------------------------------------


def _told(accounts: Sequence[Account]) -> Iterator[Words]:
    for each in accounts:
        yield Words(
            f"{each.customer}：期初 {money(each.opening)} + 送货 {money(each.delivered)}"
            f" − 退货 {money(each.returned)} − 回款 {money(each.paid)}"
            f" = 期末 {money(each.closing)} 元",
            f"{each.customer}: opening {money(each.opening)} + delivered {money(each.delivered)}"
            f" − returned {money(each.returned)} − paid {money(each.paid)}"
            f" = closing {money(each.closing)} yuan",
        )


def _lines_told(proposed: Sequence[InvoiceLine]) -> tuple[Words, ...]:
    if not proposed:
        return ()
    total = sum((line.amount for line in proposed), ZERO)
    return (
        Words(
            f"发票明细中列出已签收未开票的 {len(proposed)} 行，共 {money(total)} 元，"
            "开票后请填发票号。",
            f"{len(proposed)} invoice lines are proposed for what is signed and not invoiced, "
            f"{money(total)} yuan in all: fill in the invoice number once there is one.",
        ),
    )


def _late(office: Office, accounts: Sequence[Account]) -> Iterator[Words]:
    """Say which opening balances are dated later than an opening can be."""
    for each in accounts:
        rows = [
            row
            for row in carried(office).get(each.customer, ())
            if "date" not in row.bad and row.date >= each.first
        ]
        if rows:
            total = sum((row.amount for row in rows), ZERO)
            yield Words(
                f"{each.customer}：有 {len(rows)} 张 {each.first} 及以后的发票没有明细"
                f"（{money(total)} 元），按期初余额计入。不是期初余额的，请先补填发票明细。",
                f"{each.customer}: {len(rows)} invoices dated from {each.first} on have no lines "
                f"({money(total)} yuan) and count as opening balance. Enter the lines of those "
                "that are none.",
            )


# --- invoice lines ---------------------------------------------------------------------------


def _not_invoiced(office: Office, whose: Collection[str], last: dt.date) -> Iterator[InvoiceLine]:
    """Yield a line for what of each note and order is signed by ``last`` and on no line yet.

    Lines that were proposed before count, so that a second press proposes nothing.
    """
    signed: dict[tuple[str, str], Decimal] = {}
    for event in signed_events(office):
        if event.date <= last and customer_of_order(office, event.order_no) in whose:
            place = (event.row.note_no or "", event.order_no)
            signed[place] = signed.get(place, ZERO) + event.amount
    unread = {row.note_no for row in office.rows(InvoiceLine) if row.bad}
    lined: dict[tuple[str, str], Decimal] = {}
    for row in sound(office.rows(InvoiceLine), "note_no", "order_no", "amount"):
        place = (row.note_no, row.order_no)
        lined[place] = lined.get(place, ZERO) + row.amount
    for (note_no, order_no), amount in signed.items():
        rest = amount - lined.get((note_no, order_no), ZERO)
        if rest and (rest > 0) is (amount > 0) and note_no not in unread:
            yield InvoiceLine(note_no=note_no, order_no=order_no, amount=rest)


# --- the form --------------------------------------------------------------------------------


def _content(office: Office, account: Account, today: dt.date, user: str) -> FormContent:
    balance = account.opening
    lines: list[Mapping[str, object]] = [
        {"line_no": None, "date": account.first, "what": OPENING, "balance": balance}
    ]
    for number, each in enumerate(account.movements, 1):
        balance += each.change
        lines.append({**_line(office, each), "line_no": number, "balance": balance})
    return FormContent(
        fields={
            **heading(office, account.customer),
            "from": account.first,
            "to": account.last,
            "made_on": today,
            "made_by": user or None,
            "opening": account.opening,
            "delivered": account.delivered,
            "returned": account.returned,
            "paid": account.paid,
            "closing": account.closing,
        },
        lines=tuple(lines),
        copies=COPIES,
        sums=("receivable", "paid"),
        running=("balance",),
    )


def _line(office: Office, movement: Movement) -> Mapping[str, object]:
    row = movement.row
    given = {"date": movement.date, "what": movement.what, "no": movement.number}
    if isinstance(row, Payment):
        return {**given, "product_name": _how(row), "paid": movement.paid}
    product = product_of_order(office, row.order_no)
    return {
        **given,
        "order_no": row.order_no,
        "product_name": product.name if product else None,
        "spec": product.spec if product else None,
        "unit": product.unit if product else None,
        "quantity": movement.quantity,
        "unit_price": row.unit_price,
        "receivable": movement.receivable,
    }


def _how(payment: Payment) -> Words | None:
    """Return how money came: the method, of a draft with its number."""
    if "method" in payment.bad:
        return None
    zh, en = payment.method.words
    number = f" {payment.draft_no}" if payment.draft_no else ""
    return Words(zh + number, en + number)
