"""Offices of any size: N orders planned, made, delivered and signed, written by the product.

Saved as Excel saves them, and with some findings at 2 % of the orders, as in a well-kept office.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from bench.excel import save_as_excel
from xlsales.core.outcome import Append
from xlsales.core.row import Book, Row
from xlsales.core.words import Lang
from xlsales.flow.facts import fingerprint
from xlsales.forms.choices import Kind, Market, OrderKind, PlanType, Role, Supply
from xlsales.forms.delivery import Delivery
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import Cost, Target
from xlsales.forms.masters import Customer, Person, Product, WorkCenter
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.warehouse import Outbound, Receipt
from xlsales.hosts.files.host import of_folder
from xlsales.hosts.opening import open_office
from xlsales.office.folder import HIDDEN

PEOPLE = ("张三", "李四", "王五", "赵六", "孙七")
INITIALS = ("ZS", "LS", "WW", "ZL", "SQ")
DAY = dt.date(2026, 11, 2)
KEEPER = "钱库"
QUANTITY = next(chr(65 + n) for n, each in enumerate(Order.table.columns) if each.key == "quantity")


def make(root: Path, orders: int) -> None:
    """Make an office of ``orders`` orders; a third of them planned but not issued yet."""
    open_office(root, 2026, Lang.ZH)
    host = of_folder(root)
    masters: list[Row] = [
        *(Person(name=n, initials=i, roles=(Role.SALESPERSON,), active=True)
          for n, i in zip(PEOPLE, INITIALS, strict=True)),
        Person(name=KEEPER, roles=(Role.WAREHOUSE,), active=True),
        *(Customer(code=f"K{n:03d}", name=f"客户{n:03d}", market=Market.OUTSIDE, credit_days=30,
                   salesperson=PEOPLE[n % 5], active=True) for n in range(50)),
        *(Product(code=f"P{n:03d}", name=f"产品{n:03d}", unit="件", unit_weight_kg=Decimal(n + 1),
                  supply=Supply.MAKE, work_center=f"锻{n % 4 + 1}", post_days=2, active=True)
          for n in range(40)),
        *(WorkCenter(name=f"锻{n + 1}", capacity_unit="kg", daily_capacity=Decimal(5_000_000))
          for n in range(4)),
    ]  # fmt: skip
    for row in masters:
        host.cells.apply([Append(Book("masters"), (row,))])
    host.cells.apply(
        [
            Append(
                Book("management"),
                (
                    *(Target(period="2026-11", subject=name, indicator=Indicator.REVENUE,
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
        for model in dict.fromkeys(map(type, rows)):
            host.cells.apply([Append(book, tuple(row for row in rows if type(row) is model))])
    host.saver.commit({}, 1)
    for path in workbooks(root):
        mistyped = QUANTITY if path.name.startswith(Kind.REGISTER.said(Lang.ZH)) else ""
        save_as_excel(path, mistyped)


def workbooks(root: Path) -> list[Path]:
    """Return the workbooks of an office: its backups are none."""
    return sorted(path for path in root.rglob("*.xlsx") if HIDDEN not in path.parts)


def _order(tables: dict[Book, list[Row]], n: int) -> None:
    """Add one order and what became of it, with a slip at every fiftieth or so."""
    who = n % 5
    number = f"CL-202611-{INITIALS[who]}-{n // 5 + 1:03d}"
    product, price = n % 40, Decimal(100 + n % 977) + Decimal(n % 7) / 100
    twice = n % 400 == 313  # as the order 200 before it
    quantity = Decimal(1 + n // 200 - twice)
    day = DAY + dt.timedelta(days=n % 20)
    required = day + dt.timedelta(days=30)
    if n % 200 != 11:  # else now and then on a day off
        required += dt.timedelta(
            days=max(0, 7 - required.weekday()) if required.weekday() > 4 else 0
        )
    order = Order(
        order_no=number, order_date=day, salesperson=PEOPLE[who], customer=f"客户{n % 50:03d}",
        kind=OrderKind.NEW, product=f"P{product:03d}", quantity=quantity, unit_price=price,
        tax_rate=Decimal("0.13"), required_date=required, plan_type=PlanType.MONTHLY,
        contract_no=f"HT{n:06d}", submitted_at=dt.datetime.combine(day, dt.time(9)),
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
        note = f"SH-202611-{INITIALS[who]}-{n // 5 + 1:03d}"
        made = Receipt(receipt_no=f"RK-202611-{n + 1:03d}", date=day, order_no=number,
                       accepted_qty=quantity, inspector="周检")  # fmt: skip
        sent = Delivery(
            note_no=note, line_no=1, date=day, order_no=number, quantity=quantity,
            unit_price=price, tax_rate=Decimal("0.13"), receiver="李收货", signed_on=day,
            signed_qty=quantity,
        )  # fmt: skip
        tables.setdefault(Book("delivery", PEOPLE[who], 2026), []).append(sent)
        stored = tables.setdefault(Book("warehouse", "", 2026), [])
        stored.append(made)
        if n % 100 != 7:  # else signed for and never booked out
            stored.append(Outbound(note_no=note, date=day, keeper=KEEPER, copy_returned_on=day))
