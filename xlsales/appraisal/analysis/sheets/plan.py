"""The sheet *Plan*: how it was kept, which lines are late and why, what waits for a decision."""

from __future__ import annotations

from xlsales.appraisal.analysis import ledgers
from xlsales.appraisal.analysis.figures import NOTHING, quotient
from xlsales.appraisal.analysis.known import TOTAL, Known
from xlsales.appraisal.analysis.model import Cell, Column, Look, Section, Sheet, Summing
from xlsales.appraisal.analysis.plans import FLAGS
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.forms.management import Approval


def sheet(known: Known) -> Sheet:
    """Return the sheet."""
    return Sheet(Words("计划完成", "Plan"), (kept(known), late(known), pending(known)))


def kept(known: Known) -> Section:
    """Return how the plan of a month was kept, by work centre."""
    ledger, name = known.plan, str(known.month)
    issued = Summing(ledger, "issued", "work_center", "issued_month")
    all_issued = Summing(ledger, "issued", "issued_month")
    due = {flag.key: Summing(ledger, flag.key, "work_center", "due_month") for flag in FLAGS}
    all_due = {flag.key: Summing(ledger, flag.key, "due_month") for flag in FLAGS}
    keys = ("issued", "accepted", "on_time", "late", "delivered")
    lines = []
    labels = [
        label
        for label in issued.labels()
        if issued.of(label, name).value or due["issued"].of(label, name).value
    ]
    for label in (*labels, TOTAL):
        whole = label is TOTAL
        cells: list[Cell] = [label]
        cells.append(all_issued.of(name) if whole else issued.of(label, name))
        cells += [all_due[key].of(name) if whole else due[key].of(label, name) for key in keys]
        cells.append(quotient(cells, 4, 2))
        lines.append(tuple(cells))
    number: Look = "number"
    columns = (
        Column("work_center", Words("工作中心", "Work centre"), width=24),
        Column("issued", Words("本月下达", "Issued in the month"), number, 12),
        Column("due", Words("本月应完成", "Due in the month"), number, 12),
        Column("accepted", Words("已入库", "Accepted"), number, 12),
        Column("on_time", Words("按时入库", "On time"), number, 12),
        Column("late", Words("逾期", "Late"), number, 12),
        Column("delivered", Words("已送齐", "Delivered"), number, 12),
        Column("rate", Words("按时率", "On-time rate"), "percent", 12),
    )
    nothing = Words("本月没有下达或应完成的计划。", "Nothing was issued or due in the month.")
    return Section(
        "plan",
        Words("计划完成情况（项）", "Plan fulfilment (lines)"),
        columns,
        tuple(lines),
        Words(
            "按计划行计数：入库累计达到数量的日期不晚于计划完成时间为按时；晚于的、到今天未入库的为逾期。"
            "来源：计划明细。",
            "Lines counted: on time where receipts came to the whole quantity by the completion "
            "date; late where later, or not yet though that has passed. From the plan rows.",
        ),
        ledger.key,
        () if labels else (nothing,),
        total=True,
    )


def late(known: Known) -> Section:
    """Return the lines due in a month that are late, and why."""
    ledger = known.plan
    keys = (
        "order_no", "customer", "work_center", "required", "completion", "accepted_on", "why",
    )  # fmt: skip
    places = [ledger.place(key) for key in keys]
    due, is_late = ledger.place("due_month"), ledger.place("late")
    lines = [
        tuple(row[place] for place in places)
        for row in ledger.rows
        if row[due] == str(known.month) and row[is_late]
    ]
    return Section(
        "late",
        Words("逾期的计划行及原因", "Late lines, and why"),
        tuple(ledger.columns[place] for place in places),
        tuple(lines),
        Words(
            "前面的承揽：同一工作中心、开工更早、到本行开工时尚未完成的计划行。",
            "Orders ahead: lines of the same work centre that began sooner and were not done when "
            "this one began.",
        ),
        ledger.key,
        () if lines else (NOTHING,),
    )


def pending(known: Known) -> Section:
    """Return the contracts that wait for somebody's decision."""
    needed = ("order_no", "kind", "decision")
    rows = [r for r in sound(known.office.rows(Approval), *needed) if r.decision is None]
    lines = tuple(
        (row.order_no, row.customer, row.kind, row.salesperson, row.amount) for row in rows
    )
    return Section(
        "pending",
        Words("待评审、待批准的合同", "Contracts pending"),
        (
            ledgers.ORDER_NO,
            ledgers.CUSTOMER,
            Column("kind", Words("事项", "Matter")),
            ledgers.SALESPERSON,
            ledgers.AMOUNT,
        ),
        lines,
        Words("经营考核“审批”表中尚无结论的行。", "Rows of Approvals without a decision yet."),
        missing=() if lines else (NOTHING,),
    )
