"""Rules about invoices and payments (flow.md, *Validation* and *Tracking and collection*)."""

from __future__ import annotations

from xlsales.forms.rules import error, warning

INVOICE_LINES_DO_NOT_SUM = error(
    "invoice-lines-do-not-sum",
    (
        "发票金额 {value:money}，明细合计 {lines:money}，相差 {difference:money}。",
        "The invoice is {value:money}, its lines sum to {lines:money}: {difference:money} apart.",
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
        "确需改期的，请填“约定到期日”；日期填错的，请改正。",
        "To move it fill in the agreed due date; if the date was mistyped, put it back.",
    ),
)
UNKNOWN_INVOICE = error(
    "unknown-invoice",
    ("“发票”表中没有发票“{value}”。", "There is no invoice “{value}”."),
    ("请改正发票号，或先登记这张发票。", "Mend the number, or enter the invoice first."),
)
LINE_OF_OTHER_CUSTOMER = warning(
    "line-of-other-customer",
    (
        "承揽“{value}”属于{theirs}，发票却开给{own}。",
        "Order “{value}” is {theirs}'s, the invoice {own}'s.",
    ),
    ("请核对发票的客户和明细。", "Check the invoice's customer and its lines."),
)
INVOICED_OVER_SIGNED = warning(
    "invoiced-over-signed",
    (
        "承揽 {order} 已开票 {invoiced:money}，签收金额只有 {signed:money}，多开 {over:money}。",
        "Order {order} is invoiced at {invoiced:money}, signed for only {signed:money}: {over:money} too much.",
    ),
    (
        "请核对签收数量；确属多开的，请开红字发票冲回。",
        "Check what was signed; if too much was invoiced, issue a red invoice.",
    ),
)
PAID_OVER_INVOICED = warning(
    "paid-over-invoiced",
    (
        "发票 {invoice} 金额 {invoiced:money}，注明冲该发票的回款已有 {paid:money}，多收 {over:money}。",
        "Invoice {invoice} is {invoiced:money}; {paid:money} has been paid naming it, {over:money} too much.",
    ),
    (
        "请核对发票号和金额；多收部分先冲客户的其他发票，余额作预收。",
        "Check number and amount; the excess goes to the customer's other invoices, then on account.",
    ),
)
PAYMENT_OF_OTHER_CUSTOMER = error(
    "payment-of-other-customer",
    (
        "发票“{value}”属于{theirs}，该笔回款却记在{own}名下。",
        "Invoice “{value}” is {theirs}'s, this payment is entered for {own}.",
    ),
    (
        "请改正客户或发票号；改正前按{own}的预收处理。",
        "Mend the customer or the number; until then it is {own}'s money on account.",
    ),
)
VERIFIED_BY_NOT_FINANCE = error(
    "verified-by-not-finance",
    (
        "{value}的岗位不是财务，不能核准回款。",
        "{value} does not have the role finance and may not verify.",
    ),
    (
        "请由财务核准，或请计划员在“人员”表补填岗位。",
        "Have finance verify it, or have the planner add the role to the people table.",
    ),
)
NOT_MARKED_VERIFIED = warning(
    "not-marked-verified",
    (
        "已填核准人或核准日期，但“财务核准”不是“是”，该笔回款视为未核准。",
        "There is a name or date of verification, but it is not marked verified and does not count.",
    ),
    ("请按“财务核准”，或清空这两个单元格。", "Press Verify payments, or clear both cells."),
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
        "方式为“{method}”，不应填写“{column}”。",
        "The method is “{method}”, yet “{column}” is filled.",
    ),
    ("请改正方式，或清空该单元格。", "Mend the method, or clear the cell."),
)
