"""Progress 生产进度: owned by production, one a year."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from xlsales.core.column import By, Column, Type
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.forms.choices import Kind, Stage

KIND = Kind.PROGRESS


class Progress(
    Row,
    name="progress",
    kind=KIND,
    sheet=Words("生产进度", ""),
):
    """What production did on an order, or what hinders it (regulation (三) 3)."""

    date: Annotated[dt.date, Column("日期", "Date", Type.DATE)]
    order_no: Annotated[
        str, Column("承揽编号", "Order no.", note=Words("已下达计划的承揽编号", "an issued order"))
    ]
    stage: Annotated[Stage, Column("工序", "Stage")]
    qty_done: Annotated[
        Decimal,
        Column(
            "完成数量",
            "Quantity done",
            Type.QUANTITY,
            at_least=0,
            note=Words("本次完成的数量（不是累计）", "done this time, not the running total"),
        ),
    ]
    problem: Annotated[str | None, Column("问题", "Problem", aside=True)] = None
    customer_feedback: Annotated[
        str | None, Column("客户意见", "Customer feedback", aside=True)
    ] = None
    action: Annotated[str | None, Column("措施", "Action", aside=True)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
