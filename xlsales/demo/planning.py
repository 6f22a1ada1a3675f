"""From the register to the task plan: submit, decide, consolidate, schedule, issue, revise."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

from xlsales.core.reply import Reply
from xlsales.demo import production
from xlsales.demo.branch import END, MANAGEMENT, PLAN, Branch, Deal, dice, register
from xlsales.demo.market import change_mind
from xlsales.demo.people import DEPUTY, MANAGER, PLANNER, SELLERS
from xlsales.flow.plan.consolidate import Consolidated
from xlsales.flow.plan.issuing import Issued
from xlsales.flow.plan.trade import Requested
from xlsales.forms.choices import Kind, Matter
from xlsales.forms.management import Approval
from xlsales.forms.plan import PlanLine, TradeRequest

_DECISIONS = dice("decisions")
_MANAGERS_OWN = Decimal(120_000)
"""From this amount on the manager decides, below it the deputy."""


def submit(branch: Branch, owner: str) -> None:
    """Let a salesperson hand in what is typed."""
    drafts = branch.drafts[owner]
    if not drafts:
        return
    book = register(owner)
    typed = (branch.desk.cell(book, "orders", deal.row, "quantity") for deal in drafts)
    if any(isinstance(cell, str) for cell in typed):
        branch.desk.press("apply_fixes", book, owner)
    branch.desk.press("submit", book, owner)
    left = []
    for deal in drafts:
        deal.no = str(branch.desk.cell(book, "orders", deal.row, "order_no") or "")
        if deal.no:
            branch.deals[deal.no] = deal
        if branch.desk.cell(book, "orders", deal.row, "submitted_at") is None:
            left.append(deal)
    branch.drafts[owner] = left


def promise(branch: Branch, owner: str) -> None:
    """Let a salesperson ask when the typed orders could be ready, before handing them in."""
    if branch.drafts[owner]:
        branch.desk.press("promise", register(owner), owner)


def submit_all(branch: Branch) -> None:
    """Let every salesperson hand in what is typed."""
    for seller in SELLERS:
        submit(branch, seller.name)


def decide(branch: Branch) -> None:
    """Let the deputy refresh the approvals, and deputy and manager decide them."""
    desk = branch.desk
    desk.press("refresh", MANAGEMENT, DEPUTY)
    for row in desk.office(Kind.MANAGEMENT).rows(Approval):
        if row.decision is not None:
            continue
        deal = branch.deals[row.order_no]
        if branch.today >= END - dt.timedelta(days=2) and _DECISIONS.random() < 0.7:
            continue  # the last ones still wait
        hard = 0.3 if row.kind is Matter.PRICE else 0.05
        refused = not deal.dead and _DECISIONS.random() < hard
        desk.type(
            MANAGEMENT,
            "approvals",
            row.at.row,
            decision="不通过" if refused else "通过",
            decided_by=MANAGER if deal.amount >= _MANAGERS_OWN else DEPUTY,
            decided_on=branch.today,
            opinion=_opinion(row.kind, refused),
        )
        if refused:
            branch.on(branch.ahead(2), partial(_talk_again, branch, deal))


def _opinion(kind: Matter, refused: bool) -> str | None:
    if refused:
        return "低于底价，请与客户再谈" if kind is Matter.PRICE else "交期和产能不匹配，重新商定"
    if kind is Matter.PRICE:
        return _DECISIONS.choice(("老客户，同意", "以量补价，同意", "仅此一单"))
    return None if _DECISIONS.random() < 0.8 else "同意，注意回款"


def _talk_again(branch: Branch, deal: Deal) -> None:
    """Let the customer agree to a better price or a later date, or give up."""
    if deal.issued or deal.dead:
        return
    if deal.chance.random() < 0.4:
        change_mind(branch, deal, "价格未谈拢")
        return
    deal.price = max(deal.price, Decimal(str(round(deal.item.guide * 0.93, 1))))
    deal.due = branch.working(deal.due + dt.timedelta(days=10))
    branch.desk.type(
        register(deal.owner), "orders", deal.row, unit_price=deal.price, required_date=deal.due
    )


def consolidate(branch: Branch, month: str) -> None:
    """Let the planner gather what is handed in, and send a few orders back."""
    reply = branch.desk.press("consolidate", PLAN, PLANNER, month=month).reply
    assert isinstance(reply, Consolidated)
    for number in (*reply.planned, *reply.trade):
        branch.deals[number].planned = True
    lines = branch.desk.office(Kind.PLAN)
    for number in reply.planned:
        deal = branch.deals[number]
        line = lines.first(PlanLine, "order_no", number)
        assert line is not None
        luck = deal.chance.random()
        if luck < 0.012 and not deal.urgent and branch.today < END - dt.timedelta(days=4):
            deal.returned = True
            branch.desk.type(
                PLAN, "plan_lines", line.at.row, returned_reason="图纸版本不清，请与客户核实后重报"
            )
            branch.on(branch.ahead(1), partial(_mend, branch, deal))
        elif luck > 0.975:
            branch.desk.type(PLAN, "plan_lines", line.at.row, fixed_date=deal.due)


def _mend(branch: Branch, deal: Deal) -> None:
    """Let the salesperson clear up a returned order and hand it in again."""
    book = register(deal.owner)
    branch.desk.type(book, "orders", deal.row, customer_wish="按新图纸（B版）生产")
    branch.desk.press("submit", book, deal.owner, order=(deal.no,))
    deal.returned = False


def schedule(branch: Branch) -> None:
    """Let the planner have dates proposed."""
    branch.desk.press("schedule", PLAN, PLANNER)


def issue(branch: Branch, month: str) -> None:
    """Let the planner issue the month's plan."""
    _begin(branch, branch.desk.press("issue_plan", PLAN, PLANNER, month=month).reply)


