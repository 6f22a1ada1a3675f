"""Offices of any size: N orders planned, made, delivered and signed, written by the product."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from xlsales.core.outcome import Append
from xlsales.core.row import Book, Row
from xlsales.core.words import Lang
from xlsales.flow import fingerprint
from xlsales.forms.choices import Market, OrderKind, PlanType, Role, Supply, TargetIndicator
from xlsales.forms.delivery import Delivery
from xlsales.forms.management import Cost, Target
from xlsales.forms.masters import Customer, Person, Product, WorkCenter
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.warehouse import Receipt
from xlsales.hosts.file import FileHost
from xlsales.hosts.opening import open_office

PEOPLE = ("张三", "李四", "王五", "赵六", "孙七")
INITIALS = ("ZS", "LS", "WW", "ZL", "SQ")
DAY = dt.date(2026, 11, 2)


def make(root: Path, orders: int) -> None:
    """Make an office of ``orders`` orders; a third of them planned but not issued yet."""
    open_office(root, 2026, Lang.ZH)
    host = FileHost(root)
    masters: list[Row] = [
        *(Person(name=n, initials=i, roles=(Role.SALESPERSON,), active=True)
          for n, i in zip(PEOPLE, INITIALS, strict=True)),
        *(Customer(code=f"K{n:03d}", name=f"客户{n:03d}", market=Market.OUTSIDE, credit_days=30,
                   salesperson=PEOPLE[n % 5], active=True) for n in range(50)),
        *(Product(code=f"P{n:03d}", name=f"产品{n:03d}", unit="件", unit_weight_kg=Decimal(n + 1),
                  supply=Supply.MAKE, work_center=f"锻{n % 4 + 1}", post_days=2, active=True)
          for n in range(40)),
        *(WorkCenter(name=f"锻{n + 1}", capacity_unit="kg", daily_capacity=Decimal(5_000_000))
          for n in range(4)),
    ]  # fmt: skip
    for row in masters:
        host.apply([Append(Book("masters"), (row,))])
    host.apply(
        [
            Append(
                Book("management"),
                (
                    *(Target(period="2026-11", subject=name, indicator=TargetIndicator.REVENUE,
                             target=Decimal(1_000_000)) for name in (*PEOPLE, "本单位")),
                    *(Cost(product=f"P{n:03d}", from_date=dt.date(2026, 1, 1),
                           unit_cost=Decimal(n + 5)) for n in range(40)),
                ),
            )
        ]
    )  # fmt: skip
    tables: dict[Book, list[Row]] = {}
    for n in range(orders):
        _order(tables, n)
    for book, rows in tables.items():
        host.apply([Append(book, tuple(rows))])
    host.commit({}, 1)


def _order(tables: dict[Book, list[Row]], n: int) -> None:
    who = n % 5
    number = f"CL-202611-{INITIALS[who]}-{n // 5 + 1:03d}"
    product, price = n % 40, Decimal(100 + n % 977) + Decimal(n % 7) / 100
    quantity = Decimal(1 + n % 90)
    day = DAY + dt.timedelta(days=n % 20)
    order = Order(
        order_no=number, order_date=day, salesperson=PEOPLE[who], customer=f"客户{n % 50:03d}",
        kind=OrderKind.NEW, product=f"P{product:03d}", quantity=quantity, unit_price=price,
        tax_rate=Decimal("0.13"), required_date=day + dt.timedelta(days=30 + n % 9),
        plan_type=PlanType.MONTHLY, contract_no=f"HT{n:06d}",
        submitted_at=dt.datetime.combine(day, dt.time(9)),
    )  # fmt: skip
    tables.setdefault(Book("register", PEOPLE[who], 2026), []).append(order)
    issued = n % 3 != 0
    line = PlanLine(
        plan_no="RW-202611-01" if issued else None, line_no=n + 1 if issued else None,
        plan_type=PlanType.MONTHLY, order_no=number, order_date=day, kind=OrderKind.NEW,
        salesperson=PEOPLE[who], submitted_at=order.submitted_at, customer=order.customer,
        product=order.product, product_name=f"产品{product:03d}", unit="件", quantity=quantity,
        unit_price=price, required_date=order.required_date, work_center=f"锻{product % 4 + 1}",
        completion_date=day if issued else None, issued_on=day if issued else None,
        order_hash=fingerprint.plan(order),
    )  # fmt: skip
    tables.setdefault(Book("plan", "", 2026), []).append(line)
    if issued:
        made = Receipt(receipt_no=f"RK-202611-{n + 1:03d}", date=day, order_no=number,
                       accepted_qty=quantity, inspector="周检")  # fmt: skip
        tables.setdefault(Book("warehouse", "", 2026), []).append(made)
        sent = Delivery(
            note_no=f"SH-202611-{INITIALS[who]}-{n // 5 + 1:03d}", line_no=1, date=day,
            order_no=number, quantity=quantity, unit_price=price, tax_rate=Decimal("0.13"),
            receiver="李收货", signed_on=day, signed_qty=quantity,
        )  # fmt: skip
        tables.setdefault(Book("delivery", PEOPLE[who], 2026), []).append(sent)
