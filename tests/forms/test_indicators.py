"""A definition of an indicator that cannot work is refused, with what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from xlsales.core.words import Words
from xlsales.forms.choices import RuleKind
from xlsales.forms.indicator_definition import (
    Clause,
    Definition,
    NotScored,
    Rate,
    Unit,
    check_together,
)
from xlsales.forms.indicators import SCORED, TARGETED, Indicator

TEXT = Words("字", "word")
GATHERED: dict[str, Any] = {"gather": "xlsales.appraisal.some:gather_some", "formula": TEXT}
REVENUE = Indicator.REVENUE.definition
COUNTED = Indicator.SERIOUS_COMPLAINTS.definition


def test_counted_ones_have_no_targets_and_others_may_be_planned_alone() -> None:
    assert not any(each.definition.is_counted for each in TARGETED)
    assert set(Indicator) - set(SCORED) == {Indicator.EXPENSES}
    assert set(SCORED) | set(TARGETED) == set(Indicator)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"key": "", "zh": "字"}, "'字': its key is small letters and underscores"),
        ({"key": "Some thing"}, "its key is small letters and underscores"),
        ({"zh": ""}, "it has no Chinese word"),
        ({"unit": None}, "it has a target, so it needs a unit"),
        ({"unit": Unit.PERCENT}, "its targets cannot be in percent"),
        (
            {"rate": Rate(of=TEXT, setting="a", value="b", target=Decimal(1))},
            "nothing gathers it, so it has no evidence, rate",
        ),
        ({"kind": RuleKind.COUNT, "unit": None}, "it needs a function that gathers its events"),
        (
            {"kind": RuleKind.COUNT, **GATHERED},
            "it is counted, so it has neither a unit nor a rate",
        ),
        ({"gather": "gather_some", "formula": TEXT}, "not 'gather_some'"),
        ({"gather": "xlsales.appraisal.some:gather_some"}, "it needs a formula in both languages"),
        ({"lacks": (NotScored.COST_MISSING,)}, "nothing gathers it, so it has no evidence"),
        ({"evidence": ("no",)}, "nothing gathers it, so it has no evidence"),
        ({"clause": Clause(no=9, words=TEXT, step_pct=Decimal(1))}, "no clause can deduct for it"),
        ({"clause": Clause(no=9, words=TEXT), **GATHERED}, "a clause has a step_pct where"),
    ],
)
def test_a_definition_that_cannot_work_is_refused(cells: dict[str, Any], wrong: str) -> None:
    sound: dict[str, Any] = {
        "key": "some", "zh": "某", "kind": RuleKind.SHORTFALL, "unit": Unit.YUAN,
    }  # fmt: skip
    Definition(**sound)
    with pytest.raises(ValueError, match="indicator") as caught:
        Definition(**{**sound, **cells})
    assert wrong in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"also": ("收入",)}, "indicators 'revenue' and 'some' share '收入'"),
        ({"clause": COUNTED.clause}, "indicators 'serious_complaints' and 'some' share 5"),
    ],
)
def test_no_two_share_a_word_or_the_number_of_a_clause(cells: dict[str, Any], wrong: str) -> None:
    other = replace(COUNTED, **{"key": "some", "zh": "某", "clause": None, **cells})
    with pytest.raises(ValueError, match="share") as caught:
        check_together([*(each.definition for each in Indicator), other])
    assert wrong in str(caught.value)
    check_together([REVENUE, replace(other, also=(), clause=None)])
