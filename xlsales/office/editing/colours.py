"""Findings as conditional colours, so that the colour a person gave a cell stays under them.

The rule's formula is always true and names us, by which it is found and taken away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xlsales.office import references
from xlsales.office.editing import markup
from xlsales.office.editing.change import COLOURS
from xlsales.office.editing.sheet import SheetPart
from xlsales.office.editing.styles import Styles

FORMULA = 'LEN("xlsales:'
_MOST = 500
"""Most areas in one element: programs grow slow, or refuse, with many thousands."""


def is_ours(formatting: bytes, prefix: bytes) -> bool:
    """Return whether a conditional format holds a rule of ours."""
    return any(
        _marks(formatting[rule.inner : rule.inner_end], prefix)
        for rule in markup.find_all(formatting, prefix, b"cfRule")
    )


def _marks(rule: bytes, prefix: bytes) -> bool:
    return any(
        markup.text(markup.inner_of(rule, formula)).lstrip().startswith(FORMULA)
        for formula in markup.find_all(rule, prefix, b"formula")
    )


def uncolour(sheet: SheetPart) -> None:
    """Take our rules out of a sheet; a format left without a rule goes too."""
    if b"xlsales:" not in sheet.tail:
        return
    tail, p = sheet.tail, sheet.prefix
    for span in reversed(list(markup.find_all(tail, p, b"conditionalFormatting"))):
        held = markup.inner_of(tail, span)
        rules = list(markup.find_all(held, p, b"cfRule"))
        ours = [r for r in rules if _marks(markup.inner_of(held, r), p)]
        if not ours:
            continue
        if len(ours) == len(rules):
            tail = tail[: span.start] + tail[span.end :]
            continue
        for rule in reversed(ours):
            held = held[: rule.start] + held[rule.end :]
        tail = tail[: span.inner] + held + tail[span.inner_end :]
    sheet.tail = tail


def colour(
    sheet: SheetPart, styles: Styles, cells: Mapping[str, Iterable[tuple[int, int]]]
) -> None:
    """Colour cells by severity; each is (row, column), both counting from 1."""
    p = sheet.prefix
    lines = []
    priority = last_priority(sheet)
    for severity, fill in COLOURS.items():
        areas = areas_of(cells.get(severity, ()))
        if not areas:
            continue
        s = styles.prefix
        index = styles.add(
            b"dxfs",
            b'<%sdxf><%sfill><%spatternFill patternType="solid"><%sbgColor rgb="FF%s"/>'
            b"</%spatternFill></%sfill></%sdxf>" % (s, s, s, s, fill.encode(), s, s, s),
        )
        for i in range(0, len(areas), _MOST):
            priority += 1
            lines.append(
                b'<%sconditionalFormatting sqref="%s"><%scfRule type="expression" dxfId="%d" '
                b'priority="%d" stopIfTrue="1"><%sformula>LEN("xlsales:%s")&gt;0</%sformula>'
                b"</%scfRule></%sconditionalFormatting>" % (
                    p, b" ".join(map(references.area_ref, areas[i : i + _MOST])), p, index,
                    priority, p, severity.encode(), p, p, p,
                )
            )  # fmt: skip
    if lines:
        sheet.insert(b"conditionalFormatting", b"".join(lines))


def last_priority(sheet: SheetPart) -> int:
    """Return the priority of a sheet's last conditional format; 0 where it has none."""
    return max(
        (int(n) for n in re.findall(rb'<(?:\w+:)?cfRule\b[^>]*\spriority="(\d+)"', sheet.tail)),
        default=0,
    )


def areas_of(cells: Iterable[tuple[int, int]]) -> list[references.Area]:
    """Return the fewest upright runs that cover the cells."""
    areas: list[list[int]] = []
    for column, row in sorted((column, row) for row, column in set(cells)):
        if areas and areas[-1][1] == column and areas[-1][2] == row - 1:
            areas[-1][2] = row
        else:
            areas.append([row, column, row, column])
    return [references.Area(a, b, c, d) for a, b, c, d in areas]
