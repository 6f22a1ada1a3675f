"""What a dashboard shows: charts as data, each the table that it is drawn of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xlsales.core.words import Words

ChartKind = Literal["bars", "lines"]


@dataclass(frozen=True)
class Series:
    """A row of figures, one a label of its chart; None where there is none to show."""

    words: Words
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart: ``labels`` along its axis, in ``unit``; ``note`` says how its figures are made."""

    key: str
    title: Words
    unit: Words
    kind: ChartKind
    labels: tuple[Words, ...]
    series: tuple[Series, ...]
    note: Words

    @property
    def why_not_drawn(self) -> Words | None:
        """What to say in its place where there is nothing to see: no figure, or none but 0."""
        figures = [value for one in self.series for value in one.values if value is not None]
        if any(figures):
            return None
        zh, en = self.title
        if figures:
            return Words(f"{zh}：全部为 0。", f"{en}: all are 0.")
        return Words(f"{zh}：没有可画的数据。", f"{en}: there is nothing to draw.")


def same(labels: Sequence[str]) -> tuple[Words, ...]:
    """Return labels that read alike in both languages: months, names."""
    return tuple(Words(label, label) for label in labels)
