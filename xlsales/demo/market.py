"""What customers order, and when: seasons, habits, prices, lead times."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import takewhile
from random import Random

from xlsales.demo.branch import END, YEAR, Branch, Deal, calendar, dice, register
from xlsales.demo.catalogue import (
    BOUGHT,
    CLIENTS,
    IN,
    PRODUCT,
    REPAIRS,
    WISHES,
    Client,
    Item,
    floor_price,
)
from xlsales.demo.people import SELLER
from xlsales.flow.capacity.workdays import Workdays
from xlsales.flow.facts.months import last_day

_SEASON = {4: 0.9, 5: 1.0, 6: 0.98, 7: 0.88, 8: 0.9, 9: 0.94, 10: 1.04, 11: 1.14, 12: 1.1}
_BIG = {("K009", 6): 236_000, ("K011", 5): 268_000, ("K002", 11): 187_000, ("K008", 12): 152_000}
"""Orders for a whole year, by customer and month, in yuan with tax."""
_DEMAND = 1.3
"""How lively the year is: the factor on every customer's usual orders a month."""
_CONTRACT_FROM = 10_000
_MOST, _LEAST = 290_000, 600


def order_book() -> list[Deal]:
    """Return every order of the story, by day."""
    workdays = calendar()
    deals = [deal for client in CLIENTS for deal in _of_client(client, workdays)]
    deals.sort(key=lambda deal: (deal.day, deal.client.code))
    _level(deals)
    for number, deal in enumerate(deals, 1):
        deal.number = number
        deal.chance = dice(f"order {number}")
    _contracts(deals)
    return deals


def _level(deals: list[Deal]) -> None:
    """Make each salesperson's month add up to about what their customers have agreed to buy."""
    months: dict[tuple[str, int], list[Deal]] = {}
    for deal in deals:
        if not deal.repair:
            months.setdefault((deal.owner, deal.day.month), []).append(deal)
    for (owner, month), mine in months.items():
        wanted = (
            SELLER[owner].intake * _SEASON[month] * dice(f"{owner} {month}").uniform(0.88, 1.14)
        )
        factor = wanted / float(sum(deal.amount for deal in mine))
        for deal in mine:
            deal.quantity = _fitting(float(deal.quantity) * factor, deal.price)
    for (code, month), amount in _BIG.items():
        deal = next(
            d for d in deals if (d.client.code, d.day.month, d.repair) == (code, month, False)
        )
        deal.quantity = _fitting(amount / float(deal.price), deal.price)


def _of_client(client: Client, workdays: Workdays) -> Iterator[Deal]:
    chance = dice(f"client {client.code}")
    for month, season in _SEASON.items():
        wanted = client.orders * _DEMAND * season
        count = math.floor(wanted + chance.random())
        first = dt.date(YEAR, month, 1)
        last = min(END - dt.timedelta(days=1), last_day(first))
        days = list(takewhile(last.__ge__, workdays.days(first)))
        for _ in range(count):
            yield _deal(client, chance.choice(days), chance, workdays)


def _deal(client: Client, day: dt.date, chance: Random, workdays: Workdays) -> Deal:
    weights = [1 / (rank + 1) for rank in range(len(client.buys))]
    (code,) = chance.choices(client.buys, weights)
    item = PRODUCT[code]
    price = _price(client, item, chance)
    quantity = _quantity(item, price, chance)
    urgent = code not in BOUGHT and chance.random() < client.urgent
    if urgent:
        due = day + dt.timedelta(days=chance.randint(12, 26))
    elif code in BOUGHT:
        due = day + dt.timedelta(days=chance.randint(22, 45))
    else:  # made in the month after, by the plan of that month
        due = last_day(day) + dt.timedelta(days=chance.randint(12, 32))
    due = due if workdays.is_working(due) or chance.random() < 0.05 else workdays.next(due)
    wish = chance.choice(WISHES) if chance.random() < 0.3 else None
    return Deal(
        0, client, item, day, quantity, price, due, urgent, code in REPAIRS, wish, contract=None
    )


def _price(client: Client, item: Item, chance: Random) -> Decimal:
    price = item.guide * client.price * chance.uniform(0.985, 1.03)
    if chance.random() < 0.03:  # a price war: under the floor, for the deputy to decide
        price = floor_price(item) * chance.uniform(0.95, 0.985)
    places = 0 if price >= 300 else 1 if price >= 30 else 2
    return Decimal(str(round(price, places)))


def _quantity(item: Item, price: Decimal, chance: Random) -> Decimal:
    size = chance.choices((0.08, 1, 6), (7, 91.5, 1.5))[0]  # samples, usual lots, a year's lot
    return _fitting(item.lot * size * chance.lognormvariate(-0.1, 0.45), price)


def _fitting(wanted: float, price: Decimal) -> Decimal:
    """Return a round quantity that is neither worth too little nor too much."""
    wanted = min(max(wanted, _LEAST / float(price)), _MOST / float(price))
    step = next((s for over, s in ((1000, 100), (200, 50), (60, 10), (20, 5)) if wanted > over), 1)
    return Decimal(max(1, round(wanted / step) * step))


def _contracts(deals: list[Deal]) -> None:
    """Give the orders that need one a contract number, outside and inside the group apart."""
    counts = {"HT": 40, "NB": 12}
    for deal in deals:
        if deal.amount >= _CONTRACT_FROM or deal.chance.random() < 0.25:
            series = "NB" if deal.client.market == IN else "HT"
            counts[series] += 1
            deal.contract = f"{series}-{YEAR}-{counts[series]:04d}"


def take_orders(branch: Branch) -> None:
    """Let the salespeople type the orders that came in today."""
    for deal in branch.coming.pop(branch.today, ()):
        _type(branch, deal)


def _type(branch: Branch, deal: Deal) -> None:
    ready = deal.contract and deal.chance.random() < SELLER[deal.owner].care
    hasty = branch.in_quarter and deal.chance.random() > SELLER[deal.owner].care
    deal.row = branch.desk.type(
        register(deal.owner),
        "orders",
        order_date=deal.day,
        salesperson=deal.owner,
        customer=deal.client.name,
        kind="维修" if deal.repair else "新制",
        product=deal.item.code,
        quantity=f"{deal.quantity}{deal.item.unit}" if hasty else deal.quantity,
        unit_price=deal.price,
        required_date=deal.due,
        plan_type="临时" if deal.urgent else "月度",
        customer_wish=deal.wish,
        contract_no=deal.contract if ready else None,
    )
    branch.drafts[deal.owner].append(deal)
    if deal.contract and not ready and deal.chance.random() < 0.9:
        signed = deal.day + dt.timedelta(days=deal.chance.randint(4, 40))
        branch.on(signed, partial(sign_contract, branch, deal))
    if deal.chance.random() < 0.025:
        soon = deal.day + dt.timedelta(days=deal.chance.randint(3, 14))
        branch.on(soon, partial(_give_up, branch, deal))


def _give_up(branch: Branch, deal: Deal) -> None:
    if deal.no and not (deal.issued or deal.dead):
        change_mind(branch, deal, "客户项目推迟")


def sign_contract(branch: Branch, deal: Deal) -> None:
    """Let the salesperson fill in a contract number that was missing."""
    branch.desk.type(register(deal.owner), "orders", deal.row, contract_no=deal.contract)
    deal.blocked = False


def change_mind(branch: Branch, deal: Deal, why: str) -> None:
    """Let a customer cancel an order."""
    branch.desk.type(
        register(deal.owner),
        "orders",
        deal.row,
        cancelled_on=branch.today,
        cancel_reason=why,
    )
    deal.dead = True
