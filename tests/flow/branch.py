"""A small branch for tests of the flow: 张三 and 李四 sell, 王副 decides, 计划 plans.

``branch(...)`` makes an office of rows, whatever tables they are of; all other tables are empty.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.build import MASTERS, customer, person
from xlsales.core.finding import Finding
from xlsales.core.office import BookInfo, Office
from xlsales.core.row import At, Book, Row
from xlsales.core.words import Lang
from xlsales.flow.facts import fingerprint
from xlsales.forms.choices import Decision, Kind, Matter, Role, Stage, Supply
from xlsales.forms.delivery import Delivery
from xlsales.forms.files import workbook_path
from xlsales.forms.management import Approval
from xlsales.forms.masters import Customer, Person, Product, Setting, WorkCenter
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.progress import Progress
from xlsales.forms.register import Order
from xlsales.forms.tables import MODELS
from xlsales.forms.warehouse import Outbound, Receipt

TODAY = date(2026, 11, 24)
AT_NINE = datetime(2026, 11, 2, 9, 0)
PLAN = Book(Kind.PLAN, "", 2026)
MANAGEMENT = Book(Kind.MANAGEMENT)
WAREHOUSE = Book(Kind.WAREHOUSE, "", 2026)

PEOPLE = (
    person("张三", Role.SALESPERSON, initials="ZS"),
    person("李四", Role.SALESPERSON, initials="LS"),
    person("王副", Role.DEPUTY, Role.SALESPERSON, initials="WF"),
    person("赵总", Role.MANAGER, initials="ZZ"),
    person("钱计划", Role.PLANNER),
    person("吴库", Role.WAREHOUSE),
    person("钱会计", Role.FINANCE),
)
FORGE = WorkCenter(name="一车间", capacity_unit="kg", daily_capacity=Decimal(1000))
CUSTOMERS = (customer("东风", salesperson="张三"), customer("一汽", salesperson="李四"))


def product(code: str = "P1", **cells: Any) -> Product:
    """P1 is a crankshaft made here; neither guide nor floor price."""
    values = {
        "name": "曲轴" if code == "P1" else code,
        "unit": "件",
        "unit_weight_kg": Decimal(20),
        "supply": Supply.MAKE,
        "work_center": "一车间",
        "post_days": 2,
        "active": True,
    }
    return Product.model_validate({"at": At(MASTERS, 3), "code": code, **values, **cells})


def setting(key: str, value: str) -> Setting:
    return Setting(at=At(MASTERS, 3), key=key, value=value)


def planned(order: Order, *, row: int = 3, **cells: Any) -> PlanLine:
    """The plan line that Consolidate makes of an order."""
    values = {name: getattr(order, name) for name in fingerprint.PLAN}
    return PlanLine.model_validate(
        {
            "at": At(PLAN, row),
            "order_no": order.order_no,
            "order_date": order.order_date,
            "salesperson": order.salesperson,
            "submitted_at": order.submitted_at,
            "order_hash": fingerprint.plan(order),
            "work_center": "一车间",
            **values,
            **cells,
        }
    )


def issued(order: Order, **cells: Any) -> PlanLine:
    """The same line, issued on the month's plan."""
    values: dict[str, Any] = {
        "plan_no": "RW-202611-01",
        "line_no": 1,
        "issued_on": date(2026, 11, 5),
        "start_date": date(2026, 11, 9),
        "completion_date": date(2026, 11, 27),
    }
    return planned(order, **{**values, **cells})


def requested(order: Order, *, row: int = 3, **cells: Any) -> TradeRequest:
    """The trade request that Consolidate makes of a bought-in order."""
    columns = TradeRequest.table.by_key
    values = {name: getattr(order, name) for name in fingerprint.PLAN if name in columns}
    return TradeRequest.model_validate(
        {
            "at": At(PLAN, row),
            "order_no": order.order_no,
            "submitted_at": order.submitted_at,
            "order_hash": fingerprint.plan(order),
            **values,
            **cells,
        }
    )


def progress(order_no: str, quantity: int | str, day: date = date(2026, 11, 10)) -> Progress:
    return Progress(
        at=At(Book(Kind.PROGRESS, "", 2026), 3),
        date=day,
        order_no=order_no,
        stage=Stage.FORGING,
        qty_done=Decimal(quantity),
    )


def receipt(order_no: str, quantity: int | str, no: str = "RK-202611-001", **cells: Any) -> Receipt:
    values = {
        "at": At(WAREHOUSE, 3),
        "receipt_no": no,
        "date": date(2026, 11, 12),
        "order_no": order_no,
        "accepted_qty": Decimal(quantity),
        "inspector": "周检",
    }
    return Receipt.model_validate({**values, **cells})


def delivered(
    order: Order, quantity: int | str, no: str = "SH-202611-ZS-001", *, row: int = 3, **cells: Any
) -> Delivery:
    """A numbered row of a delivery note; with ``signed=n`` signed for on the next day."""
    day = cells.get("date", date(2026, 11, 13))
    signed = cells.pop("signed", None)
    if signed is not None:
        cells |= {"signed_on": day + timedelta(1), "signed_qty": Decimal(signed), "receiver": "孙"}
    values = {
        "at": At(Book(Kind.DELIVERY, order.at.book.owner, 2026), row),
        "note_no": no,
        "line_no": 1,
        "date": day,
        "order_no": order.order_no,
        "quantity": Decimal(quantity),
        "unit_price": order.unit_price,
        "tax_rate": order.tax_rate,
    }
    return Delivery.model_validate({**values, **cells})


def outbound(no: str = "SH-202611-ZS-001", **cells: Any) -> Outbound:
    values = {"at": At(WAREHOUSE, 3), "note_no": no, "date": date(2026, 11, 13), "keeper": "吴库"}
    return Outbound.model_validate({**values, **cells})


def decision(
    order: Order,
    said: Decision | None = Decision.PASSED,
    by: str | None = "赵总",
    matter: Matter = Matter.REVIEW,
    *,
    row: int = 3,
    **cells: Any,
) -> Approval:
    """The row that Refresh made of an order as it is, and what was decided."""
    values = {
        "at": At(MANAGEMENT, row),
        "order_no": order.order_no,
        "kind": matter,
        "salesperson": order.salesperson,
        "customer": order.customer,
        "order_hash": fingerprint.approval(order),
        "decision": said,
        "decided_by": by if said else None,
        "decided_on": date(2026, 11, 3) if said else None,
    }
    return Approval.model_validate({**values, **cells})


def branch(
    *rows: Row,
    lang: Lang = Lang.ZH,
    findings: Sequence[Finding] = (),
    without: Sequence[type[Row]] = (),
    properties: Mapping[str, str] | None = None,
    numbers: Mapping[str, int] | None = None,
) -> Office:
    """An office of these rows beside the people, two customers and the product P1.

    Rows given of a table of the masters take the place of the usual ones. Every workbook that a
    row is in has these ``properties``; ``without`` names tables that were not read, ``numbers`` are
    the last ones that the office remembers.
    """
    tables: dict[type[Row], list[Row]] = {model: [] for model in MODELS if model not in without}
    for row in rows:
        tables[type(row)].append(row)
    usual: dict[type[Row], Sequence[Row]] = {
        Person: PEOPLE,
        Customer: CUSTOMERS,
        Product: (product(),),
        WorkCenter: (FORGE,),
    }
    for model, its in usual.items():
        tables[model] = tables[model] or list(its)
    books = {
        row.at.book: BookInfo(workbook_path(row.at.book, lang), lang, properties or {})
        for row in rows
        if row.at.book.kind
    }
    return Office(tables, books, findings, numbers=numbers or {})