def issue_urgent(branch: Branch) -> None:
    """Let the planner issue the temporary orders that have a date."""
    ready = [
        deal.no
        for deal in branch.deals.values()
        if deal.urgent and deal.planned and not (deal.issued or deal.returned or deal.dead)
    ]
    if ready:
        asked = {"temporary": True, "order": tuple(ready)}
        _begin(branch, branch.desk.press("issue_temporary", PLAN, PLANNER, **asked).reply)


def _begin(branch: Branch, reply: Reply) -> None:
    assert isinstance(reply, Issued)
    for line in reply.lines:
        deal = branch.deals[line.order_no]
        deal.issued = True
        assert line.start_date is not None
        assert line.completion_date is not None
        production.make(branch, deal, line.start_date, line.completion_date)


def request(branch: Branch) -> None:
    """Let the planner report the bought-in demand to the trading branch."""
    reply = branch.desk.press("trade_request", PLAN, PLANNER).reply
    assert isinstance(reply, Requested)
    if not reply.request_nos:
        return
    for row in branch.desk.office(Kind.PLAN).rows(TradeRequest):
        deal = branch.deals[row.order_no or ""]
        if row.request_no in reply.request_nos and not deal.issued:
            deal.issued = True
            _buy(branch, deal, row.at.row)


def _buy(branch: Branch, deal: Deal, row: int) -> None:
    """Let the trading branch quote, promise and deliver."""
    chance = deal.chance
    arrival = branch.working(max(deal.due - dt.timedelta(days=6), branch.ahead(8)))

    def quote() -> None:
        net = deal.item.guide / 1.13 * deal.item.cost
        branch.desk.type(
            PLAN,
            "trade_requests",
            row,
            price_quoted=Decimal(str(round(net * chance.uniform(0.97, 1.04), 2))),
            arrival_promised=arrival,
        )

    if chance.random() < 0.93:
        branch.on(branch.ahead(3), quote)
    late = 0 if chance.random() < 0.8 else chance.randint(3, 9)
    production.arrive(branch, deal, branch.workdays.add(arrival, late))


def revise(branch: Branch, month: str) -> None:
    """Let customers change their minds after a plan was issued, and the planner revise it."""
    office = branch.desk.office(Kind.PLAN)
    open_lines = [
        line
        for line in office.rows(PlanLine)
        if line.plan_no and line.plan_no.startswith(f"RW-{month.replace('-', '')}")
        if line.start_date and line.start_date > branch.ahead(4)
        if not branch.deals[line.order_no].accepted
    ]
    open_lines.sort(key=lambda line: (line.completion_date or END, line.order_no), reverse=True)
    if len(open_lines) < 3:
        return
    more, moved, gone = (branch.deals[line.order_no] for line in open_lines[:3])
    more.quantity += max(Decimal(1), more.quantity // 10)
    branch.desk.type(register(more.owner), "orders", more.row, quantity=more.quantity)
    change_mind(branch, gone, "客户项目暂停")
    later = branch.workdays.add(open_lines[1].completion_date or END, 3)
    branch.desk.type(PLAN, "plan_lines", open_lines[1].at.row, fixed_date=later)
    consolidate(branch, f"{branch.today:%Y-%m}")
    plan_no = open_lines[0].plan_no
    branch.desk.press("revise_plan", PLAN, PLANNER, plan_no=plan_no)
    moved.due = later
