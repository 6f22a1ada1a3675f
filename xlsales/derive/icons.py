"""The pictures of the buttons: Lucide's, by the word that stands in each button's definition.

https://lucide.dev shows all that there are. Lines have the colour of the button's group, what they
enclose a tint of it. The set and what draws it are needed here alone: the drawn pictures are shipped.
"""

from __future__ import annotations

import difflib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from xlsales.buttons import BUTTONS, Button
from xlsales.resources import shipped_icons

SMALL, BIG = 16, 26
"""Sizes of a picture in LibreOffice's menus and toolbars, in pixels."""
STRIPS = (16, 24, 32)
"""Sizes of the pictures that stand side by side in one file, in pixels."""
EMBLEM = "xlsales_42.png"
"""The picture that stands for all."""

_EMBLEM_ICON, _EMBLEM_COLOUR, _EMBLEM_SIZE = "handshake", "#1f6fc0", 42
# of the groups, in their order: green, blue, orange, teal, violet, magenta, ochre, slate
_COLOURS = (
    "#1d8348", "#1f6fc0", "#c2660a", "#0b7f8c", "#7a44b3", "#b0338f", "#8f6d00", "#4a5d73",
)  # fmt: skip
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = {_SVG + name for name in ("circle", "ellipse", "rect")}


class NoSuchIcon(LookupError):
    """A button names an icon that the set does not have."""


def icons() -> Iterator[tuple[Path, bytes]]:
    """Yield the file of every picture, with its content as PNG.

    Raises:
        NoSuchIcon: A button names an icon that the set does not have.
    """
    folder = shipped_icons()
    drawings = {button: _drawing(button) for button in BUTTONS}
    for button, drawing in drawings.items():
        for size in (SMALL, BIG):
            yield folder / file_of(button, size), _png([drawing], size)
    for size in STRIPS:
        yield folder / strip_of(size), _png(drawings.values(), size)
    yield folder / EMBLEM, _png([_coloured(_EMBLEM_ICON, _EMBLEM_COLOUR)], _EMBLEM_SIZE)


def file_of(button: Button, size: int) -> str:
    """Return the name of the file that has a button's picture, ``size`` pixels square."""
    return f"{button.id}_{size}.png"


def strip_of(size: int) -> str:
    """Return the name of the file that has the pictures of all buttons, in their order."""
    return f"strip_{size}.png"


def _drawing(button: Button) -> ET.Element:
    names = _names()
    if button.icon not in names:
        near = ", ".join(difflib.get_close_matches(button.icon, names)) or "none"
        raise NoSuchIcon(
            f"The icon {button.icon!r} of the button {button.id!r} is not in the set"
            f" (https://lucide.dev/icons). Names like it: {near}."
        )
    groups = list(dict.fromkeys(b.group for b in BUTTONS))
    return _coloured(button.icon, _COLOURS[groups.index(button.group) % len(_COLOURS)])


@cache
def _names() -> frozenset[str]:
    from lucide import get_icon_list

    return frozenset(get_icon_list())


def _coloured(icon: str, colour: str) -> ET.Element:
    from lucide import lucide_icon

    drawing = ET.fromstring(lucide_icon(icon, stroke=colour))  # noqa: S314 - the set's own
    drawing.set("viewBox", "1 1 22 22")  # of 24: every icon leaves a margin of one
    tint = {"stroke": "none", "fill": _pale(colour)}
    closed = [shape for shape in drawing if _is_closed(shape)]
    drawing[:0] = [
        ET.Element(shape.tag, shape.attrib | tint) for shape in closed
    ]  # under the lines
    return drawing


def _pale(colour: str) -> str:
    """Return a colour with three parts of white."""
    parts = (255 - (255 - int(colour[at : at + 2], 16)) // 4 for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _is_closed(shape: ET.Element) -> bool:
    """Say whether a shape encloses an area; a path does if each of its parts ends where it began."""
    parts = re.split("(?=[Mm])", shape.get("d", "").strip())[1:]
    return shape.tag in _SHAPES or (
        parts != [] and all(part.rstrip(" ,").lower().endswith("z") for part in parts)
    )


def _png(drawings: Iterable[ET.Element], size: int) -> bytes:
    """Return drawings side by side, each ``size`` pixels square.

    resvg promises the same pixels on every machine (its readme, “Reproducibility”), and its
    version is locked: files can be compared by their bytes.
    """
    from resvg_py import svg_to_bytes

    sheet = ET.Element(_SVG + "svg")
    for place, drawing in enumerate(drawings):
        where = {"x": str(place * size), "width": str(size), "height": str(size)}
        ET.SubElement(sheet, drawing.tag, drawing.attrib | where).extend(drawing)
    sheet.attrib |= {"width": str(len(sheet) * size), "height": str(size)}
    return svg_to_bytes(svg_string=ET.tostring(sheet, "unicode"), skip_system_fonts=True)
