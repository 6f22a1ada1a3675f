"""Finance: opening balances, invoices with their lines, payments, what is verified."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from decimal import Decimal
from functools import partial
from random import Random

from xlsales.core.exact import ZERO
from xlsales.core.row import sound
from xlsales.demo.branch import COLLECTION, END, YEAR, Branch, dice
from xlsales.demo.catalogue import CLIENT, CLIENTS, IN, Client
from xlsales.demo.people import FINANCE
from xlsales.flow.facts.ageing import ageing_rows
from xlsales.flow.facts.amounts import signed_events
from xlsales.forms.choices import Kind
from xlsales.forms.collection import InvoiceLine, Payment

_TRANSFER, _BANK, _TRADE, _OFFSET = "电汇", "银行承兑", "商业承兑", "抵账"
_CHANCE = dice("money")


class Finance:
    """The desk of finance: it invoices what is signed, and waits for the money."""

    def __init__(self, branch: Branch) -> None:
        """Begin with the first free invoice number."""
        self._branch = branch
        self._numbers = itertools.count(26_420_017)
        self._drafts = itertools.count(3_105_442)

    def open(self) -> None:
        """Enter what customers owed before the workbooks were begun: invoices without lines."""
        for client in CLIENTS[::2]:
            chance = dice(f"opening {client.code}")
            amount = Decimal(chance.randint(8_000, 90_000)) + Decimal(chance.randint(0, 99)) / 100
            day = dt.date(YEAR, chance.choice((2, 3)), chance.randint(3, 27))
            self._invoice(client, day, amount, (), chance, remark="期初余额")

    def invoice(self) -> None:
        """Invoice what each customer has signed for and not been invoiced yet."""
        office = self._branch.desk.office(
            Kind.MASTERS, Kind.REGISTER, Kind.PLAN, Kind.DELIVERY, Kind.COLLECTION
        )
        open_amounts: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        for event in signed_events(office):
            open_amounts[event.row.note_no or "", event.order_no] += event.amount
        for line in sound(office.rows(InvoiceLine)):
            open_amounts[line.note_no, line.order_no] -= line.amount
        lines: defaultdict[str, list[tuple[str, str, Decimal]]] = defaultdict(list)
        for (note_no, order_no), amount in open_amounts.items():
            if amount:
                client = self._branch.deals[order_no].client
                lines[client.name].append((note_no, order_no, amount))
        for name, mine in sorted(lines.items()):
            black = [line for line in mine if line[2] > 0]
            red = [line for line in mine if line[2] < 0]
            if black and _sum(mine) > 0 and _CHANCE.random() < 0.7:
                black, red = mine, []  # what came back goes into the same invoice
            for part, remark in ((black, None), (red, "退货红字")):
                if part:
                    client, today = CLIENT[name], self._branch.today
                    self._invoice(client, today, _sum(part), part, _CHANCE, remark)

    def _invoice(
        self,
        client: Client,
        day: dt.date,
        amount: Decimal,
        lines: list[tuple[str, str, Decimal]] | tuple[()],
        chance: Random,
        remark: str | None = None,
    ) -> None:
        number = f"2642000000{next(self._numbers):010d}"
        due = day + dt.timedelta(days=client.credit)
        agreed = None
        if amount > 0 and chance.random() < 0.05:
            agreed = due = due + dt.timedelta(days=30)
        type_ = self._branch.desk.type
        type_(
            COLLECTION,
            "invoices",
            invoice_no=number,
            date=day,
            customer=client.name,
            amount=amount,
            agreed_due_date=agreed,
            remark=remark,
        )
        for note_no, order_no, part in lines:
            type_(
                COLLECTION,
                "invoice_lines",
                invoice_no=number,
                note_no=note_no,
                order_no=order_no,
                amount=part,
            )
        if amount > 0:
            self._expect(client, number, amount, due, chance)

    # --- payments -------------------------------------------------------------------------

    def _expect(
        self, client: Client, number: str, amount: Decimal, due: dt.date, chance: Random
    ) -> None:
        """Settle when the customer will pay an invoice, in how many parts, and how."""
        luck = chance.random()
        late = max(-8, round(chance.gauss(client.late, 6)))
        if luck < 0.04:
            return  # a quarrel, or no money
        parts = [amount]
        if luck < 0.30 and amount > 20_000:
            first = _round(amount * Decimal(chance.choice(("0.3", "0.5", "0.6"))), 100)
            parts = [first, amount - first]
        if luck > 0.93:  # round sums, set against nothing in particular
            parts, number = [_round(amount, 1000) or amount], ""
        for part in parts:
            day = due + dt.timedelta(days=late)
            self._branch.on(
                max(day, self._branch.today + dt.timedelta(days=2)),
                partial(self._receive, client, number, part, chance),
            )
            late += chance.randint(18, 45)

    def _receive(self, client: Client, number: str, amount: Decimal, chance: Random) -> None:
        today = self._branch.today
        luck = chance.random()
        method, months = _TRANSFER, 0
        if client.market == IN and luck < 0.25:
            method = _OFFSET
        elif luck < client.drafts:
            method, months = (_BANK, 6) if chance.random() < 0.9 else (_TRADE, 3)
        elif amount < 3_000 and luck > 0.9:
            method = "现金"
        self._pay(client, number, amount, method, today + dt.timedelta(days=30 * months))

    def _pay(
        self,
        client: Client,
        number: str,
        amount: Decimal,
        method: str,
        draft_due: dt.date,
        remark: str | None = None,
    ) -> None:
        accepted = method in (_BANK, _TRADE)
        self._branch.desk.type(
            COLLECTION,
            "payments",
            date=self._branch.today,
            customer=client.name,
            invoice_no=number or None,
            amount=amount,
            method=method,
            draft_no=f"1313420000{next(self._drafts):010d}" if accepted else None,
            draft_due=draft_due if accepted else None,
            remark=remark,
        )

    def overpay(self, client: Client, amount: Decimal, back: dt.date) -> None:
        """Let a customer pay twice by mistake, and get it back."""
        today = self._branch.today
        self._pay(client, "", amount, _TRANSFER, today, "客户多付")
        self._branch.on(
            back, partial(self._pay, client, "", -amount, _TRANSFER, today, "退回多付款")
        )

    def prepay(self, amount: Decimal) -> None:
        """Let the customer who owes the least pay in advance."""
        office = self._branch.desk.office(*Kind)
        owed = {row.customer: row.total or ZERO for row in ageing_rows(office, self._branch.today)}
        said = self._branch.desk.said
        client = min(CLIENTS, key=lambda client: (owed.get(said(client.name), ZERO), client.code))
        self._pay(client, "", amount, _TRANSFER, self._branch.today, "预付款")

    # --- buttons --------------------------------------------------------------------------

    def verify(self) -> None:
        """Verify what has arrived on the account; a little stays open."""
        branch = self._branch
        branch.desk.press("refresh", COLLECTION, FINANCE)
        arrived = branch.today - dt.timedelta(days=2)
        numbers = [
            row.payment_no
            for row in branch.desk.office(Kind.COLLECTION).rows(Payment)
            if row.payment_no and not row.verified and row.date <= arrived
            if dice(f"verify {row.payment_no} {branch.today:%m}").random() < 0.93
        ]
        if numbers:
            branch.desk.press(
                "verify_payments", COLLECTION, FINANCE, payment=tuple(numbers), by=FINANCE
            )

    def age(self) -> None:
        """Split the receivables by age."""
        self._branch.desk.press("ageing", COLLECTION, FINANCE, date=min(self._branch.today, END))


def _sum(lines: list[tuple[str, str, Decimal]]) -> Decimal:
    return sum((amount for *_, amount in lines), ZERO)


def _round(amount: Decimal, unit: int) -> Decimal:
    return (amount / unit).quantize(Decimal(1)) * unit
