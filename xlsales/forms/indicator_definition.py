"""What the definition of an indicator says, and when it is refused.

The definitions themselves are in :mod:`xlsales.forms.indicators`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from xlsales.core.words import Choice, Words
from xlsales.forms.choices import RuleKind


class NotScored(Choice):
    """Why a deduction rule was not scored; the keys are those of cli.md."""

    RATE_NOT_SET = "rate_not_set", "未定扣分标准"
    NO_TARGET = "no_target", "没有目标"
    TARGET_AMBIGUOUS = "target_ambiguous", "目标不唯一"
    TARGET_NOT_POSITIVE = "target_not_positive", "目标不为正数"
    COST_MISSING = "cost_missing", "缺少成本"
    SETTING_MISSING = "setting_missing", "考核设置未填"


class Unit(Choice):
    """What a target and its actual are in; events are counted and have no unit.

    Percent is that of a rate alone: percentages of months do not add up to that of a quarter, as
    targets in the table do.
    """

    YUAN = "yuan", "元"
    PERCENT = "percent", "%"


Shown: TypeAlias = Literal[
    "no",
    "order_no",
    "note_no",
    "customer",
    "product",
    "quantity",
    "unit_price",
    "tax_rate",
    "beside",
]
"""What a row of evidence shows beside its day, amount and place: a field of ``Evidence``."""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """An actual in percent of what there was to reach, where a scoring setting says so.

    ``of`` says what that is; the gathering function tells it. It is so where the scoring setting
    ``setting`` is ``value``; elsewhere the actual is what was gathered. ``target`` is in percent,
    in place of those in the table of targets.
    """

    of: Words
    setting: str
    value: str
    target: Decimal


@dataclass(frozen=True, kw_only=True)
class Clause:
    """The regulation's rule for an indicator, with which a new office starts.

    ``no`` is its place in the table of rules, ``step_pct`` the size of a step in percentage
    points of the target, ``points`` what a step or an event deducts; None: the office's to say.
    """

    no: int
    words: Words
    step_pct: Decimal | None = None
    points: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Definition:
    """An indicator.

    ``also``: what offices write in place of its word. ``kind``: whether it is measured against
    a target, then in ``unit``, or counted by events. ``gather``: the ``module:function`` that
    enters its evidence, which takes the Gathering and says by ``needs`` what it reads; without
    one it has targets and is not scored. ``evidence``: what its rows show. ``formula``: how its
    actual comes about. ``settings``: the scoring settings without which it is not scored.
    ``lacks``: why else its function may find it not scored.

    Raises:
        ValueError: it cannot work; the message names the indicator and what is wrong.
    """

    key: str
    zh: str
    also: tuple[str, ...] = ()
    kind: RuleKind
    unit: Unit | None = None
    rate: Rate | None = None
    gather: str = ""
    evidence: tuple[Shown, ...] = ()
    formula: Words = Words("", "")
    settings: tuple[str, ...] = ()
    lacks: tuple[NotScored, ...] = ()
    clause: Clause | None = None

    def __post_init__(self) -> None:
        """Refuse a definition that contradicts itself."""
        wrong = [*self._wrong_measure(), *self._wrong_gathering(), *self._wrong_clause()]
        if wrong:
            raise ValueError(f"indicator {self.key or self.zh!r}: {'; '.join(wrong)}")

    @property
    def is_counted(self) -> bool:
        """Whether it is counted by events, and so has no target."""
        return self.kind is RuleKind.COUNT

    def _wrong_measure(self) -> Iterator[str]:
        if not re.fullmatch("[a-z][a-z_]*", self.key):
            yield "its key is small letters and underscores"
        if not self.zh:
            yield "it has no Chinese word"
        if self.is_counted:
            if self.unit is not None or self.rate is not None:
                yield "it is counted, so it has neither a unit nor a rate"
        elif self.unit is None:
            yield "it has a target, so it needs a unit"
        elif self.unit is Unit.PERCENT:
            yield "its targets cannot be in percent, which does not add up over months"

    def _wrong_gathering(self) -> Iterator[str]:
        if self.gather:
            if not re.fullmatch(r"[\w.]+:\w+", self.gather):
                yield f"gather is module:function, not {self.gather!r}"
            if not all(self.formula):
                yield "it is gathered, so it needs a formula in both languages"
            return
        if self.is_counted:
            yield "it is counted, so it needs a function that gathers its events"
        if self.evidence or self.rate or self.settings or self.lacks or any(self.formula):
            yield "nothing gathers it, so it has no evidence, rate, settings, lacks or formula"

    def _wrong_clause(self) -> Iterator[str]:
        if self.clause is None:
            return
        if not self.gather:
            yield "nothing gathers it, so no clause can deduct for it"
        if (self.clause.step_pct is None) is not self.is_counted:
            yield "a clause has a step_pct where there is a target, and only there"


def check_together(definitions: Iterable[Definition]) -> None:
    """Refuse definitions of which two share a word or the number of their clause.

    Raises:
        ValueError: two of them do; the message names both.
    """
    taken: dict[str | int, str] = {}
    for each in definitions:
        number = () if each.clause is None else (each.clause.no,)
        for name in (each.key, each.zh, *each.also, *number):
            if taken.setdefault(name, each.key) != each.key:
                raise ValueError(f"indicators {taken[name]!r} and {each.key!r} share {name!r}")
