"""Profit: signed revenue net of tax, less costs, less expenses (appraisal.md, *Indicators*)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xlsales.appraisal.evidence import Evidence
from xlsales.appraisal.gathering import Gathering, Sold
from xlsales.appraisal.periods import Span
from xlsales.appraisal.revenue import OF_DELIVERY, OF_ORDER, Sale, signed_sales
from xlsales.core.exact import ZERO, product, rounded
from xlsales.core.needs import needs, only
from xlsales.core.words import Words
from xlsales.forms.delivery import Delivery
from xlsales.forms.indicator_definition import NotScored
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import BranchExpense, Cost
from xlsales.forms.masters import Customer, Person, Setting
from xlsales.forms.register import Expense, Order
from xlsales.forms.rules import appraisal as rules

_COST = Words("成本", "Cost")
_EXPENSE = Words("费用", "Expense")
_BRANCH_EXPENSE = Words("单位费用", "Branch expense")


@needs(
    Person,
    Customer,
    Setting,
    only(Cost, "product", "from_date", "unit_cost"),
    only(BranchExpense, "date", "amount"),
    only(Order, *OF_ORDER, "tax_rate"),
    only(Expense, "date", "salesperson", "customer", "amount"),
    only(Delivery, *OF_DELIVERY),
)
def gather_profit(g: Gathering) -> None:
    """Enter what was earned on signed goods and what was spent.

    A return's rest gives its cost back. Where a product has no cost valid on the day, the profit
    of those concerned cannot be told for spans with that day.
    """
    for sale, sold, cost, spent in earned(g):
        g.ledger.add(sold.person, sale.evidence(sale.net, sold), Indicator.PROFIT)
        if spent is None:
            g.ledger.lacks(sold.person, Indicator.PROFIT, sale.date, NotScored.COST_MISSING)
        elif cost is not None:
            g.ledger.add(sold.person, _cost(sale, sold, cost, spent), Indicator.PROFIT)
    gather_expenses(g)


def _cost(sale: Sale, sold: Sold, cost: Cost, spent: Decimal) -> Evidence:
    """Return the row of evidence of what sold goods cost."""
    return Evidence(
        _COST,
        sale.date,
        -spent,
        (sale.row, *sold.rows, cost),
        cost.at,
        sale.no,
        sale.order_no,
        sale.note_no,
        sold.customer,
        sold.product,
        sale.quantity,
        cost.unit_cost,
    )


class Earned(NamedTuple):
    """A sale, its order, the cost valid on its day and what the goods cost by it.

    ``spent`` is None where there is no such cost; where there are no goods it is 0 without one.
    """

    sale: Sale
    sold: Sold
    cost: Cost | None
    spent: Decimal | None


def earned(g: Gathering, spans: Sequence[Span] = ()) -> Iterator[Earned]:
    """Yield what was signed for and taken back in the window, or in some days of it.

    Goods without a cost are told.
    """
    cost_of = _costs(g)
    for sale in signed_sales(g):
        if spans and not any(sale.date in span for span in spans):
            continue
        sold = g.order(sale.order_no, sale.row)
        if not sale.quantity:
            yield Earned(sale, sold, None, ZERO)
            continue
        cost = cost_of(sold.product, sale.date)
        if cost is None:
            g.tell(
                rules.COST_MISSING,
                sale.row,
                "quantity",
                product=sold.product or "?",
                day=sale.date,
                order_no=sale.order_no,
            )
            yield Earned(sale, sold, None, None)
            continue
        spent = rounded(product(sale.quantity, cost.unit_cost))
        yield Earned(sale, sold, cost, spent)


def gather_expenses(g: Gathering) -> None:
    """Enter what was spent by salespeople and by the branch."""
    for mine in g.usable(g.office.rows(Expense), "date", "salesperson", "amount", day="date"):
        g.ledger.add(
            g.person(mine.salesperson, mine, "salesperson"),
            Evidence(_EXPENSE, mine.date, -mine.amount, (mine,), customer=mine.customer),
            Indicator.PROFIT,
        )
    for ours in g.usable(g.office.rows(BranchExpense), "date", "amount", day="date"):
        g.ledger.add(
            None,
            Evidence(_BRANCH_EXPENSE, ours.date, -ours.amount, (ours,)),
            Indicator.PROFIT,
        )


def _costs(g: Gathering) -> Callable[[str | None, date], Cost | None]:
    """Return what tells the cost of a product valid on a day: the latest from then or before."""
    costs_of: dict[str, dict[date, Cost]] = {}
    for row in g.office.rows(Cost):
        lacking = row.bad.intersection(("product", "from_date", "unit_cost"))
        if not lacking:
            costs_of.setdefault(row.product, {}).setdefault(row.from_date, row)
        elif "from_date" in row.bad or row.from_date <= g.window.last:
            g.leave_out(row, *lacking)
    days = {product: sorted(costs) for product, costs in costs_of.items()}

    def cost_of(product: str | None, day: date) -> Cost | None:
        if product is None or product not in days:
            return None
        place = bisect_right(days[product], day)
        return costs_of[product][days[product][place - 1]] if place else None

    return cost_of
