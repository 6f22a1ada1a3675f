"""The task plan 任务计划单 as it is printed and told (forms.md, *Print forms*; cli.md, *issue*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from xlsales.core.office import Office
from xlsales.core.outcome import Document, FormContent
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.forms.choices import Role
from xlsales.forms.files import document_path
from xlsales.forms.masters import Person
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
class Sheet:
    """A task plan to print: its lines, each with the key of its mark or None."""

    plan_no: str
    revision: str | None
    month: str
    day: dt.date
    lines: tuple[tuple[PlanLine, str | None], ...]


def line_reply(line: PlanLine, mark: str | None) -> dict[str, object]:
    """Return a line of a plan as the command tells it."""
    return {
        "line_no": line.line_no,
        "order_no": line.order_no,
        "quantity": line.quantity,
        "work_center": line.work_center,
        "start_date": line.start_date,
        "completion_date": line.completion_date,
        "mark": mark,
    }


def planner_of(office: Office, user: str) -> str:
    """Return who signs as planner: the one who pressed, else the active planners."""
    if user:
        return user
    people = sound(office.rows(Person), "name", "roles", "active")
    return "、".join(one.name for one in people if one.active and Role.PLANNER in one.roles)


def plan_document(office: Office, sheet: Sheet, user: str) -> Document:
    """Return the form of a plan; a revision is a file of its own beside the first issue."""
    settings = settings_of(office)
    name = f"{sheet.plan_no}-{sheet.revision}" if sheet.revision else sheet.plan_no
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
            },
            lines=tuple(
                {
                    **{column: getattr(line, column) for column in _COLUMNS},
                    "mark": MARKS[mark] if mark else None,
                }
                for line, mark in sheet.lines
            ),
            copies=COPIES,
        ),
    )
