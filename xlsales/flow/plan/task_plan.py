"""The task plan 任务计划单 as it is printed and told (forms.md, *Print forms*; cli.md, ``issue``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsales.core.exact import ZERO
from xlsales.core.office import Office
from xlsales.core.outcome import Document, FormContent
from xlsales.core.reply import ReplyRow
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.forms.choices import Role
from xlsales.forms.files import document_path
from xlsales.forms.masters import Person, Product
from xlsales.forms.plan import PlanLine
from xlsales.forms.settings import settings_of

COPIES = (Words("存根联", "Kept copy"), Words("生产联", "Production's copy"))
"""The two copies of a task plan (forms.md, *Print forms*)."""

MARKS: Mapping[str, Words] = {
    "changed": Words("变更", "Changed"),
    "cancelled": Words("取消", "Cancelled"),
    "moved": Words("改期", "Moved"),
}
"""What a revision says beside a line."""


_COLUMNS = (
    "line_no",
    "order_no",
    "customer",
    "product",
    "product_name",
    "spec",
    "material",
    "unit",
    "quantity",
    "work_center",
    "start_date",
    "completion_date",
    "required_date",
    "customer_wish",
    "salesperson",
    "remark",
)


@dataclass(frozen=True)
class TaskPlan:
    """A task plan to print: its lines, each with the key of its mark or None."""

    plan_no: str
    revision: str | None
    month: str
    day: dt.date
    lines: tuple[tuple[PlanLine, str | None], ...]


@dataclass(frozen=True, kw_only=True)
class IssuedLine(ReplyRow):
    """A line of a plan; ``mark`` is the key of what a revision did to it, None of an unchanged."""

    line_no: int | None
    order_no: str
    quantity: Decimal | None
    work_center: str | None
    start_date: dt.date | None
    completion_date: dt.date | None
    mark: str | None


def line_reply(line: PlanLine, mark: str | None) -> IssuedLine:
    """Return a line of a plan as the command tells it."""
    return IssuedLine(
        line_no=line.line_no,
        order_no=line.order_no,
        quantity=line.quantity,
        work_center=line.work_center,
        start_date=line.start_date,
        completion_date=line.completion_date,
        mark=mark,
    )


def planner_of(office: Office, user: str) -> str:
    """Return who signs as planner: the one who pressed, else the active planners."""
    if user:
        return user
    people = sound(office.rows(Person), "name", "roles", "active")
    return "、".join(one.name for one in people if one.active and Role.PLANNER in one.roles)


def plan_document(office: Office, sheet: TaskPlan, user: str) -> Document:
    """Return the form of a plan; a revision is a file of its own beside the first issue."""
    settings = settings_of(office)
    name = f"{sheet.plan_no}-{sheet.revision}" if sheet.revision else sheet.plan_no
    lines = tuple(_line(office, line, mark) for line, mark in sheet.lines)
    return Document(
        "task_plan",
        document_path("task_plan", name),
        FormContent(
            fields={
                "company": settings.company,
                "branch": settings.branch,
                "plan_no": sheet.plan_no,
                "revision": sheet.revision,
                "month": sheet.month,
                "issued_on": sheet.day,
                "planner": planner_of(office, user),
                "line_count": len(sheet.lines),
                "total_weight_kg": _total(lines),
            },
            lines=lines,
            copies=COPIES,
            sums=("weight_kg",),
        ),
    )


def _line(office: Office, line: PlanLine, mark: str | None) -> dict[str, object]:
    """Return what fills a line; ``weight_kg`` is that of its whole quantity, where it is known."""
    product = office.first(Product, "code", line.product)
    weight = product.unit_weight_kg if product else None
    quantity = None if mark == "cancelled" else line.quantity
    return {
        **{column: getattr(line, column) for column in _COLUMNS},
        "unit_weight_kg": weight,
        "weight_kg": None if weight is None or quantity is None else weight * quantity,
        "mark": MARKS[mark] if mark else None,
    }


def _total(lines: Sequence[Mapping[str, object]]) -> Decimal | None:
    """Return the weight of the lines whose weight is known; None where it is of none."""
    known = [line["weight_kg"] for line in lines if isinstance(line["weight_kg"], Decimal)]
    return sum(known, ZERO) if known else None
