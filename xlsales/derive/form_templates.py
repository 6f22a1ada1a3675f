"""The shipped print forms (forms.md, *Print forms*): made once, restyled by the office as it likes.

The keys are those that the macros give (``flow/plan/task_plan.py``, ``flow/delivery/forms.py``,
``flow/plan/trade.py``); a form shows of them what its office prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xlsales.core.words import Lang, Words
from xlsales.derive.form_layout import (
    A4,
    A4_LANDSCAPE,
    Band,
    Col,
    Form,
    Item,
    Paper,
    label,
    made,
    text,
    value,
)
from xlsales.derive.form_letters import customer_card, dunning, statement
from xlsales.documents.forms import FORMS, file_name

_DATE = "yyyy-mm-dd"
_QUANTITY = "#,##0.###"
_PRICE = "#,##0.00##"
_MONEY = "#,##0.00"


def templates(lang: Lang) -> Mapping[str, bytes]:
    """Return the shipped forms of a language by the names of their files."""
    forms = {
        file_name("task_plan", {}, lang): task_plan(),
        file_name("tracking_card", {}, lang): tracking_card(),
        file_name("trade_request", {}, lang): trade_request(),
        file_name("customer_card", {}, lang): customer_card(),
        file_name("statement", {}, lang): statement(),
        file_name("dunning", {}, lang): dunning(),
    }
    for paper in _NOTE_PAPERS:
        for prices in (True, False):
            name = file_name("delivery_note", {"paper": paper, "prices": prices}, lang)
            forms[name] = delivery_note(paper, prices=prices)
    return {name: made(form, lang) for name, form in forms.items()}


def task_plan() -> Form:
    """Return the task plan 任务计划单: which copy it is, what to forge by when."""
    return Form(
        FORMS["task_plan"],
        paper=A4_LANDSCAPE,
        columns=(
            Col("line_no", Words("行号", "Line"), (5,), "center"),
            Col("order_no", Words("承揽编号", "Order no."), (5, 11.5)),
            Col("customer", Words("客户", "Customer"), (12.5,)),
            Col("product_name", Words("产品名称", "Product"), (10,)),
            Col("spec", Words("规格", "Spec"), (9.5,)),
            Col("material", Words("材质", "Material"), (9,)),
            Col("unit", Words("单位", "Unit"), (4.5,), "center"),
            Col("quantity", Words("数量", "Quantity"), (7,), "right", _QUANTITY),
            Col("unit_weight_kg", Words("单重kg", "Unit kg"), (6.5,), "right", _QUANTITY),
            Col("weight_kg", Words("总重kg", "Total kg"), (8.5,), "right", _QUANTITY),
            Col("work_center", Words("工作中心", "Work centre"), (9,), "center"),
            Col("start_date", Words("开工日期", "Start"), (9.4,), "center", _DATE),
            Col("completion_date", Words("完成时间", "Completion"), (9.4,), "center", _DATE),
            Col("required_date", Words("要求交期", "Required"), (9.4,), "center", _DATE),
            Col("customer_wish", Words("客户要求", "Customer wish"), (10,)),
            Col("mark", Words("变更", "Mark"), (5,), "center"),
        ),
        head=(
            Band(
                (
                    label("A:B", "计划号", "Plan no."),
                    value("C:D", "plan_no"),
                    label("E", "版次", "Revision"),
                    value("F", "revision", "center"),
                    label("G:H", "计划月份", "Month"),
                    value("I:J", "month", "center"),
                    label("K:L", "下达日期", "Issued on"),
                    value("M:N", "issued_on", "center", _DATE),
                    label("O", "行数", "Lines"),
                    value("P:Q", "line_count", "center"),
                ),
                21,
            ),
        ),
        spare=10,
        tail=(
            Band(
                (
                    label(
                        "A:J",
                        "合计重量（kg，只计有单重的行）",
                        "Total weight (kg) of lines with a weight",
                    ),
                    value("K", "total_weight_kg", "right", _QUANTITY),
                    value("L:Q", ""),
                ),
                21,
            ),
            Band(
                (
                    text(
                        "A:Q",
                        "本计划一式两联：一联留存，一联下达生产部门。完成时间即验收入库的时间。",
                        "In two copies: one is kept, one goes to production. Goods are to be "
                        "accepted into stock by the completion date.",
                    ),
                ),
                20,
            ),
            Band(
                (
                    text("A:B", "编制：", "Prepared:"),
                    Item("C:D", name="planner", boxed=False),
                    text("E:F", "审核：", "Reviewed:"),
                    text("G:J", "批准：", "Approved:"),
                    text("K:N", "生产部门签收：", "Received by production:"),
                    text("O:Q", "签收日期：", "Date:"),
                ),
                30,
            ),
        ),
    )


_NOTE_PAPERS: Mapping[str, Paper] = {
    "A4": A4,
    "241x140": Paper(241, 140, sides=15, top=6, bottom=8, continuous=True),
    "241x93": Paper(241, 93, sides=15, top=4, bottom=6, continuous=True),
}
"""A4, and continuous paper of 241 mm, whose perforated edges take 12.7 mm on either side."""

_NOTE_HEAD = (
    (
        label("A:B", "客户", "Customer"),
        value("C:F", "customer"),
        label("G", "送货单号", "Note no."),
        value("H:K", "note_no"),
    ),
    (
        label("A:B", "送货地址", "Address"),
        value("C:F", "address"),
        label("G", "送货日期", "Date"),
        value("H:K", "date", "left", _DATE),
    ),
    (
        label("A:B", "联系人", "Contact"),
        value("C", "contact"),
        label("D", "电话", "Phone"),
        value("E:F", "phone"),
        label("G", "承运、车号", "Carrier"),
        value("H:I", "carrier"),
        value("J:K", "vehicle"),
    ),
)


def delivery_note(paper: str, *, prices: bool) -> Form:
    """Return a delivery note 送货单 for a paper, with or without prices."""
    money = (
        (
            Col("unit_price", Words("含税单价", "Unit price"), (9,), "right", _PRICE),
            Col("amount", Words("金额", "Amount"), (11,), "right", _MONEY),
        )
        if prices
        else (Col("remark", Words("备注", "Remark"), (9, 11)),)
    )
    columns = (
        Col("line_no", Words("序号", "No."), (4.5,), "center"),
        Col("order_no", Words("承揽编号", "Order no."), (5, 11)),
        Col("product_name", Words("产品名称", "Product"), (13,)),
        Col("spec", Words("规格", "Spec"), (11,)),
        Col("material", Words("材质", "Material"), (9,)),
        Col("heat_nos", Words("炉号", "Heat nos."), (11,)),
        Col("unit", Words("单位", "Unit"), (4.5,), "center"),
        Col("quantity", Words("数量", "Quantity"), (7.5,), "right", _QUANTITY),
        *money,
    )
    on_paper = _NOTE_PAPERS[paper]
    form = Form(
        FORMS["delivery_note"],
        columns=columns,
        head=tuple(Band(items, 20) for items in _NOTE_HEAD),
        spare=13,
        tail=(_totals(22, prices=prices), *_note_end(16, 30)),
    )
    if not on_paper.continuous:
        return form
    low = on_paper.height < 100
    height = 15 if low else 17
    return replace(
        form,
        paper=on_paper,
        columns=tuple(
            replace(col, widths=tuple(round(w * 1.1, 1) for w in col.widths)) for col in columns
        ),
        head=tuple(Band(items, height) for items in _NOTE_HEAD),
        spare=4 if low else 10,
        line_height=height,
        header_height=height,
        title_size=14 if low else 16,
        head_on_one_row=True,
        tail=(_totals(height, prices=prices), *_note_end(13, 19)[low:]),
    )


def _totals(height: float, *, prices: bool) -> Band:
    total = value("I", "total_quantity", "right", _QUANTITY)
    if not prices:
        return Band((label("A:H", "合计", "Total"), total, value("J:K", "")), height)
    return Band(
        (
            label("A:C", "合计（大写）", "Total, in capitals"),
            value("D:G", "total_capital"),
            label("H", "合计", "Total"),
            total,
            value("J:K", "total_amount", "right", _MONEY),
        ),
        height,
    )


def _note_end(note: float, sign: float) -> tuple[Band, Band]:
    return (
        Band(
            (
                text(
                    "A:K",
                    "收货时请核对品名、规格、数量，无误后签字。",
                    "Please check products and quantities, then sign.",
                ),
            ),
            note,
        ),
        Band(
            (
                text("A:B", "销售员：", "Sales:"),
                Item("C", name="salesperson", boxed=False),
                text("D", "送货人：", "Delivered by:"),
                text("E:F", "库管员：", "Warehouse:"),
                text("G:I", "收货人签字：", "Received by:"),
                text("J:K", "日期：", "Date:"),
            ),
            sign,
        ),
    )


def tracking_card() -> Form:
    """Return the tracking card 产品质量跟踪卡, filled in at the customer's and signed there."""
    return Form(
        FORMS["tracking_card"],
        columns=(
            Col("line_no", Words("序号", "No."), (5,), "center"),
            Col("order_no", Words("承揽编号", "Order no."), (7, 10)),
            Col("product_name", Words("产品名称", "Product"), (16,)),
            Col("spec", Words("规格", "Spec"), (14,)),
            Col("material", Words("材质", "Material"), (10,)),
            Col("heat_nos", Words("炉号", "Heat nos."), (13,)),
            Col("unit", Words("单位", "Unit"), (6,), "center"),
            Col("quantity", Words("数量", "Quantity"), (12,), "right", _QUANTITY),
        ),
        head=(
            Band(
                (
                    label("A:B", "客户", "Customer"),
                    value("C:E", "customer"),
                    label("F", "卡号", "Card no."),
                    value("G:I", "card_no"),
                ),
                22,
            ),
            Band(
                (
                    label("A:B", "送货单号", "Note no."),
                    value("C:D", "note_no"),
                    label("E", "送货日期", "Delivered on"),
                    value("F", "date", "center", _DATE),
                    label("G", "送货数量", "Quantity"),
                    value("H:I", "delivered_qty", "center", _QUANTITY),
                ),
                22,
            ),
            Band(
                (
                    label("A:B", "送货地址", "Address"),
                    value("C:E", "address"),
                    label("F", "联系人", "Contact"),
                    value("G", "contact"),
                    value("H:I", "phone"),
                ),
                22,
            ),
        ),
        spare=4,
        line_height=22,
        tail=(
            Band(
                (
                    label("A:B", "回访日期", "Visit date"),
                    value("C", "visit_date", "center", _DATE),
                    label("D", "回访人", "Visitor"),
                    value("E:F", "visitor"),
                    label("G", "方式", "Method"),
                    _boxes("H:I", "method", "□上门 □电话 □其他", "□On site □Phone □Other"),
                ),
                24,
            ),
            Band((label("A:B", "使用情况", "Usage"), value("C:I", "usage")), 96),
            Band(
                (
                    label("A:B", "质量评价", "Quality"),
                    _boxes("C:D", "quality", "□优  □良  □中  □差", "□Excellent □Good □Fair □Poor"),
                    label("E", "满意度", "Satisfaction"),
                    _boxes(
                        "F:I",
                        "satisfaction",
                        "□5  □4  □3  □2  □1（5 为最满意）",
                        "□5  □4  □3  □2  □1  (5 is best)",
                    ),
                ),
                26,
            ),
            Band(
                (
                    label("A:D", "服务满意度", "Satisfaction with our service"),
                    _boxes(
                        "E:I",
                        "service_satisfaction",
                        "□5  □4  □3  □2  □1（5 为最满意）",
                        "□5  □4  □3  □2  □1  (5 is best)",
                    ),
                ),
                26,
            ),
            Band((label("A:B", "客户意见", "Customer's opinion"), value("C:I", "opinion")), 120),
            Band((label("A:B", "处理结果", "What was done"), value("C:I", "")), 96),
            Band(
                (
                    text("A:D", "客户签字（盖章）：", "Customer's signature (seal):"),
                    text("E:F", "日期：", "Date:"),
                    text("G:I", "回访人签字：", "Visitor's signature:"),
                ),
                40,
            ),
        ),
    )


