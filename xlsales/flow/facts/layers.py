"""Which heats of some goods lie in the warehouse, the oldest first (flow.md, *Delivery*).

First in, first out by quantity; what goes out, is moved or comes back with heat numbers beside it
is of these heats as far as there are any. What comes back to stock keeps the heat number that it
went out with, and its age. Where the rules are silent:

- of a note with several heats what went out last comes back first;
- all receipts are taken as made before: one entered late is no fault of the note. What went out
  beyond them is of no known heat, and what comes back makes up for that first;
- what came back on a day may go out again on it, so returns come before the day's deliveries,
  but for those of its own note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from xlsales.forms.choices import Disposition
from xlsales.forms.delivery import Delivery
from xlsales.forms.warehouse import Receipt

_BETWEEN = re.compile("[、,，;；]")


@dataclass(frozen=True)
class Layer:
    """What is there of one receipt, and of one heat; ``turn`` tells the older ones."""

    date: date | None
    heat_no: str | None
    quantity: Decimal
    turn: int = field(default=0, compare=False)


@dataclass(frozen=True)
class _Gone:
    """A layer that went out: with which note, of which heats as the note says."""

    layer: Layer
    note_no: str | None
    heats: tuple[str, ...]
    was_there: bool


def heats_in(text: str | None) -> tuple[str, ...]:
    """Return the heat numbers of a cell, ``H1、H2``, each once."""
    parts = (part.strip() for part in _BETWEEN.split(text or ""))
    return tuple(dict.fromkeys(part for part in parts if part))


def _is_of(layer: Layer, heats: tuple[str, ...]) -> bool:
    return not set(heats).isdisjoint(heats_in(layer.heat_no))


def is_restocked(row: Delivery) -> bool:
    """Return whether a return added to stock."""
    return row.disposition is Disposition.RESTOCK


def day_of(row: Receipt | Delivery) -> date:
    """Return a row's date; one that can't be read counts as the newest."""
    return date.max if "date" in row.bad else row.date


def left(receipts: Sequence[Receipt], rows: Sequence[Delivery]) -> tuple[Layer, ...]:
    """Return what is left of receipts, by date and number, after an order's numbered rows."""
    shelf = _Shelf()
    for turn, receipt in enumerate(receipts):
        if receipt.accepted_qty > 0:
            day = None if "date" in receipt.bad else receipt.date
            shelf.put(Layer(day, receipt.heat_no, receipt.accepted_qty, turn))
    for receipt in receipts:
        if receipt.accepted_qty < 0:
            shelf.take(-receipt.accepted_qty, heats_in(receipt.heat_no))
    notes: dict[str | None, list[Delivery]] = {}
    for row in rows:
        if row.quantity > 0:
            notes.setdefault(row.note_no, []).append(row)
    for row in sorted(rows, key=lambda row: (day_of(row), row.quantity > 0)):
        back = row.quantity < 0
        for note in notes.pop(row.return_of if back else row.note_no, ()):
            shelf.take(note.quantity, heats_in(note.heat_nos), note.note_no)
        if back:
            shelf.take_back(row)
    return tuple(shelf.layers)


class _Shelf:
    """The layers that are there, the oldest first, and what went out, the last one last."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.layers: list[Layer] = []
        self._gone: list[_Gone] = []

    def put(self, new: Layer) -> None:
        """Put a layer in its turn, to what is there of its receipt and heat."""
        for n, layer in enumerate(self.layers):
            if (layer.turn, layer.heat_no) == (new.turn, new.heat_no):
                self.layers[n] = replace(layer, quantity=layer.quantity + new.quantity)
                return
        self.layers.append(new)
        self.layers.sort(key=lambda layer: layer.turn)

    def take(
        self, quantity: Decimal, heats: tuple[str, ...] = (), note_no: str | None = None
    ) -> None:
        """Take a quantity out: of the heats named first, then of the oldest layers."""
        for layer in sorted(self.layers, key=lambda layer: not _is_of(layer, heats)):
            part = min(layer.quantity, quantity)
            if part:
                self._set(layer, layer.quantity - part)
                self._gone.append(_Gone(replace(layer, quantity=part), note_no, heats, True))
                quantity -= part
        if quantity:
            self._gone.append(_Gone(Layer(None, None, quantity), note_no, heats, False))

    def _set(self, layer: Layer, quantity: Decimal) -> None:
        n = next(n for n, each in enumerate(self.layers) if each is layer)
        self.layers[n : n + 1] = [replace(layer, quantity=quantity)] if quantity else []

    def take_back(self, row: Delivery) -> None:
        """Take a return back: of what its note took, the last out first.

        What was out without having been there is made up for first by what returns to stock,
        last by what does not.
        """
        heats, restocked, quantity = heats_in(row.heat_nos), is_restocked(row), -row.quantity

        def turn(gone: _Gone) -> tuple[bool, bool, bool]:
            return (
                gone.was_there is restocked,
                gone.note_no != row.return_of,
                bool(heats) and not _is_of(gone.layer, heats),
            )

        last_first = self._gone[::-1]
        for gone in sorted(last_first, key=turn):
            part = min(gone.layer.quantity, quantity)
            if not part:
                break
            quantity -= part
            n = next(n for n, each in enumerate(self._gone) if each is gone)
            rest = gone.layer.quantity - part
            kept = replace(gone, layer=replace(gone.layer, quantity=rest))
            self._gone[n : n + 1] = [kept] if rest else []
            if restocked and gone.was_there:
                named = heats or gone.heats
                other = named and not _is_of(gone.layer, named)
                heat = "、".join(named) if other else gone.layer.heat_no
                self.put(replace(gone.layer, heat_no=heat, quantity=part))
        if quantity and restocked:  # more than ever went out: an error, yet it lies there
            last = max((layer.turn for layer in self.layers), default=0) + 1
            self.put(Layer(day_of(row), "、".join(heats) or None, quantity, last))
