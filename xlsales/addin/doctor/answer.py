"""What a check answers."""

from __future__ import annotations

from dataclasses import dataclass

from xlsales.core.words import Words


@dataclass(frozen=True)
class Answer:
    """One check's answer; ``remedy`` says what to do about it, None where nothing is needed.

    ``looked`` is off where there was nothing to look at, or no way to.
    """

    ok: bool
    detail: Words
    remedy: Words | None = None
    looked: bool = True


def fine(zh: str, en: str) -> Answer:
    """Answer that all is well."""
    return Answer(True, Words(zh, en))


def same(text: object) -> Answer:
    """Answer that all is well, with a name or number that both languages share."""
    return Answer(True, Words(str(text), str(text)))


def wrong(detail: Words, remedy: Words) -> Answer:
    """Answer that something must be done."""
    return Answer(False, detail, remedy)


def unknown(zh: str, en: str) -> Answer:
    """Answer that it cannot be told; that alarms nobody."""
    return Answer(True, Words(f"无法检查：{zh}", f"cannot tell here: {en}"), looked=False)


def idle(zh: str, en: str) -> Answer:
    """Answer that there is nothing to check on this machine, and why."""
    return Answer(True, Words(f"无需检查：{zh}", f"not needed: {en}"), looked=False)
