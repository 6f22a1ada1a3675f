"""The first day: workbooks, masters, targets, costs."""

from __future__ import annotations

import datetime as dt
from functools import partial

from xlsales.core.outcome import Append
from xlsales.core.row import Book
from xlsales.demo import targets
from xlsales.demo.branch import (
    COLLECTION,
    MANAGEMENT,
    MASTERS,
    PLAN,
    PROGRESS,
    WAREHOUSE,
    Branch,
    delivery,
    register,
    tracking,
)
from xlsales.demo.catalogue import (
    BOUGHT,
    CALENDAR,
    CENTRES,
    CLIENTS,
    PRODUCTS,
    Item,
    floor_price,
    net_guide,
)
from xlsales.demo.desk import Desk
from xlsales.demo.people import (
    DEPUTY,
    FINANCE,
    KEEPERS,
    PEOPLE,
    PLANNER,
    PRODUCTION,
    SELLERS,
)
from xlsales.derive.starting import starting_rows
from xlsales.forms.settings import OFFICE
from xlsales.forms.tables import tables_of

WORKBOOKS: tuple[tuple[Book, str], ...] = (
    (MASTERS, PLANNER),
    (MANAGEMENT, DEPUTY),
    (PLAN, PLANNER),
    (PROGRESS, PRODUCTION),
    (WAREHOUSE, KEEPERS[0]),
    (COLLECTION, FINANCE),
    *(
        (of(seller.name), seller.name)
        for seller in SELLERS
        for of in (register, delivery, tracking)
    ),
)
"""Every workbook, with who works in it."""

_COSTS_ROSE = (dt.date(2026, 1, 1), 1.0), (dt.date(2026, 10, 1), 1.015)


def found(branch: Branch) -> None:
    """Make the workbooks and type what must be there before the first order."""
    for book, _ in WORKBOOKS:
        _open(branch.desk, book)
    _masters(branch.desk)
    for cells in targets.rows():
        branch.desk.type(MANAGEMENT, "targets", **cells)
    for one in targets.ADJUSTMENTS:
        day = dt.date.fromisoformat(one.approved_on or "2026-12-10")
        branch.on(day, partial(_adjust, branch, one))


def _open(desk: Desk, book: Book) -> None:
    """Make a workbook if it is missing, with the rows that a blank one begins with."""
    book = desk.book(book)
    if book in desk.host.cells.infos:
        return
    desk.host.cells.add_book(book)
    for table in tables_of(book.kind):
        rows = starting_rows(table.name, desk.host.cells.lang)
        if rows and desk.rows(book, table.name) == 0:
            desk.host.cells.apply([Append(book, rows)])


def _masters(desk: Desk) -> None:
    for person in PEOPLE:
        desk.type(MASTERS, "people", **person._asdict())
    for n, client in enumerate(CLIENTS):
        desk.type(
            MASTERS,
            "customers",
            code=client.code,
            name=client.name,
            market=client.market,
            address=client.address,
            contact=client.contact,
            phone=f"0700-855{n * 37 % 1000:03}{n % 10}",
            tax_no=f"9142990000{n * 7919 % 100_000_000:08}",
            credit_days=client.credit,
            visit_cycle_days=client.visit,
            salesperson=client.seller,
            active="是",
        )
    for centre in CENTRES:
        desk.type(
            MASTERS,
            "work_centers",
            name=centre.name,
            capacity_unit=centre.unit,
            daily_capacity=centre.daily,
            from_date=dt.date.fromisoformat(centre.start) if centre.start else None,
        )
    for item in PRODUCTS:
        _item(desk, item)
    for day, kind, remark in CALENDAR:
        desk.type(MASTERS, "calendar", date=dt.date.fromisoformat(day), kind=kind, remark=remark)
    for key in ("company", "branch", "parent_group"):
        row = desk.find(MASTERS, "settings", "key", key)
        desk.type(MASTERS, "settings", row, value=OFFICE[key].written)
    row = desk.find(MASTERS, "settings", "key", "review_first_since")
    desk.type(MASTERS, "settings", row, value="2026-09-01")


def _item(desk: Desk, item: Item) -> None:
    made = item.code not in BOUGHT
    desk.type(
        MASTERS,
        "products",
        code=item.code,
        name=item.name,
        spec=item.spec,
        drawing_no=f"JD-{item.code}-01" if made else None,
        material=item.material or None,
        unit=item.unit,
        unit_weight_kg=item.weight,
        supply="自产" if made else "外购",
        work_center=item.centre or None,
        post_days=item.post,
        guide_price=item.guide,
        floor_price=floor_price(item),
        active="是",
    )
    for day, factor in _COSTS_ROSE:
        cost = net_guide(item) * item.cost * factor
        desk.type(
            MANAGEMENT,
            "costs",
            product=item.code,
            from_date=day,
            material_cost=round(cost * 0.62, 2) if made else None,
            unit_cost=round(cost, 2),
        )


def _adjust(branch: Branch, one: targets.Adjustment) -> None:
    """Let the deputy enter a changed target, which counts when the manager has approved it."""
    approved = branch.today if one.approved_on else None
    branch.desk.type(MANAGEMENT, "targets", approved_on=approved, **targets.adjusted(one))
