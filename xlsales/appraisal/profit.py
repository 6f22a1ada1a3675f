"""Profit: signed revenue net of tax, less costs, less expenses (appraisal.md, *Indicators*)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from xlsales.appraisal.evidence import Evidence, places
from xlsales.appraisal.gathering import Gathering
from xlsales.appraisal.revenue import OF_DELIVERY, OF_ORDER, signed_sales
from xlsales.core.exact import ZERO, rounded
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
    cost_of = _costs(g)
    for sale in signed_sales(g):
        sold = g.order(sale.order_no, sale.row)
        g.ledger.add(sold.person, sale.evidence(Indicator.PROFIT, sale.net, sold))
        quantity = sale.quantity or ZERO
        if not quantity:
            continue
        cost = cost_of(sold.product, sale.date)
        if cost is None:
            g.ledger.lacks(sold.person, Indicator.PROFIT, sale.date, NotScored.COST_MISSING)
            g.tell(
                rules.COST_MISSING,
                sale.row,
                "quantity",
                product=sold.product or "?",
                day=sale.date,
                order_no=sale.order_no,
            )
            continue
        spent = rounded(Fraction(quantity) * Fraction(cost.unit_cost))
        row = sale.evidence(Indicator.PROFIT, -spent, sold)
        g.ledger.add(
            sold.person,
            row._replace(
                what=_COST,
                unit_price=cost.unit_cost,
                tax_rate=None,
                beside=cost.at,
                rests_on=(*row.rests_on, *places(cost)),
            ),
        )
    _gather_expenses(g)


def _gather_expenses(g: Gathering) -> None:
    for mine in g.usable(g.office.rows(Expense), "date", "salesperson", "amount", day="date"):
        g.ledger.add(
            g.person(mine.salesperson, mine, "salesperson"),
            Evidence(
                Indicator.PROFIT,
                _EXPENSE,
                mine.date,
                -mine.amount,
                mine.at,
                customer=mine.customer,
                rests_on=places(mine),
            ),
        )
    for ours in g.usable(g.office.rows(BranchExpense), "date", "amount", day="date"):
        g.ledger.add(
            None,
            Evidence(
                Indicator.PROFIT,
                _BRANCH_EXPENSE,
                ours.date,
                -ours.amount,
                ours.at,
                rests_on=places(ours),
            ),
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
