"""What is told beside a score: rules, targets and masters that it could not use."""

from __future__ import annotations

from xlsales.appraisal.gathering import Gathering
from xlsales.appraisal.periods import Period
from xlsales.appraisal.scoring import NEEDED, is_applicable, is_fitting
from xlsales.appraisal.targets import NEEDED as OF_TARGETS
from xlsales.appraisal.targets import Goals
from xlsales.flow.checks.management import is_branch
from xlsales.forms.management import DeductionRule, ScoringSetting, Target
from xlsales.forms.masters import Customer, Person, Setting
from xlsales.forms.rules import appraisal as rules
from xlsales.forms.rules import management as of_management
from xlsales.forms.settings import check_settings


def usable_rules(g: Gathering) -> tuple[DeductionRule, ...]:
    """Return the rules that can be applied; list the others, which are left out."""
    usable = []
    for rule in g.usable(g.office.rows(DeductionRule), *NEEDED):
        if is_applicable(rule):
            usable.append(rule)
            continue
        if is_fitting(rule):
            g.tell(rules.RULE_STEP, rule, "step_pct")
        else:
            g.tell(rules.RULE_KIND, rule, "kind", indicator=rule.indicator, kind=rule.kind)
    return tuple(usable)


def list_masters(g: Gathering) -> None:
    """List the people, customers and settings that could not be read."""
    for finding in check_settings(g.office.rows(ScoringSetting)):
        if finding.is_error:
            g.findings.append(finding)
    for finding in check_settings(g.office.rows(Setting)):
        if finding.is_error and finding.facts["key"] == "tax_rate":
            g.findings.append(finding)
    for row in g.office.rows(Person):
        if row.bad & {"name", "roles"}:
            g.leave_out(row, *row.bad & {"name", "roles"})
    for customer in g.office.rows(Customer):
        if "name" in customer.bad:
            g.leave_out(customer, "name")


def list_targets(g: Gathering, period: Period, goals: Goals) -> None:
    """List the targets that cannot be read, hold beside another one, or are not approved.

    Those of periods that the score does not look at are passed over.
    """
    for row in g.office.rows(Target):
        read = None if "period" in row.bad else Period.read(row.period)
        if read is not None and not g.window.overlaps(read.span.first, read.span.last):
            continue
        lacking = set(row.bad.intersection(OF_TARGETS))
        if read is None:
            g.leave_out(row, "period", *lacking)
        elif lacking:
            g.leave_out(row, *lacking)
        elif not (is_branch(g.office, row.subject) or g.office.first(Person, "name", row.subject)):
            g.tell(of_management.UNKNOWN_SUBJECT, row, "subject")
        elif not goals.counts(row) and period.span.overlaps(read.span.first, read.span.last):
            g.tell(rules.ADJUSTMENT_NOT_APPROVED, row, "approved_by")
    for rows in goals.colliding(period):
        for row in rows:
            g.tell(
                rules.TARGETS_COLLIDE,
                row,
                "target",
                period=row.period,
                subject=row.subject,
                indicator=row.indicator,
                number=len(rows),
            )
