"""Two languages from one definition."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Self


class Lang(StrEnum):
    """The language that a person reads: Chinese first."""

    ZH = "zh"
    EN = "en"


class Words(NamedTuple):
    """One label or message in both languages."""

    zh: str
    en: str

    def said(self, lang: Lang) -> str:
        """Return the words in ``lang``."""
        return self.zh if lang is Lang.ZH else self.en


class Choice(StrEnum):
    """A closed list of a column: the member's value is its key, with its words beside it.

    In English the key stands for itself, underscores as spaces, capitalised (forms.md, *Types*).
    What offices usually write in its place stands behind its word: it is read, and said.
    """

    _zh: str
    also: tuple[str, ...]

    def __new__(cls, key: str, zh: str = "", *also: str) -> Self:
        """Make a member of its key, its Chinese word and what else is written for it."""
        member = str.__new__(cls, key)
        member._value_ = key
        member._zh = zh
        member.also = also
        return member

    # Enum hashes by the member's name; two lists may share a key, and a key is a plain text.
    __hash__ = str.__hash__

    @property
    def words(self) -> Words:
        """The member's name in both languages."""
        return Words(self._zh, self.value.replace("_", " ").capitalize())

    def said(self, lang: Lang) -> str:
        """Return the member's word in ``lang``."""
        return self.words.said(lang)
