"""Names that are given in part: ``--customer 东风`` where one customer's name holds it."""

from __future__ import annotations

from typing import TypeVar

from xlsales.core.arguments import arguments
from xlsales.core.office import Arguments, Office
from xlsales.core.words import Words
from xlsales.forms.tables import BY_NAME

A = TypeVar("A", bound=Arguments)


def completed(office: Office, args: A) -> A:
    """Return arguments with every name in full; one that means nothing known stays as it is.

    Raises:
        Refusal: a name may mean several; they are told.
    """
    whole: dict[str, object] = {}
    for each in arguments(type(args)):
        given = getattr(args, each.name)
        if not each.ask.names or not isinstance(given, str) or not given:
            continue
        table, key = each.ask.names.split(".")
        model = BY_NAME[table].model
        if not office.has(model) or office.first(model, key, given) is not None:
            continue
        from xlsales.flow.choosing.finding import the_one  # a click gives its names in full

        called = Words(each.ask.zh, each.ask.en.lower())
        entry = the_one(office, table, given, called, every=True)
        if entry is not None:
            whole[each.name] = entry.value
    return args.model_copy(update=whole) if whole else args
