"""An indicator's function is found and held to what its definition says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from tests.appraisal.branch import branch, delivery
from tests.build import order
from tests.documents.test_score_sheet import BRANCH
from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.gathering import Gathering
from xlsales.appraisal.indicators import FUNCTIONS, function_of, reads_of
from xlsales.appraisal.periods import Period
from xlsales.core.needs import needs
from xlsales.core.office import Office
from xlsales.core.words import Words
from xlsales.documents.score_evidence import COLUMNS
from xlsales.forms.collection import Payment
from xlsales.forms.indicator_definition import Rate, Shown
from xlsales.forms.indicators import Indicator
from xlsales.forms.settings import scoring_of

COLLECTION = Indicator.COLLECTION
NOV = date(2026, 11, 10)


@needs(Payment)
def gathers_nothing(g: Gathering) -> None: ...


@needs(Payment)
def takes_more(g: Gathering, more: int) -> None: ...


def says_nothing(g: Gathering) -> None: ...


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"gather": "xlsales.appraisal.nowhere:gather"}, "No module named"),
        ({"gather": "xlsales.appraisal.collection:nothing"}, "has no attribute 'nothing'"),
        ({"gather": f"{__name__}:takes_more"}, "does not take the Gathering alone"),
        ({"gather": f"{__name__}:says_nothing"}, "does not say by @needs what it reads"),
        ({"gather": f"{__name__}:gathers_nothing"}, "returns no base of its rate"),
        ({"settings": ("basis",)}, "basis: no scoring setting"),
        (
            {"rate": Rate(of=Words("a", "a"), setting="basis", value="rate", target=Decimal(1))},
            "basis: no scoring setting",
        ),
    ],
)
def test_a_definition_whose_function_or_setting_is_not_there_is_refused(
    cells: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(ValueError, match="indicator 'collection'") as caught:
        function_of(replace(COLLECTION.definition, **cells))
    assert wrong in str(caught.value)


def test_a_function_reads_what_it_says_and_no_more() -> None:
    whole = branch(*BRANCH, order("CL-3"), delivery("SH-4", 3, order_no="CL-3", signed=3))
    span = Period.asked("2026-11").span
    for function in FUNCTIONS.values():
        office = Office({model: whole.rows(model) for model in reads_of(function)})
        g = Gathering(office, NOV, span, span, scoring_of(whole))
        base = function(g)
        if base is not None:
            base(span)


def test_what_an_indicator_may_show_is_a_field_of_evidence_and_has_a_column() -> None:
    shown = get_args(Shown)
    assert set(shown) < set(Evidence._fields)
    assert sorted(column.shows for column in COLUMNS if column.shows) == sorted(shown)
