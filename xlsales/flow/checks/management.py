"""What can be wrong with targets, approvals and rulings (columns.csv; flow.md, *Approvals*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from xlsales.core.across import Across
from xlsales.core.finding import Finding, Rule, finding
from xlsales.core.office import Office
from xlsales.core.row import At, sound
from xlsales.flow.checks.suspects import Check, Flags
from xlsales.flow.facts.approvals import has_role, salesperson_of
from xlsales.flow.facts.kept import kept
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


def _judge_target(office: Office, row: Target, _today: dt.date) -> Iterator[Finding]:
    if "subject" not in row.bad and (why := _no_subject(office, row.subject)) is not None:
        yield finding(why, row, "subject")
    if not row.reason and not row.bad.intersection(_ORIGINAL) and _is_second(office, row):
        yield finding(reading.REQUIRED, row, "reason")
    if _approves_nothing(office, row.approved_by):
        yield finding(rules.APPROVER_NOT_MANAGER, row, "approved_by")


_ORIGINAL = ("period", "subject", "indicator", "reason")


@kept
def _originals(office: Office) -> Mapping[tuple[object, ...], At]:
    """Return where the first target of each period, subject and indicator stands."""
    found: dict[tuple[object, ...], At] = {}
    for row in sound(office.rows(Target), *_ORIGINAL):
        if not row.reason:
            found.setdefault(_place(office, row), row.at)
    return found


def _is_second(office: Office, row: Target) -> bool:
    return _originals(office)[_place(office, row)] != row.at


def _place(office: Office, row: Target) -> tuple[object, ...]:
    subject = "" if is_branch(office, row.subject) else row.subject
    return row.period, subject, row.indicator


def _no_subject(office: Office, subject: str) -> Rule | None:
    """Return why nobody can have a target, or None."""
    if is_branch(office, subject):
        return None
    person = office.first(Person, "name", subject)
    if person is None:
        return rules.UNKNOWN_SUBJECT
    sells = "roles" in person.bad or Role.SALESPERSON in person.roles
    return None if sells else rules.SUBJECT_NO_SALESPERSON


def _approves_nothing(office: Office, name: str | None) -> bool:
    return bool(name) and not has_role(office, name, Role.MANAGER)


def _of_no_subject(office: Office, rows: Across[Target], _today: dt.date) -> Flags:
    return rows.each("subject", lambda subject: _no_subject(office, subject))


def _set_again(office: Office, rows: Across[Target], _today: dt.date) -> Flags:
    return (not row.reason and _is_second(office, row) for row in rows.rows)


def _approved_by_others(office: Office, rows: Across[Target], _today: dt.date) -> Flags:
    return rows.each("approved_by", lambda name: _approves_nothing(office, name))


check_targets = Check(_judge_target, _of_no_subject, _set_again, _approved_by_others)
"""Find unknown subjects, second originals and adjustments that nobody may approve."""


def _judge_approval(office: Office, row: Approval, _today: dt.date) -> Iterator[Finding]:
    order = office.first(Order, "order_no", row.order_no)
    theirs = salesperson_of(order) if order else None
    yield from _decided(office, row, rules.OWN_ORDER, theirs)


def _judge_ruling(office: Office, row: ComplaintRuling, _today: dt.date) -> Iterator[Finding]:
    complaint = office.first(Complaint, "complaint_no", row.complaint_no)
    theirs = complaint.salesperson if complaint else None
    yield from _decided(office, row, rules.OWN_COMPLAINT, theirs)


def _decided(
    office: Office, row: Approval | ComplaintRuling, own: Rule, theirs: str | None
) -> Iterator[Finding]:
    if not row.decided_by:
        return
    if row.decided_by in {row.salesperson, theirs}:
        yield finding(own, row, "decided_by")
    elif _decides_nothing(office, row.decided_by):
        yield finding(rules.DECIDER_WITHOUT_ROLE, row, "decided_by")


def _decides_nothing(office: Office, name: str | None) -> bool:
    return bool(name) and not has_role(office, name, Role.MANAGER, Role.DEPUTY)


def _decided_by_others(office: Office, rows: Across[Any], _today: dt.date) -> Flags:
    return rows.each("decided_by", lambda name: _decides_nothing(office, name))


def _own_orders(office: Office, rows: Across[Approval], _today: dt.date) -> Flags:
    orders = office.all_by(Order, "order_no")
    sellers = {no: salesperson_of(orders[no][0]) for no in set(rows["order_no"]) if no in orders}
    return (
        by is not None and by in {seller, sellers.get(number)}
        for by, seller, number in rows.zip("decided_by", "salesperson", "order_no")
    )


def _own_complaints(office: Office, rows: Across[ComplaintRuling], _today: dt.date) -> Flags:
    known = office.all_by(Complaint, "complaint_no")
    return (
        by is not None and by in {seller, *(row.salesperson for row in known.get(number, ()))}
        for by, seller, number in rows.zip("decided_by", "salesperson", "complaint_no")
    )


check_approvals = Check(_judge_approval, _decided_by_others, _own_orders)
"""Find decisions of people without the role, or on orders of their own."""

check_rulings = Check(_judge_ruling, _decided_by_others, _own_complaints)
"""Find rulings of people without the role, or on complaints against themselves."""
