"""Rules about invoices and payments (flow.md, *Validation* and *Tracking and collection*)."""

from __future__ import annotations

from xlsales.forms.rules import error, warning

INVOICE_LINES_DO_NOT_SUM = error(
    "invoice-lines-do-not-sum",
    (
        "发票金额 {value}，明细合计 {lines}，相差 {difference}。",
        "The invoice is {value}, its lines sum to {lines}: {difference} apart.",
    ),
    (
        "请核对“发票明细”中这张发票的各行，或改正发票金额。",
        "Check the lines of this invoice, or mend its amount.",
    ),
)
AGREED_DUE_BEFORE_INVOICE = warning(
    "agreed-due-before-invoice",
    (
        "约定到期日 {value} 早于开票日期 {date}。",
        "The agreed due date {value} is before the invoice's date {date}.",
    ),
    ("请核对两个日期。", "Check both dates."),
)
DUE_DATE_BEHIND = warning(
    "due-date-behind",
    (
        "开票日期 {date} 按账期应于 {due} 到期；已有回款，到期日仍是 {value}。",
        "Dated {date} it would be due on {due}; it is partly paid, so {value} stays.",
    ),
    (
        "确要改期的，请填“约定到期日”；日期改错了的，请改回来。",
        "To move it fill in the agreed due date; if the date was mistyped, put it back.",
    ),
)
UNKNOWN_INVOICE = error(
    "unknown-invoice",
    ("“发票”表里没有发票“{value}”。", "There is no invoice “{value}”."),
    ("请改正发票号，或先登记这张发票。", "Mend the number, or enter the invoice first."),
)
LINE_OF_OTHER_CUSTOMER = warning(
    "line-of-other-customer",
    (
        "承揽“{value}”是{theirs}的，发票开给{own}。",
        "Order “{value}” is {theirs}'s, the invoice {own}'s.",
    ),
    ("请核对发票的客户和明细。", "Check the invoice's customer and its lines."),
)
INVOICED_OVER_SIGNED = warning(
    "invoiced-over-signed",
    (
        "承揽 {order} 已开票 {invoiced}，签收金额只有 {signed}，多开 {over}。",
        "Order {order} is invoiced at {invoiced}, signed for only {signed}: {over} too much.",
    ),
    (
        "请核对签收数量；确属多开的，开红字发票冲回。",
        "Check what was signed; if too much was invoiced, issue a red invoice.",
    ),
)
PAID_OVER_INVOICED = warning(
    "paid-over-invoiced",
    (
        "发票 {invoice} 金额 {invoiced}，指明付它的回款已有 {paid}，多付 {over}。",
        "Invoice {invoice} is {invoiced}; {paid} has been paid naming it, {over} too much.",
    ),
    (
        "请核对发票号和金额；多付的部分先冲客户的其他发票，余下作预收。",
        "Check number and amount; the excess goes to the customer's other invoices, then on account.",
    ),
)
PAYMENT_OF_OTHER_CUSTOMER = error(
    "payment-of-other-customer",
    (
        "发票“{value}”是{theirs}的，这笔回款记在{own}名下。",
        "Invoice “{value}” is {theirs}'s, this payment is entered for {own}.",
    ),
    (
        "请改正客户或发票号；改好前按{own}的预收处理。",
        "Mend the customer or the number; until then it is {own}'s money on account.",
    ),
)
VERIFIED_BY_NOT_FINANCE = error(
    "verified-by-not-finance",
    ("{value}没有财务岗位，不能核准回款。", "{value} has not the role finance and may not verify."),
    (
        "请由财务核准，或请计划员在“人员”表补上岗位。",
        "Have finance verify it, or have the planner add the role to the people table.",
    ),
)
NOT_MARKED_VERIFIED = warning(
    "not-marked-verified",
    (
        "填了核准人或核准日期，“财务核准”却不是“是”，这笔回款不算已核准。",
        "There is a name or date of verification, but it is not marked verified and does not count.",
    ),
    ("请用“财务核准”，或清除这两格。", "Press Verify payments, or clear both cells."),
)
VERIFIED_BEFORE_PAID = warning(
    "verified-before-paid",
    (
        "核准日期 {value} 早于回款日期 {date}。",
        "Verified on {value}, before it was paid on {date}.",
    ),
    ("请核对两个日期。", "Check both dates."),
)
DRAFT_DUE_BEFORE_PAID = warning(
    "draft-due-before-paid",
    (
        "票据到期日 {value} 早于回款日期 {date}。",
        "The draft was due on {value}, before it was paid with on {date}.",
    ),
    ("请核对两个日期。", "Check both dates."),
)
DRAFT_WITHOUT_ACCEPTANCE = warning(
    "draft-without-acceptance",
    (
        "方式是“{method}”，却填了“{column}”。",
        "The method is “{method}”, yet “{column}” is filled.",
    ),
    ("请改正方式，或清除这一格。", "Mend the method, or clear the cell."),
)
