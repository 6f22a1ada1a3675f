"""The evidence of a score, each row once: who it counts for, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.score import Score, Standing
from xlsales.appraisal.subjects import BRANCH
from xlsales.core.row import At, Book
from xlsales.core.words import Choice, Lang, Words
from xlsales.forms.indicators import Indicator


class Scope(Choice):
    """Which actual a row counts in: this period's is the year's to date too."""

    PERIOD = "period", "本期"
    EARLIER = "earlier", "本年前期"
    DUE_PERIOD = "due_in_period", "本期应收"
    DUE_TO_DATE = "due_to_date", "累计应收"


@dataclass(frozen=True)
class Entry:
    """A row of evidence; ``person`` is empty where only the branch answers for it."""

    evidence: Evidence
    scope: Scope
    person: str
    is_branch: bool


def entries(score: Score) -> tuple[Entry, ...]:
    """Return the evidence of all subjects, by indicator, person, scope and day.

    A person's row that is the branch's too stands once. The year to date holds the period's rows.
    """
    order = {scored.subject: place for place, scored in enumerate(score.subjects)}
    held: dict[tuple[int, Scope], dict[str, Evidence]] = {}
    for scored in score.subjects:
        for scope, rows in _scoped(scored.now, scored.to_date):
            for row in rows:
                held.setdefault((id(row), scope), {})[scored.subject] = row
    made = []
    for (_, scope), by_subject in held.items():
        is_branch = BRANCH in by_subject
        people = [subject for subject in by_subject if subject != BRANCH] or [""]
        for place, person in enumerate(people):
            row = by_subject.get(person) or by_subject[BRANCH]
            made.append(Entry(row, scope, person, is_branch and place == 0))
    rank = {indicator: place for place, indicator in enumerate(Indicator)}
    scopes = {scope: place for place, scope in enumerate(Scope)}
    made.sort(
        key=lambda e: (
            rank[e.evidence.indicator],
            order.get(e.person, 0),
            scopes[e.scope],
            e.evidence.day,
        )
    )
    return tuple(made)


def _scoped(now: Standing, to_date: Standing | None) -> Iterable[tuple[Scope, Sequence[Evidence]]]:
    for actual in now.actuals.values():
        yield Scope.PERIOD, actual.evidence
        yield Scope.DUE_PERIOD, actual.due
    if to_date is not None:
        for indicator, actual in to_date.actuals.items():
            present = {id(row) for row in now.actuals[indicator].evidence}
            yield Scope.EARLIER, [row for row in actual.evidence if id(row) not in present]
            yield Scope.DUE_TO_DATE, actual.due


Sums = Mapping[tuple[str, Indicator, Scope], Decimal]


def sums(held: Iterable[Entry]) -> Sums:
    """Return what the entries of each subject, indicator and scope add up to."""
    made: dict[tuple[str, Indicator, Scope], Decimal] = {}
    for entry in held:
        for subject in {entry.person, BRANCH if entry.is_branch else entry.person}:
            if subject:
                key = (subject, entry.evidence.indicator, entry.scope)
                made[key] = made.get(key, Decimal(0)) + entry.evidence.amount
    return made


def place_of(at: At | None, paths: Mapping[Book, str], lang: Lang) -> str | None:
    """Return a row as a person finds it: its workbook and the row that they see there."""
    return None if at is None else places_of([at], paths, lang)[0]


def places_of(ats: Sequence[At], paths: Mapping[Book, str], lang: Lang) -> Sequence[str | None]:
    """Return the same of many rows."""
    around: dict[Book, tuple[str, str]] = {}
    for book in {at.book for at in ats}:
        before = Words("{} 第 ", "{}, row ").said(lang).format(paths.get(book, ""))
        around[book] = before.lstrip(" ,"), Words(" 行", "").said(lang)
    return [f"{around[at.book][0]}{at.row}{around[at.book][1]}" if at.row else None for at in ats]
