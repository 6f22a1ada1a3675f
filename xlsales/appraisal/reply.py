"""A score as ``score`` and ``what-if`` answer it (cli.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xlsales.appraisal.aftermath import Touched
from xlsales.appraisal.indicators import unit_of
from xlsales.appraisal.score import SubjectScore
from xlsales.appraisal.scoring import Deduction
from xlsales.core.exact import FEN, plain, rounded
from xlsales.core.finding import show
from xlsales.core.reply import Reply, ReplyRow, by_press
from xlsales.core.words import Choice, Lang, Words
from xlsales.forms.indicator_definition import Unit
from xlsales.forms.settings import Scoring


@dataclass(frozen=True, kw_only=True)
class DeductionReply(ReplyRow):
    """What a rule deducted: figures in the indicator's unit, ``points`` deducted, a key of why not.

    What was not computed is None.
    """

    rule_no: int
    indicator: str
    kind: str
    target: Decimal | None
    actual: Decimal | None
    completion: Decimal | None
    shortfall_pct: Decimal | None
    steps: Decimal | None
    count: int | None
    cap: Decimal | None
    points: Decimal | None
    not_scored: str | None


@dataclass(frozen=True, kw_only=True)
class SubjectReply(ReplyRow):
    """A subject's score, ``partial`` where a rule was not scored, and what it is made of."""

    subject: str
    score: Decimal | None
    rank: int | None
    partial: bool
    base: Decimal | None
    deductions: tuple[DeductionReply, ...]


@dataclass(frozen=True, kw_only=True)
class LeftOutReply(ReplyRow):
    """A row that was not counted, or not for a person: where it stands, and what is wrong there."""

    workbook: str
    table: str | None
    row: int | None
    key: str | None
    code: str
    message: Words


@dataclass(frozen=True, kw_only=True)
class ChangedReply(ReplyRow):
    """A cell that was typed over after it counted for a subject, and the rule that looks at it.

    ``column`` and ``after`` are None of a row that was deleted; ``rule_no`` where no rule looks at
    it. ``key`` is None of a row without one. ``known``: when the office found it.
    """

    subject: str
    rule_no: int | None
    table: str
    key: str | None
    column: str | None
    before: str | None
    after: str | None
    known: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Scored(Reply):
    """The score of a period, by rank of its subjects, and what it lacks."""

    period: str
    subjects: tuple[SubjectReply, ...]
    files: tuple[str, ...] = by_press()
    left_out: tuple[LeftOutReply, ...]
    changed_after: tuple[ChangedReply, ...]


@dataclass(frozen=True, kw_only=True)
class GainReply(ReplyRow):
    """The smallest amount of an indicator, in yuan, that gains a subject so many points."""

    subject: str
    indicator: str
    amount: Decimal
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class Assumed(Reply):
    """The score of a period with assumed amounts, and what more would gain points then."""

    period: str
    subjects: tuple[SubjectReply, ...]
    gains: tuple[GainReply, ...]
    left_out: tuple[LeftOutReply, ...]


def changed_reply(one: Touched, lang: Lang, now: dt.datetime) -> ChangedReply:
    """Return an entry of ``changed_after``; what was found just now is known as of ``now``."""
    change = one.change
    return ChangedReply(
        subject=one.subject,
        rule_no=one.rule_no,
        table=change.table.name,
        key=change.key,
        column=change.column,
        before=change.row_was(lang) if change.column is None else _told(change.before),
        after=_told(change.after),
        known=change.known.at or now,
    )


def _told(value: object) -> str | None:
    """Return a cell's value as replies say them: choices by their keys."""
    if isinstance(value, Choice):
        return value.value
    return None if value is None else show(value, Lang.EN)


def subject_reply(scored: SubjectScore, scoring: Scoring) -> SubjectReply:
    """Return a subject's entry of ``subjects``."""
    return SubjectReply(
        subject=scored.subject,
        score=shown(scored.now.score),
        rank=scored.now.rank,
        partial=scored.now.partial,
        base=shown(scoring.base_score),
        deductions=tuple(deduction_reply(one, scoring) for one in scored.now.deductions),
    )


def deduction_reply(one: Deduction, scoring: Scoring) -> DeductionReply:
    """Return an entry of ``deductions``; what was not computed is None."""
    rule = one.rule
    figure = _yuan if unit_of(rule.indicator, scoring) is Unit.YUAN else shown
    return DeductionReply(
        rule_no=rule.rule_no,
        indicator=rule.indicator.value,
        kind=rule.kind.value,
        target=figure(one.target),
        actual=figure(one.actual),
        completion=shown(one.completion),
        shortfall_pct=shown(one.shortfall_pct),
        steps=shown(one.steps),
        count=one.count,
        cap=shown(rule.cap),
        points=shown(one.points),
        not_scored=None if one.not_scored is None else one.not_scored.value,
    )


def shown(value: Fraction | Decimal | None) -> Decimal | None:
    """Return a figure half up to 6 decimals, without trailing zeros."""
    return None if value is None else Decimal(plain(value))


def _yuan(value: Fraction | Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, FEN)
