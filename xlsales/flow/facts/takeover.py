"""What the plan takes over of an order, and what has changed since.

Source: flow.md, *Changes after submission*, *Return*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlsales.core.finding import Finding, Rule, finding
from xlsales.core.office import Office
from xlsales.core.words import Words
from xlsales.flow.facts import fingerprint
from xlsales.flow.facts.approvals import salesperson_of
from xlsales.flow.facts.lines import Line, is_issued, is_returned, stands
from xlsales.flow.facts.reasons import LeftOut, Reason
from xlsales.forms.choices import Supply
from xlsales.forms.masters import Product
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order
from xlsales.forms.rules import plan as rules

NEEDED = frozenset(
    {
        *fingerprint.PLAN,
        "order_no",
        "order_date",
        "salesperson",
        "submitted_at",
        "cancelled_on",
    }
)
"""The columns of an order without which nothing can be taken over of it."""

_OF_PRODUCT = ("spec", "material", "unit")
_BLANK = Words("（空）", "(blank)")


def is_readable(order: Order) -> bool:
    """Return whether all of an order that the plan needs could be read."""
    return not (order.bad and order.bad & NEEDED)


def taken_over(
    office: Office, order: Order, model: type[PlanLine | TradeRequest]
) -> dict[str, object]:
    """Return the cells of a plan line or trade request that repeat a readable order.

    What the register shows in grey is looked up anew in the products.
    """
    product = office.first(Product, "code", order.product)
    values: dict[str, object] = {
        "order_no": order.order_no,
        "order_date": order.order_date,
        "salesperson": salesperson_of(order),
        "submitted_at": order.submitted_at,
        "product_name": product.name if product else None,
        **{column: getattr(product, column, None) for column in _OF_PRODUCT},
        **{column: getattr(order, column) for column in fingerprint.PLAN},
        "order_hash": fingerprint.plan(order),
    }
    return {column: value for column, value in values.items() if column in model.table.by_key}


@dataclass(frozen=True)
class Change:
    """A cell of an order that is no longer what the plan says: the plan's value and the order's."""

    column: str
    old: object
    new: object


def changes(line: Line, order: Order) -> tuple[Change, ...]:
    """Return which cells of a readable order differ from its line, in the line's words.

    Only what the fingerprint is made of, and only columns that the line has.
    """
    return tuple(
        Change(column, getattr(line, column), getattr(order, column))
        for column in fingerprint.PLAN
        if column in line.table.by_key and getattr(line, column) != getattr(order, column)
    )


def is_changed(line: Line, order: Order) -> bool:
    """Return whether a readable order is no longer as it was taken over.

    A line without a fingerprint (an imported one) is judged by the values that it shows.
    """
    if line.order_hash:
        return line.order_hash != fingerprint.plan(order)
    return bool(changes(line, order)) or order.cancelled_on is not None


def is_cancelled(order: Order | None) -> bool:
    """Return whether the register says that the order is cancelled."""
    return order is not None and "cancelled_on" not in order.bad and order.cancelled_on is not None


def told_cancelled(line: Line) -> bool:
    """Return whether a line already stands for a cancelled order."""
    return isinstance(line, PlanLine) and fingerprint.says_cancelled(line)


def change_findings(
    line: Line, order: Order, changed: Rule, cancelled: Rule, **facts: object
) -> Iterator[Finding]:
    """Yield old and new of all that changed: one finding a cell, at the line.

    ``changed`` is told ``what``, ``old`` and ``new``, ``cancelled`` the ``day``; both ``facts``.
    """
    named = Order.table.by_key
    said = [(named[it.column].words, it.old, it.new, it.column) for it in changes(line, order)]
    if order.cancelled_on is not None and not told_cancelled(line):
        yield finding(cancelled, line, "order_no", day=order.cancelled_on, **facts)
    elif order.cancelled_on is None and told_cancelled(line):
        words = named["cancelled_on"].words
        said.append((words, Words("已取消", "cancelled"), _BLANK, "order_no"))
    elif not said:
        # a trade request shows neither price nor kind
        words = Words("单价、类别或客户要求", "Price, kind or customer wish")
        said.append((words, Words("原登记", "as it was"), Words("现登记", "as it is"), "order_no"))
    for words, old, new, column in said:
        yield finding(
            changed,
            line,
            column,
            what=words,
            old=_BLANK if old is None else old,
            new=_BLANK if new is None else new,
            **facts,
        )


def center_finding(office: Office, line: PlanLine, order: Order) -> Iterator[Finding]:
    """Yield a warning where an order changed to a product that another centre makes."""
    usual = usual_center(office, order)
    if line.product != order.product and line.work_center and usual not in {None, line.work_center}:
        yield finding(rules.WORK_CENTER_DIFFERS, line, "work_center", usual=usual)


def usual_center(office: Office, order: Order) -> str | None:
    """Return the work centre of an order's product, if it can be told."""
    product = office.first(Product, "code", order.product)
    return None if product is None or "work_center" in product.bad else product.work_center


