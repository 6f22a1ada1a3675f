"""Rules about what a score could and could not count."""

from xlsales.forms.rules import error, info, warning

CHANGED_AFTER = warning(
    "changed-after-counting",
    ("计入之后，{what}。", "After it counted: {what}."),
    (
        "请按“来历”核对；改错的，用“恢复此值”恢复。",
        "See History; what was changed by mistake, Put back restores.",
    ),
)
BACKDATED = warning(
    "backdated",
    (
        "日期 {day} 所在期间已计算过考核，本行此后才首次读到（{known}）。",
        "The period of {day} had been scored before this was first read ({known}).",
    ),
    ("请与纸质单据核对。", "Check it against the paper."),
)
COMPLAINT_GONE = warning(
    "complaint-gone",
    (
        "跟踪卡台账中已没有投诉 {complaint_no}，按投诉认定表中的内容计。",
        "Complaint {complaint_no} is in no tracking workbook any more; what the rulings say counts.",
    ),
    (
        "请按“来历”查明该行的去向，误删的请补回。",
        "History tells what became of its row; put it back if it was deleted by mistake.",
    ),
)
LEFT_OUT = error(
    "left-out-of-score",
    (
        "{columns}无法识别，本行未计入考核。",
        "{columns} cannot be read; this row was left out of the score.",
    ),
    ("请改正后重新计算考核。", "Mend it and score again."),
)
RULE_KIND = error(
    "rule-kind",
    (
        "“{indicator}”不能按“{kind}”扣分，本规则未计入考核。",
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
        "按未完成比例扣分须填“每降百分点”，本规则未计入考核。",
        "A shortfall rule needs a step above 0; this rule was left out of the score.",
    ),
    ("请填大于 0 的数，如 1。", "Write a number above 0, such as 1."),
)
TARGETS_COLLIDE = warning(
    "targets-collide",
    (
        "{period} {subject}的“{indicator}”有 {number} 个目标同时有效，此项未计分。",
        "{number} targets hold at once for “{indicator}” of {subject} in {period}; it was not scored.",
    ),
    (
        "请只保留一个原目标；调整须填原因，且批准日期不能相同。",
        "Keep one original; adjustments need a reason and approval on different days.",
    ),
)
ADJUSTMENT_NOT_APPROVED = warning(
    "adjustment-not-approved",
    (
        "此目标调整尚未经经理批准，考核未采用。",
        "No manager has approved this adjustment; the score did not use it.",
    ),
    ("请经理填写批准人和批准日期。", "Have the manager fill in who approved it and when."),
)
PERSON_UNKNOWN = error(
    "scored-person-unknown",
    (
        "人员表中没有“{person}”，本行记在此姓名下，不计入任何在册销售员。",
        "There is no “{person}” among the people; the row counts under that name, for no salesperson.",
    ),
    ("请核对姓名，或先在“人员”表登记此人。", "Check the name, or add the person to the people."),
)
PAYER_UNKNOWN = error(
    "payer-unknown",
    (
        "客户表中没有“{value}”，该笔回款只计入本单位，不计入任何销售员。",
        "There is no customer “{value}”; the payment counts for the branch and for no salesperson.",
    ),
    ("请核对客户名称。", "Check the customer's name."),
)
SHARE_OF_UNKNOWN_ORDER = error(
    "share-of-unknown-order",
    (
        "该笔回款的发票含承揽“{order_no}”，各承揽登记簿中均无此编号，这部分计给客户的销售员。",
        "The invoice names order “{order_no}”, which no register has; the customer's person got it.",
    ),
    ("请核对发票明细中的承揽编号。", "Check the order number in the invoice lines."),
)
COST_MISSING = warning(
    "cost-missing",
    (
        "产品“{product}”在 {day} 没有有效的单位成本，{order_no} 的利润无法计算，未计分。",
        "“{product}” has no unit cost on {day} (order {order_no}), so profit was not scored.",
    ),
    ("请在经营考核“成本”表补填。", "Add it to the costs table of the management workbook."),
)
ORDER_UNKNOWN = error(
    "scored-order-unknown",
    (
        "找不到承揽“{value}”，本行只计入本单位，不计入任何销售员。",
        "There is no order “{value}”; the row counts for the branch and for no salesperson.",
    ),
    ("请核对承揽编号。", "Check the order number."),
)
MARKET_UNKNOWN = error(
    "market-unknown",
    (
        "客户“{value}”的市场不明，该承揽未计入外销收入。",
        "The market of customer “{value}” is not known; the order was not counted as external sales.",
    ),
    ("请在基础资料“客户”表补填。", "Fill it in in the customers table."),
)
PAYMENT_OF_NOBODY = warning(
    "payment-of-nobody",
    (
        "该笔回款有一部分查不到销售员，这部分只计入本单位。",
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
        "该笔回款尚未经财务核准，未计入考核。",
        "Finance has not verified this payment; the score did not count it.",
    ),
    ("请财务核准后重新计算。", "Have finance verify it and score again."),
)
COMPLAINT_NOT_RULED = info(
    "complaint-not-ruled",
    (
        "该投诉尚未认定，按上报的“{severity}”计。",
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
        "{value}无权认定该投诉，此认定无效，按上报程度计。",
        "{value} may not rule on this complaint; the ruling does not count, the report does.",
    ),
    (
        "请由经理或营销副经理认定，且不能是当事销售员。",
        "Have the manager or the deputy rule, and never the salesperson concerned.",
    ),
)
