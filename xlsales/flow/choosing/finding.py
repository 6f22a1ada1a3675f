"""Finding customers, products, orders by part of name, code or pinyin initials, while typing.

So are the rows of whatever else a column refers to and no drop-down lists whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from xlsales.core.column import Type
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.flow.choosing import about
from xlsales.flow.choosing.matching import Named, found, initials_of, meant, spellings
from xlsales.flow.facts.ageing import number_key
from xlsales.forms.choices import Findable
from xlsales.forms.masters import Customer, Product
from xlsales.forms.references import latest
from xlsales.forms.register import Order
from xlsales.forms.tables import BY_NAME, LABELS, REFERRED

MOST = 50
"""So many are shown: whoever sees more types another letter."""

Facts: TypeAlias = "dict[str, object]"


@dataclass(frozen=True)
class Entry(Named):
    """A row to be found: by its name and code, parts of them, and whatever else is said of it."""

    row: Row

    @property
    def exactly(self) -> tuple[str, ...]:
        """Its value, and the code of what goes by its name."""
        return (self.value, getattr(self.row, "code", None) or self.value)


class Finder:
    """All customers, products or orders of an office, ready to be searched key by key.

    ``what`` is the name of their table, which may be any that columns refer to. ``customer`` is
    the one of the row that is filled: prices are those last agreed with them. ``every``: what is
    no longer in use, too.
    """

    def __init__(
        self, office: Office, what: str, customer: str = "", *, every: bool = False
    ) -> None:
        """Take down what each row is found by; 5,000 products take 0.1 s."""
        self.what = what
        self.customer = customer
        self._office = office
        self._facts: dict[str, Facts] = {}
        made = _ENTRIES.get(what)
        self.entries = tuple(made(office, every) if made else _others(office, what, every))

    def find(self, text: str, most: int = MOST) -> tuple[Entry, ...]:
        """Return what fits, the best first; all of it, in its order, while nothing is typed."""
        return found(self.entries, text, most)

    def facts(self, entry: Entry) -> Facts:
        """Return what is said of an entry, by key; looked up only for those that are shown."""
        known = self._facts.get(entry.value)
        if known is None:
            known = self._facts[entry.value] = about.of(self._office, entry.row, self.customer)
        return known


def _entry(row: Row, value: str, spoken: Sequence[str | None], *written: str | None) -> Entry:
    """Make an entry; only what is ``spoken`` is found by its initials too."""
    said = [text for text in spoken if text]
    texts = (value, *said, *(text for text in written if text))
    found_by = tuple(each for text in texts for each in spellings(text))
    return Entry(value, found_by, tuple(map(initials_of, said)), row)


def _products(office: Office, every: bool) -> Iterator[Entry]:
    for row in office.rows(Product):
        if not row.bad & {"code", "name", "active"} and (every or row.active):
            yield _entry(row, row.code, (row.name,), row.spec, row.drawing_no, row.material)


def _customers(office: Office, every: bool) -> Iterator[Entry]:
    for row in office.rows(Customer):
        if not row.bad & {"name", "active"} and (every or row.active):
            yield _entry(row, row.name, (row.name,), row.code)


def _orders(office: Office, _every: bool) -> Iterator[Entry]:
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


def _others(office: Office, what: str, every: bool) -> Iterator[Entry]:
    """The latest first, by all their texts."""
    table, key = BY_NAME[what], REFERRED[what]
    texts = [c.key for c in about.columns_of(table) if c.type in {Type.TEXT, Type.CODE}]
    for row in latest(office.rows(table.model), key, every=every):
        yield _entry(row, getattr(row, key), [getattr(row, each) for each in texts])


_ENTRIES: Mapping[str, Callable[[Office, bool], Iterator[Entry]]] = {
    Findable.PRODUCTS: _products,
    Findable.CUSTOMERS: _customers,
    Findable.ORDERS: _orders,
}


def the_one(
    office: Office, what: str, text: str, called: Words | None = None, *, every: bool = False
) -> Entry | None:
    """Return what a text means: a name or code as it is, else the only one that it finds.

    None where it finds nothing. ``every``: what is no longer in use is meant, too.

    Raises:
        Refusal: it finds several; they are told, and what they are ``called``.
    """
    entries = Finder(office, what, every=every).entries
    beside = LABELS.get(f"{what}.{REFERRED.get(what)}", ())

    def shown(entry: Entry) -> str:
        texts = (getattr(entry.row, key) for key in beside)
        return " ".join((entry.value, *filter(None, texts)))

    return meant(entries, text, called or named(what), shown)


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
