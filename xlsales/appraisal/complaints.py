"""Complaints as they were ruled, and runs of them (appraisal.md, *Indicators*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.gathering import Gathering
from xlsales.appraisal.subjects import BRANCH
from xlsales.core.exact import ZERO
from xlsales.core.needs import needs, only
from xlsales.core.row import build
from xlsales.core.words import Words
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.approvals import ruling_counts
from xlsales.forms.choices import ComplaintSeverity, Ruling
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import ComplaintRuling, ScoringSetting
from xlsales.forms.masters import Person
from xlsales.forms.rules import appraisal as rules
from xlsales.forms.settings import Scoring
from xlsales.forms.tracking import Complaint

_COMPLAINT = Words("投诉", "Complaint")
_READ = ("complaint_no", "date", "customer", "note_no", "order_no", "salesperson", "severity")
_GIVEN = ("complaint_no", "date", "customer", "salesperson", "reported_severity")
_BY_SEVERITY = {
    ComplaintSeverity.ORDINARY: Indicator.ORDINARY_COMPLAINTS,
    ComplaintSeverity.SERIOUS: Indicator.SERIOUS_COMPLAINTS,
}


@dataclass(frozen=True)
class Counted:
    """A complaint that counts, with the ruling that holds for it.

    ``listed``: the ruling that it counts by alone, since its own row is gone.
    """

    row: Complaint
    severity: ComplaintSeverity
    ruling: ComplaintRuling | None
    listed: ComplaintRuling | None = None

    @property
    def source(self) -> Complaint | ComplaintRuling:
        """The row that stands somewhere."""
        return self.listed or self.row

    def evidence(self, amount: int) -> Evidence:
        """Return its row of evidence."""
        ruling = None if self.listed else self.ruling
        return Evidence(
            _COMPLAINT,
            self.row.date,
            ZERO + amount,
            (self.source, ruling) if ruling else (self.source,),
            ruling.at if ruling else None,
            self.row.complaint_no,
            self.row.order_no,
            self.row.note_no,
            self.row.customer,
        )


@needs(
    Person,
    ScoringSetting,
    only(ComplaintRuling, *_GIVEN, "severity", "confirmed", "decided_by"),
    only(Complaint, *_READ),
)
def gather_complaints(g: Gathering) -> None:
    """Enter the complaints that count, by severity, and the runs that they form."""
    counted = tuple(_counted(g))
    for complaint in counted:
        if complaint.row.date in g.window:
            indicator = _BY_SEVERITY[complaint.severity]
            person = g.person(complaint.row.salesperson, complaint.source, "salesperson")
            g.ledger.add(person, complaint.evidence(1), indicator)
    if g.is_set(Indicator.CONSECUTIVE_COMPLAINTS):
        _gather_runs(g, counted)


def _counted(g: Gathering) -> Iterator[Counted]:
    """Yield what counts, up to the end of the window: as ruled, or as reported meanwhile."""
    rulings = _rulings(g)
    needed = ["complaint_no", "date", "salesperson"]
    if g.scoring.consecutive_scope == "customer":
        needed.append("customer")
    for row in g.office.rows(Complaint):
        if "date" not in row.bad and row.date > g.window.last:
            continue
        if row.bad.intersection(needed):
            _leave_out(g, row, *row.bad.intersection(needed))
            continue
        g.ledger.saw(row.salesperson, row.date)
        ruling = rulings.get(row.complaint_no) if row.complaint_no else None
        if ruling is not None and not ruling_counts(g.office, ruling):
            if row.date in g.listed:
                g.tell(rules.RULING_VOID, ruling, "decided_by")
            ruling = None
        if ruling is not None and ruling.confirmed is Ruling.NO:
            continue
        if ruling is not None and ruling.severity is not None:
            yield Counted(row, ruling.severity, ruling)
        elif "severity" in row.bad:
            _leave_out(g, row, "severity")
        else:
            if ruling is None and row.date in g.listed:
                g.tell(rules.COMPLAINT_NOT_RULED, row, "severity", severity=row.severity)
            yield Counted(row, row.severity, ruling)
    yield from _gone(g, rulings)


def _gone(g: Gathering, rulings: Mapping[str, ComplaintRuling]) -> Iterator[Counted]:
    """Yield the complaints that were listed for a ruling and whose rows are gone."""
    there = {row.complaint_no for row in g.office.rows(Complaint)}
    for row in g.office.rows(ComplaintRuling):
        if "complaint_no" in row.bad or row.complaint_no in there:
            continue
        there.add(row.complaint_no)
        if row.date is not None and row.date > g.window.last:
            continue
        ruling = rulings.get(row.complaint_no)
        if ruling is not None and not ruling_counts(g.office, ruling):
            ruling = None
        if ruling is not None and ruling.confirmed is Ruling.NO:
            continue
        severity = (ruling and ruling.severity) or row.reported_severity
        if row.date is None or row.salesperson is None or severity is None:
            needed = ("date", "salesperson", "reported_severity")
            _leave_out(g, row, *(key for key in needed if getattr(row, key) is None))
            continue
        if row.date in g.listed:
            g.tell(rules.COMPLAINT_GONE, row, "complaint_no", complaint_no=row.complaint_no)
        g.ledger.saw(row.salesperson, row.date)
        yield Counted(_as_listed(row), severity, ruling, row)


def _as_listed(row: ComplaintRuling) -> Complaint:
    """Return the complaint that a row of rulings was listed for, as far as it says."""
    said = {"severity": row.reported_severity}
    values = [said[key] if key in said else getattr(row, key, None) for key in _READ]
    return build(Complaint, row.at, frozenset(), _READ, values)


def _leave_out(g: Gathering, row: Complaint | ComplaintRuling, *columns: str) -> None:
    """List a row that is left out, unless it is surely of other days."""
    if row.date is None or row.date in g.window:
        g.leave_out(row, *columns)


def _rulings(g: Gathering) -> Mapping[str, ComplaintRuling]:
    """Return the rulings that have been made, by complaint."""
    rulings: dict[str, ComplaintRuling] = {}
    for row in g.office.rows(ComplaintRuling):
        lacking = row.bad.intersection(("complaint_no", "confirmed", "severity", "decided_by"))
        if lacking:
            _leave_out(g, row, *lacking)
        elif row.confirmed is not None:
            rulings.setdefault(row.complaint_no, row)
    return rulings


def _gather_runs(g: Gathering, counted: Iterable[Counted]) -> None:
    """Enter each run for the branch and for the person, on the day on which it counts."""
    everything = tuple(counted)
    by_person: dict[str, list[Counted]] = {}
    for complaint in everything:
        by_person.setdefault(complaint.row.salesperson, []).append(complaint)
    for subject, complaints in ((BRANCH, everything), *by_person.items()):
        for run in _runs(complaints, g.scoring):
            day = run[-1].row.date
            if day not in g.window:
                continue
            for place, complaint in enumerate(run, start=1):
                counts = 1 if place == len(run) else 0
                row = complaint.evidence(counts)._replace(counts_on=day)
                g.ledger.add_for(subject, row, Indicator.CONSECUTIVE_COMPLAINTS)


def _runs(complaints: Iterable[Counted], scoring: Scoring) -> Iterator[tuple[Counted, ...]]:
    """Yield the runs of enough complaints, each up to the one with which it reaches the count.

    A run is of one customer, salesperson or the whole branch, as set; between neighbours lie no
    more than so many days.
    """
    assert scoring.consecutive_window_days is not None
    assert scoring.consecutive_count is not None
    window = dt.timedelta(days=scoring.consecutive_window_days)
    scopes: dict[str, list[Counted]] = {}
    for complaint in complaints:
        row = complaint.row
        scope = {"customer": row.customer, "salesperson": row.salesperson}
        scopes.setdefault(scope.get(scoring.consecutive_scope or "", ""), []).append(complaint)
    for name in sorted(scopes):
        run: list[Counted] = []
        for complaint in sorted(
            scopes[name], key=lambda c: (c.row.date, number_key(c.row.complaint_no), c.row.at)
        ):
            if run and complaint.row.date - run[-1].row.date > window:
                run = []
            run.append(complaint)
            if len(run) == scoring.consecutive_count:
                yield tuple(run)
