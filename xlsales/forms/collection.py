"""Collection 回款台账: owned by finance, one a year."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from xlsales.core.column import By, Column, Type, When
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.forms.choices import Kind, PaymentMethod

KIND = Kind.COLLECTION


class Invoice(
    Row,
    name="invoices",
    kind=KIND,
    sheet=Words("发票", ""),
    key=("invoice_no",),
):
    """An invoice; negative when red."""

    invoice_no: Annotated[str, Column("发票号", "Invoice no.", Type.CODE, unique=True)]
    date: Annotated[dt.date, Column("开票日期", "Date", Type.DATE)]
    customer: Annotated[str, Column("客户", "Customer", ref="customers.name")]
    amount: Annotated[
        Decimal,
        Column(
            "金额",
            "Amount",
            Type.MONEY,
            not_zero=True,
            note=Words("含税；负数为红字发票", "with tax; negative is a red invoice"),
        ),
    ]
    due_date: Annotated[
        dt.date | None,
        Column(
            "到期日",
            "Due date",
            Type.DATE,
            By.GIVEN,
            note=Words("开票日期 + 账期天数", "invoice date + credit days"),
        ),
    ] = None
    agreed_due_date: Annotated[
        dt.date | None,
        Column(
            "约定到期日",
            "Agreed due date",
            Type.DATE,
            note=Words("填写后以此为准", "overrides the due date"),
        ),
    ] = None
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class InvoiceLine(
    Row,
    name="invoice_lines",
    kind=KIND,
    sheet=Words("发票明细", ""),
):
    """What of an invoice belongs to which note and order."""

    invoice_no: Annotated[
        str | None,
        Column(
            "发票号",
            "Invoice no.",
            Type.CODE,
            note=Words("“对账单”列出时留空，开票后填写", "blank while only proposed by Statement"),
        ),
    ] = None
    note_no: Annotated[str, Column("送货单号", "Note no.")]
    order_no: Annotated[
        str,
        Column(
            "承揽编号",
            "Order no.",
            note=Words(
                "“对账单”列出已签收未开票的部分",
                "Statement proposes what is signed and not yet invoiced",
            ),
        ),
    ]
    amount: Annotated[
        Decimal,
        Column(
            "金额",
            "Amount",
            Type.MONEY,
            note=Words(
                "各行合计等于发票金额；无明细的发票为期初余额",
                "lines sum to the invoice; an invoice without lines is an opening balance",
            ),
        ),
    ]
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class Payment(
    Row,
    name="payments",
    kind=KIND,
    sheet=Words("回款", ""),
    key=("payment_no",),
):
    """Money received, or refunded when negative."""

    payment_no: Annotated[str | None, Column("回款编号", "Payment no.", by=By.GIVEN)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
    date: Annotated[dt.date, Column("回款日期", "Date", Type.DATE)]
    customer: Annotated[str, Column("客户", "Customer", ref="customers.name")]
    invoice_no: Annotated[
        str | None,
        Column("发票号", "Invoice no.", Type.CODE, note=Words("空白为预收", "blank: on account")),
    ] = None
    amount: Annotated[
        Decimal,
        Column(
            "金额",
            "Amount",
            Type.MONEY,
            not_zero=True,
            note=Words("负数为退款", "negative is a refund"),
        ),
    ]
    method: Annotated[PaymentMethod, Column("方式", "Method")]
    draft_no: Annotated[
        str | None,
        Column(
            "票据号",
            "Draft no.",
            Type.CODE,
            when=When(
                column="method",
                values=(PaymentMethod.BANK_ACCEPTANCE, PaymentMethod.TRADE_ACCEPTANCE),
            ),
            aside=True,
        ),
    ] = None
    draft_due: Annotated[
        dt.date | None,
        Column(
            "票据到期日",
            "Draft due",
            Type.DATE,
            when=When(
                column="method",
                values=(PaymentMethod.BANK_ACCEPTANCE, PaymentMethod.TRADE_ACCEPTANCE),
            ),
        ),
    ] = None
    salesperson: Annotated[
        str | None,
        Column(
            "销售员",
            "Salesperson",
            by=By.MACRO,
            names="people.name",
            several=True,
            note=Words(
                "本笔回款所属承揽的销售员，多人用“、”连接",
                "of the orders behind it; several joined by 、",
            ),
        ),
    ] = None
    verified: Annotated[bool | None, Column("财务核准", "Verified", Type.YES_NO, happened=True)] = (
        None
    )
    verified_by: Annotated[
        str | None,
        Column(
            "核准人",
            "Verified by",
            ref="people.name",
            when=When(column="verified"),
            happened=True,
            note=Words("岗位须为财务", "must have the role finance"),
        ),
    ] = None
    verified_on: Annotated[
        dt.date | None,
        Column("核准日期", "Verified on", Type.DATE, when=When(column="verified"), happened=True),
    ] = None
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None


class AgeingRow(
    Row,
    name="ageing",
    kind=KIND,
    sheet=Words("账龄", ""),
    key=("customer",),
):
    """What a customer owes, by days past due."""

    customer: Annotated[
        str | None, Column("客户", "Customer", by=By.MACRO, names="customers.name")
    ] = None
    not_due: Annotated[Decimal | None, Column("未到期", "Not due", Type.MONEY, By.MACRO)] = None
    d1_30: Annotated[Decimal | None, Column("1-30天", "1-30", Type.MONEY, By.MACRO)] = None
    d31_60: Annotated[Decimal | None, Column("31-60天", "31-60", Type.MONEY, By.MACRO)] = None
    d61_90: Annotated[Decimal | None, Column("61-90天", "61-90", Type.MONEY, By.MACRO)] = None
    d91_180: Annotated[Decimal | None, Column("91-180天", "91-180", Type.MONEY, By.MACRO)] = None
    d181_365: Annotated[Decimal | None, Column("181-365天", "181-365", Type.MONEY, By.MACRO)] = None
    over_365: Annotated[Decimal | None, Column("365天以上", "Over 365", Type.MONEY, By.MACRO)] = (
        None
    )
    on_account: Annotated[
        Decimal | None,
        Column(
            "预收",
            "On account",
            Type.MONEY,
            By.MACRO,
            note=Words(
                "超出开票的已收款，以负数表示", "paid beyond what is invoiced, as a negative"
            ),
        ),
    ] = None
    total: Annotated[Decimal | None, Column("合计", "Total", Type.MONEY, By.MACRO)] = None
