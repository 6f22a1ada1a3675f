"""The pictures of the buttons, one distinct drawing each, in one style.

Drawn on a grid of 16 × 16 units (``canvas``): ink outlines, white paper, one strong colour that
says what happens. Only drawings live here; which buttons there are says ``xlsales.buttons``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsales.addin.oxt.icons.canvas import Shape, arc, disc, frame, line, paint, poly, rect, ring
from xlsales.addin.oxt.icons.png import png

INK = "#455a70"
PALE = "#a9b8c6"
PAPER = "#ffffff"
BLUE = "#1f74c4"
GREEN = "#1f9254"
AMBER = "#e8920c"
RED = "#cf3a35"
VIOLET = "#7d4fb0"

Picture = tuple[Shape, ...]


def _sheet(x: float, y: float, width: float, height: float) -> Picture:
    return (rect(x, y, width, height, PAPER), frame(x, y, width, height, INK))


def _lines(x: float, width: float, *heights: float, colour: str = PALE) -> Picture:
    return tuple(rect(x, y, width, 1, colour) for y in heights)


def _tick(colour: str, x: float, y: float, size: float, width: float = 2.2) -> Shape:
    """Make a tick whose lowest point is at (x, y)."""
    return line(
        colour, width, (x - size * 0.5, y - size * 0.5), (x, y), (x + size * 0.85, y - size)
    )


def _yuan(colour: str, x: float, y: float, size: float, width: float) -> Picture:
    """Make a ¥ around (x, y)."""
    half = size / 2
    return (
        line(colour, width, (x - half, y - size * 0.7), (x, y), (x + half, y - size * 0.7)),
        line(colour, width, (x, y), (x, y + size * 0.75)),
        line(colour, width, (x - half, y + size * 0.05), (x + half, y + size * 0.05)),
        line(colour, width, (x - half, y + size * 0.42), (x + half, y + size * 0.42)),
    )


def _coin(x: float, y: float, radius: float) -> Picture:
    return (disc(x, y, radius, AMBER), *_yuan(PAPER, x, y, radius * 0.9, radius * 0.27))


_PENCIL: Picture = (
    line(AMBER, 3, (8.5, 12.2), (13.6, 7.1)),
    poly(INK, (6.2, 14.6), (7.1, 11.2), (9.6, 13.7)),
)
_BOX: Picture = (
    rect(5, 7, 10, 8, AMBER),
    rect(5, 7, 10, 2, "#c47a06"),
    rect(9, 7, 2, 5, PAPER),
)

PICTURES: Mapping[str, Picture] = {
    # a table with a tick
    "validate": (
        *_sheet(1, 1, 12, 12),
        rect(1, 1, 12, 3, INK),
        *_lines(2, 10, 6, 9),
        rect(5, 4, 1, 8, PALE),
        _tick(PAPER, 9.6, 14, 6.2, 4.6),
        _tick(GREEN, 9.6, 14, 6.2, 2.6),
    ),
    # a wand with sparks
    "apply_fixes": (
        line(INK, 2.4, (2, 14), (9, 7)),
        line(AMBER, 2.4, (8.6, 7.4), (10, 6)),
        *(
            poly(
                AMBER,
                *((x, y - r), (x + r / 4, y - r / 4), (x + r, y), (x + r / 4, y + r / 4)),
                *((x, y + r), (x - r / 4, y + r / 4), (x - r, y), (x - r / 4, y - r / 4)),
            )
            for x, y, r in ((12.8, 3.2, 3.1), (5.2, 3.6, 2.4), (13.2, 11.2, 2.4))
        ),
    ),
    # two arrows chasing each other
    "refresh": (
        line(GREEN, 2, *arc(8, 8, 5.4, 190, 310)),
        line(GREEN, 2, *arc(8, 8, 5.4, 10, 130)),
        poly(GREEN, (14.8, 1.4), (14.8, 7.2), (9, 6)),
        poly(GREEN, (1.2, 14.6), (1.2, 8.8), (7, 10)),
    ),
    # a list with ticked boxes
    "today": (
        *_sheet(2, 2, 12, 13),
        rect(5, 1, 6, 3, INK),
        *(_tick(BLUE, 5, y, 2.1, 1.3) for y in (7.4, 10.4, 13.4)),
        *_lines(8, 5, 6, 9, 12, colour=INK),
    ),
    # a clock
    "promise": (
        disc(8, 8, 7, PAPER),
        ring(8, 8, 7, 1.6, BLUE),
        line(INK, 1.6, (8, 4), (8, 8.2), (11, 9.6)),
    ),
    # an arrow up out of a tray
    "submit": (
        line(INK, 1.8, (2, 10), (2, 14), (14, 14), (14, 10)),
        poly(BLUE, (8, 0.8), (13, 6), (3, 6)),
        rect(6, 5, 4, 6, BLUE),
    ),
    # a person and a star
    "my_score": (
        disc(6, 4.2, 3.2, INK),
        poly(INK, *arc(6, 14.2, 5.6, 180, 360)),
        poly(
            PAPER,
            *(
                p
                for i in range(5)
                for p in (
                    arc(11.4, 11, 5, i * 72 - 90, 0)[0],
                    arc(11.4, 11, 2.6, i * 72 - 54, 0)[0],
                )
            ),
        ),
        poly(
            AMBER,
            *(
                p
                for i in range(5)
                for p in (
                    arc(11.4, 11, 4, i * 72 - 90, 0)[0],
                    arc(11.4, 11, 1.8, i * 72 - 54, 0)[0],
                )
            ),
        ),
    ),
    # a funnel
    "consolidate": (
        poly(BLUE, (1, 2), (15, 2), (9.5, 8.6), (9.5, 13), (6.5, 15), (6.5, 8.6)),
        line(PAPER, 1.2, (4.6, 4), (11.4, 4)),
    ),
    # bars on a time axis
    "schedule": (
        line(INK, 1.4, (1.6, 1.4), (1.6, 14.4), (15, 14.4)),
        rect(3, 2, 6, 3, BLUE),
        rect(6, 6, 6, 3, GREEN),
        rect(9, 10, 6, 3, AMBER),
    ),
    # a printer
    "issue_plan": (
        *_sheet(4, 1, 8, 6),
        rect(1, 6, 14, 6, INK),
        rect(12, 7, 2, 1, GREEN),
        *_sheet(4, 9, 8, 6),
        *_lines(6, 4, 11, 13, colour=BLUE),
    ),
    # a bolt
    "issue_temporary": (
        *_sheet(1, 1, 10, 13),
        *_lines(3, 6, 4, 6, 8),
        poly(PAPER, (8.4, 2), (16, 2), (13.6, 6), (16, 6), (6.6, 16.4), (8.4, 9.6), (5.6, 9.6)),
        poly(AMBER, (9.6, 3), (14.4, 3), (12, 7), (14.8, 7), (7.6, 15), (9.6, 9), (7, 9)),
    ),
    # a sheet and a pencil
    "revise_plan": (
        *_sheet(1, 1, 11, 14),
        *_lines(3, 7, 4, 6, 8),
        line(PAPER, 4.6, (8.5, 12.2), (13.6, 7.1)),
        *_PENCIL,
    ),
    # a shopping cart
    "trade_request": (
        line(INK, 1.6, (0.9, 2.2), (3.2, 2.2), (5.4, 10.6), (13, 10.6)),
        poly(BLUE, (4, 4), (15.2, 4), (13.4, 9), (5.2, 9)),
        disc(6.2, 13.4, 1.6, INK),
        disc(12, 13.4, 1.6, INK),
    ),
    # a lorry
    "issue_note": (
        rect(0, 3, 9, 8, BLUE),
        poly(INK, (10, 5), (13, 5), (16, 8), (16, 11), (10, 11)),
        poly(PAPER, (11.4, 6.2), (12.7, 6.2), (14.3, 8), (11.4, 8)),
        rect(0, 11, 16, 1, INK),
        *(disc(x, 12.4, 2.3, PAPER) for x in (4, 12.4)),
        *(disc(x, 12.4, 1.8, INK) for x in (4, 12.4)),
    ),
    # a box coming back
    "return_goods": (
        *_BOX,
        line(RED, 2, (12.6, 5.6), (12.2, 3), (4, 3)),
        poly(RED, (5, -0.4), (5, 6.4), (0.6, 3)),
    ),
    # a signature
    "sign_off": (
        line(BLUE, 1.4, (1, 11), (3, 8.4), (4, 11), (5.6, 9), (6.6, 11.2)),
        rect(1, 14, 14, 1, INK),
        line(INK, 2.6, (9.6, 9), (13.8, 2.6)),
        poly(INK, (7.4, 12.2), (8.6, 8), (11.4, 10)),
    ),
    # a shed and an arrow out
    "outbound": (
        poly(INK, (0.6, 6), (6.5, 1), (12.4, 6), (12.4, 15), (0.6, 15)),
        rect(3, 7, 7, 8, PAPER),
        rect(4, 9, 12, 4, PAPER),
        rect(4, 10, 7, 2, GREEN),
        poly(GREEN, (10.6, 7), (15.8, 11), (10.6, 15)),
    ),
    # a card and a plus
    "new_card": (
        *_sheet(1, 2, 13, 10),
        rect(1, 2, 13, 3, VIOLET),
        *_lines(3, 5, 7, 9),
        disc(12, 11.6, 4.2, PAPER),
        disc(12, 11.6, 3.6, GREEN),
        line(PAPER, 1.3, (10, 11.6), (14, 11.6)),
        line(PAPER, 1.3, (12, 9.6), (12, 13.6)),
    ),
    # a bell
    "visits_due": (
        disc(8, 13.4, 1.9, INK),
        poly(AMBER, *arc(8, 6.4, 4.6, 180, 360), (13.4, 11), (14.6, 12.6), (1.4, 12.6), (2.6, 11)),
        line(AMBER, 1.8, (8, 1.2), (8, 2.4)),
    ),
    # bars from fresh to old
    "ageing": (
        rect(1, 11, 3, 3, GREEN),
        rect(5, 8, 3, 6, AMBER),
        rect(9, 5, 3, 9, "#dd6b20"),
        rect(13, 1, 3, 13, RED),
        rect(0, 14, 16, 1, INK),
    ),
    # a coin and a tick
    "verify_payments": (
        *_coin(6.8, 6.8, 6.2),
        _tick(PAPER, 11, 14.4, 4.6, 4.2),
        _tick(GREEN, 11, 14.4, 4.6, 2.4),
    ),
    # a sheet with amounts
    "statement": (
        *_sheet(2, 1, 12, 14),
        *_lines(4, 4, 4, 6),
        *_lines(10, 2, 4, 6, colour=INK),
        rect(4, 8, 8, 1, INK),
        disc(11.2, 11.4, 4.8, PAPER),
        *_coin(11.2, 11.4, 4.2),
    ),
    # a letter with a warning
    "dunning": (
        *_sheet(0, 3, 14, 10),
        line(INK, 1.2, (0.8, 4), (7, 9), (13.2, 4)),
        disc(12, 11.4, 4.2, PAPER),
        disc(12, 11.4, 3.7, RED),
        line(PAPER, 1.5, (12, 9.4), (12, 11.6)),
        disc(12, 13.6, 0.8, PAPER),
    ),
    # a cup
    "score": (
        ring(3.6, 4.6, 2.8, 1.3, AMBER),
        ring(12.4, 4.6, 2.8, 1.3, AMBER),
        poly(AMBER, (3.6, 1), (12.4, 1), (12, 6), *arc(8, 6, 4, 0, 180), (4, 6)),
        rect(7, 9, 2, 4, AMBER),
        rect(4, 13, 8, 2, INK),
    ),
    # sliders
    "what_if": (
        *(rect(0, y, 16, 1, INK) for y in (3, 8, 13)),
        disc(11, 3.5, 2.3, VIOLET),
        disc(4.5, 8.5, 2.3, VIOLET),
        disc(9, 13.5, 2.3, VIOLET),
    ),
    # two bars and the step between them
    "explain": (
        rect(1, 3, 4, 11, BLUE),
        rect(11, 8, 4, 6, RED),
        rect(0, 14, 16, 1, INK),
        line(INK, 1.3, (6, 3.4), (12.8, 3.4), (12.8, 4.4)),
        poly(INK, (10.4, 4), (15.2, 4), (12.8, 7)),
    ),
    # a padlock
    "approve_score": (
        line(INK, 2, (4.4, 8), (4.4, 5), *arc(8, 5, 3.6, 180, 360), (11.6, 8)),
        rect(2, 7, 12, 8, GREEN),
        _tick(PAPER, 7.2, 13, 3.6, 1.7),
    ),
    # a page with a curve
    "report": (
        *_sheet(1, 1, 14, 14),
        line(BLUE, 1.7, (3.4, 11), (6, 7.4), (9, 9), (12.8, 4)),
        *_lines(3, 10, 13, colour=INK),
    ),
    # a row with a plus
    "new_order": (
        *_sheet(1, 2, 11, 12),
        *_lines(3, 7, 5, 8),
        rect(8, 10, 7, 2, GREEN),
        rect(10.5, 7.5, 2, 7, GREEN),
    ),
    # two sheets, one over the other
    "copy_order": (
        *_sheet(1, 1, 9, 11),
        *_sheet(6, 4, 9, 11),
        *_lines(8, 5, 7, 12),
        rect(8, 9, 5, 2, GREEN),
    ),
    # a list under a glass
    "pick": (
        *_sheet(1, 1, 10, 13),
        *_lines(3, 6, 4, 7, 10),
        ring(10, 8.6, 3.8, 1.6, BLUE),
        line(INK, 2.2, (12.6, 11.4), (15, 14.4)),
    ),
    # an arrow back
    "undo": (
        line(INK, 2.2, (5, 5), *arc(9, 9, 4, 270, 440)),
        line(INK, 2.2, (5, 5), (9, 5)),
        poly(INK, (5.6, 0.6), (5.6, 9.4), (0.4, 5)),
    ),
    # a bound book
    "journal": (
        rect(2, 1, 12, 14, VIOLET),
        rect(5, 1, 1, 14, PAPER),
        *_lines(8, 4, 4, 6, colour=PAPER),
        *(rect(1, y, 3, 1, INK) for y in (3, 6, 9, 12)),
    ),
    # a first-aid box
    "doctor": (
        line(INK, 1.6, (5.4, 4), (5.4, 1.8), (10.6, 1.8), (10.6, 4)),
        rect(1, 4, 14, 11, RED),
        rect(7, 6, 2, 7, PAPER),
        rect(4, 8, 8, 3, PAPER),
    ),
    # a question mark
    "help": (
        disc(8, 8, 7.2, BLUE),
        line(PAPER, 1.8, *arc(8, 6, 2.4, 180, 400), (8, 8.8), (8, 9.4)),
        disc(8, 12, 1.1, PAPER),
    ),
    # a way with stops
    "order_story": (
        line(PALE, 1.6, (3, 13), (3, 8), (13, 8), (13, 3)),
        disc(3, 13, 2.5, INK),
        disc(8, 8, 2.5, BLUE),
        disc(13, 3, 2.5, GREEN),
    ),
    # a name tag written anew
    "rename": (
        poly(PALE, (1, 8), (5, 3), (15, 3), (15, 13), (5, 13)),
        disc(4.8, 8, 1.2, PAPER),
        *_lines(7, 7, 5, colour=INK),
        line(VIOLET, 3, (9.5, 12.2), (14, 7.7)),
        poly(INK, (7.2, 14.6), (8.1, 11.2), (10.6, 13.7)),
    ),
    # somebody with a name badge
    "who_am_i": (
        disc(8, 4.4, 3.6, INK),
        poly(BLUE, *arc(8, 15, 6.6, 180, 360)),
        rect(9, 11, 4, 2, PAPER),
    ),
}

_PLAIN: Picture = (*_sheet(2, 1, 12, 14), *_lines(4, 8, 4, 7, 10))


def icon(button_id: str, size: int) -> bytes:
    """Return a button's picture as PNG, ``size`` pixels square; a plain sheet if it has none."""
    return png(paint(PICTURES.get(button_id, _PLAIN), size))


def strip(button_ids: Sequence[str], size: int) -> bytes:
    """Return the pictures of several buttons side by side, as one PNG."""
    painted = [paint(PICTURES.get(button_id, _PLAIN), size) for button_id in button_ids]
    return png([[pixel for one in painted for pixel in one[y]] for y in range(size)])
