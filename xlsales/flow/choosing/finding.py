"""Finding customers, products, orders by part of name, code or pinyin initials, while typing.

So are the rows of whatever else a column refers to and no drop-down lists whole.

Each word typed must stand in a row's texts or begin somewhere in its initials: ``clp 45`` finds
齿轮坯 φ120×45. A character of several readings (重: chong, zhong) is found by each of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from xlsales.core.column import Type
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.core.text import clean
from xlsales.core.words import Words
from xlsales.flow.choosing import about
from xlsales.flow.facts.ageing import number_key
from xlsales.forms.choices import Findable
from xlsales.forms.masters import Customer, Product
from xlsales.forms.references import latest
from xlsales.forms.register import Order
from xlsales.forms.tables import BY_NAME, REFERRED

MOST = 50
"""So many are shown: whoever sees more types another letter."""

Facts: TypeAlias = "dict[str, object]"


@dataclass(frozen=True)
class Entry:
    """One thing to be found: its value in a cell, and the texts that it is found by."""

    value: str
    texts: tuple[str, ...]
    initials: tuple[str, ...]
    row: Row
    whole: tuple[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Join what it is found by, so that a key looks once where nothing fits."""
        object.__setattr__(self, "whole", ("\n".join(self.texts), "".join(self.initials)))

    def rank(self, words: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> int | None:
        """Return how well it fits, 0 the best; None where a word is nowhere in it."""
        texts, initials = self.whole
        for word, pattern in zip(words, patterns, strict=True):
            if word not in texts and not pattern.search(initials):
                return None  # most of them, at one look
        return max(map(self._rank, words, patterns), default=0, key=_worst)

    def _rank(self, word: str, pattern: re.Pattern[str]) -> int | None:
        if word == self.texts[0]:
            return 0
        if any(text.startswith(word) for text in self.texts):
            return 1
        if any(pattern.match(initials) for initials in self.initials):
            return 2
        if any(word in text for text in self.texts):
            return 3
        return 4 if any(pattern.search(initials) for initials in self.initials) else None


def _worst(rank: int | None) -> int:
    return 9 if rank is None else rank


class Finder:
    """All customers, products or orders of an office, ready to be searched key by key.

    ``what`` is the name of their table, which may be any that columns refer to. ``customer`` is the one of the row that is filled: prices are those last agreed with them.
    """

    def __init__(self, office: Office, what: str, customer: str = "") -> None:
        """Take down what each row is found by; 5,000 products take 0.1 s."""
        self.what = what
        self.customer = customer
        self._office = office
        self._facts: dict[str, Facts] = {}
        made = _ENTRIES.get(what)
        self.entries = tuple(made(office) if made else _others(office, what))

    def find(self, text: str, most: int = MOST) -> tuple[Entry, ...]:
        """Return what fits, the best first; all of it, in its order, while nothing is typed."""
        words = _plain(text).split()
        patterns = [_pattern(word) for word in words]
        ranked = [(entry.rank(words, patterns), entry) for entry in self.entries]
        fits = [(rank, entry) for rank, entry in ranked if rank is not None]
        return tuple(entry for _, entry in sorted(fits, key=lambda each: each[0])[:most])

    def facts(self, entry: Entry) -> Facts:
        """Return what is said of an entry, by key; looked up only for those that are shown."""
        found = self._facts.get(entry.value)
        if found is None:
            found = self._facts[entry.value] = about.of(self._office, entry.row, self.customer)
        return found


def _plain(text: str) -> str:
    """Return a text in small letters, full-width ones as they are typed without Chinese input."""
    return unicodedata.normalize("NFKC", clean(text)).lower()


def _pattern(word: str) -> re.Pattern[str]:
    """Return what a word looks like in initials as :func:`initials_of` writes them."""
    return re.compile("".join(f",[^,]*{re.escape(letter)}[^,]*" for letter in word))


def initials_of(text: str) -> str:
    """Return the possible initials of each character, each after a comma: ``,cz,q`` of 重庆.

    Letters and digits stand for themselves; other signs have none.
    """
    return "".join(f",{letters}" for letters in map(_letters, _plain(text)) if letters)


@cache
def _letters(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else ""
    from pypinyin import Style, pinyin

    readings = pinyin(char, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return "".join(sorted(set(readings[0]))) if readings else ""


def _entry(row: Row, value: str, spoken: Sequence[str | None], *written: str | None) -> Entry:
    """Make an entry; only what is ``spoken`` is found by its initials too."""
    said = [text for text in spoken if text]
    texts = (value, *said, *(text for text in written if text))
    return Entry(value, tuple(map(_plain, texts)), tuple(map(initials_of, said)), row)


def _products(office: Office) -> Iterator[Entry]:
    for row in office.rows(Product):
        if not row.bad & {"code", "name", "active"} and row.active:
            yield _entry(row, row.code, (row.name,), row.spec, row.drawing_no, row.material)


def _customers(office: Office) -> Iterator[Entry]:
    for row in office.rows(Customer):
        if not row.bad & {"name", "active"} and row.active:
            yield _entry(row, row.name, (row.name,), row.code)


def _orders(office: Office) -> Iterator[Entry]:
    """The newest first; of two with one number the first."""
    known: dict[str, Order] = {}
    for row in office.rows(Order):
        if row.order_no:
            known.setdefault(row.order_no, row)
    for number in sorted(known, key=number_key, reverse=True):
        row = known[number]
        product = office.first(Product, "code", row.product)
        name, spec = (product.name, product.spec) if product else (None, None)
        yield _entry(row, number, (row.customer, name), row.product, spec)


def _others(office: Office, what: str) -> Iterator[Entry]:
    """The latest first, by all their texts."""
    table, key = BY_NAME[what], REFERRED[what]
    texts = [c.key for c in about.columns_of(table) if c.type in {Type.TEXT, Type.CODE}]
    for row in latest(office.rows(table.model), key):
        yield _entry(row, getattr(row, key), [getattr(row, each) for each in texts])


_ENTRIES: Mapping[str, Callable[[Office], Iterator[Entry]]] = {
    Findable.PRODUCTS: _products,
    Findable.CUSTOMERS: _customers,
    Findable.ORDERS: _orders,
}


def the_one(office: Office, what: str, text: str) -> Entry | None:
    """Return what a text means: a name or code as it is, else the only one that it finds."""
    finder, text = Finder(office, what), clean(text)
    exact = [each for each in finder.entries if text in {each.value, getattr(each.row, "code", "")}]
    found = exact or finder.find(text, 2) if text else ()
    return found[0] if len(found) == 1 else None


_NAMED: Mapping[str, Words] = {
    Findable.CUSTOMERS: Words("客户", "customer"),
    Findable.PRODUCTS: Words("产品", "product"),
    Findable.ORDERS: Words("承揽", "order"),
}


def named(what: str) -> Words:
    """Return what one of a table's rows is called: elsewhere by what it is known by."""
    if what in _NAMED:
        return _NAMED[what]
    zh, en = BY_NAME[what].by_key[REFERRED[what]].words
    return Words(zh, en.lower())
