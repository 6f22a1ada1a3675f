"""The indicators at work: their functions, found and checked when this is imported.

A definition names its function, since tables and their choices, which derive from it, are below
the appraisal.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from dataclasses import fields
from typing import get_type_hints

from xlsales.appraisal.gathering import Base, Gather, Gathering
from xlsales.core.needs import needs_of
from xlsales.core.row import NOWHERE, Row
from xlsales.forms.indicator_definition import Definition, Rate, Unit
from xlsales.forms.indicators import SCORED, Indicator
from xlsales.forms.settings import Scoring
from xlsales.forms.tables import MODELS


def function_of(definition: Definition) -> Gather:
    """Return the function that gathers for a definition.

    Raises:
        ValueError: there is none, it does not take the Gathering alone, does not say by ``needs``
            what it reads or returns no base for a rate, or a setting named is none; the message
            names the indicator.
    """
    module, _, name = definition.gather.partition(":")
    try:
        function: Gather = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as trouble:
        raise ValueError(f"indicator {definition.key!r}: {trouble}") from trouble
    wrong = []
    if len(inspect.signature(function).parameters) != 1:
        wrong.append(f"{definition.gather} does not take the Gathering alone")
    try:
        needs_of(function, NOWHERE.book)
    except KeyError:
        wrong.append(f"{definition.gather} does not say by @needs what it reads")
    if definition.rate and get_type_hints(function).get("return") is type(None):
        wrong.append(f"{definition.gather} returns no base of its rate")
    named = {*definition.settings, *([definition.rate.setting] if definition.rate else [])}
    unknown = sorted(named - {each.name for each in fields(Scoring)})
    if unknown:
        wrong.append(f"{', '.join(unknown)}: no scoring setting")
    if wrong:
        raise ValueError(f"indicator {definition.key!r}: {'; '.join(wrong)}")
    return function


FUNCTIONS: Mapping[Indicator, Gather] = {each: function_of(each.definition) for each in SCORED}


def reads_of(*functions: Gather) -> tuple[type[Row], ...]:
    """Return the tables that functions say they read, in the order of the workbooks."""
    read = {table for each in functions for table in needs_of(each, NOWHERE.book).tables}
    return tuple(model for model in MODELS if model.table in read)


def rate_of(indicator: Indicator, scoring: Scoring) -> Rate | None:
    """Return the rate that an indicator is measured as under these settings, None if as it is."""
    rate = indicator.definition.rate
    return rate if rate and getattr(scoring, rate.setting) == rate.value else None


def unit_of(indicator: Indicator, scoring: Scoring) -> Unit | None:
    """Return what a target and an actual are in under these settings; None: events."""
    return Unit.PERCENT if rate_of(indicator, scoring) else indicator.definition.unit


def gather(g: Gathering) -> Mapping[Indicator, Base]:
    """Enter the evidence of every indicator, and return the bases of those that are rates now."""
    g.list_foreign([model.table for model in reads_of(*FUNCTIONS.values())])
    bases = {function: function(g) for function in dict.fromkeys(FUNCTIONS.values())}
    return {
        indicator: base
        for indicator, function in FUNCTIONS.items()
        if rate_of(indicator, g.scoring) and (base := bases[function]) is not None
    }
