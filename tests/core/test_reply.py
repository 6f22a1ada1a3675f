"""A reply is a model; mappings by key derive from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsales.core.finding import Finding
from xlsales.core.reply import (
    Reply,
    ReplyRow,
    by_press,
    is_several,
    lists_findings,
    mapped,
    of_press,
    tell,
    types_of,
)
from xlsales.core.words import Words
from xlsales.forms.tracking import VisitDue


@dataclass(frozen=True)
class Line(ReplyRow):
    number: str
    amounts: Mapping[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class Told(Reply):
    lines: tuple[Line, ...]
    files: tuple[str, ...] = by_press()
    changed: int = by_press(0)
    said: Words
    visit: VisitDue | None = None


@dataclass(frozen=True, kw_only=True)
class Checked(Reply):
    left: tuple[Finding, ...]


SAID = Words("好", "good")


def test_models_become_mappings_in_the_order_of_their_fields() -> None:
    told = Told(lines=(Line("A", {"x": Decimal(1)}),), said=SAID)
    assert mapped(told) == {
        "lines": [{"number": "A", "amounts": {"x": Decimal(1)}}],
        "files": [],
        "changed": 0,
        "said": SAID,
        "visit": None,
    }
    assert list(mapped(told)) == list(types_of(Told))


def test_a_row_of_a_table_has_the_keys_of_its_columns() -> None:
    row = VisitDue(customer="东风", overdue_days=3)
    assert mapped(Told(lines=(), said=SAID, visit=row))["visit"] == {
        "customer": "东风",
        "salesperson": None,
        "last_visit": None,
        "due_on": None,
        "overdue_days": 3,
    }


def test_the_press_fills_what_is_left_to_it_and_nothing_else() -> None:
    told = Told(lines=(), said=SAID)
    assert of_press(Told) == {"files", "changed"}
    known = {"files": ("a.xlsx",), "changed": 2, "findings": (), "said": Words("", "")}
    assert tell(told, known) == Told(lines=(), files=("a.xlsx",), changed=2, said=SAID)


def test_what_a_field_holds_follows_from_its_type() -> None:
    several = {key for key, kind in types_of(Told).items() if is_several(kind)}
    assert several == {"lines", "files"}
    assert lists_findings(Checked)
    assert not lists_findings(Told)