def moves_table(office: Office, line: Line, order: Order) -> bool:
    """Return whether an order changed to a product that belongs into the plan's other table."""
    product = office.first(Product, "code", order.product)
    if line.product == order.product or product is None or "supply" in product.bad:
        return False
    return (product.supply is Supply.MAKE) is not isinstance(line, PlanLine)


def supply_finding(office: Office, line: Line, order: Order) -> Finding:
    """Return what is to be said where :func:`moves_table`."""
    product = office.first(Product, "code", order.product)
    supply = product.supply if product else None
    return finding(rules.SUPPLY_CHANGED, line, "product", product=order.product, supply=supply)


def why_idle(line: Line, order: Order | None) -> str | None:
    """Return why an unissued line may be neither dated nor issued (nor requested) now, or None.

    ``cancelled``, ``returned``, or ``resubmitted``: it stands for an older submission and waits
    for Consolidate. A line whose order is in no register is judged by itself.
    """
    assert not is_issued(line)
    if order is None or order.bad & {"submitted_at"}:
        return None
    if is_cancelled(order):
        return "cancelled"
    if is_returned(order, line):
        return "returned"
    return None if stands(order, line) else "resubmitted"


REASONS: Mapping[str, Words] = {
    "cancelled": Words("承揽已取消", "the order is cancelled"),
    "returned": Words("已退回销售员", "it was returned to the salesperson"),
    "resubmitted": Words(
        "已重新上报，请先“汇总承揽”", "it was submitted again: press Consolidate first"
    ),
    "has-errors": Words("有错误尚未改正", "it has errors"),
    "review-pending": Words("合同评审尚无结论", "its contract review is pending"),
    "review-failed": Words("合同评审未通过", "its contract review failed"),
    "price-pending": Words("特价尚未批准", "its price approval is pending"),
    "price-failed": Words("特价未获批准", "its price was not approved"),
    "supply-changed": Words(
        "产品已改为另一种供应方式", "its new product is supplied in another way"
    ),
    "fixed-date-unmet": Words(
        "指定的完成时间之前产能不足", "there is not enough capacity before its fixed date"
    ),
    "no-date": Words("尚无完成时间", "it has no completion date"),
    "not-planned": Words("不在计划中", "it is not in the plan"),
    "already-issued": Words("已下达", "it is issued already"),
    "bought-in": Words("外购产品，计划不排期", "it is bought in; the plan gives it no date"),
}
"""Why an order is left out: the stable keys of a reply's ``reason``, and what they say."""


def left_note(order_no: str, reason: str) -> Words:
    """Return the line that tells a person what was left and why."""
    why = REASONS[reason]
    return Words(f"{order_no}：{why.zh}。", f"{order_no}: {why.en}.")


_IDLE = ("cancelled", "returned", "already-issued")
"""Reasons about which whoever is told cannot do anything: they come last, only counted."""


def left_notes(left: Mapping[str, str]) -> Iterator[Words]:
    """Yield the lines that tell a person what was left out: one a reason, with its orders."""
    by_reason: dict[str, list[str]] = {}
    for order_no, reason in left.items():
        by_reason.setdefault(reason, []).append(order_no)
    for reason, numbers in by_reason.items():
        if reason not in _IDLE:
            why, count = REASONS[reason], len(numbers)
            yield Words(
                f"{why.zh}，{count} 笔：{'、'.join(numbers)}。",
                f"{why.en}, {count}: {', '.join(numbers)}.",
            )
    idle = [(REASONS[reason], len(by_reason[reason])) for reason in _IDLE if reason in by_reason]
    if idle:
        yield Words(
            f"无需处理：{'，'.join(f'{why.zh} {count} 笔' for why, count in idle)}。",
            f"Nothing to do: {', '.join(f'{why.en}, {count}' for why, count in idle)}.",
        )


def left_reply(left: Mapping[str, str]) -> tuple[LeftOut, ...]:
    """Return ``left_out`` of a reply (cli.md) of the reasons by order number, in their order."""
    return tuple(
        LeftOut(order_no, Reason(reason, REASONS[reason])) for order_no, reason in left.items()
    )
