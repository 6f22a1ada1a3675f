"""What a score that is computed again says otherwise than the sheet that lies there."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import openpyxl

from xlsales.appraisal.score import Score
from xlsales.appraisal.subjects import BRANCH, BRANCH_WORDS, named
from xlsales.core.exact import decimal_of, plain
from xlsales.core.words import Words
from xlsales.documents.score_summary import SCORE, SUBJECT, SUMMARY


def changed_since(score: object, path: Path) -> Words | None:
    """Say whose score is another one than in the sheet at ``path``; None where nobody's is.

    A file that is no readable score sheet says nothing: it is only compared, never counted.
    """
    if not isinstance(score, Score):
        return None
    try:
        before = _scores(path)
    except Exception:  # noqa: BLE001  # somebody's own file under that name, or a damaged one
        return None
    changed = [
        (named(scored.subject), plain(before[scored.subject]), plain(scored.now.score))
        for scored in score.subjects
        if scored.subject in before and before[scored.subject] != scored.now.score
    ]
    if not changed:
        return None
    zh = "，".join(f"{who.zh} {was} → {now}" for who, was, now in changed)
    en = ", ".join(f"{who.en} {was} → {now}" for who, was, now in changed)
    return Words(f"与上次计算相比：{zh}。", f"Since it was last computed: {en}.")


def _scores(path: Path) -> Mapping[str, Decimal]:
    """Return the scores of a sheet's summary, by subject."""
    scores: dict[str, Decimal] = {}
    with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as workbook:
        title = next(name for name in SUMMARY if name in workbook.sheetnames)
        column = None
        for row in workbook[title].iter_rows(values_only=True):
            if column is None and row and row[0] in tuple(SUBJECT):
                column = next(n for n, head in enumerate(row) if head in tuple(SCORE))
            elif column is not None:
                name, score = row[0], row[column]
                if not isinstance(name, str) or not isinstance(score, int | float):
                    break
                subject = BRANCH if name in tuple(BRANCH_WORDS) else name
                scores[subject] = decimal_of(score)
    return scores
