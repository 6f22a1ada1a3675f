"""The simulated days: April to September as history, October to December as the quarter."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from itertools import pairwise, takewhile

from xlsales.appraisal.reply import Scored
from xlsales.core.reply import mapped
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.demo import market, mistakes, planning, production, service, shipping
from xlsales.demo.branch import (
    COLLECTION,
    END,
    MANAGEMENT,
    QUARTER,
    START,
    WAREHOUSE,
    Branch,
    dice,
    tracking,
)
from xlsales.demo.catalogue import CLIENT
from xlsales.demo.desk import Desk
from xlsales.demo.founding import WORKBOOKS, found
from xlsales.demo.money import Finance
from xlsales.demo.people import DEPUTY, FINANCE, KEEPERS, PLANNER, SELLERS
from xlsales.forms.choices import Kind
from xlsales.hosts.host import Host
from xlsales.hosts.source import Progress

SCORED = ("2026-10", "2026-11", "2026-12", "2026-Q4")
"""The periods that are scored at the end."""

ANALYSED = "2026-11"
"""The month that is analysed at the end."""

PAPERS = {
    "statement": {"customer": "金鼎公司农机分公司", "month": "2026-11"},
    "dunning_letter": {"customer": "翠湖拖拉机配件厂"},
    "customer_card": {"customer": "金鼎公司齿轮分公司"},
}
"""Papers to customers that are made at the end, once each: the button, and what it is told."""

_NAMES = tuple(seller.name for seller in SELLERS)
_TUESDAY, _WEDNESDAY, _THURSDAY, _FRIDAY = range(1, 5)
_BOOKS_CLOSE = 26
"""The day of the month from which finance invoices."""
_REVISIONS = {dt.date(2026, 10, 14): "2026-09", dt.date(2026, 11, 11): "2026-10"}
"""When a monthly plan is revised, and which."""


class Story:
    """One branch's year, told day by day."""

    def __init__(
        self, host: Host, progress: Progress = lambda *_: None, *, prints: bool = False
    ) -> None:
        """Begin on the first day; nothing has happened yet. ``prints``: the quarter's documents."""
        self.desk = Desk(host, START, QUARTER if prints else None)
        self.branch = Branch(self.desk, market.order_book())
        self.scores: list[dict[str, object]] = []
        self._finance = Finance(self.branch)
        self._chance = dice("days")
        self._invoiced_in = 0
        self._progress = progress

    def run(self) -> None:
        """Tell it from the first day to the last; saved when the quarter begins and ends."""
        found(self.branch)
        self._finance.open()
        self._foresee()
        first = self.branch.working(QUARTER)
        days = tuple(takewhile(END.__ge__, self.branch.workdays.days(START)))
        for n, (day, next_day) in enumerate(pairwise(days)):
            self._progress(n, len(days), Words("模拟", "Simulating"), f"{day:%Y-%m}")
            self.desk.dawn(day)
            self._day(closing=next_day.month != day.month or next_day == END)
            if next_day in {first, END}:
                self.desk.save()
        self.desk.dawn(END)
        self._last_day()

    def _foresee(self) -> None:
        """Put on the agenda what has its day in any case."""
        branch, finance = self.branch, self._finance
        service.plan_complaints(branch)
        back = dt.date(2026, 10, 12)
        twice = partial(finance.overpay, CLIENT["鼎峰液压件厂"], Decimal("6860.00"), back)
        branch.on(dt.date(2026, 9, 15), twice)
        branch.on(dt.date(2026, 12, 28), partial(finance.prepay, Decimal(60_000)))
        branch.on(dt.date(2026, 8, 18), partial(production.for_stock, branch))
        branch.on(dt.date(2026, 10, 27), partial(production.lend, branch))
        branch.on(dt.date(2026, 11, 17), partial(production.from_stock, branch))

    # --- a day ----------------------------------------------------------------------------

    def _day(self, *, closing: bool) -> None:
        branch, day = self.branch, self.branch.today
        branch.happen()
        market.take_orders(branch)
        self._chores()
        self._plan(closing)
        if day in _REVISIONS:
            planning.revise(branch, _REVISIONS[day])
        self._ship()
        branch.happen()
        if closing:
            self._close()

    def _plan(self, closing: bool) -> None:
        """Hand in, decide, consolidate, schedule, issue: weekly now, in history every second."""
        branch, day = self.branch, self.branch.today
        month = f"{day:%Y-%m}"
        now = branch.in_quarter
        meets = day.weekday() == _THURSDAY if now else self._every_second(_WEDNESDAY)
        if closing or meets:
            if now:
                planning.promise(branch, _NAMES[-1])
            planning.submit_all(branch)
            planning.decide(branch)
            planning.consolidate(branch, month)
            planning.schedule(branch)
            planning.issue_urgent(branch)
            planning.request(branch)
        if closing and day.month != END.month:
            planning.issue(branch, month)

    def _every_second(self, weekday: int) -> bool:
        day = self.branch.today
        return day.weekday() == weekday and day.isocalendar().week % 2 == 0

    def _ship(self) -> None:
        """Deliver: half of the salespeople on Tuesdays, half on Fridays; in history on Thursdays."""
        weekday = self.branch.today.weekday()
        if not self.branch.in_quarter:
            leaving = _NAMES if weekday == _THURSDAY else ()
        else:
            leaving = {_TUESDAY: _NAMES[::2], _FRIDAY: _NAMES[1::2]}.get(weekday, ())
        shipping.ship_all(self.branch, leaving)

    def _chores(self) -> None:
        """Let people do what is not bound to a day."""
        branch, day, chance = self.branch, self.branch.today, self._chance
        for seller in SELLERS:
            if chance.random() < 0.27:
                service.spend(branch, seller)
            if chance.random() < 0.03:
                service.market(branch, seller.name)
            if chance.random() < 0.02:
                service.prospect(branch, seller.name)
        lately = [
            note
            for note in branch.notes[-40:]
            if note.signed_on and 4 <= (day - note.signed_on).days < 8
        ]
        if lately and chance.random() < 0.35:
            service.visit_after(branch, chance.choice(lately))
        service.visit_due(branch)
        if day.day >= _BOOKS_CLOSE and self._invoiced_in != day.month:
            self._invoiced_in = day.month
            self._finance.invoice()
        if day.weekday() == _FRIDAY if branch.in_quarter else self._every_second(_FRIDAY):
            self._finance.verify()

    def _close(self) -> None:
        """Close a month: expenses of the branch, rulings, receivables by age, numbers."""
        service.branch_expenses(self.branch)
        self.desk.press("refresh", MANAGEMENT, DEPUTY)
        service.rule(self.branch)
        self._finance.age()
        self.desk.press("refresh", WAREHOUSE, KEEPERS[0])
        for name in _NAMES:
            self.desk.press("refresh", tracking(name), name)

    # --- the last day ---------------------------------------------------------------------

    def _last_day(self) -> None:
        """Leave the typing mistakes, bring everything up to date, score."""
        self.branch.happen()
        mistakes.make(self.branch)
        self._finance.verify()
        for book, owner in WORKBOOKS:
            self.desk.press("refresh", book, owner)
        self._look_round()
        for period in SCORED:
            reply = self.desk.press("score", MANAGEMENT, DEPUTY, period=period).reply
            assert isinstance(reply, Scored)
            self.scores += [{"period": period, **mapped(each)} for each in reply.subjects]
        self.desk.press("report", MANAGEMENT, DEPUTY, month=ANALYSED)
        self.desk.finish(self._progress)

    def _look_round(self) -> None:
        """Press what only tells: what waits, how an order fared, what more would do."""
        press = self.desk.press
        for book, owner in WORKBOOKS:
            if book.kind in {Kind.REGISTER, Kind.PLAN, Kind.WAREHOUSE, Kind.COLLECTION}:
                press("today", book, owner)
            if book.kind == Kind.TRACKING:
                press("visits_due", book, owner)
        press("stock", WAREHOUSE, KEEPERS[0])
        for number, asked in PAPERS.items():
            press(number, COLLECTION, FINANCE, **asked)
        told = next(deal for deal in self.branch.deals.values() if deal.delivered == deal.quantity)
        press("order_story", Book(""), DEPUTY, order_no=told.no)
        more = {"revenue": Decimal(30_000)}
        press("what_if", MANAGEMENT, DEPUTY, period=SCORED[2], subject=_NAMES[-1], add=more)
        press("validate", Book(""), PLANNER)
