"""Warehouse 出入库台账: owned by the warehouse, one a year."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from xlsales.core.column import By, Column, Type, When
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.forms.choices import Kind

KIND = Kind.WAREHOUSE


class Receipt(
    Row,
    name="receipts",
    kind=KIND,
    sheet=Words("入库", ""),
    key=("receipt_no",),
):
    """Goods accepted into stock (regulation (三) 4)."""

    receipt_no: Annotated[str | None, Column("入库单号", "Receipt no.", by=By.GIVEN)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None
    date: Annotated[dt.date, Column("日期", "Date", Type.DATE)]
    order_no: Annotated[
        str | None,
        Column(
            "承揽编号",
            "Order no.",
            note=Words(
                "空白为备货生产，此时须填产品编码", "blank: made for stock; then give the product"
            ),
        ),
    ] = None
    product: Annotated[
        str | None,
        Column(
            "产品编码", "Product", ref="products.code", when=When(column="order_no", blank=True)
        ),
    ] = None
    accepted_qty: Annotated[
        Decimal,
        Column(
            "合格数量",
            "Accepted",
            Type.QUANTITY,
            note=Words(
                "负数表示调给其他承揽（另有一正数行）",
                "negative: moved to another order (with a positive row beside it)",
            ),
        ),
    ]
    rejected_qty: Annotated[
        Decimal | None, Column("不合格数量", "Rejected", Type.QUANTITY, at_least=0)
    ] = None
    heat_no: Annotated[str | None, Column("炉号", "Heat no.", Type.CODE)] = None
    certificate_no: Annotated[
        str | None, Column("合格证号", "Certificate no.", Type.CODE, aside=True)
    ] = None
    inspector: Annotated[str, Column("检验员", "Inspector", aside=True, names="people.name")]
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None


class Outbound(
    Row,
    name="outbound",
    kind=KIND,
    sheet=Words("出库", ""),
    key=("note_no",),
):
    """A delivery note booked out of the warehouse."""

    note_no: Annotated[
        str,
        Column(
            "送货单号",
            "Note no.",
            unique=True,
            note=Words("整单出库，一单一行", "the whole note goes out: one row a note"),
        ),
    ]
    date: Annotated[dt.date, Column("出库日期", "Date", Type.DATE)]
    keeper: Annotated[
        str,
        Column(
            "库管员",
            "Keeper",
            ref="people.name",
            note=Words("岗位须为库管员", "must have the role warehouse"),
        ),
    ]
    copy_returned_on: Annotated[
        dt.date | None,
        Column(
            "回单日期",
            "Copy returned on",
            Type.DATE,
            happened=True,
            note=Words("客户签字的库房联收回的日期", "the day the signed third copy came back"),
        ),
    ] = None
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class Stock(
    Row,
    name="stock",
    kind=KIND,
    sheet=Words("库存", ""),
    key=("order_no", "product"),
):
    """What lies in the warehouse, by order or product."""

    order_no: Annotated[str | None, Column("承揽编号", "Order no.", by=By.MACRO)] = None
    product: Annotated[
        str | None, Column("产品编码", "Product", by=By.MACRO, names="products.code")
    ] = None
    product_name: Annotated[str | None, Column("产品名称", "Product name", by=By.MACRO)] = None
    customer: Annotated[
        str | None, Column("客户", "Customer", by=By.MACRO, names="customers.name")
    ] = None
    accepted: Annotated[Decimal | None, Column("累计入库", "Accepted", Type.QUANTITY, By.MACRO)] = (
        None
    )
    delivered: Annotated[
        Decimal | None,
        Column(
            "累计送货",
            "Delivered",
            Type.QUANTITY,
            By.MACRO,
            note=Words("已减退货", "net of returns"),
        ),
    ] = None
    on_hand: Annotated[Decimal | None, Column("库存", "On hand", Type.QUANTITY, By.MACRO)] = None
    age_days: Annotated[
        int | None,
        Column(
            "库龄天数",
            "Age days",
            Type.INTEGER,
            By.MACRO,
            note=Words(
                "自最早未送出的入库起（先进先出）",
                "since the oldest receipt not yet delivered (first in, first out)",
            ),
        ),
    ] = None

    @property
    def identity(self) -> tuple[object, ...] | None:
        """The order, or the product of goods that were made without one."""
        held = self.order_no if self.order_no is not None else self.product
        return None if held is None else (held,)
