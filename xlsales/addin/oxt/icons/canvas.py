"""Draw filled shapes smoothly: a picture is a list of shapes on a grid of 16 × 16 units.

One drawing serves every size. Straight edges along the grid are moved to whole pixels, so that
bars and sheets stay sharp; everything else is anti-aliased. Pure arithmetic, so that the same
drawing gives the same bytes on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Contour: TypeAlias = Sequence[Point]
Pixel: TypeAlias = tuple[int, int, int, int]

GRID = 16
_LINES = 8  # scan lines a pixel: shades enough for an icon


@dataclass(frozen=True)
class Shape:
    """One colour over the union of ``parts``; a part is a set of contours, even-odd filled.

    ``sharp`` shapes have corners on whole pixels in every size.
    """

    colour: str
    parts: tuple[tuple[Contour, ...], ...]
    sharp: bool = False


def rect(x: float, y: float, width: float, height: float, colour: str) -> Shape:
    """Make a rectangle with sharp edges."""
    return Shape(colour, ((_corners(x, y, width, height),),), sharp=True)


def frame(x: float, y: float, width: float, height: float, colour: str) -> Shape:
    """Make the outline, one unit thick, of a rectangle."""
    inner = _corners(x + 1, y + 1, width - 2, height - 2)
    return Shape(colour, ((_corners(x, y, width, height), inner),), sharp=True)


def poly(colour: str, *points: Point) -> Shape:
    """Make a filled polygon."""
    return Shape(colour, ((points,),))


def disc(x: float, y: float, radius: float, colour: str) -> Shape:
    """Make a filled circle."""
    return Shape(colour, ((_circle(x, y, radius),),))


def ring(x: float, y: float, radius: float, width: float, colour: str) -> Shape:
    """Make a circle's outline, ``width`` thick inwards."""
    return Shape(colour, ((_circle(x, y, radius), _circle(x, y, radius - width)),))


def line(colour: str, width: float, *points: Point) -> Shape:
    """Make a line through ``points`` with round ends and joints."""
    half = width / 2
    parts: list[tuple[Contour, ...]] = [(_circle(x, y, half),) for x, y in points]
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0) or 1.0  # a point twice: nothing to join
        dx, dy = (y1 - y0) / length * half, (x0 - x1) / length * half
        parts.append(
            (((x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)),)
        )
    return Shape(colour, tuple(parts))


def arc(x: float, y: float, radius: float, start: float, end: float) -> tuple[Point, ...]:
    """Return points along a circle, from ``start`` to ``end`` degrees (0 right, 90 down)."""
    steps = 16
    return tuple(
        (
            x + radius * math.cos(math.radians(start + (end - start) * i / steps)),
            y + radius * math.sin(math.radians(start + (end - start) * i / steps)),
        )
        for i in range(steps + 1)
    )


def paint(shapes: Iterable[Shape], size: int) -> list[list[Pixel]]:
    """Paint ``shapes`` over each other, ``size`` × ``size`` pixels on nothing."""
    canvas: list[list[Pixel]] = [[(0, 0, 0, 0)] * size for _ in range(size)]
    for shape in shapes:
        red, green, blue = (int(shape.colour[i : i + 2], 16) for i in (1, 3, 5))
        for y, cover in enumerate(_coverage(shape, size)):
            row = canvas[y]
            for x, amount in enumerate(cover):
                if amount:
                    row[x] = _over((red, green, blue), min(1.0, amount), row[x])
    return canvas


def _corners(x: float, y: float, width: float, height: float) -> Contour:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def _circle(x: float, y: float, radius: float) -> Contour:
    return arc(x, y, radius, 0, 180)[:-1] + arc(x, y, radius, 180, 360)[:-1]


def _coverage(shape: Shape, size: int) -> Iterator[list[float]]:
    """Yield, pixel row by pixel row, how much of each pixel the shape covers (0 to 1)."""
    scale = size / GRID

    def placed(point: Point) -> Point:
        # rounding to 1/4096 pixel hides the last digit in which machines' sines differ
        step = 1 if shape.sharp else 4096
        return (
            math.floor(point[0] * scale * step + 0.5) / step,
            math.floor(point[1] * scale * step + 0.5) / step,
        )

    parts = [[[placed(p) for p in contour] for contour in part] for part in shape.parts]
    for y in range(size):
        cover = [0.0] * size
        for i in range(_LINES):
            height = y + (i + 0.5) / _LINES
            for left, right in _joined(s for part in parts for s in _spans(part, height)):
                _add(cover, max(left, 0.0), min(right, float(size)))
        yield cover


def _spans(part: Sequence[Contour], height: float) -> Iterator[tuple[float, float]]:
    """Yield where a horizontal line at ``height`` is inside (even-odd)."""
    cuts = []
    for contour in part:
        for (x0, y0), (x1, y1) in zip(contour, (*contour[1:], contour[0]), strict=True):
            if (y0 <= height) != (y1 <= height):
                cuts.append(x0 + (height - y0) * (x1 - x0) / (y1 - y0))
    cuts.sort()
    yield from zip(cuts[::2], cuts[1::2], strict=True)


def _joined(spans: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield the spans with overlaps made one: a line does not darken where its parts meet."""
    start = end = -math.inf
    for left, right in sorted(spans):
        if left > end:
            if end > start:
                yield start, end
            start, end = left, right
        else:
            end = max(end, right)
    if end > start:
        yield start, end


def _add(cover: list[float], left: float, right: float) -> None:
    for x in range(int(left), min(len(cover), math.ceil(right))):
        inside = min(right, x + 1.0) - max(left, float(x))
        if inside > 0:
            cover[x] += inside / _LINES


def _over(colour: tuple[int, int, int], amount: float, below: Pixel) -> Pixel:
    """Lay a colour over a pixel (straight alpha)."""
    under = below[3] / 255 * (1 - amount)
    alpha = amount + under
    mixed = [round((c * amount + b * under) / alpha) for c, b in zip(colour, below, strict=False)]
    return (mixed[0], mixed[1], mixed[2], round(alpha * 255))
