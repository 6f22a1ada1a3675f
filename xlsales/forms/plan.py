"""Plan 计划台账: owned by the planner, one a year."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from xlsales.core.column import By, Column, Type
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.forms.choices import Kind, OrderKind, PlanType

KIND = Kind.PLAN

CHARTS, CHART_WEEKS = 12, 8
"""How many work centres the load charts show, and how many weeks each."""


class PlanLine(
    Row,
    name="plan_lines",
    kind=KIND,
    sheet=Words("计划明细", ""),
    key=("order_no",),
):
    """An order of a made product in the plan (regulation (三) 2)."""

    plan_no: Annotated[
        str | None,
        Column("计划号", "Plan no.", by=By.GIVEN, note=Words("下达前空白", "blank until issued")),
    ] = None
    status: Annotated[str | None, Column("状态", "Status", Type.STATUS, By.MACRO)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
    order_no: Annotated[str, Column("承揽编号", "Order no.", by=By.GIVEN)]
    customer: Annotated[
        str | None, Column("客户", "Customer", by=By.GIVEN, names="customers.name")
    ] = None
    product_name: Annotated[str | None, Column("产品名称", "Product name", by=By.GIVEN)] = None
    spec: Annotated[str | None, Column("规格", "Spec", by=By.GIVEN)] = None
    unit: Annotated[str | None, Column("单位", "Unit", by=By.GIVEN)] = None
    quantity: Annotated[Decimal | None, Column("数量", "Quantity", Type.QUANTITY, By.GIVEN)] = None
    required_date: Annotated[
        dt.date | None, Column("要求交期", "Required date", Type.DATE, By.GIVEN)
    ] = None
    work_center: Annotated[
        str | None,
        Column(
            "工作中心",
            "Work centre",
            ref="work_centers.name",
            note=Words(
                "空白时由“汇总承揽”按产品填入，计划员可改",
                "filled by Consolidate where blank; the planner may change it",
            ),
        ),
    ] = None
    start_date: Annotated[
        dt.date | None,
        Column(
            "开工日期",
            "Start",
            Type.DATE,
            By.GIVEN,
            note=Words("下达前由“排产”给出", "proposed by Schedule until issued"),
        ),
    ] = None
    completion_date: Annotated[
        dt.date | None,
        Column(
            "完成时间",
            "Completion date",
            Type.DATE,
            By.GIVEN,
            note=Words("下达前由“排产”给出", "proposed by Schedule until issued"),
        ),
    ] = None
    fixed_date: Annotated[
        dt.date | None,
        Column(
            "指定完成时间",
            "Fixed completion",
            Type.DATE,
            note=Words("计划员指定必须完成的日期", "a date that the planner insists on"),
        ),
    ] = None
    late_days: Annotated[
        int | None,
        Column(
            "延期天数",
            "Late days",
            Type.INTEGER,
            By.MACRO,
            note=Words("完成时间晚于要求交期的工作日数", "working days after the required date"),
        ),
    ] = None
    returned_reason: Annotated[
        str | None,
        Column(
            "退回原因",
            "Return reason",
            note=Words(
                "填写后该承揽退回销售员；重新上报后失效",
                "sends the order back to its salesperson; void once it is submitted again",
            ),
        ),
    ] = None
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None
    customer_wish: Annotated[str | None, Column("客户要求", "Customer wish", by=By.GIVEN)] = None
    plan_type: Annotated[PlanType | None, Column("计划类别", "Plan type", by=By.GIVEN)] = None
    line_no: Annotated[int | None, Column("行号", "Line", Type.INTEGER, By.GIVEN)] = None
    revision: Annotated[
        str | None,
        Column(
            "版次",
            "Revision",
            by=By.GIVEN,
            note=Words("首次下达为空，变更后为 A、B……", "blank, then A, then B"),
        ),
    ] = None
    issued_on: Annotated[dt.date | None, Column("下达日期", "Issued on", Type.DATE, By.GIVEN)] = (
        None
    )
    order_date: Annotated[dt.date | None, Column("登记日期", "Order date", Type.DATE, By.GIVEN)] = (
        None
    )
    kind: Annotated[OrderKind | None, Column("业务类别", "Kind", by=By.GIVEN)] = None
    salesperson: Annotated[
        str | None, Column("销售员", "Salesperson", by=By.GIVEN, names="people.name")
    ] = None
    submitted_at: Annotated[
        dt.datetime | None,
        Column(
            "上报时间",
            "Submitted at",
            Type.DATETIME,
            By.GIVEN,
            note=Words("本行所依据的上报时间", "of the submission that this line stands for"),
        ),
    ] = None
    product: Annotated[
        str | None, Column("产品编码", "Product", by=By.GIVEN, names="products.code")
    ] = None
    material: Annotated[str | None, Column("材质", "Material", by=By.GIVEN)] = None
    unit_price: Annotated[
        Decimal | None, Column("含税单价", "Unit price", Type.PRICE, By.GIVEN)
    ] = None
    order_hash: Annotated[
        str | None, Column("登记指纹", "Order fingerprint", by=By.GIVEN, hidden=True)
    ] = None


class Load(
    Row,
    name="load",
    kind=KIND,
    sheet=Words("负荷", ""),
    key=("work_center", "week"),
):
    """How full a work centre is in a week."""

    work_center: Annotated[
        str | None, Column("工作中心", "Work centre", by=By.MACRO, names="work_centers.name")
    ] = None
    week: Annotated[
        str | None,
        Column("周", "Week", by=By.MACRO, note=Words("如 2026-W48", "ISO week, such as 2026-W48")),
    ] = None
    capacity: Annotated[Decimal | None, Column("产能", "Capacity", Type.DECIMAL, By.MACRO)] = None
    planned: Annotated[Decimal | None, Column("已排", "Planned", Type.DECIMAL, By.MACRO)] = None
    free: Annotated[Decimal | None, Column("剩余", "Free", Type.DECIMAL, By.MACRO)] = None
    load_pct: Annotated[Decimal | None, Column("负荷率", "Load %", Type.PERCENT, By.MACRO)] = None
    dates: Annotated[
        str | None,
        Column(
            "起止日期",
            "Dates",
            by=By.MACRO,
            note=Words("该周的周一至周日", "Monday to Sunday of that week"),
        ),
    ] = None
    unit: Annotated[
        str | None,
        Column(
            "单位",
            "Unit",
            by=By.MACRO,
            note=Words("该工作中心的产能单位", "the unit in which the centre counts"),
        ),
    ] = None


class LoadBar(
    Row,
    name="load_chart",
    kind=KIND,
    sheet=Words("负荷图", ""),
    key=("bar",),
):
    """A bar of a load chart: a week of a work centre, the coming weeks of each in their order."""

    bar: Annotated[
        int | None,
        Column(
            "序号",
            "No.",
            Type.INTEGER,
            By.MACRO,
            note=Words(
                f"本表是右侧各图的数据：每个工作中心一张图，画今后 {CHART_WEEKS} 周，柱形为已排，"
                f"折线为产能；最多画 {CHARTS} 个工作中心",
                f"the data of the charts on the right: one of each work centre, {CHART_WEEKS} "
                f"weeks, bars for what is planned, a line for capacity; at most {CHARTS} centres",
            ),
        ),
    ] = None
    work_center: Annotated[
        str | None, Column("工作中心", "Work centre", by=By.MACRO, names="work_centers.name")
    ] = None
    unit: Annotated[str | None, Column("单位", "Unit", by=By.MACRO)] = None
    caption: Annotated[
        str | None,
        Column(
            "图名",
            "Caption",
            by=By.MACRO,
            note=Words("写在图下：工作中心和单位", "under its chart: work centre and unit"),
        ),
    ] = None
    dates: Annotated[str | None, Column("起止日期", "Dates", by=By.MACRO)] = None
    planned: Annotated[Decimal | None, Column("已排", "Planned", Type.DECIMAL, By.MACRO)] = None
    capacity: Annotated[
        Decimal | None,
        Column(
            "产能",
            "Capacity",
            Type.DECIMAL,
            By.MACRO,
            note=Words(
                "该周尚余的工作日 × 日产能", "working days still to come × capacity of a day"
            ),
        ),
    ] = None


class TradeRequest(
    Row,
    name="trade_requests",
    kind=KIND,
    sheet=Words("外购需求", ""),
    key=("order_no",),
):
    """An order of a bought-in product, asked of the trading branch."""

    request_no: Annotated[str | None, Column("需求号", "Request no.", by=By.GIVEN)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
    order_no: Annotated[str | None, Column("承揽编号", "Order no.", by=By.GIVEN)] = None
    customer: Annotated[
        str | None, Column("客户", "Customer", by=By.GIVEN, names="customers.name")
    ] = None
    product: Annotated[
        str | None, Column("产品编码", "Product", by=By.GIVEN, names="products.code")
    ] = None
    product_name: Annotated[str | None, Column("产品名称", "Product name", by=By.GIVEN)] = None
    quantity: Annotated[Decimal | None, Column("数量", "Quantity", Type.QUANTITY, By.GIVEN)] = None
    required_date: Annotated[
        dt.date | None, Column("要求交期", "Required date", Type.DATE, By.GIVEN)
    ] = None
    requested_on: Annotated[
        dt.date | None, Column("上报日期", "Requested on", Type.DATE, By.GIVEN)
    ] = None
    price_quoted: Annotated[
        Decimal | None, Column("报价", "Quoted price", Type.PRICE, at_least=0)
    ] = None
    arrival_promised: Annotated[
        dt.date | None, Column("承诺到货", "Arrival promised", Type.DATE)
    ] = None
    arrived_qty: Annotated[
        Decimal | None,
        Column(
            "到货数量",
            "Arrived",
            Type.QUANTITY,
            By.MACRO,
            at_least=0,
            note=Words("该承揽的入库合计", "sum of the order's receipts"),
        ),
    ] = None
    salesperson: Annotated[
        str | None, Column("销售员", "Salesperson", by=By.GIVEN, names="people.name")
    ] = None
    returned_reason: Annotated[str | None, Column("退回原因", "Return reason")] = None
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None
    order_date: Annotated[dt.date | None, Column("登记日期", "Order date", Type.DATE, By.GIVEN)] = (
        None
    )
    submitted_at: Annotated[
        dt.datetime | None, Column("上报时间", "Submitted at", Type.DATETIME, By.GIVEN)
    ] = None
    order_hash: Annotated[
        str | None, Column("登记指纹", "Order fingerprint", by=By.GIVEN, hidden=True)
    ] = None
