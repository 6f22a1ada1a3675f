"""Tracking 跟踪卡台账: one a salesperson and year."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from xlsales.core.column import By, Column, Type, When
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.forms.choices import ComplaintSeverity, Kind, Quality, RulingState, VisitMethod

KIND = Kind.TRACKING


class Card(
    Row,
    name="cards",
    kind=KIND,
    sheet=Words("跟踪卡", ""),
    key=("card_no",),
):
    """A product-quality tracking card (regulation (三) 5)."""

    card_no: Annotated[str | None, Column("卡号", "Card no.", by=By.GIVEN)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
    customer: Annotated[
        str | None,
        Column(
            "客户",
            "Customer",
            ref="customers.name",
            when=When(column="note_no", blank=True),
            note=Words("有送货单时取自送货单", "from the note where there is one"),
        ),
    ] = None
    note_no: Annotated[
        str | None,
        Column(
            "送货单号",
            "Note no.",
            note=Words(
                "空白为无送货的回访，此时须填客户",
                "blank: a visit without a delivery; then give the customer",
            ),
        ),
    ] = None
    visit_date: Annotated[dt.date, Column("回访日期", "Visit date", Type.DATE)]
    visitor: Annotated[str, Column("回访人", "Visitor", ref="people.name")]
    method: Annotated[VisitMethod, Column("方式", "Method", aside=True)]
    quality: Annotated[Quality, Column("质量评价", "Quality", aside=True)]
    satisfaction: Annotated[
        int, Column("满意度", "Satisfaction", Type.INTEGER, at_least=1, at_most=5, aside=True)
    ]
    service_satisfaction: Annotated[
        int | None,
        Column(
            "服务满意度", "Service satisfaction", Type.INTEGER, at_least=1, at_most=5, aside=True
        ),
    ] = None
    opinion: Annotated[str | None, Column("客户意见", "Opinion", aside=True)] = None
    next_visit: Annotated[dt.date | None, Column("下次回访", "Next visit", Type.DATE, By.MACRO)] = (
        None
    )
    usage: Annotated[str | None, Column("使用情况", "Usage", aside=True)] = None
    products: Annotated[str | None, Column("产品", "Products", by=By.MACRO)] = None
    heat_nos: Annotated[str | None, Column("炉号", "Heat nos.", by=By.MACRO)] = None
    delivered_qty: Annotated[
        Decimal | None, Column("送货数量", "Delivered", Type.QUANTITY, By.MACRO)
    ] = None


class Complaint(
    Row,
    name="complaints",
    kind=KIND,
    sheet=Words("投诉", ""),
    key=("complaint_no",),
):
    """A complaint as it was reported."""

    complaint_no: Annotated[str | None, Column("投诉编号", "Complaint no.", by=By.GIVEN)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
    date: Annotated[dt.date, Column("日期", "Date", Type.DATE)]
    customer: Annotated[str, Column("客户", "Customer", ref="customers.name")]
    order_no: Annotated[str | None, Column("承揽编号", "Order no.")] = None
    description: Annotated[str, Column("投诉内容", "Description", aside=True)]
    severity: Annotated[
        ComplaintSeverity,
        Column(
            "程度",
            "Severity",
            note=Words("上报时的程度，以认定为准", "as reported; the ruling counts"),
        ),
    ]
    confirmed: Annotated[
        RulingState | None,
        Column(
            "成立",
            "Confirmed",
            by=By.MACRO,
            refreshed=True,
            note=Words("取自经营考核中的投诉认定", "from the rulings in the management workbook"),
        ),
    ] = None
    owner: Annotated[str, Column("责任人", "Owner", ref="people.name")]
    due_date: Annotated[dt.date | None, Column("限期", "Due", Type.DATE)] = None
    closed_on: Annotated[
        dt.date | None, Column("关闭日期", "Closed on", Type.DATE, happened=True)
    ] = None
    salesperson: Annotated[str, Column("销售员", "Salesperson", ref="people.name")]
    note_no: Annotated[str | None, Column("送货单号", "Note no.")] = None
    heat_no: Annotated[str | None, Column("炉号", "Heat no.", Type.CODE, aside=True)] = None
    defect_qty: Annotated[
        Decimal | None,
        Column("不良数量", "Defective quantity", Type.QUANTITY, at_least=0, aside=True),
    ] = None
    responsible_unit: Annotated[str | None, Column("责任部门", "Responsible unit", aside=True)] = (
        None
    )
    cause: Annotated[str | None, Column("原因", "Cause", aside=True)] = None
    action: Annotated[str | None, Column("处理措施", "Action", aside=True)] = None
    result: Annotated[
        str | None, Column("结果", "Result", when=When(column="closed_on"), happened=True)
    ] = None


class VisitDue(
    Row,
    name="visits_due",
    kind=KIND,
    sheet=Words("回访提醒", ""),
    key=("customer",),
):
    """A customer past the visiting cycle."""

    customer: Annotated[
        str | None, Column("客户", "Customer", by=By.MACRO, names="customers.name")
    ] = None
    salesperson: Annotated[
        str | None, Column("销售员", "Salesperson", by=By.MACRO, names="people.name")
    ] = None
    last_visit: Annotated[dt.date | None, Column("上次回访", "Last visit", Type.DATE, By.MACRO)] = (
        None
    )
    due_on: Annotated[dt.date | None, Column("应访日期", "Due", Type.DATE, By.MACRO)] = None
    overdue_days: Annotated[
        int | None, Column("逾期天数", "Overdue days", Type.INTEGER, By.MACRO)
    ] = None
