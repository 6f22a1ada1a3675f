"""What of an order's story register, approvals and plan tell."""

from __future__ import annotations

from collections.abc import Iterator

from xlsales.core.office import Office
from xlsales.core.words import Words
from xlsales.flow.every.story_event import Event, Step, day_in, quantity_of, tail, unit_of, word
from xlsales.flow.facts import fingerprint
from xlsales.flow.facts.lines import is_issued, is_returned, line_of, stands
from xlsales.forms.management import Approval
from xlsales.forms.masters import Product
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order


def registered(office: Office, order: Order) -> Iterator[Event]:
    """Yield the order's registration, latest submission and cancellation."""
    product = office.first(Product, "code", order.product)
    name = (product.name if product else None) or order.product
    quantity = quantity_of(order.quantity, unit_of(office, order))
    required = day_in(order, "required_date")
    yield Event(
        Step.REGISTERED,
        day_in(order, "order_date"),
        Words(
            f"登记：{order.customer}，{name} {quantity}，要求交期 {required or '?'}",
            f"registered: {order.customer}, {name} {quantity}, required by {required or '?'}",
        ),
        order,
    )
    if order.submitted_at:
        moment = order.submitted_at.isoformat(" ", "minutes")
        yield Event(
            Step.SUBMITTED,
            order.submitted_at.date(),
            Words(f"上报计划员（{moment}）", f"submitted to the planner ({moment})"),
            order,
        )
    if order.cancelled_on:
        why = tail(order.cancel_reason)
        yield Event(
            Step.CANCELLED,
            order.cancelled_on,
            Words(f"客户取消{why.zh}", f"cancelled{why.en}"),
            order,
        )


def decided(office: Office, order: Order) -> Iterator[Event]:
    """Decisions, and what waits for one as the order stands now."""
    if not office.has(Approval):
        return
    mark = None if order.bad else fingerprint.approval(order)
    waits = order.cancelled_on is None and not stands(order, line_of(office, order))
    for row in office.all_by(Approval, "order_no").get(order.order_no, ()):
        matter, by = word(row.kind), row.decided_by or "?"
        if row.decision:
            said, more = row.decision.words, tail(row.opinion)
            yield Event(
                Step.DECIDED,
                day_in(row, "decided_on"),
                Words(
                    f"{matter.zh}{said.zh}（{by}）{more.zh}",
                    f"{matter.en}: {said.en.lower()} ({by}){more.en}",
                ),
                row,
            )
        elif waits and row.order_hash == mark:
            yield Event(
                Step.DECIDED,
                None,
                Words(f"{matter.zh}待定", f"{matter.en}: waits for a decision"),
                row,
            )


def planned(office: Office, order: Order) -> Iterator[Event]:
    """Yield its place in the plan: listed, returned, issued or requested."""
    rows: tuple[PlanLine | TradeRequest, ...] = (
        *office.all_by(PlanLine, "order_no").get(order.order_no, ()),
        *office.all_by(TradeRequest, "order_no").get(order.order_no, ()),
    )
    for line in rows:
        if line.returned_reason and is_returned(order, line):
            yield Event(
                Step.RETURNED,
                None,
                Words(
                    f"计划员退回：{line.returned_reason}",
                    f"returned by the planner: {line.returned_reason}",
                ),
                line,
            )
        elif isinstance(line, TradeRequest):
            yield _requested(line)
        else:
            yield _issued(line)


def _issued(line: PlanLine) -> Event:
    start, end = line.start_date or "?", line.completion_date or "?"
    if not is_issued(line):
        return Event(
            Step.PLANNED,
            None,
            Words(
                f"已列入计划，尚未下达；拟 {start} 开工，{end} 完成",
                f"planned, not issued yet; to start on {start}, complete on {end}",
            ),
            line,
        )
    zh = f"（版次 {line.revision}）" if line.revision else ""
    en = f" (revision {line.revision})" if line.revision else ""
    return Event(
        Step.PLANNED,
        line.issued_on,
        Words(
            f"下达计划 {line.plan_no}{zh}：{start} 开工，{end} 完成",
            f"issued on plan {line.plan_no}{en}: start {start}, completion {end}",
        ),
        line,
    )


def _requested(line: TradeRequest) -> Event:
    if not is_issued(line):
        return Event(
            Step.PLANNED,
            None,
            Words("已列入外购需求，尚未上报", "listed to be bought in, not asked for yet"),
            line,
        )
    promised = line.arrival_promised
    return Event(
        Step.PLANNED,
        line.requested_on,
        Words(
            f"外购需求 {line.request_no} 上报贸易分公司"
            + (f"，承诺 {promised} 到货" if promised else ""),
            f"trade request {line.request_no}"
            + (f", arrival promised {promised}" if promised else ""),
        ),
        line,
    )
