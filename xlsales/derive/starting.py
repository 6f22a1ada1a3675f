"""The rows that a blank workbook starts with: settings, and the regulation's deduction rules."""

from __future__ import annotations

from collections.abc import Iterator

from xlsales.core.row import Row
from xlsales.core.words import Lang
from xlsales.forms.choices import AppliesTo, Rounding
from xlsales.forms.indicators import SCORED
from xlsales.forms.management import DeductionRule, ScoringSetting
from xlsales.forms.masters import Setting
from xlsales.forms.settings import OFFICE, SCORING


def starting_rows(name: str, lang: Lang) -> tuple[Row, ...]:
    """Return the rows that a table has in the blank workbook; most have none."""
    if name == "settings":
        return tuple(
            Setting(key=key, value=entry.begun.said(lang) or None, meaning=entry.meaning.said(lang))
            for key, entry in OFFICE.items()
        )
    if name == "scoring":
        return tuple(
            ScoringSetting(
                key=key, value=entry.begun.said(lang) or None, meaning=entry.meaning.said(lang)
            )
            for key, entry in SCORING.items()
        )
    if name == "rules":
        return tuple(_rules(lang))
    return ()


def _rules(lang: Lang) -> Iterator[DeductionRule]:
    """Yield the regulation's rules; where the source breaks off nothing is invented."""
    clauses = {
        definition.clause.no: (definition.clause, indicator)
        for indicator in SCORED
        if (definition := indicator.definition).clause is not None
    }
    for _, (clause, indicator) in sorted(clauses.items()):
        yield DeductionRule(
            rule_no=clause.no,
            clause=clause.words.said(lang),
            indicator=indicator,
            kind=indicator.definition.kind,
            step_pct=clause.step_pct,
            points=clause.points,
            rounding=Rounding.FULL,
            applies_to=AppliesTo.BOTH,
        )
