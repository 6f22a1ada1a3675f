"""The shipped forms that go to customers by post, and the customer's card.

Their keys are those that ``flow/collection`` and ``flow/tracking/customer_card.py`` give.
"""

from __future__ import annotations

from xlsales.core.words import Words
from xlsales.derive.form_layout import (
    A4,
    A4_LANDSCAPE,
    Band,
    Col,
    Form,
    Item,
    label,
    paragraph,
    text,
    value,
)
from xlsales.documents.forms import FORMS

_DATE = "yyyy-mm-dd"
_QUANTITY = "#,##0.###"
_PRICE = "#,##0.00##"
_MONEY = "#,##0.00"


def statement() -> Form:
    """Return the statement of account 对账单 with its reply slip 回执."""
    return Form(
        FORMS["statement"],
        paper=A4_LANDSCAPE,
        columns=(
            Col("line_no", Words("序号", "No."), (5,), "center"),
            Col("date", Words("日期", "Date"), (10,), "center", _DATE),
            Col("what", Words("摘要", "What"), (11,), "center"),
            Col("no", Words("单据号", "Document"), (17,)),
            Col("order_no", Words("承揽编号", "Order no."), (17,)),
            Col("product_name", Words("产品、付款方式", "Product, method"), (14,)),
            Col("spec", Words("规格", "Spec"), (10,)),
            Col("unit", Words("单位", "Unit"), (5,), "center"),
            Col("quantity", Words("数量", "Quantity"), (7.5,), "right", _QUANTITY),
            Col("unit_price", Words("含税单价", "Unit price"), (9,), "right", _PRICE),
            Col("receivable", Words("送货、退货", "Goods"), (11.5,), "right", _MONEY),
            Col("paid", Words("回款", "Paid"), (11.5,), "right", _MONEY),
            Col("balance", Words("余额", "Balance"), (12,), "right", _MONEY),
        ),
        head=(
            Band(
                (
                    label("A:B", "客户", "Customer"),
                    value("C:E", "customer"),
                    label("F", "对账期间", "Period"),
                    value("G:H", "from", "center", _DATE),
                    value("I:J", "to", "center", _DATE),
                    label("K", "编制日期", "Made on"),
                    value("L:M", "made_on", "center", _DATE),
                ),
                21,
            ),
            Band(
                (
                    label("A:B", "地址", "Address"),
                    value("C:E", "address"),
                    label("F", "联系人", "Contact"),
                    value("G:H", "contact"),
                    value("I:J", "phone"),
                    label("K", "业务员", "Sales"),
                    value("L:M", "salesperson"),
                ),
                21,
            ),
            Band(
                (
                    label("A:B", "期初余额", "Opening"),
                    value("C", "opening", "right", _MONEY),
                    label("D", "＋ 送货", "+ Delivered"),
                    value("E", "delivered", "right", _MONEY),
                    label("F", "－ 退货", "− Returned"),
                    value("G:H", "returned", "right", _MONEY),
                    label("I:J", "－ 回款", "− Paid"),
                    value("K", "paid", "right", _MONEY),
                    label("L", "＝ 期末余额", "Closing"),
                    Item("M", None, "closing", "right", _MONEY, bold=True),
                ),
                21,
            ),
        ),
        spare=7,
        line_height=20,
        tail=(
            Band(
                (
                    label("A:C", "期末余额（大写）", "Closing, in capitals"),
                    value("D:M", "closing_capital"),
                ),
                22,
            ),
            Band(
                (
                    text("A:B", "编制：", "Made by:"),
                    Item("C:D", name="made_by", boxed=False),
                    text(
                        "E:M",
                        "以上金额含税，送货按签收日期计。请核对后将下面的回执盖章寄回；"
                        "如有不符，请注明差额和原因。",
                        "Amounts include tax; goods count from the day they were signed for. Please "
                        "return the slip below, with any difference and its reason.",
                    ),
                ),
                24,
            ),
            Band(
                (
                    text(
                        "A:M",
                        "─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ 沿此线剪下 ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ "
                        "─ ─ ─ ─ ─ ─ ─ ─",
                        "─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ cut here ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ "
                        "─ ─ ─ ─ ─ ─",
                        "center",
                    ),
                ),
                16,
            ),
            Band(
                (
                    Item(
                        "A:M",
                        Words("对账回执", "Reply slip"),
                        align="center",
                        bold=True,
                        boxed=False,
                        size=13,
                    ),
                ),
                24,
            ),
            Band(
                (
                    label("A:B", "致", "To"),
                    value("C:E", "headline_2"),
                    label("F", "截至", "As of"),
                    value("G:H", "to_2", "center", _DATE),
                    label("I:J", "账面余额", "Balance"),
                    value("K:L", "closing_2", "right", _MONEY),
                    Item("M", Words("元", "yuan"), align="center"),
                ),
                21,
            ),
            Band(
                (
                    label("A:B", "核对结果", "Result"),
                    Item(
                        "C:E",
                        Words(
                            "□ 相符　□ 不符，我方账面为：", "□ agreed  □ not agreed; our balance:"
                        ),
                    ),
                    value("F:H", ""),
                    label("I:J", "差额及原因", "Difference, why"),
                    value("K:M", ""),
                ),
                26,
            ),
            Band(
                (
                    text("A:B", "客户：", "Customer:"),
                    Item("C:E", name="customer_2", boxed=False),
                    text("F:H", "（盖章）", "(seal)"),
                    text("I:J", "经办人：", "Signed:"),
                    text("L:M", "日期：", "Date:"),
                ),
                30,
            ),
        ),
    )


