"""The picker as data: what its window shows for what is typed, whatever draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from xlsales.core.measuring import width_of
from xlsales.core.words import Lang, Words
from xlsales.flow.choosing import about
from xlsales.flow.choosing.finding import MOST, Finder, named

TYPE = Words("输入名称、编码或拼音首字母：", "Part of a name or code, or pinyin initials:")
CHOOSE = Words("选定", "Choose")
NONE = Words("没有找到，请少输入几个字。", "Nothing is found; type less.")
_WIDEST = 30
"""No column is wider, in letters; a longer text is cut off by the list."""
_SAMPLE = 100


@dataclass(frozen=True)
class Shown:
    """The rows for a text: the value that each stands for, its cells, and how many there are."""

    values: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    said: Words


@dataclass(frozen=True)
class Picker:
    """What can be chosen, and for whom it is shown."""

    finder: Finder
    lang: Lang

    @property
    def title(self) -> str:
        """The window's title."""
        zh, en = named(self.finder.what)
        who = self.finder.customer
        said = Words(f"选择{zh}", f"Choose {en}")
        if who and "last_price" in self.keys:
            said = Words(f"{said.zh}（{who}）", f"{said.en} for {who}")
        return said.said(self.lang)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The facts shown: those that some entry has; prices once agreed only for a customer."""
        if not self._some:
            return ("name" if "name" in self._called else next(iter(self._called)),)
        return tuple(key for key in self._some[0] if self._is_shown(key))

    def _is_shown(self, key: str) -> bool:
        if key == "last_price":
            return bool(self.finder.customer)
        return any(each[key] not in (None, "") for each in self._some) or bool(self._longest(key))

    @cached_property
    def _some(self) -> tuple[Mapping[str, object], ...]:
        """The facts of the first entries: looked up for all they would keep a person waiting."""
        return tuple(self.finder.facts(entry) for entry in self.finder.entries[:_SAMPLE])

    def _longest(self, key: str) -> list[str]:
        """Return the longest texts of all entries' own cells; the letters say which are widest."""
        texts = {getattr(entry.row, key, None) for entry in self.finder.entries}
        return sorted((t for t in texts if t and isinstance(t, str)), key=len)[-_SAMPLE:]

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands over the columns."""
        return tuple(self._called[key].said(self.lang) for key in self.keys)

    @cached_property
    def _called(self) -> Mapping[str, Words]:
        return about.heads(self.finder.what)

    @cached_property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold figures."""
        return tuple(
            key == "last_price" or any(isinstance(each[key], Decimal | int) for each in self._some)
            for key in self.keys
        )

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The width of each column in letters, by its head, its longest texts, its first facts."""
        return tuple(
            min(_WIDEST, max(map(width_of, (head, *self._longest(key), *self._said(key)))))
            for key, head in zip(self.keys, self.heads, strict=True)
        )

    def _said(self, key: str) -> list[str]:
        return [about.shown(key, each[key], self.lang) for each in self._some]

    def shown(self, text: str) -> Shown:
        """Return what is shown once a text is typed."""
        found = self.finder.find(text)
        cells = tuple(self._cells(self.finder.facts(entry)) for entry in found)
        said = Words(f"找到 {len(found)} 条", f"Found: {len(found)}")
        if len(found) == MOST:
            said = Words(f"显示前 {MOST} 条，请再输入几个字", f"The first {MOST}; type more")
        return Shown(tuple(entry.value for entry in found), cells, said if found else NONE)

    def _cells(self, known: Mapping[str, object]) -> tuple[str, ...]:
        return tuple(about.shown(key, known[key], self.lang) for key in self.keys)
