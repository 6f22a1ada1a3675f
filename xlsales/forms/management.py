"""Management 经营考核: owned by the deputy manager, approved by the manager."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from xlsales.core.column import By, Column, Type, When
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.forms.choices import (
    AppliesTo,
    BranchExpenseCategory,
    ComplaintSeverity,
    Decision,
    Kind,
    Matter,
    Rounding,
    RuleKind,
    Ruling,
)
from xlsales.forms.indicators import SCORED, TARGETED, Indicator

KIND = Kind.MANAGEMENT


class Target(
    Row,
    name="targets",
    kind=KIND,
    sheet=Words("目标", ""),
):
    """What is to be reached: period × subject × indicator; adjustments are rows of their own."""

    period: Annotated[
        str,
        Column(
            "期间",
            "Period",
            Type.PERIOD,
            note=Words("如 2026、2026-Q4、2026-11", "such as 2026, 2026-Q4, 2026-11"),
        ),
    ]
    subject: Annotated[
        str,
        Column(
            "对象",
            "Subject",
            names="people.name",
            note=Words("填“本单位”或销售员姓名", "本单位 (the branch) or a salesperson's name"),
        ),
    ]
    indicator: Annotated[Indicator, Column("指标", "Indicator", choices=TARGETED)]
    target: Annotated[Decimal, Column("目标值", "Target", Type.MONEY, at_least=0)]
    reason: Annotated[
        str | None,
        Column(
            "调整原因",
            "Reason",
            note=Words(
                "空白为原目标；填写原因的为调整，批准后生效",
                "blank: the original; with a reason: an adjustment, which counts once approved",
            ),
        ),
    ] = None
    approved_by: Annotated[
        str | None,
        Column(
            "批准人",
            "Approved by",
            ref="people.name",
            happened=True,
            note=Words(
                "岗位须为经理；未经批准的调整不生效",
                "must have the role manager; an adjustment not approved does not count",
            ),
        ),
    ] = None
    approved_on: Annotated[
        dt.date | None,
        Column(
            "批准日期",
            "Approved on",
            Type.DATE,
            when=When(column="approved_by"),
            happened=True,
        ),
    ] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class DeductionRule(
    Row,
    name="rules",
    kind=KIND,
    sheet=Words("扣分规则", ""),
    key=("rule_no",),
):
    """One deduction rule of the appraisal (appraisal.md, *The rules table*)."""

    rule_no: Annotated[int, Column("序号", "No.", Type.INTEGER, at_least=1, unique=True)]
    clause: Annotated[str, Column("条款", "Clause")]
    indicator: Annotated[Indicator, Column("指标", "Indicator", choices=SCORED)]
    kind: Annotated[RuleKind, Column("计分方式", "Kind")]
    step_pct: Annotated[
        Decimal | None,
        Column(
            "每降百分点",
            "Step %",
            Type.DECIMAL,
            more_than=0,
            when=When(column="kind", values=(RuleKind.SHORTFALL,)),
        ),
    ] = None
    points: Annotated[
        Decimal | None,
        Column(
            "每档扣分",
            "Points",
            Type.DECIMAL,
            at_least=0,
            note=Words("空白不计分", "blank: not scored"),
        ),
    ] = None
    rounding: Annotated[
        Rounding, Column("尾数", "Rounding", default=Rounding.FULL, may_be_blank=True)
    ]
    cap: Annotated[
        Decimal | None,
        Column(
            "扣分上限", "Cap", Type.DECIMAL, at_least=0, note=Words("空白为不设上限", "blank: none")
        ),
    ] = None
    applies_to: Annotated[
        AppliesTo, Column("适用对象", "Applies to", default=AppliesTo.BOTH, may_be_blank=True)
    ]
    valid_from: Annotated[dt.date | None, Column("启用日期", "Valid from", Type.DATE)] = None
    valid_to: Annotated[dt.date | None, Column("停用日期", "Valid to", Type.DATE)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class ScoringSetting(
    Row,
    name="scoring",
    kind=KIND,
    sheet=Words("考核设置", ""),
    key=("key",),
):
    """One setting of the appraisal; see ``settings.py``."""

    meaning: Annotated[str | None, Column("说明", "Meaning", by=By.MACRO)] = None
    value: Annotated[str | None, Column("值", "Value")] = None
    key: Annotated[str, Column("键", "Key", unique=True)]


class Cost(
    Row,
    name="costs",
    kind=KIND,
    sheet=Words("成本", ""),
    key=("product", "from_date"),
    together=(("product", "from_date"),),
):
    """What a unit of a product costs, from a date on."""

    product: Annotated[str, Column("产品编码", "Product", ref="products.code")]
    from_date: Annotated[dt.date, Column("生效日期", "From", Type.DATE)]
    material_cost: Annotated[
        Decimal | None,
        Column(
            "材料成本",
            "Material cost",
            Type.PRICE,
            at_least=0,
            note=Words("不含税，已含在单位成本内", "without tax; part of the unit cost"),
        ),
    ] = None
    unit_cost: Annotated[
        Decimal,
        Column(
            "单位成本", "Unit cost", Type.PRICE, at_least=0, note=Words("不含税", "without tax")
        ),
    ]
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class Approval(
    Row,
    name="approvals",
    kind=KIND,
    sheet=Words("审批", ""),
    key=("order_no", "kind", "order_hash"),
):
    """A decision on an order: contract review or special price (flow.md, *Approvals*)."""

    order_no: Annotated[
        str,
        Column(
            "承揽编号",
            "Order no.",
            by=By.GIVEN,
            note=Words(
                "“刷新”时列出需要审批的承揽",
                "added by Refresh for every order that needs a decision",
            ),
        ),
    ]
    kind: Annotated[
        Matter,
        Column(
            "事项",
            "Matter",
            by=By.GIVEN,
            note=Words("承揽改动后另起一行重新审批", "a changed order gets a new row"),
        ),
    ]
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
    salesperson: Annotated[
        str | None, Column("销售员", "Salesperson", by=By.GIVEN, names="people.name")
    ] = None
    customer: Annotated[
        str | None, Column("客户", "Customer", by=By.GIVEN, names="customers.name")
    ] = None
    product_name: Annotated[str | None, Column("产品名称", "Product name", by=By.GIVEN)] = None
    amount: Annotated[Decimal | None, Column("金额", "Amount", Type.MONEY, By.GIVEN)] = None
    unit_price: Annotated[
        Decimal | None, Column("含税单价", "Unit price", Type.PRICE, By.GIVEN)
    ] = None
    floor_price: Annotated[Decimal | None, Column("底价", "Floor price", Type.PRICE, By.GIVEN)] = (
        None
    )
    decision: Annotated[
        Decision | None, Column("结论", "Decision", note=Words("空白为待定", "blank: pending"))
    ] = None
    decided_by: Annotated[
        str | None,
        Column(
            "决定人",
            "Decided by",
            ref="people.name",
            when=When(column="decision"),
            note=Words(
                "经理或营销副经理，且不得为本人承揽",
                "manager or deputy manager, never on their own order",
            ),
        ),
    ] = None
    decided_on: Annotated[
        dt.date | None, Column("决定日期", "Decided on", Type.DATE, when=When(column="decision"))
    ] = None
    opinion: Annotated[str | None, Column("意见", "Opinion", aside=True)] = None
    order_hash: Annotated[
        str | None,
        Column(
            "登记指纹",
            "Order fingerprint",
            by=By.GIVEN,
            hidden=True,
            note=Words("结论只对此时的登记内容有效", "a decision holds for this fingerprint only"),
        ),
    ] = None


class ComplaintRuling(
    Row,
    name="rulings",
    kind=KIND,
    sheet=Words("投诉认定", ""),
    key=("complaint_no",),
):
    """What a complaint is ruled to be (flow.md, *Rulings*)."""

    complaint_no: Annotated[
        str,
        Column(
            "投诉编号",
            "Complaint no.",
            by=By.GIVEN,
            note=Words("“刷新”时列出每一投诉", "added by Refresh for every complaint"),
        ),
    ]
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
    date: Annotated[dt.date | None, Column("日期", "Date", Type.DATE, By.GIVEN)] = None
    customer: Annotated[
        str | None, Column("客户", "Customer", by=By.GIVEN, names="customers.name")
    ] = None
    salesperson: Annotated[
        str | None, Column("销售员", "Salesperson", by=By.GIVEN, names="people.name")
    ] = None
    description: Annotated[
        str | None, Column("投诉内容", "Description", by=By.GIVEN, aside=True)
    ] = None
    reported_severity: Annotated[
        ComplaintSeverity | None, Column("上报程度", "Reported severity", by=By.GIVEN)
    ] = None
    severity: Annotated[
        ComplaintSeverity | None,
        Column("认定程度", "Severity", when=When(column="confirmed", values=(Ruling.YES,))),
    ] = None
    confirmed: Annotated[
        Ruling | None,
        Column(
            "成立",
            "Confirmed",
            note=Words(
                "空白为尚未认定，按上报程度计",
                "blank: no ruling yet; counts as reported and is listed",
            ),
        ),
    ] = None
    decided_by: Annotated[
        str | None,
        Column(
            "决定人",
            "Decided by",
            ref="people.name",
            when=When(column="confirmed"),
            note=Words(
                "经理或营销副经理，且不得为当事销售员",
                "manager or deputy manager, never the salesperson concerned",
            ),
        ),
    ] = None
    decided_on: Annotated[
        dt.date | None, Column("决定日期", "Decided on", Type.DATE, when=When(column="confirmed"))
    ] = None
    opinion: Annotated[str | None, Column("意见", "Opinion", aside=True)] = None


class BranchExpense(
    Row,
    name="branch_expenses",
    kind=KIND,
    sheet=Words("单位费用", ""),
):
    """An expense of the branch."""

    date: Annotated[
        dt.date,
        Column(
            "日期",
            "Date",
            Type.DATE,
            note=Words(
                "不计入任何销售员的单位费用", "expenses of the branch that no salesperson carries"
            ),
        ),
    ]
    category: Annotated[BranchExpenseCategory, Column("类别", "Category")]
    amount: Annotated[Decimal, Column("金额", "Amount", Type.MONEY, more_than=0)]
    department: Annotated[str | None, Column("部门", "Department", aside=True)] = None
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
