"""The evidence of a score, each row once: who it counts for, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

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


class Entry(NamedTuple):
    """A row of evidence, and whether it counts for the branch, too."""

    evidence: Evidence
    is_branch: bool


class Entries(NamedTuple):
    """The rows of an indicator that count for one person in one scope, by day.

    ``person`` is empty where only the branch answers for them.
    """

    person: str
    indicator: Indicator
    scope: Scope
    rows: tuple[Entry, ...]


_Rows = Sequence[Evidence]


def entries(score: Score) -> Iterator[Entries]:
    """Yield the evidence of all subjects, by indicator, person and scope.

    A person's row that is the branch's too stands once. The year to date holds the period's rows.
    """
    held = {scored.subject: _scoped(scored.now, scored.to_date) for scored in score.subjects}
    whole = held.pop(BRANCH, {})
    for indicator in Indicator:
        left: dict[Scope, dict[int, Evidence]] = {
            scope: {id(row): row for row in whole.get((indicator, scope), ())} for scope in Scope
        }
        people = [
            Entries(person, indicator, scope, tuple(_taken(rows, left[scope])))
            for person, scoped in held.items()
            for scope in Scope
            if (rows := scoped.get((indicator, scope)))
        ]
        for scope in Scope:
            if alone := left[scope].values():
                yield Entries("", indicator, scope, tuple(Entry(row, True) for row in alone))
        yield from people


def _taken(rows: _Rows, left: dict[int, Evidence]) -> Iterator[Entry]:
    """Yield a person's rows; those that are the branch's too are taken from what is ``left``."""
    for row in rows:
        yield Entry(row, left.pop(id(row), None) is not None)


def _scoped(
    now: Standing, to_date: Standing | None
) -> Mapping[tuple[Indicator, Scope], Sequence[Evidence]]:
    found: dict[tuple[Indicator, Scope], Sequence[Evidence]] = {}
    for indicator, actual in now.actuals.items():
        found[indicator, Scope.PERIOD] = actual.evidence
        found[indicator, Scope.DUE_PERIOD] = actual.due
    if to_date is not None:
        for indicator, actual in to_date.actuals.items():
            present = len(now.actuals[indicator].evidence)  # the last days of the year so far
            found[indicator, Scope.EARLIER] = actual.evidence[: len(actual.evidence) - present]
            found[indicator, Scope.DUE_TO_DATE] = actual.due
    return found


Sums = Mapping[tuple[str, Indicator, Scope], Decimal]


def sums(held: Iterable[Entries]) -> Sums:
    """Return what the entries of each subject, indicator and scope add up to."""
    made: dict[tuple[str, Indicator, Scope], Decimal] = {}
    for each in held:
        both = [row.amount for row, is_branch in each.rows if is_branch]
        own = [row.amount for row, _ in each.rows] if each.person else []
        for subject, amounts in ((BRANCH, both), (each.person, own)):
            if amounts:
                key = (subject, each.indicator, each.scope)
                made[key] = sum(amounts, made.get(key, Decimal(0)))
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