def dunning() -> Form:
    """Return the dunning letter 催款函: what is overdue, invoice by invoice, and what is asked."""
    return Form(
        FORMS["dunning"],
        paper=A4,
        titled=True,
        letter=True,
        size=10,
        columns=(
            Col("line_no", Words("序号", "No."), (5,), "center"),
            Col("invoice_no", Words("发票号", "Invoice no."), (8, 16)),
            Col("date", Words("开票日期", "Date"), (11,), "center", _DATE),
            Col("due_date", Words("到期日", "Due"), (11,), "center", _DATE),
            Col("overdue_days", Words("逾期天数", "Days"), (8,), "center"),
            Col("amount", Words("发票金额", "Amount"), (12,), "right", _MONEY),
            Col("paid", Words("已付", "Paid"), (12,), "right", _MONEY),
            Col("open", Words("未付", "Open"), (12,), "right", _MONEY),
        ),
        head=(
            Band((Item("A:I", None, "customer", size=12, bold=True, boxed=False),), 28),
            Band(
                (
                    text("A:B", "地址：", "Address:"),
                    Item("C:I", name="address", boxed=False, wrapped=True),
                ),
                18,
            ),
            Band(
                (
                    text("A:B", "联系人：", "Contact:"),
                    Item("C:D", name="contact", boxed=False),
                    Item("E:I", name="phone", boxed=False),
                ),
                18,
            ),
            Band((text("A:I", "您好！", "Dear Sir or Madam,"),), 28),
            Band((paragraph("A:I", "before", 11),), 44),
            Band((text("A:I", "", ""),), 8),
        ),
        spare=0,
        line_height=21,
        tail=(
            Band(
                (
                    label("A:B", "合计（大写）", "In capitals"),
                    value("C:G", "total_capital"),
                    label("H", "合计", "Total"),
                    Item("I", None, "total_amount", "right", _MONEY, bold=True),
                ),
                23,
            ),
            Band((text("A:I", "", ""),), 8),
            Band((paragraph("A:I", "after", 11),), 44),
            Band(
                (
                    text(
                        "A:I",
                        "付款账户以双方合同约定为准。",
                        "Please pay to the account named in our contract.",
                    ),
                ),
                22,
            ),
            Band((text("A:I", "特此函告。", "Yours faithfully,"),), 24),
            Band((Item("E:I", name="headline_2", align="right", boxed=False, size=11),), 44),
            Band(
                (
                    text("E:G", "（盖章）", "(seal)", "right"),
                    Item("H:I", None, "date", "right", _DATE, boxed=False),
                ),
                24,
            ),
            Band(
                (
                    text("A:B", "业务员：", "Sales:"),
                    Item("C:D", name="salesperson", boxed=False),
                    text("E:F", "经办人：", "Made by:", "right"),
                    Item("G:I", name="made_by", boxed=False),
                ),
                24,
            ),
        ),
    )


def customer_card() -> Form:
    """Return the customer's card 客户卡: what stands with a customer, before a visit or a call."""
    return Form(
        FORMS["customer_card"],
        paper=A4,
        columns=(
            Col("section", Words("类别", "What"), (8.5,), "center"),
            Col("no", Words("编号", "No."), (7, 12.5)),
            Col("date", Words("日期", "Date"), (9.6,), "center", _DATE),
            Col("what", Words("内容", "Content"), (8, 9.5)),
            Col("quantity", Words("未交数量", "Open qty"), (7,), "right", _QUANTITY),
            Col("unit", Words("单位", "Unit"), (4.5,), "center"),
            Col("amount", Words("未收金额", "Amount"), (10.5,), "right", _MONEY),
            Col("due", Words("期限", "Due"), (9.6,), "center", _DATE),
            Col("state", Words("状态", "State"), (10,), "center"),
        ),
        head=(
            Band(
                (
                    label("A", "客户", "Customer"),
                    value("B:F", "customer"),
                    label("G:H", "客户编码", "Code"),
                    value("I", "code"),
                    label("J", "截至", "As of"),
                    value("K", "date", "center", _DATE),
                ),
                21,
            ),
            Band(
                (
                    label("A", "地址", "Address"),
                    value("B:F", "address"),
                    label("G:H", "市场", "Market"),
                    value("I", "market"),
                    label("J", "业务员", "Sales"),
                    value("K", "salesperson"),
                ),
                21,
            ),
            Band(
                (
                    label("A", "联系人", "Contact"),
                    value("B:C", "contact"),
                    label("D", "电话", "Phone"),
                    value("E:F", "phone"),
                    label("G:H", "税号", "Tax no."),
                    value("I:K", "tax_no"),
                ),
                21,
            ),
            Band(
                (
                    label("A", "账期", "Credit days"),
                    value("B", "credit_days", "center"),
                    label("C", "应收合计", "Receivable"),
                    Item("D:E", None, "receivable", "right", _MONEY, bold=True),
                    label("F", "其中逾期", "Overdue"),
                    Item("G:I", None, "overdue", "right", _MONEY, bold=True),
                    label("J", "未交承揽", "Open orders"),
                    value("K", "open_orders", "center"),
                ),
                21,
            ),
            Band(
                (
                    label("A", "回访周期", "Visit cycle"),
                    value("B", "visit_cycle_days", "center"),
                    label("C", "上次回访", "Last visit"),
                    value("D:E", "last_visit", "center", _DATE),
                    label("F", "下次回访", "Next visit"),
                    value("G:I", "next_visit", "center", _DATE),
                    label("J", "未关闭投诉", "Complaints"),
                    value("K", "complaints", "center"),
                ),
                21,
            ),
        ),
        spare=10,
        line_height=21,
        tail=(
            Band((label("A", "记录", "Notes"), value("B:K", "")), 90),
            Band(
                (
                    text("A:C", "回访人：", "Visitor:"),
                    text("D:F", "日期：", "Date:"),
                ),
                26,
            ),
        ),
    )
