"""Where to look in the demonstration, and what to try."""

from __future__ import annotations

from pathlib import Path

from xlsales.core.words import Words
from xlsales.demo.branch import (
    COLLECTION,
    MANAGEMENT,
    PLAN,
    WAREHOUSE,
    delivery,
    register,
    tracking,
)
from xlsales.demo.people import SELLERS
from xlsales.demo.story import ANALYSED, PAPERS, SCORED, Story
from xlsales.forms.choices import Kind
from xlsales.forms.files import document_path
from xlsales.forms.plan import PlanLine


def where_to_look(story: Story, root: Path) -> tuple[tuple[str, Words], ...]:
    """Return files within the office with what each shows, then commands to try."""
    cells = story.desk.host.cells
    lines = cells.office((Kind.PLAN,)).rows(PlanLine)
    waiting = sum(not line.plan_no and line.completion_date is not None for line in lines)
    plans = sorted({line.plan_no for line in lines if line.plan_no and line.plan_no[:2] == "RW"})
    hasty, careful = SELLERS[4].name, SELLERS[0].name
    workbooks = (
        (
            register(hasty),
            Words("录入错误：校验报告、颜色和批注", "typing mistakes: findings sheet, marks"),
        ),
        (
            PLAN,
            Words(
                f"计划明细：{waiting} 行已汇总排产、待下达；“负荷”表",
                f"plan lines, {waiting} of them dated and not yet issued; the load table",
            ),
        ),
        (
            delivery(careful),
            Words("送货、签收、短签和退货", "deliveries, signatures, short ones, returns"),
        ),
        (WAREHOUSE, Words("入库、出库、回单和库存", "receipts, outbound, copies, stock")),
        (
            tracking(hasty),
            Words("跟踪卡、投诉和回访提醒", "tracking cards, complaints, visits due"),
        ),
        (
            COLLECTION,
            Words("发票、回款、账龄", "invoices, payments, receivables by age"),
        ),
        (
            MANAGEMENT,
            Words("目标和调整、审批、投诉认定", "targets, adjustments, approvals, rulings"),
        ),
    )
    owed = story.desk.said(PAPERS["statement"]["customer"])
    papers = [
        (
            document_path("statement", f"{PAPERS['statement']['month']}-{owed}").said(cells.lang),
            Words("客户对账单，带回执；旁边有催款函", "a statement of account; a letter beside it"),
        ),
        (
            document_path("score", SCORED[-1]).said(cells.lang),
            Words("四季度考核表：汇总、看板、扣分明细、依据", "the quarter's score sheet"),
        ),
        (
            document_path("report", ANALYSED).said(cells.lang),
            Words("11 月月度分析和预测", "November's analysis and forecast"),
        ),
    ]
    if plans:
        papers.append(
            (
                document_path("task_plan", plans[-1]).said(cells.lang),
                Words("最近一期任务计划单", "the latest task plan"),
            )
        )
    return (
        *((cells.infos[story.desk.book(book)].path, said) for book, said in workbooks),
        *papers,
        (
            f"xlsales validate {root}",
            Words("列出全部问题", "lists every finding"),
        ),
        (
            f"xlsales issue --month 2026-12 {root} --today 2026-12-31",
            Words("下达 12 月的月度计划", "issues December's plan"),
        ),
        (
            f"xlsales score --period 2026-11 {root} --today 2026-12-31",
            Words(
                "重算 11 月考核：列出计入之后被改动的内容",
                "scores November again, and says what was changed after it counted",
            ),
        ),
    )
