"""What can be wrong with targets, approvals and rulings (columns.csv; flow.md, *Approvals*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.flow.facts.approvals import has_role, salesperson_of
from xlsales.forms.choices import Role
from xlsales.forms.management import Approval, ComplaintRuling, Target
from xlsales.forms.masters import Person
from xlsales.forms.register import Order
from xlsales.forms.rules import management as rules
from xlsales.forms.rules import reading
from xlsales.forms.settings import settings_of
from xlsales.forms.tracking import Complaint

BRANCH = frozenset({"本单位", "Branch"})
"""What the branch is called as a subject, beside its own name (setting ``branch``)."""


def is_branch(office: Office, subject: str) -> bool:
    """Return whether a target's subject is the branch."""
    return subject in BRANCH or subject == settings_of(office).branch


def check_targets(office: Office, rows: Sequence[Target], today: dt.date) -> Iterator[Finding]:
    """Find unknown subjects, second originals and adjustments that nobody may approve."""
    del today
    originals: dict[tuple[object, ...], Target] = {}
    for row in sound(office.rows(Target), "period", "subject", "indicator", "reason"):
        if not row.reason:
            originals.setdefault(_place(office, row), row)
    for row in rows:
        if "subject" not in row.bad:
            yield from _subject(office, row)
        if not row.reason and not row.bad & {"period", "subject", "indicator", "reason"}:
            first = originals[_place(office, row)]
            if first.at != row.at:
                yield finding(reading.REQUIRED, row, "reason")
        if row.approved_by and not has_role(office, row.approved_by, Role.MANAGER):
            yield finding(rules.APPROVER_NOT_MANAGER, row, "approved_by")


def _place(office: Office, row: Target) -> tuple[object, ...]:
    subject = "" if is_branch(office, row.subject) else row.subject
    return row.period, subject, row.indicator


def _subject(office: Office, row: Target) -> Iterator[Finding]:
    if is_branch(office, row.subject):
        return
    person = office.first(Person, "name", row.subject)
    if person is None:
        yield finding(rules.UNKNOWN_SUBJECT, row, "subject")
    elif "roles" not in person.bad and Role.SALESPERSON not in person.roles:
        yield finding(rules.SUBJECT_NO_SALESPERSON, row, "subject")


def check_approvals(office: Office, rows: Sequence[Approval], today: dt.date) -> Iterator[Finding]:
    """Find decisions of people without the role, or on orders of their own."""
    del today
    for row in rows:
        if not row.decided_by:
            continue
        order = office.first(Order, "order_no", row.order_no)
        if row.decided_by in {row.salesperson, salesperson_of(order) if order else None}:
            yield finding(rules.OWN_ORDER, row, "decided_by")
        elif not has_role(office, row.decided_by, Role.MANAGER, Role.DEPUTY):
            yield finding(rules.DECIDER_WITHOUT_ROLE, row, "decided_by")


def check_rulings(
    office: Office, rows: Sequence[ComplaintRuling], today: dt.date
) -> Iterator[Finding]:
    """Find rulings of people without the role, or on complaints against themselves."""
    del today
    for row in rows:
        if not row.decided_by:
            continue
        complaint = office.first(Complaint, "complaint_no", row.complaint_no)
        if row.decided_by in {row.salesperson, complaint.salesperson if complaint else None}:
            yield finding(rules.OWN_COMPLAINT, row, "decided_by")
        elif not has_role(office, row.decided_by, Role.MANAGER, Role.DEPUTY):
            yield finding(rules.DECIDER_WITHOUT_ROLE, row, "decided_by")
