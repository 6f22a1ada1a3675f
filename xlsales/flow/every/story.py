"""Order story 订单去向: everything that happened to one order, with its place in the workbooks.

Source: cli.md, ``status``.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome, Refusal
from xlsales.core.reply import Reply, ReplyRow
from xlsales.core.row import At, Book
from xlsales.core.words import Lang, Words
from xlsales.flow.every.story_event import Event
from xlsales.flow.every.story_goods import collected, delivered, made, tracked
from xlsales.flow.every.story_plan import decided, planned, registered
from xlsales.flow.facts import reads
from xlsales.flow.facts.narrowing import about
from xlsales.flow.facts.states import is_bought_in, state_of, state_words
from xlsales.forms.files import workbook_path
from xlsales.forms.management import Approval, ComplaintRuling
from xlsales.forms.masters import Person, Product
from xlsales.forms.progress import Progress
from xlsales.forms.register import Order
from xlsales.forms.tracking import Card, Complaint
from xlsales.forms.warehouse import Outbound


class StoryArgs(Arguments):
    """What *Order story* asks for."""

    order_no: Annotated[str, Ask("承揽编号", "Order no.", positional=True, metavar="ORDER_NO")]


@dataclass(frozen=True, kw_only=True)
class Happened(ReplyRow):
    """One thing that happened to an order, and where it is written; without a day it is to come."""

    date: dt.date | None
    what: str
    workbook: str
    row: int


@dataclass(frozen=True, kw_only=True)
class OrderStory(Reply):
    """How an order stands (``status``, a key of its states), and how it came to that."""

    order_no: str
    status: str
    events: tuple[Happened, ...]


@needs(
    *reads.STATES,
    Product,
    Approval,
    Outbound,
    (Complaint, ("description",)),
    ComplaintRuling,
    Person,
    (Progress, ("problem",)),
    (Card, ("quality", "satisfaction")),
)
def status(office: Office, call: Call[StoryArgs]) -> Outcome[OrderStory]:
    """Tell an order's story from its registration to its last payment.

    Raises:
        Refusal: no register has the order.
    """
    number = call.args.order_no.strip()
    order = next(iter(office.having(Order, "order_no", number)), None)
    if order is None:
        raise Refusal(
            f"各承揽登记簿中均无承揽 {number}，请核对编号。",
            f"No register has the order {number}; check the number.",
        )
    mine = about(office, number)
    state = state_of(mine, order)
    words = state_words(state, is_bought_in(mine, order))
    events = story_of(mine, order)
    return Outcome(
        reply=OrderStory(
            order_no=number,
            status=state.value,
            events=tuple(
                Happened(
                    date=event.day,
                    what=event.what.said(call.lang),
                    workbook=path_of(office, event.row.at.book, call.lang),
                    row=event.row.at.row,
                )
                for event in events
            ),
        ),
        notes=(Words(f"{number}：{words.zh}。", f"{number}: {words.en}."),),
        read=len(events),
    )


def path_of(office: Office, book: Book, lang: Lang) -> str:
    """Return a workbook's path within the office."""
    info = office.books.get(book)
    return info.path if info else workbook_path(book, lang)


def story_of(office: Office, order: Order) -> tuple[Event, ...]:
    """Return the events of a numbered order, by date; those without one come last."""
    events = (
        *registered(office, order),
        *decided(office, order),
        *planned(office, order),
        *made(office, order),
        *delivered(office, order),
        *tracked(office, order),
        *collected(office, order),
    )

    def turn(event: Event) -> tuple[dt.date, int, At]:
        return event.day or dt.date.max, event.step, event.row.at

    return tuple(sorted(events, key=turn))
