"""The results of buttons that only read, as something to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xlsales.buttons import Button
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import Listing, label, listings
from xlsales.office import profile
from xlsales.press import Pressed
from xlsales.ribbon.desk import Spot, Tick, View

_MOST = 500
ON_OPENING = Words("打开工作簿时显示今日待办", "Show when a workbook is opened")


def view_of(button: Button, pressed: Pressed, lang: Lang) -> View | None:
    """Return what to show of a press, None where a message says it all."""
    view = _view(button, pressed, lang)
    return view and replace(view, lines=(*(w.said(lang) for w in pressed.warned), *view.lines))


def _view(button: Button, pressed: Pressed, lang: Lang) -> View | None:
    reply, notes = pressed.outcome.reply, [note.said(lang) for note in pressed.outcome.notes]
    title = button.words.said(lang)
    if button.id == "today":
        return _today(title, reply["items"], notes, lang)
    if button.id == "promise":
        return _promise(title, reply["lines"], notes)
    if button.id == "order_story":
        return _listed(title, notes, "events", reply["events"], lang)
    if button.id == "journal":
        return _journal(title, reply, notes, lang)
    if button.id in {"my_score", "what_if"}:
        colon = Words("\uff1a", ": ").said(lang)
        lines = [f"{label('period', lang)}{colon}{reply['period']}", *notes]
        gains: Any = reply.get("gains") or ()
        found = list(listings(label("gains", lang), gains, lang)) if gains else []
        subjects: Any = reply["subjects"]
        found += listings(label("subjects", lang), subjects, lang)
        left: Any = reply["left_out"]
        found += listings(label("left_out", lang), left, lang) if left else ()
        return View(title, tuple(lines), tuple(found))
    return None


def _listed(title: str, lines: Sequence[str], key: str, rows: Any, lang: Lang) -> View | None:
    if not rows:
        return None
    return View(title, tuple(lines), tuple(listings(label(key, lang), rows, lang)))


def _today(title: str, items: Any, notes: Sequence[str], lang: Lang) -> View | None:
    """List what waits; each row that stands somewhere can be gone to."""
    spots = {
        i: Spot(item["workbook"], item["table"], item["row"] or 0)
        for i, item in enumerate(items)
        if item["table"]
    }
    found = _listed(title, notes, "items", items, lang)
    tick = Tick(ON_OPENING, profile.wants_today(), profile.want_today)
    return found and replace(found, spots=spots, tick=tick)


def _promise(title: str, lines: Any, notes: Sequence[str]) -> View | None:
    """Say for each row when it could be completed, or why that cannot be told."""
    said = list(zip(lines, notes, strict=False))
    if not said:
        return None
    keys = ("row", "order_no", "completion_date", "late_days", "message")
    rows = tuple((*(line[key] for key in keys[:-1]), note) for line, note in said)
    spots = {i: Spot("", "orders", line["row"]) for i, (line, _) in enumerate(said)}
    return View(title, (), (Listing("", keys, rows),), spots)


def _journal(title: str, reply: Mapping[str, Any], notes: Sequence[str], lang: Lang) -> View | None:
    lines = list(notes)
    if reply["whole"]:
        whole = Words("记录完整，未被改动。", "The record is whole; nobody has altered it.")
        lines.append(whole.said(lang))
    newest = reply["entries"][: -_MOST - 1 : -1]
    return _listed(title, lines, "entries", newest, lang)
