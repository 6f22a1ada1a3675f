"""Delivery 送货台账: one a salesperson and year."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from xlsales.core.column import By, Column, Type, When
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.forms.choices import Disposition, Kind
from xlsales.forms.masters import HIGHEST_TAX

KIND = Kind.DELIVERY


class Delivery(
    Row,
    name="deliveries",
    kind=KIND,
    sheet=Words("送货", ""),
    key=("note_no", "line_no"),
):
    """A line of a delivery note, or of a return (regulation (三) 4)."""

    note_no: Annotated[str | None, Column("送货单号", "Note no.", by=By.GIVEN)] = None
    line_no: Annotated[int | None, Column("行号", "Line", Type.INTEGER, By.GIVEN)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
    date: Annotated[dt.date, Column("送货日期", "Date", Type.DATE)]
    order_no: Annotated[str, Column("承揽编号", "Order no.")]
    customer: Annotated[
        str | None, Column("客户", "Customer", by=By.MACRO, names="customers.name")
    ] = None
    product_name: Annotated[str | None, Column("产品名称", "Product name", by=By.MACRO)] = None
    quantity: Annotated[
        Decimal,
        Column(
            "数量",
            "Quantity",
            Type.QUANTITY,
            not_zero=True,
            note=Words("负数为退货", "negative is a return"),
        ),
    ]
    unit_price: Annotated[
        Decimal | None,
        Column(
            "含税单价",
            "Unit price",
            Type.PRICE,
            By.GIVEN,
            note=Words(
                "开单编号时取自承揽登记，此后不变",
                "the order's when the note is numbered, then kept",
            ),
        ),
    ] = None
    amount: Annotated[
        Decimal | None,
        Column(
            "金额",
            "Amount",
            Type.MONEY,
            By.MACRO,
            note=Words(
                "按承揽累计金额四舍五入后减去前面各行",
                "the order's running amount, rounded, less its earlier rows",
            ),
        ),
    ] = None
    signed_on: Annotated[
        dt.date | None, Column("签收日期", "Signed on", Type.DATE, happened=True)
    ] = None
    signed_qty: Annotated[
        Decimal | None,
        Column(
            "签收数量",
            "Signed quantity",
            Type.QUANTITY,
            at_least=0,
            when=When(column="signed_on"),
            happened=True,
        ),
    ] = None
    receiver: Annotated[
        str | None, Column("收货人", "Receiver", when=When(column="signed_on"), happened=True)
    ] = None
    address: Annotated[
        str | None,
        Column(
            "送货地址",
            "Delivery address",
            note=Words("空白按客户的送货地址", "blank: the customer's"),
            aside=True,
        ),
    ] = None
    heat_nos: Annotated[
        str | None,
        Column(
            "炉号",
            "Heat nos.",
            verbatim=True,
            note=Words("按入库先进先出给出", "proposed first in, first out from the receipts"),
        ),
    ] = None
    carrier: Annotated[str | None, Column("承运人", "Carrier", aside=True)] = None
    vehicle: Annotated[str | None, Column("车号", "Vehicle", Type.CODE, aside=True)] = None
    return_of: Annotated[
        str | None,
        Column(
            "退自送货单",
            "Return of note",
            when=When(column="quantity", negative=True),
            note=Words("所退货物当初的送货单号", "the note that the goods came with"),
        ),
    ] = None
    return_reason: Annotated[
        str | None, Column("退货原因", "Return reason", when=When(column="quantity", negative=True))
    ] = None
    disposition: Annotated[
        Disposition | None,
        Column(
            "退货处置",
            "Disposition",
            when=When(column="quantity", negative=True),
            note=Words("只有“入库”增加库存", "only Restock adds to stock"),
        ),
    ] = None
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None
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
                "开单编号时取自承揽登记，此后不变",
                "the order's when the note is numbered, then kept",
            ),
        ),
    ] = None
