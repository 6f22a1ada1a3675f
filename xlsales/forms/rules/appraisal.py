"""Rules about what a score could and could not count."""

from xlsales.forms.rules import error, info, warning

LEFT_OUT = error(
    "left-out-of-score",
    (
        "{columns}读不出来，这一行没有计入考核。",
        "{columns} cannot be read; this row was left out of the score.",
    ),
    ("请改正后重新计算考核。", "Mend it and score again."),
)
RULE_KIND = error(
    "rule-kind",
    (
        "“{indicator}”不能按“{kind}”扣分，这条规则没有计入考核。",
        "“{indicator}” cannot be deducted as “{kind}”; this rule was left out of the score.",
    ),
    (
        "投诉类按发生次数，其余按未完成比例。",
        "Complaints go by count, everything else by shortfall.",
    ),
)
RULE_STEP = error(
    "rule-step",
    (
        "按未完成比例扣分须填“每降百分点”，这条规则没有计入考核。",
        "A shortfall rule needs a step above 0; this rule was left out of the score.",
    ),
    ("请填大于 0 的数，如 1。", "Write a number above 0, such as 1."),
)
TARGETS_COLLIDE = warning(
    "targets-collide",
    (
        "{period} {subject}的“{indicator}”有 {number} 个目标同时有效，这项没有计分。",
        "{number} targets hold at once for “{indicator}” of {subject} in {period}; it was not scored.",
    ),
    (
        "请只留一个原目标；调整要填原因，且批准日期不能相同。",
        "Keep one original; adjustments need a reason and approval on different days.",
    ),
)
ADJUSTMENT_NOT_APPROVED = warning(
    "adjustment-not-approved",
    (
        "这个目标调整还没有经理批准，考核没有采用。",
        "No manager has approved this adjustment; the score did not use it.",
    ),
    ("请经理填写批准人和批准日期。", "Have the manager fill in who approved it and when."),
)
PERSON_UNKNOWN = error(
    "scored-person-unknown",
    (
        "人员表里没有“{person}”，这一行记在这个名字下，不计入任何在册的销售员。",
        "There is no “{person}” among the people; the row counts under that name, for no salesperson.",
    ),
    ("请核对姓名，或先把人加进“人员”表。", "Check the name, or add the person to the people."),
)
PAYER_UNKNOWN = error(
    "payer-unknown",
    (
        "客户表里没有“{value}”，这笔回款只计入本单位，不计入任何销售员。",
        "There is no customer “{value}”; the payment counts for the branch and for no salesperson.",
    ),
    ("请核对客户名称。", "Check the customer's name."),
)
SHARE_OF_UNKNOWN_ORDER = error(
    "share-of-unknown-order",
    (
        "这笔回款的发票里有承揽“{order_no}”，各登记簿里都找不到，这一部分记给了客户的销售员。",
        "The invoice names order “{order_no}”, which no register has; the customer's person got it.",
    ),
    ("请核对发票明细里的承揽编号。", "Check the order number in the invoice lines."),
)
COST_MISSING = warning(
    "cost-missing",
    (
        "产品“{product}”在 {day} 没有有效的单位成本，{order_no} 的利润无法计算，利润没有计分。",
        "“{product}” has no unit cost on {day} (order {order_no}), so profit was not scored.",
    ),
    ("请在经营考核“成本”表补上。", "Add it to the costs table of the management workbook."),
)
ORDER_UNKNOWN = error(
    "scored-order-unknown",
    (
        "找不到承揽“{value}”，这一行只计入本单位，不计入任何销售员。",
        "There is no order “{value}”; the row counts for the branch and for no salesperson.",
    ),
    ("请核对承揽编号。", "Check the order number."),
)
MARKET_UNKNOWN = error(
    "market-unknown",
    (
        "客户“{value}”的市场不明，这个承揽没有计入外销收入。",
        "The market of customer “{value}” is not known; the order was not counted as external sales.",
    ),
    ("请在基础资料“客户”表补上。", "Fill it in in the customers table."),
)
PAYMENT_OF_NOBODY = warning(
    "payment-of-nobody",
    (
        "这笔回款查不到全部的销售员，查不到的部分只计入本单位。",
        "No salesperson stands behind all of this payment; the rest counts for the branch alone.",
    ),
    (
        "请填发票号，或在客户表填写销售员。",
        "Name the invoice, or fill in the customer's salesperson.",
    ),
)
PAYMENT_NOT_VERIFIED = info(
    "payment-not-verified",
    (
        "这笔回款财务还没有核准，没有计入考核。",
        "Finance has not verified this payment; the score did not count it.",
    ),
    ("请财务核准后重新计算。", "Have finance verify it and score again."),
)
COMPLAINT_NOT_RULED = info(
    "complaint-not-ruled",
    (
        "投诉还没有认定，按上报的“{severity}”计。",
        "The complaint is not ruled on yet; it counts as reported: {severity}.",
    ),
    (
        "请经理或营销副经理在经营考核“投诉认定”表认定。",
        "Have the manager or the deputy rule on it in the management workbook.",
    ),
)
RULING_VOID = warning(
    "ruling-void",
    (
        "{value}不能认定这起投诉，认定不算数，按上报程度计。",
        "{value} may not rule on this complaint; the ruling does not count, the report does.",
    ),
    (
        "请由经理或营销副经理认定，且不能是当事销售员。",
        "Have the manager or the deputy rule, and never the salesperson concerned.",
    ),
)
