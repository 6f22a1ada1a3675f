"""What *Score* answers where it could not be done: whom it would have scored, by which rules.

A program that asked is told of everybody that there is no score, in place of silence.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlsales.appraisal.reply import SubjectReply, deduction_reply, shown
from xlsales.appraisal.scoring import NEEDED, Deduction, is_applicable
from xlsales.appraisal.subjects import BRANCH, in_order, subject_of
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.forms.management import DeductionRule
from xlsales.forms.settings import scoring_of


def unscored(office: Office, subject: str = "") -> Iterator[SubjectReply]:
    """Yield the entries of ``subjects`` (cli.md, ``score``) with nothing computed in them.

    ``office`` holds masters and management as far as they can be read.
    """
    scoring = scoring_of(office)
    rules = [r for r in sound(office.rows(DeductionRule), *NEEDED) if is_applicable(r)]
    wanted = subject_of(office, subject) if subject else ""
    for who in in_order(office, ()) or (BRANCH,):
        if wanted in {"", who}:
            yield SubjectReply(
                subject=who,
                score=None,
                rank=None,
                partial=True,
                base=shown(scoring.base_score),
                deductions=tuple(deduction_reply(Deduction(rule), scoring) for rule in rules),
            )
