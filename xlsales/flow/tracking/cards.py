"""Tracking cards, visits and complaints (flow.md, *Tracking and collection* and *Rulings*)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.exact import ZERO
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Append, Document, Edit, Outcome, SetCells
from xlsales.core.reply import Reply
from xlsales.core.row import NOWHERE, Book, build
from xlsales.core.words import Words
from xlsales.flow.delivery.forms import card_content
from xlsales.flow.facts import reads
from xlsales.flow.facts.approvals import ruling_counts
from xlsales.flow.facts.attribution import salesperson_of_order
from xlsales.flow.facts.copied_rows import Given
from xlsales.flow.facts.deliveries import customer_of_note, note_of, note_rows, product_of_order
from xlsales.flow.facts.initials import no_number, usable_initials
from xlsales.flow.facts.kept import kept
from xlsales.flow.facts.numbering import Numbers, Series
from xlsales.flow.facts.numbering_rows import number_rows
from xlsales.flow.facts.orders import changed
from xlsales.flow.facts.replacing import replaced
from xlsales.flow.facts.visits import compute_visits_due, customer_of_card, due_after, visits_of
from xlsales.forms.choices import Kind, Ruling, RulingState
from xlsales.forms.files import document_path
from xlsales.forms.management import ComplaintRuling
from xlsales.forms.masters import Customer, Person, Product, Setting
from xlsales.forms.register import Order
from xlsales.forms.tracking import Card, Complaint, VisitDue


class NewCardArgs(Arguments):
    """What *New card* asks for."""

    note: Annotated[str, Ask("送货单号", "Note no.", positional=True, metavar="NOTE")]


class VisitsArgs(Arguments):
    """*Visits due* asks for nothing."""


@dataclass(frozen=True, kw_only=True)
class CardMade(Reply):
    """The number of the new card, None where there is no such number."""

    card_no: str | None


@dataclass(frozen=True, kw_only=True)
class ToVisit(Reply):
    """The customers past their visiting cycle, as the table ``visits_due`` has them."""

    due: tuple[VisitDue, ...]


@needs(Person, Setting, *reads.PRINTED, Order, Card)
def new_card(office: Office, call: Call[NewCardArgs]) -> Outcome[CardMade]:
    """Start a tracking card from a delivery note, and print it for the visit.

    It goes to the workbook of the salesperson of the note's orders, numbered and dated today.
    How the goods are doing is for the visitor to find out: those cells stay blank.

    Raises:
        Refusal: no such note.
    """
    note_no = call.args.note
    note = note_of(office, note_no)
    owner = salesperson_of_order(office, note[0].order_no) or note[0].at.book.owner
    initials = usable_initials(office, owner)
    if initials is None:
        lacking = office.first(Person, "name", owner) or note[0]
        return Outcome(
            findings=(no_number(office, lacking, None, owner),),
            reply=CardMade(card_no=None),
            refused=True,
            read=len(note),
            skipped=1,
        )
    book = Book(Kind.TRACKING, owner, call.today.year)
    numbers = Numbers(office, Series.CARD, Card, "card_no")
    number = numbers.give(book, call.today, initials)
    cells: dict[str, object] = {
        "card_no": number,
        "note_no": note_no,
        "customer": customer_of_note(office, note_no),
        "visit_date": call.today,
        "visitor": owner,
    }
    card = _blank(cells)
    card = card.model_copy(update=_grey(office, card))
    form = Document(
        "tracking_card", document_path("tracking_card", number), card_content(office, card)
    )
    said = Words(
        f"已建跟踪卡 {number}。回访后请补填方式、质量评价和满意度。",
        f"Card {number} is made. Fill in method, quality and satisfaction after the visit.",
    )
    return Outcome(
        edits=(Append(book, (card,)), *numbers.edits),
        documents=(form,),
        reply=CardMade(card_no=number),
        notes=(said,),
        read=len(note),
    )


def _blank(cells: dict[str, object]) -> Card:
    """Make a card whose required cells may still be missing; they are named as such."""
    names = [column.key for column in Card.table.columns]
    missing = frozenset(c.key for c in Card.table.columns if c.required and c.key not in cells)
    return build(Card, NOWHERE, missing, names, [cells.get(name) for name in names])


@needs(*reads.VISITS, Card, VisitDue)
def visits(office: Office, call: Call[VisitsArgs]) -> Outcome[ToVisit]:
    """List the customers past their visiting cycle, in the workbook pressed in if it is one.

    In a salesperson's workbook these are the salesperson's own customers.
    """
    owner = call.book.owner if call.book.kind == Kind.TRACKING else ""
    rows = visits_of(compute_visits_due(office, call.today), owner)
    edits: tuple[Edit, ...] = ()
    if call.book.kind == Kind.TRACKING:
        edits = replaced(office, call.book, VisitDue, rows)
    said = Words(f"{len(rows)} 个客户应回访。", f"{len(rows)} customers are due for a visit.")
    return Outcome(
        edits=edits,
        reply=ToVisit(due=tuple(rows)),
        notes=(said,),
        read=len(office.rows(Customer)),
    )


# --- numbers and grey columns -----------------------------------------------------------------


@needs(Person, Card)
def number_cards(office: Office, book: Book, today: dt.date) -> Given:
    """Number the workbook's cards that have no number yet."""
    del today
    return number_rows(office, book, Series.CARD, Card, "visit_date")


@needs(Person, Complaint)
def number_complaints(office: Office, book: Book, today: dt.date) -> Given:
    """Number the workbook's complaints that have no number yet."""
    del today
    return number_rows(office, book, Series.COMPLAINT, Complaint)


@needs(*reads.VISITS, Product, Card)
def derive_cards(office: Office, rows: Sequence[Card], today: dt.date) -> Iterator[SetCells]:
    """Yield what differs in products, heat numbers and quantity of the note, and next visit."""
    del today
    for row in rows:
        yield from changed(row, _grey(office, row))


def _grey(office: Office, card: Card) -> dict[str, object]:
    rows = note_rows(office).get(card.note_no or "", ())
    products = [product_of_order(office, row.order_no) for row in rows]
    customer = customer_of_card(office, card)
    visited = "visit_date" not in card.bad
    return {
        "products": _joined(product.name for product in products if product),
        "heat_nos": _joined(
            heat.strip() for row in rows for heat in (row.heat_nos or "").split("、")
        ),
        "delivered_qty": sum((row.quantity for row in rows), ZERO) if rows else None,
        "next_visit": due_after(office, customer, card.visit_date) if visited else None,
    }


def _joined(texts: Iterator[str]) -> str | None:
    return "、".join(dict.fromkeys(text for text in texts if text)) or None


@needs(Person, ComplaintRuling, Complaint)
def refresh_complaints(
    office: Office, rows: Sequence[Complaint], today: dt.date
) -> Iterator[SetCells]:
    """Yield where *confirmed* differs from the ruling; pending without one that counts."""
    del today
    ruled = _ruled(office)
    for row in rows:
        state = ruled.get(row.complaint_no or "", RulingState.PENDING)
        yield from changed(row, {"confirmed": state})


@kept
def _ruled(office: Office) -> dict[str, RulingState]:
    """Return how complaints were ruled on by somebody who may; the first such row counts."""
    words = {Ruling.YES: RulingState.YES, Ruling.NO: RulingState.NO}
    found: dict[str, RulingState] = {}
    for row in office.rows(ComplaintRuling):
        if row.confirmed is not None and ruling_counts(office, row):
            found.setdefault(row.complaint_no, words[row.confirmed])
    return found
