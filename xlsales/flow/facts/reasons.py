"""Why something was left undone: a stable key for programs, words for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from xlsales.core.finding import Finding
from xlsales.core.reply import ReplyRow
from xlsales.core.words import Lang, Words


class Reason(str):
    """The stable key of a reason, as a reply has it (cli.md), with what it says to a person."""

    words: Words
    __slots__ = ("words",)

    def __new__(cls, key: str, words: Words) -> Self:
        """Make a key with its words."""
        made = super().__new__(cls, key)
        made.words = words
        return made


@dataclass(frozen=True)
class LeftOut(ReplyRow):
    """An order that was left out of something, and why."""

    order_no: str
    reason: Reason


@dataclass(frozen=True)
class Skipped(ReplyRow):
    """A row of the sheet that was skipped, whose order may have no number yet, and why."""

    order_no: str | None
    row: int
    codes: tuple[Reason, ...]


def reasons_of(found: Sequence[Finding]) -> tuple[Reason, ...]:
    """Return a reason for each rule that is broken: its code, with the messages of its findings."""
    by_code: dict[str, list[Finding]] = {}
    for finding in found:
        by_code.setdefault(finding.rule.code, []).append(finding)
    return tuple(Reason(code, _messages(mine)) for code, mine in by_code.items())


def _messages(found: Sequence[Finding]) -> Words:
    zh, en = (dict.fromkeys(each.message(lang) for each in found) for lang in Lang)
    return Words("".join(zh), " ".join(en))


def joined(reasons: Sequence[Reason]) -> Reason:
    """Return several reasons as one."""
    words = Words("".join(r.words.zh for r in reasons), " ".join(r.words.en for r in reasons))
    return Reason(", ".join(reasons), words)
