"""After a press what was worked out before is kept as far as it holds, and nothing of it is stale.

Buttons of every kind are pressed in the demonstration, one after another; after each what is found
wrong, and what waits for a person, is what is worked out with nothing being kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.test_stored import DAY, answers, register
from tests.office.branch import must
from xlsales.buttons import FORMS
from xlsales.core.office import Office
from xlsales.core.row import Book
from xlsales.flow.checks import validation
from xlsales.flow.facts.stock import on_hand
from xlsales.forms.choices import Role
from xlsales.forms.collection import Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person
from xlsales.forms.register import Order
from xlsales.forms.tracking import Card
from xlsales.forms.warehouse import Outbound
from xlsales.hosts.files.earlier import Kept
from xlsales.hosts.files.host import of_folder


def worked_out(root: Path) -> list[str]:
    """Answer with nothing that was kept."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Kept, "recall", lambda *_: None)
        patched.setattr(Kept, "before", lambda *_: None)
        patched.setattr(Kept, "keep", lambda *_: None)
        return answers(root)


def kept(root: Path) -> tuple[list[str], int]:
    """Answer; return also of how many workbooks all rows were judged."""
    judged: list[Book] = []
    real = validation._found

    def found(office: Office, book: Book, *more: Any) -> Any:
        judged.append(book)
        return real(office, book, *more)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(validation, "_found", found)
        return answers(root), len(judged)


def read(root: Path) -> Office:
    return of_folder(root).cells.office(tuple(FORMS))


def path_of(root: Path, kind: str) -> str:
    found = of_folder(root).source.found()
    return str(root / next(info.path for book, info in found.items() if book.kind == kind))


def presses(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield commands that each change something in the office as the ones before left it."""
    office = read(root)
    deliveries = [row for row in office.rows(Delivery) if row.note_no and row.quantity > 0]
    unsigned = [row for row in deliveries if row.signed_on is None]
    signed = [row for row in deliveries if row.signed_on and row.signed_qty == row.quantity]
    yield "sign", ["sign", str(unsigned[0].note_no), "{}", "--by", "李收货"]
    cards = {row.note_no for row in office.rows(Card)}
    yield "card", ["card", str(next(r for r in signed if r.note_no not in cards).note_no), "{}"]
    for name, back in zip(("return", "return again"), signed[-2:], strict=True):
        yield name, ["return", str(back.note_no), "{}", "--order", f"{back.order_no}=1",
                     "--reason", "划伤", "--disposition", "restock"]  # fmt: skip
    stock = {number for number, there in on_hand(office).items() if there > 1}
    order = next(r for r in office.rows(Order) if r.order_no in stock and r.contract_no)
    yield "deliver", ["deliver", "{}", "--owner", order.salesperson, "--customer", order.customer,
                      "--order", f"{order.order_no}=1"]  # fmt: skip
    there = {row.note_no for row in read(root).rows(Outbound)}
    note = next(r for r in read(root).rows(Delivery) if r.note_no not in there and r.quantity > 0)
    keeper = next(row.keeper for row in office.rows(Outbound))
    yield "outbound", ["outbound", str(note.note_no), "{}", "--keeper", keeper]
    yield "undo", ["undo", path_of(root, "warehouse")]
    finance = next(row.name for row in office.rows(Person) if Role.FINANCE in row.roles)
    payment = next(row for row in office.rows(Payment) if not row.verified and not row.bad)
    yield (
        "verify",
        ["verify", "{}", "--payment", str(payment.payment_no), "--by", finance, "--user", finance],
    )
    mine = str(register(root))
    yield "new order", ["new-order", mine, "--customer", order.customer, "--product",
                        order.product, "--quantity", "3"]  # fmt: skip
    yield "submit", ["submit", mine]
    yield "fix", ["fix", mine]
    for kind in ("management", "plan", "collection", "warehouse"):
        yield f"refresh {kind}", ["refresh", path_of(root, kind)]
    yield "consolidate", ["consolidate", "{}", "--month", "2027-01"]
    yield "issue", ["issue", "{}", "--month", "2027-01"]
    yield "score", ["score", "{}", "--period", "2026-12"]
    yield "annotate", ["validate", mine, "--annotate"]
    yield "rename", ["rename", "customers", order.customer, "新名公司", "{}"]


ANEW = {"return", "consolidate", "issue", "rename"}
"""After which all rows are judged: the first return of that person's month, another year's workbook
or many lines of the plan, the masters."""


def test_what_is_kept_after_a_press_is_what_is_worked_out_then(demo: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(demo, tmp_path / "office"))
    before = answers(root)
    anew = set()
    changed = 0
    for name, argv in presses(root):
        must(root, *argv, today=DAY)
        told, judged = kept(root)
        assert told == worked_out(root), name
        anew |= {name} if judged else set()
        changed += told != before
        before = told
    assert anew == ANEW
    assert changed > len(ANEW)


def test_what_is_kept_rests_on_no_last_number() -> None:
    office = Office({}, numbers={"CL-202611-ZS": 7})
    assert office.numbers == {"CL-202611-ZS": 7}
    with pytest.raises(LookupError):
        office.worked_out(("what",), lambda: tuple(office.numbers))
    with pytest.raises(LookupError):
        office.worked_out(("what",), lambda: tuple(office.replaced({}).numbers))
    assert office.numbers == {"CL-202611-ZS": 7}