def _boxes(columns: str, name: str, zh: str, en: str) -> Item:
    """Return a field with boxes to tick by hand, or filled in where the value is known."""
    return Item(columns, Words(zh, en), name, "left")


def trade_request() -> Form:
    """Return the trade request 外购需求单: bought-in demand, to be answered with price and date."""
    return Form(
        FORMS["trade_request"],
        paper=A4_LANDSCAPE,
        columns=(
            Col("line_no", Words("序号", "No."), (4.5,), "center"),
            Col("request_no", Words("需求号", "Request no."), (5, 8.5)),
            Col("order_no", Words("承揽编号", "Order no."), (17,)),
            Col("customer", Words("客户", "Customer"), (15.5,)),
            Col("product", Words("产品编码", "Product code"), (11,)),
            Col("product_name", Words("产品名称", "Product"), (13,)),
            Col("spec", Words("规格", "Spec"), (12,)),
            Col("material", Words("材质", "Material"), (8,)),
            Col("unit", Words("单位", "Unit"), (5,), "center"),
            Col("quantity", Words("数量", "Quantity"), (8,), "right", _QUANTITY),
            Col("required_date", Words("要求交期", "Required"), (9.6,), "center", _DATE),
            Col("price_quoted", Words("报价", "Quoted price"), (9,), "right", _PRICE),
            Col("arrival_promised", Words("承诺到货", "Arrival"), (9.6,), "center", _DATE),
        ),
        head=(
            Band(
                (
                    label("A:B", "需求号", "Request no."),
                    value("C:E", "request_no"),
                    label("F", "上报日期", "Date"),
                    value("G", "requested_on", "center", _DATE),
                    label("H", "行数", "Lines"),
                    value("I:J", "line_count", "center"),
                    label("K:L", "致", "To"),
                    value("M:N", "addressee"),
                ),
                21,
            ),
        ),
        spare=11,
        tail=(
            Band(
                (
                    text(
                        "A:N",
                        "请填写报价和承诺到货日期后交回；价格和到货有变动时请及时告知。",
                        "Please fill in price and arrival date and hand the form back; let us know "
                        "at once if either changes.",
                    ),
                ),
                20,
            ),
            Band(
                (
                    text("A:B", "编制：", "Prepared:"),
                    Item("C:D", name="planner", boxed=False),
                    text("E:F", "审核：", "Reviewed:"),
                    text("G:H", "批准：", "Approved:"),
                    text("I:L", "贸易分公司签收：", "Received by trading branch:"),
                    text("M:N", "日期：", "Date:"),
                ),
                30,
            ),
        ),
    )
