"""The demonstration branch as it stands on a day: its orders, notes, and what is to happen."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from xlsales.core.row import Book
from xlsales.demo.catalogue import CALENDAR, Client, Item
from xlsales.demo.desk import Desk
from xlsales.flow.capacity.workdays import Workdays
from xlsales.forms.choices import Kind

YEAR = 2026
START = dt.date(YEAR, 4, 1)
QUARTER = dt.date(YEAR, 10, 1)
END = dt.date(YEAR, 12, 31)

MASTERS = Book(Kind.MASTERS)
MANAGEMENT = Book(Kind.MANAGEMENT)
PLAN = Book(Kind.PLAN, "", YEAR)
PROGRESS = Book(Kind.PROGRESS, "", YEAR)
WAREHOUSE = Book(Kind.WAREHOUSE, "", YEAR)
COLLECTION = Book(Kind.COLLECTION, "", YEAR)


def register(owner: str) -> Book:
    """Return a salesperson's register."""
    return Book(Kind.REGISTER, owner, YEAR)


def delivery(owner: str) -> Book:
    """Return a salesperson's delivery ledger."""
    return Book(Kind.DELIVERY, owner, YEAR)


def tracking(owner: str) -> Book:
    """Return a salesperson's tracking ledger."""
    return Book(Kind.TRACKING, owner, YEAR)


def dice(topic: str) -> Random:
    """Return the chances of one matter: the same in every run, whatever else happens."""
    return Random(f"xlsales demo {topic}")


@dataclass
class Deal:
    """An order as the story knows it. ``stock`` is what lies in the warehouse of it."""

    number: int
    client: Client
    item: Item
    day: dt.date
    quantity: Decimal
    price: Decimal
    due: dt.date
    urgent: bool
    repair: bool
    wish: str | None
    contract: str | None
    row: int = 0
    no: str = ""
    planned: bool = False
    issued: bool = False
    returned: bool = False
    dead: bool = False
    blocked: bool = False
    accepted: Decimal = Decimal(0)
    delivered: Decimal = Decimal(0)
    stock: Decimal = Decimal(0)
    chance: Random = field(default_factory=Random, repr=False, compare=False)

    @property
    def owner(self) -> str:
        """The salesperson whose order it is."""
        return self.client.seller

    @property
    def amount(self) -> Decimal:
        """What the order is worth, with tax."""
        return self.quantity * self.price


@dataclass
class NoteLine:
    """A line of a delivery note: its order, quantity and row in the ledger."""

    deal: Deal
    quantity: Decimal
    row: int


@dataclass
class Note:
    """A delivery note that went out."""

    no: str
    client: Client
    day: dt.date
    lines: list[NoteLine]
    out_row: int = 0
    signed_on: dt.date | None = None


class Branch:
    """Everybody's common knowledge, and an agenda of what happens on which day."""

    def __init__(self, desk: Desk, deals: list[Deal]) -> None:
        """Take the desk to work at, and the orders that customers are going to place."""
        self.desk = desk
        self.workdays = calendar()
        self.coming: defaultdict[dt.date, list[Deal]] = defaultdict(list)
        for deal in deals:
            self.coming[deal.day].append(deal)
        self.drafts: dict[str, list[Deal]] = defaultdict(list)
        self.deals: dict[str, Deal] = {}
        self.notes: list[Note] = []
        self.visited: dict[str, dt.date] = {}
        self._agenda: defaultdict[dt.date, list[Callable[[], object]]] = defaultdict(list)

    @property
    def today(self) -> dt.date:
        """The day it is."""
        return self.desk.today

    @property
    def in_quarter(self) -> bool:
        """Whether the quarter has begun, of which every paper is made."""
        return self.today >= QUARTER

    def ahead(self, days: int) -> dt.date:
        """Return the working day so many working days after today."""
        return self.workdays.add(self.today, days)

    def working(self, day: dt.date) -> dt.date:
        """Return the day, or the next working day after it."""
        return day if self.workdays.is_working(day) else self.workdays.next(day)

    def on(self, day: dt.date, do: Callable[[], object]) -> None:
        """Have something happen on a day, on the next working day if it is none."""
        day = self.working(day)
        self._agenda[max(day, self.today)].append(do)

    def happen(self) -> None:
        """Do what is due today, and what comes of it today."""
        while self._agenda[self.today]:
            for do in self._agenda.pop(self.today):
                do()


def calendar() -> Workdays:
    """Return the branch's working days."""
    return Workdays({dt.date.fromisoformat(day): kind == "上班" for day, kind, _ in CALENDAR})
