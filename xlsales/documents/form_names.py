"""The names that each print form may use, and what stands there (forms.md, *Print forms*).

A test holds them to what the macros give. The reference pages list them for offices that restyle
their forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlsales.core.words import Words

EVERYWHERE: Mapping[str, Words] = {
    "headline": Words("单位抬头：公司和分公司", "company and branch as the headline"),
    "copy": Words("本联名称，每联一张", "which copy it is, on a sheet of its own"),
    "copies": Words("各联名称，用于一次多联的纸", "all copies, for paper that copies through"),
    "line": Words("需重复的一行", "the row that is repeated"),
    "spare": Words("下面的空行，行数多时让出", "blank rows under it, which give way to lines"),
}
"""Names of every form."""

_OWN: Mapping[str, Words] = {
    "amount": Words("金额", "amount"),
    "balance": Words("余额", "balance"),
    "before": Words("正文，表格之前", "what is said before the table"),
    "addressee": Words("收件单位", "whom it is for"),
    "after": Words("正文，表格之后", "what is said after the table"),
    "branch": Words("分公司", "branch"),
    "carrier": Words("承运人", "carrier"),
    "closing": Words("期末余额", "closing balance"),
    "code": Words("客户编码", "customer's code"),
    "company": Words("公司", "company"),
    "complaints": Words("未关闭投诉", "open complaints"),
    "currency": Words("币种", "currency"),
    "date": Words("日期", "date"),
    "delivered": Words("本期送货", "delivered in the period"),
    "due": Words("期限", "due"),
    "from": Words("对账起始日", "first day of the period"),
    "invoice_no": Words("发票号", "invoice no."),
    "issued_on": Words("下达日期", "issued on"),
    "last_visit": Words("上次回访", "last visit"),
    "line_count": Words("行数", "how many lines"),
    "line_no": Words("序号", "number of the line"),
    "made_by": Words("编制人", "made by"),
    "made_on": Words("编制日期", "made on"),
    "mark": Words("变更标记，有标记的行加粗", "what a revision did; such a line is bold"),
    "month": Words("月份", "month"),
    "next_visit": Words("下次回访", "next visit"),
    "no": Words("单据号", "number of the document"),
    "open": Words("未付金额", "still to be paid"),
    "open_orders": Words("未交承揽笔数", "how many open orders"),
    "opening": Words("期初余额", "opening balance"),
    "overdue": Words("逾期金额", "overdue"),
    "overdue_days": Words("逾期天数", "days overdue"),
    "paid": Words("已付、回款", "paid"),
    "paper": Words("纸张，用来选表样", "paper; it chooses the form"),
    "planner": Words("计划员", "planner"),
    "prices": Words("是否印价格，用来选表样", "with prices or not; it chooses the form"),
    "quantity": Words("数量", "quantity"),
    "receivable": Words("应收", "receivable"),
    "requested_on": Words("上报日期", "requested on"),
    "returned": Words("本期退货", "returned in the period"),
    "revision": Words("版次", "revision"),
    "section": Words("类别", "what kind of line"),
    "stage": Words("催款阶段", "stage of the letter"),
    "state": Words("状态", "state"),
    "title": Words("标题", "title"),
    "to": Words("对账截止日", "last day of the period"),
    "total_amount": Words("合计金额", "total amount"),
    "total_quantity": Words("合计数量（单位相同时）", "total quantity, where there is one unit"),
    "total_weight_kg": Words("合计重量 kg", "total weight in kg"),
    "unit": Words("单位", "unit"),
    "unit_weight_kg": Words("单重 kg", "weight of one in kg"),
    "visit_cycle_days": Words("回访周期天数", "days from visit to visit"),
    "weight_kg": Words("总重 kg", "weight of all in kg"),
    "what": Words("摘要、内容", "what it is"),
}


@dataclass(frozen=True)
class FormNames:
    """The names of a form's single cells, and of the cells of its repeated row without ``line_``."""

    fields: tuple[str, ...]
    lines: tuple[str, ...]


def _names(fields: str, lines: str) -> FormNames:
    return FormNames(tuple(fields.split()), tuple(lines.split()))


_CUSTOMER = "company branch currency customer address contact phone salesperson"
_GOODS = "product product_name spec material unit quantity"

NAMES: Mapping[str, FormNames] = {
    "task_plan": _names(
        "company branch plan_no revision month issued_on planner line_count total_weight_kg",
        f"line_no order_no customer {_GOODS} unit_weight_kg weight_kg work_center start_date "
        "completion_date required_date customer_wish salesperson remark mark",
    ),
    "delivery_note": _names(
        f"{_CUSTOMER} note_no date carrier vehicle total_quantity total_amount prices paper",
        f"line_no order_no contract_no {_GOODS} drawing_no unit_price amount heat_nos remark",
    ),
    "tracking_card": _names(
        "company branch customer address contact phone card_no note_no date products heat_nos "
        "delivered_qty visit_date visitor method usage quality satisfaction service_satisfaction "
        "opinion next_visit",
        f"line_no order_no contract_no {_GOODS} drawing_no unit_price amount heat_nos remark",
    ),
    "trade_request": _names(
        "company branch request_no requested_on planner line_count addressee",
        f"line_no request_no order_no customer {_GOODS} required_date salesperson price_quoted "
        "arrival_promised remark",
    ),
    "customer_card": _names(
        f"{_CUSTOMER} code market tax_no credit_days visit_cycle_days date open_orders receivable "
        "overdue complaints last_visit next_visit",
        "section no date what quantity unit amount due state",
    ),
    "statement": _names(
        f"{_CUSTOMER} from to made_on made_by opening delivered returned paid closing",
        "line_no date what no order_no product_name spec unit quantity unit_price receivable paid "
        "balance",
    ),
    "dunning": _names(
        f"{_CUSTOMER} title stage date made_by before after overdue_days total_amount",
        "line_no invoice_no date due_date overdue_days amount paid open",
    ),
}


def words_of(name: str) -> Words:
    """Return what stands where a name points to."""
    if name in _OWN:
        return _OWN[name]
    from xlsales.forms.tables import TABLES

    return next(table.by_key[name].words for table in TABLES if name in table.by_key)
