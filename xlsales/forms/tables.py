"""All tables, in the order of the workbooks and of their sheets (forms.md)."""

from collections.abc import Mapping

from xlsales.core.column import Column
from xlsales.core.row import Row, Table
from xlsales.forms import (
    choices,
    collection,
    delivery,
    management,
    masters,
    plan,
    progress,
    register,
    tracking,
    warehouse,
)

MODELS: tuple[type[Row], ...] = (
    masters.Person,
    masters.Customer,
    masters.Product,
    masters.WorkCenter,
    masters.CalendarDay,
    masters.Setting,
    management.Target,
    management.DeductionRule,
    management.ScoringSetting,
    management.Cost,
    management.Approval,
    management.ComplaintRuling,
    management.BranchExpense,
    register.Order,
    register.MarketNote,
    register.Prospect,
    register.Expense,
    plan.PlanLine,
    plan.Load,
    plan.TradeRequest,
    progress.Progress,
    warehouse.Receipt,
    warehouse.Outbound,
    warehouse.Stock,
    delivery.Delivery,
    tracking.Card,
    tracking.Complaint,
    tracking.VisitDue,
    collection.Invoice,
    collection.InvoiceLine,
    collection.Payment,
    collection.AgeingRow,
)
TABLES: tuple[Table, ...] = tuple(model.table for model in MODELS)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}


def tables_of(kind: str) -> tuple[Table, ...]:
    """Return the tables of one kind of workbook, in the order of its sheets."""
    return tuple(table for table in TABLES if table.kind == kind)


REFERRED: Mapping[str, str] = {
    table: column
    for each in TABLES
    for named in each.columns
    if named.ref
    for table, column in (named.ref.split("."),)
}
"""The masters that rows elsewhere refer to, by table, and the column that they are known by."""

REFERRING: Mapping[str, tuple[tuple[Table, Column], ...]] = {
    table: tuple(
        (each, column)
        for each in TABLES
        for column in each.columns
        if column.refers == f"{table}.{known_by}"
    )
    for table, known_by in REFERRED.items()
}
"""The columns of all tables in which such a master stands."""


OWNED = frozenset({choices.Kind.REGISTER, choices.Kind.DELIVERY, choices.Kind.TRACKING})
"""The kinds that each salesperson has one of."""

YEARLY = OWNED | {
    choices.Kind.PLAN,
    choices.Kind.PROGRESS,
    choices.Kind.WAREHOUSE,
    choices.Kind.COLLECTION,
}
"""The kinds of which there is one a year."""


def list_name(ref: str) -> str:
    """Return the defined name of a list of the masters in each workbook (``list_products_code``)."""
    return "list_" + ref.replace(".", "_")


LABELS: Mapping[str, tuple[str, ...]] = {"products.code": ("name", "spec")}
"""What a drop-down shows beside a code, since codes alone say little: columns of its table."""


def offered(ref: str) -> str:
    """Return the name of the list that a drop-down offers: of codes one that says what they are."""
    return "labels_" + ref.replace(".", "_") if ref in LABELS else list_name(ref)
