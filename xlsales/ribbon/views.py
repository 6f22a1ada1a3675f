"""The results of buttons that only read, as something to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xlsales.buttons import Button, made_of
from xlsales.core.column import By
from xlsales.core.reply import ReplyRow
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import Listing, held, label, listings
from xlsales.forms.tables import BY_NAME
from xlsales.office import profile
from xlsales.press import Pressed
from xlsales.ribbon.desk import Further, Spot, Tick, View

if TYPE_CHECKING:
    from xlsales.appraisal.reply import Assumed, Scored
    from xlsales.flow.every.story import OrderStory
    from xlsales.flow.every.today import Agenda
    from xlsales.flow.plan.scheduling import Promised
    from xlsales.hosts.tools.history import Journal
    from xlsales.hosts.tools.origins import History

_MOST = 500
CHANGES = {
    "added": Words("新增一行", "row added"),
    "deleted": Words("删除一行", "row deleted"),
}
ON_OPENING = Words("打开工作簿时显示今日待办", "Show when a workbook is opened")


def view_of(button: Button, pressed: Pressed, lang: Lang) -> View | None:
    """Return what to show of a press, None where a message says it all."""
    view = _view(button, pressed, lang)
    return view and replace(view, lines=(*(w.said(lang) for w in pressed.warned), *view.lines))


def _view(button: Button, pressed: Pressed, lang: Lang) -> View | None:
    if not button.view:
        return None
    notes = [note.said(lang) for note in pressed.outcome.notes]
    made: Callable[[str, Any, Sequence[str], Lang], View | None] = made_of(button.view)
    return made(button.words.said(lang), pressed.reply, notes, lang)


def score(title: str, reply: Scored | Assumed, notes: Sequence[str], lang: Lang) -> View:
    """List what was gained, where that was asked, each subject's score, and what was left out."""
    colon = Words("\uff1a", ": ").said(lang)
    lines = [f"{label('period', lang)}{colon}{reply.period}", *notes]
    found: list[Listing] = []
    from xlsales.appraisal.reply import Assumed

    gains = reply.gains if isinstance(reply, Assumed) else ()
    changed = () if isinstance(reply, Assumed) else reply.changed_after
    for key, rows in (
        ("gains", gains),
        ("subjects", reply.subjects),
        ("left_out", reply.left_out),
        ("changed_after", changed),
    ):
        found += listings(label(key, lang), rows, lang) if rows or key == "subjects" else ()
    return View(title, tuple(lines), tuple(found))


def story(title: str, reply: OrderStory, notes: Sequence[str], lang: Lang) -> View | None:
    """List what happened to an order."""
    return _listed(title, notes, "events", reply.events, lang)


def _listed(
    title: str, lines: Sequence[str], key: str, rows: Sequence[ReplyRow], lang: Lang
) -> View | None:
    if not rows:
        return None
    return View(title, tuple(lines), tuple(listings(label(key, lang), rows, lang)))


def today(title: str, reply: Agenda, notes: Sequence[str], lang: Lang) -> View | None:
    """List what waits; each row that stands somewhere can be gone to."""
    spots = {
        i: Spot(item.workbook, item.table, item.row or 0)
        for i, item in enumerate(reply.items)
        if item.table
    }
    found = _listed(title, notes, "items", reply.items, lang)
    tick = Tick(ON_OPENING, profile.wants_today(), profile.want_today)
    return found and replace(found, spots=spots, tick=tick)


def promise(title: str, reply: Promised, notes: Sequence[str], _lang: Lang) -> View | None:
    """Say for each row when it could be completed, or why that cannot be told."""
    said = list(zip(reply.lines, notes, strict=False))
    if not said:
        return None
    keys = ("row", "order_no", "completion_date", "late_days", "message")
    rows = tuple(
        (line.row, line.order_no, line.completion_date, line.late_days, note) for line, note in said
    )
    spots = {i: Spot("", "orders", line.row) for i, (line, _) in enumerate(said)}
    return View(title, (), (Listing("", keys, rows),), spots)


def journal(title: str, reply: Journal, notes: Sequence[str], lang: Lang) -> View | None:
    """List the newest entries, and say whether the record was altered."""
    lines = list(notes)
    if reply.whole:
        whole = Words("记录完整，未被改动。", "The record is whole; nobody has altered it.")
        lines.append(whole.said(lang))
    newest = reply.entries[: -_MOST - 1 : -1]
    return _listed(title, lines, "entries", newest, lang)


def history(title: str, reply: History, notes: Sequence[str], lang: Lang) -> View | None:
    """List the changes of a row, the oldest first: when, who, what, how."""
    keys = ("time", "by", "how", "column", "before", "after")
    listed: list[tuple[object, ...]] = []
    spots: dict[int, Spot] = {}
    back: dict[int, Mapping[str, object]] = {}
    for row in reply.rows:
        columns = BY_NAME[row.table].by_key
        for each in row.changes:
            column = columns.get(each.column or "")
            what = (column.words if column else CHANGES[each.change]).said(lang)
            if row.row:
                spots[len(listed)] = Spot(row.workbook, row.table, row.row)
                if column and column.by is By.PERSON:
                    into = f"{row.table}.{column.key}"
                    back[len(listed)] = {"value": each.before or "", "into": into, "row": row.row}
            cells: tuple[str | None, ...] = (each.before, each.after)
            if column:
                cells = tuple(held(column, cell, lang) for cell in cells)
            listed.append((each.at, each.by, each.how, what, *cells))
    if not listed:
        return None
    return View(title, tuple(notes), (Listing(reply.key, keys, tuple(listed)),), spots,
                further=Further("put_back", back) if back else None)  # fmt: skip
