"""Lines of a journal for tests, as presses and noticing write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from xlsales.core.journalled import Told

Change = Mapping[str, Any]
TRACKING = "跟踪/跟踪卡台账-张三-2026.xlsx"
DELIVERY = "送货/送货台账-张三-2026.xlsx"


def edited(table: str, key: str, column: str, was: object, now: object, **more: Any) -> Change:
    place = {"workbook": DELIVERY, "table": table, "row": 3, **({"key": key} if key else {})}
    return {**place, "column": column, "from": was, "to": now, **more}


def added(table: str, cells: Change, *, key: str = "", row: int = 3, book: str = "") -> Change:
    place = {"workbook": book or TRACKING, "table": table, "row": row}
    return {**place, **({"key": key} if key else {}), "added": dict(cells)}


def deleted(table: str, key: str, cells: Change, *, book: str = "") -> Change:
    place = {"workbook": book or TRACKING, "table": table, "row": 3}
    return {**place, **({"key": key} if key else {}), "deleted": dict(cells)}


def line(button: str, at: datetime, *changes: Change, **more: Any) -> dict[str, Any]:
    return {"time": at.isoformat(), "button": button, "changes": list(changes), **more}


def scored(period: str, at: datetime) -> dict[str, Any]:
    return line("score", at, files=[f"考核/考核表-{period}.xlsx"])


def told(*lines: Mapping[str, Any], name: str = "张三@PC") -> Told:
    """One journal with these lines, numbered."""
    return Told(tuple((name, {"n": n, **each}) for n, each in enumerate(lines, 1)))


def by_several(*lines: tuple[str, Mapping[str, Any]]) -> Told:
    """Several journals with these lines, in the order in which they were written."""
    count: dict[str, int] = {}
    found: list[tuple[str, Mapping[str, Any]]] = []
    for name, each in lines:
        since = {other: n for other, n in count.items() if other != name}
        count[name] = count.get(name, 0) + 1
        found.append((name, {"n": count[name], **each, "since": since}))
    return Told(_shuffled(found))


def _shuffled(found: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Any, ...]:
    return tuple(sorted(found, key=lambda each: (each[0], each[1]["n"])))
