"""Maps computed once from an office's rows, then kept with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from xlsales.core.office import Office

T = TypeVar("T")


def kept(compute: Callable[[Office], T]) -> Callable[[Office], T]:
    """Let a function of the office compute its answer once; nobody may change that answer."""

    @wraps(compute)
    def once(office: Office) -> T:
        found = office.recall(compute)
        if found is None:
            found = office.memo(compute, compute(office))
        return cast("T", found)

    return once
