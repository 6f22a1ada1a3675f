"""Names that are given in part: ``--customer 东风`` where one customer's name holds it."""

from __future__ import annotations

from typing import TypeVar

from xlsales.core.alike import folded
from xlsales.core.arguments import arguments
from xlsales.core.office import Arguments, Office
from xlsales.core.outcome import Refusal
from xlsales.forms.tables import BY_NAME

A = TypeVar("A", bound=Arguments)
_MOST = 10


def completed(office: Office, args: A) -> A:
    """Return arguments with every name in full; one that nothing holds stays as it is.

    Raises:
        Refusal: several names hold what was given; they are told.
    """
    whole: dict[str, object] = {}
    for each in arguments(type(args)):
        given = getattr(args, each.name)
        if not each.ask.names or not isinstance(given, str) or not given:
            continue
        table, key = each.ask.names.split(".")
        model = BY_NAME[table].model
        known = office.all_by(model, key) if office.has(model) else {}
        if given in known:
            continue
        found = [str(name) for name in known if folded(given) in folded(str(name))]
        if len(found) > 1:
            shown = found[:_MOST]
            more = "……" if len(found) > _MOST else ""
            raise Refusal(
                f"“{given}”对应多个{each.ask.zh}：{'、'.join(shown)}{more}。请写全。",
                f"“{given}” may be any of {', '.join(shown)}{more}: give the name in full.",
            )
        if found:
            whole[each.name] = found[0]
    return args.model_copy(update=whole) if whole else args
