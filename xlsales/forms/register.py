"""Register 承揽登记: one a salesperson and year."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from xlsales.core.column import OWNER, By, Column, Type, When
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.forms.choices import (
    ExpenseCategory,
    Kind,
    Market,
    OrderKind,
    PlanType,
    PriceApproval,
    ProspectOutcome,
    Review,
    Topic,
)
from xlsales.forms.masters import HIGHEST_TAX

KIND = Kind.REGISTER


class Order(
    Row,
    name="orders",
    kind=KIND,
    sheet=Words("承揽登记", ""),
    key=("order_no",),
):
    """An order as its salesperson took it on (regulation (三) 1)."""

    sorts_copies = True

    order_no: Annotated[
        str | None,
        Column(
            "承揽编号",
            "Order no.",
            by=By.GIVEN,
            note=Words("首次校验时编号", "given at the first validation"),
        ),
    ] = None
    status: Annotated[
        str | None, Column("状态", "Status", Type.STATUS, By.MACRO, refreshed=True)
    ] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
    order_date: Annotated[dt.date, Column("登记日期", "Order date", Type.DATE)]
    customer: Annotated[str, Column("客户", "Customer", ref="customers.name")]
    product: Annotated[str, Column("产品编码", "Product", ref="products.code")]
    product_name: Annotated[str | None, Column("产品名称", "Product name", by=By.MACRO)] = None
    spec: Annotated[str | None, Column("规格", "Spec", by=By.MACRO)] = None
    unit: Annotated[str | None, Column("单位", "Unit", by=By.MACRO)] = None
    quantity: Annotated[Decimal, Column("数量", "Quantity", Type.QUANTITY, more_than=0)]
    unit_price: Annotated[
        Decimal,
        Column("含税单价", "Unit price", Type.PRICE, at_least=0, note=Words("含税", "with tax")),
    ]
    amount: Annotated[
        Decimal | None,
        Column(
            "金额",
            "Amount",
            Type.MONEY,
            By.MACRO,
            note=Words(
                "数量 × 含税单价，四舍五入到分", "quantity × unit price, rounded half up to the fen"
            ),
        ),
    ] = None
    required_date: Annotated[
        dt.date,
        Column(
            "要求交期",
            "Required date",
            Type.DATE,
            note=Words("不早于登记日期", "not before the order date"),
        ),
    ]
    kind: Annotated[OrderKind, Column("业务类别", "Kind", default=OrderKind.NEW)]
    plan_type: Annotated[PlanType, Column("计划类别", "Plan type", default=PlanType.MONTHLY)]
    customer_wish: Annotated[str | None, Column("客户要求", "Customer wish")] = None
    contract_no: Annotated[
        str | None,
        Column(
            "合同编号",
            "Contract no.",
            Type.CODE,
            note=Words(
                "金额达到合同限额时应有合同编号，否则不能开送货单",
                "needed from the contract threshold on: without it no delivery note",
            ),
        ),
    ] = None
    salesperson: Annotated[
        str,
        Column(
            "销售员",
            "Salesperson",
            ref="people.name",
            default=OWNER,
            note=Words("空白按本登记簿的销售员", "blank: the owner of the register"),
        ),
    ]
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None
    market: Annotated[
        Market | None,
        Column(
            "市场",
            "Market",
            by=By.GIVEN,
            note=Words("上报时取自客户，此后不变", "the customer's when submitted, then kept"),
        ),
    ] = None
    material: Annotated[str | None, Column("材质", "Material", by=By.MACRO)] = None
    tax_rate: Annotated[
        Decimal | None,
        Column(
            "税率",
            "Tax rate",
            Type.PERCENT,
            By.GIVEN,
            at_least=0,
            at_most=HIGHEST_TAX,
            note=Words(
                "首次校验时取自产品，此后不变", "the product's when first validated, then kept"
            ),
        ),
    ] = None
    review: Annotated[Review | None, Column("合同评审", "Review", by=By.MACRO, refreshed=True)] = (
        None
    )
    price_approval: Annotated[
        PriceApproval | None, Column("特价批准", "Price approval", by=By.MACRO, refreshed=True)
    ] = None
    cancelled_on: Annotated[
        dt.date | None, Column("取消日期", "Cancelled on", Type.DATE, happened=True)
    ] = None
    cancel_reason: Annotated[
        str | None,
        Column("取消原因", "Cancel reason", when=When(column="cancelled_on"), happened=True),
    ] = None
    submitted_at: Annotated[
        dt.datetime | None, Column("上报时间", "Submitted at", Type.DATETIME, By.GIVEN)
    ] = None
    plan_no: Annotated[str | None, Column("计划号", "Plan no.", by=By.MACRO, refreshed=True)] = None
    completion_date: Annotated[
        dt.date | None, Column("完成时间", "Completion date", Type.DATE, By.MACRO, refreshed=True)
    ] = None
    accepted_qty: Annotated[
        Decimal | None, Column("入库数量", "Accepted", Type.QUANTITY, By.MACRO, refreshed=True)
    ] = None
    delivered_qty: Annotated[
        Decimal | None, Column("送货数量", "Delivered", Type.QUANTITY, By.MACRO, refreshed=True)
    ] = None
    paid_amount: Annotated[
        Decimal | None, Column("回款金额", "Paid", Type.MONEY, By.MACRO, refreshed=True)
    ] = None


class MarketNote(
    Row,
    name="market_notes",
    kind=KIND,
    sheet=Words("市场信息", ""),
):
    """A piece of market information (regulation (二) 2 and 3)."""

    date: Annotated[dt.date, Column("日期", "Date", Type.DATE)]
    source: Annotated[str, Column("来源", "Source", aside=True)]
    party: Annotated[
        str | None,
        Column("客户或同行", "Customer or competitor", aside=True, names="customers.name"),
    ] = None
    topic: Annotated[Topic, Column("主题", "Topic", aside=True)]
    note: Annotated[str, Column("内容", "Note", aside=True)]
    action: Annotated[str | None, Column("措施", "Action", aside=True)] = None
    reported_to: Annotated[str | None, Column("反馈给", "Reported to", ref="people.name")] = None
    reported_on: Annotated[
        dt.date | None,
        Column("反馈日期", "Reported on", Type.DATE, when=When(column="reported_to")),
    ] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class Prospect(
    Row,
    name="prospects",
    kind=KIND,
    sheet=Words("意向", ""),
):
    """An intention of contract."""

    date: Annotated[
        dt.date,
        Column(
            "日期",
            "Date",
            Type.DATE,
            note=Words("合同意向与新客户", "contract intentions and new customers"),
        ),
    ]
    customer: Annotated[
        str,
        Column(
            "客户",
            "Customer",
            names="customers.name",
            note=Words("可以是尚未建档的客户", "need not be in the customers table yet"),
        ),
    ]
    product: Annotated[str, Column("产品", "Product", names="products.code")]
    expected_amount: Annotated[
        Decimal, Column("预计金额", "Expected amount", Type.MONEY, at_least=0)
    ]
    probability: Annotated[
        Decimal, Column("把握", "Probability", Type.PERCENT, at_least=0, at_most=1)
    ]
    expected_month: Annotated[
        str,
        Column(
            "预计签约月",
            "Expected month",
            Type.MONTH,
            note=Words("用于销售预测", "feeds the forecast"),
        ),
    ]
    outcome: Annotated[ProspectOutcome, Column("结果", "Outcome", default=ProspectOutcome.OPEN)]
    order_no: Annotated[
        str | None,
        Column("承揽编号", "Order no.", when=When(column="outcome", values=(ProspectOutcome.WON,))),
    ] = None
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class Expense(
    Row,
    name="expenses",
    kind=KIND,
    sheet=Words("费用", ""),
):
    """An expense that a salesperson carries."""

    date: Annotated[dt.date, Column("日期", "Date", Type.DATE)]
    salesperson: Annotated[str, Column("销售员", "Salesperson", ref="people.name")]
    category: Annotated[ExpenseCategory, Column("类别", "Category")]
    amount: Annotated[Decimal, Column("金额", "Amount", Type.MONEY, more_than=0)]
    department: Annotated[str | None, Column("部门", "Department", aside=True)] = None
    customer: Annotated[str | None, Column("客户", "Customer", ref="customers.name")] = None
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
