"""A score as ``score`` and ``what-if`` answer it (cli.md)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xlsales.appraisal.score import SubjectScore
from xlsales.appraisal.scoring import Deduction
from xlsales.core.exact import FEN, plain, rounded
from xlsales.forms.choices import Indicator
from xlsales.forms.settings import Scoring


def subject_reply(found: SubjectScore, scoring: Scoring) -> dict[str, object]:
    """Return a subject's entry of ``subjects``."""
    return {
        "subject": found.subject,
        "score": shown(found.now.score),
        "rank": found.now.rank,
        "partial": found.now.partial,
        "base": shown(scoring.base_score),
        "deductions": [deduction_reply(one, scoring) for one in found.now.deductions],
    }


def deduction_reply(one: Deduction, scoring: Scoring) -> dict[str, object]:
    """Return an entry of ``deductions``; what was not computed is None."""
    rule = one.rule
    is_rate = rule.indicator is Indicator.COLLECTION and scoring.collection_basis == "rate"
    money = shown if is_rate else _yuan
    return {
        "rule_no": rule.rule_no,
        "indicator": rule.indicator.value,
        "kind": rule.kind.value,
        "target": money(one.target),
        "actual": money(one.actual),
        "completion": shown(one.completion),
        "shortfall_pct": shown(one.shortfall_pct),
        "steps": shown(one.steps),
        "count": one.count,
        "cap": shown(rule.cap),
        "points": shown(one.points),
        "not_scored": None if one.not_scored is None else one.not_scored.value,
    }


def shown(value: Fraction | Decimal | None) -> Decimal | None:
    """Return a figure half up to 6 decimals, without trailing zeros."""
    return None if value is None else Decimal(plain(value))


def _yuan(value: Fraction | Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, FEN)
