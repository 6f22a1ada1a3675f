"""What is said after a press: what was done, what is to be done about it, and then the rest.

A message box clips, so it gets a few lines; what is longer becomes a list to scroll through, whose
rows can be gone to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsales.buttons import Button
from xlsales.core.finding import Finding, Severity
from xlsales.core.reply import lists_findings
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import Listing
from xlsales.flow.every.checking import Validated
from xlsales.flow.every.refreshing import Refreshed
from xlsales.forms.rules.reading import ROWS_BELOW
from xlsales.press import Pressed
from xlsales.ribbon.desk import Spot, View
from xlsales.ribbon.words import joined

LINES = 7
"""So many lines fit a message box; more are shown as a list."""
FEW = 3
"""So many findings are told in full in a message."""
LETTERS = 800
"""So many letters fit it: Excel's clips at about a thousand."""


@dataclass(frozen=True)
class Told:
    """What is said, in a few lines, and how grave it is; ``view`` is all of it where it is long."""

    words: Words
    severity: Severity
    view: View | None = None


def told(
    button: Button, pressed: Pressed, here: Book, lang: Lang, more: Sequence[Words] = ()
) -> Told:
    """Return what to say of a press in the workbook ``here``; ``more`` comes last."""
    outcome = pressed.outcome
    head = list(outcome.notes[:1])
    if isinstance(pressed.reply, Validated):
        rows = pressed.reply.rows
        head = [Words(f"检查了 {rows} 行。", f"{rows} rows checked.")]
    elif isinstance(pressed.reply, Refreshed) or not head:
        head = [_counted(pressed)]
    rest = [note for note in outcome.notes if note not in head]
    found = sorted(_to_tell(button, pressed), key=_gravity)
    if pressed.files:
        names = [Path(file).name for file in pressed.files]
        rest.append(Words(f"已生成：{'、'.join(names)}", f"Made: {', '.join(names)}"))
    rest += more
    checks = lists_findings(type(outcome.reply)) or outcome.annotate
    listed = {each.words for each in found}
    warned = [words for words in pressed.warned if words not in listed]
    lines = [*warned, *head, *_few(found, counted=checks), *rest]
    if checks and not outcome.findings:
        said = Words("其余没有问题。", "Nothing else is wrong.")
        lines.append(said if rest else Words("没有问题。", "Nothing is wrong."))
    grave = outcome.refused or bool(pressed.warned) or any(each.is_error for each in found)
    severity = Severity.WARNING if grave else Severity.INFO
    view = None
    words = joined(lines)
    if len(found) > FEW or len(lines) > LINES or max(map(len, words)) > LETTERS:
        view = _view(button, pressed, (*warned, *head), found, rest, here, lang)
    return Told(words, severity, view)


def _to_tell(button: Button, pressed: Pressed) -> Iterator[Finding]:
    """Yield the findings that a person is told of.

    All of them where the press checks a workbook; else those about what it did or refused to do.
    A note has told of the others. Of a press that was shown before only errors are told again:
    those are still to be mended.
    """
    outcome = pressed.outcome
    if button.previews and (outcome.about or outcome.annotate):
        yield from (each for each in outcome.findings if each.is_error)
    elif lists_findings(type(outcome.reply)) or outcome.annotate:
        yield from outcome.findings
    elif outcome.refused:
        said = {note.zh for note in outcome.notes}
        for each in outcome.findings:
            if each.rule is not ROWS_BELOW and each.message(Lang.ZH) not in said:
                yield each


def _few(found: Sequence[Finding], *, counted: bool) -> Iterator[Words]:
    """Yield the gravest findings, after how many of each severity there are."""
    if found and counted:
        zh, en = [], []
        for severity in Severity:
            count = sum(each.rule.severity is severity for each in found)
            if count:
                zh.append(f"{severity.words.zh} {count} 处")
                en.append(f"{severity.words.en}: {count}")
        yield Words(f"{'，'.join(zh)}。先看这一处：", f"{', '.join(en)}. Begin with:")
    yield from (_message(each) for each in found[:FEW])


def _view(
    button: Button,
    pressed: Pressed,
    head: Sequence[Words],
    found: Sequence[Finding],
    rest: Sequence[Words],
    here: Book,
    lang: Lang,
) -> View:
    """Return a reply as a list: the findings, kind by kind, then all else that was said."""
    kinds: dict[str, list[Finding]] = {}
    for each in found:
        kinds.setdefault(each.rule.code, []).append(each)
    ordered = [each for kind in kinds.values() for each in kind]
    listings = []
    spots: Mapping[int, Spot] = {}
    if ordered:
        rows = tuple(_row(each, lang) for each in ordered)
        title = Words("问题", "Findings").said(lang)
        listings.append(Listing(title, ("severity", "table", "row", "column", "message"), rows))
        spots = {n: spot for n, each in enumerate(ordered) if (spot := _spot(pressed, each, here))}
    if found and len(rest) <= FEW:
        head = (*head, *rest)
    elif rest:
        title = Words("其他说明", "What else was said").said(lang)
        listings.append(Listing(title, ("message",), tuple((note.said(lang),) for note in rest)))
    return View(
        button.words.said(lang), tuple(line.said(lang) for line in head), tuple(listings), spots
    )


def _row(found: Finding, lang: Lang) -> tuple[object, ...]:
    place = found.place
    column = (
        place.table.by_key[place.column].words.said(lang) if place.table and place.column else ""
    )
    return (
        found.rule.severity.words.said(lang),
        place.table.title.said(lang) if place.table else "",
        place.at.row or None,
        column,
        found.message(lang),
    )


def _spot(pressed: Pressed, found: Finding, here: Book) -> Spot | None:
    place = found.place
    if place.table is None or not place.at.row:
        return None
    info = pressed.office.books.get(place.at.book)
    path = "" if place.at.book == here or info is None else info.path
    return Spot(path, place.table.name, place.at.row)


def _counted(pressed: Pressed) -> Words:
    rows = len({(change.book, change.table, change.row) for change in pressed.changes})
    if not rows:
        return Words("没有变化。", "Nothing has changed.")
    return Words(f"已刷新：{rows} 行有变化。", f"Refreshed: {rows} rows have changed.")


def first(found: Sequence[Finding]) -> Finding:
    """Return the first of the gravest findings."""
    return min(found, key=_gravity)


def _gravity(found: Finding) -> int:
    return list(Severity).index(found.rule.severity)


def _message(found: Finding) -> Words:
    zh, en = found.message(Lang.ZH), found.message(Lang.EN)
    place = found.place
    if place.table is None or not place.at.row:
        return Words(zh, en)
    title, row = place.table.title, place.at.row
    return Words(f"{title.zh} 第 {row} 行：{zh}", f"{title.en} row {row}: {en}")
