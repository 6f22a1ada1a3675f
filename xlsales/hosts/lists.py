"""What the drop-down lists of a workbook offer: what the rows that it may refer to say.

Masters are listed whole; of what grows all the year, such as orders, the latest. *Choose* finds the
rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TypeAlias, cast

from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.core.text import GAP
from xlsales.forms.choices import Kind
from xlsales.forms.gate import lacks
from xlsales.forms.references import is_in_use, is_listed_whole, is_over, latest
from xlsales.forms.tables import BY_NAME, LABELS, list_name, offered, referred_from, tables_of
from xlsales.office.unusable import Unusable

LISTED = 100
"""So many are listed of what grows all the year: who seeks an older one types or uses *Choose*."""


def _references(kind: str) -> tuple[str, ...]:
    """Return what the columns of a kind of workbook refer to, such as ``customers.name``."""
    columns = (column for table in tables_of(kind) for column in table.columns)
    return tuple(dict.fromkeys(column.ref for column in columns if column.ref))


def sources(kind: str) -> frozenset[str]:
    """Return the kinds of workbooks whose rows the lists of a kind offer; the masters always."""
    return frozenset({Kind.MASTERS, *(table.kind for table in referred_from(tables_of(kind)))})


SOURCES: frozenset[str] = frozenset().union(*(sources(kind) for kind in Kind))
"""The kinds of workbooks in which a press may change what the lists of others offer."""


Lists: TypeAlias = Mapping[str, tuple[str, ...]]
"""What a workbook's lists offer, by their defined names."""


def fresh_lists(
    read: Callable[[Iterable[str]], Office], kinds: Collection[str]
) -> Mapping[str, Lists]:
    """Return the lists of some kinds of workbooks, by kind; ``read`` is the cells' ``office``.

    Where a workbook besides the masters cannot be read, what is made of it is left out, and stays
    as it is: no press fails for a drop-down.

    Raises:
        Unusable: the masters cannot be read.
    """
    office = read((Kind.MASTERS,))
    wanted = frozenset[str]().union(*map(sources, kinds))
    if wanted - {Kind.MASTERS}:
        with suppress(Unusable):
            office = read(wanted)
    return {kind: lists_of(office, kind) for kind in kinds}


def lists_of(office: Office, kind: str) -> Lists:
    """Return the lists of a kind of workbook, by their names there; only what is still in use.

    A list whose column cannot be read stays as it is in the workbook.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for ref in _references(kind):
        if not _lacks(office, ref):
            lists[list_name(ref)] = _values(office, ref)
            if offered(ref) != list_name(ref):
                lists[offered(ref)] = _labelled(office, ref)
    return lists


def _lacks(office: Office, ref: str) -> bool:
    name, key = ref.split(".")
    table = BY_NAME[name]
    return not office.has(table.model) or lacks(office, table, key)


def _values(office: Office, ref: str) -> tuple[str, ...]:
    """Return the values of a column that is referred to, without repeats."""
    kept = office.recall(("list", ref))
    if kept is not None:
        return cast("tuple[str, ...]", kept)
    _, key = ref.split(".")
    made = tuple(dict.fromkeys(str(getattr(row, key)) for row in _used(office, ref)))
    office.memo(("list", ref), made)
    return made


def _used(office: Office, ref: str) -> Iterator[Row]:
    """Yield the rows that a list offers: those in use that have the code or name."""
    name, key = ref.split(".")
    rows = office.rows(BY_NAME[name].model)
    if not is_listed_whole(BY_NAME[name]):
        yield from islice((row for row in latest(rows, key) if not is_over(row)), LISTED)
        return
    for row in rows:
        if getattr(row, key) is not None and is_in_use(row):
            yield row


def _labelled(office: Office, ref: str) -> tuple[str, ...]:
    """Return each code with what it stands for, then the codes alone, so that both may be typed."""
    _, key = ref.split(".")
    shown = [
        GAP.join((str(getattr(row, key)), " ".join(filter(None, texts))))
        for row in _used(office, ref)
        if any(texts := [getattr(row, each) for each in LABELS[ref]])
    ]
    return tuple(dict.fromkeys((*shown, *_values(office, ref))))
