"""Rules about receipts and what leaves the warehouse (flow.md, *Delivery* and *Validation*)."""

from __future__ import annotations

from xlsales.forms.rules import error, warning

NOTHING_RECEIVED = error(
    "nothing-received",
    (
        "合格数量是 0，也没有不合格数量。",
        "Nothing was accepted, and nothing rejected.",
    ),
    ("请填写数量，或删去本行。", "Fill in a quantity, or delete the row."),
)
ACCEPTED_OVER_ORDER = warning(
    "accepted-over-order",
    (
        "承揽 {order_no} 累计入库 {accepted:unit}，比应入库的 {quantity:unit} 多 5% 以上。",
        "{accepted:unit} of order {order_no} are accepted, more than 5 % over the {quantity:unit} due.",
    ),
    (
        "请核对数量；多出的可用一负一正两行调给其他承揽。",
        "Check the quantity; a surplus can be moved to another order by two rows, −n and +n.",
    ),
)
MOVED_OVER_STOCK = error(
    "moved-over-stock",
    (
        "{goods}库存不足，无法调出，缺 {short:unit}。",
        "There is not enough of {goods} to move: {short:unit} are lacking.",
    ),
    ("请减少调出数量。", "Lower the quantity that is moved."),
)
MOVED_NOWHERE = warning(
    "moved-nowhere",
    (
        "调出 {quantity:unit}，同一天没有相同数量的调入。",
        "{quantity:unit} are moved away, and nothing of the kind is moved in on that day.",
    ),
    (
        "请另加一行正数，写明调给哪个承揽。",
        "Add the positive row that says which order gets them.",
    ),
)
RECEIPT_OF_OTHER_PRODUCT = error(
    "receipt-of-other-product",
    (
        "承揽 {order_no} 的产品是“{theirs}”，不是“{value}”。",
        "Order {order_no} is for product “{theirs}”, not “{value}”.",
    ),
    (
        "请核对承揽编号；产品编码可以不填。",
        "Check the order number; the product may be left blank.",
    ),
)
KEEPER_WITHOUT_ROLE = error(
    "keeper-without-role",
    ("{value}的岗位不是库管员。", "{value} does not have the role warehouse."),
    (
        "请填库管员，或请计划员在“人员”表补填岗位。",
        "Name a keeper, or have the planner add the role to the people table.",
    ),
)
ALREADY_OUT = error(
    "already-out",
    (
        "送货单 {note_no} 已于 {date} 出库。",
        "The note {note_no} was booked out on {date}.",
    ),
    ("登记回单请填回单日期。", "To book its copy back, give the day it came."),
)
ALREADY_BACK = error(
    "already-back",
    (
        "送货单 {note_no} 的回单已于 {copy_returned_on} 收回。",
        "The copy of the note {note_no} came back on {copy_returned_on}.",
    ),
    ("登记有误的，请直接改正该行。", "If that is wrong, mend its row."),
)
COPY_BACK_BEFORE_OUT = error(
    "copy-back-before-out",
    (
        "回单日期 {copy_returned_on} 早于出库日期 {date}。",
        "The copy came back on {copy_returned_on}, before the goods went out on {date}.",
    ),
    ("请核对两个日期。", "Check both dates."),
)
COPY_NOT_BACK = warning(
    "copy-not-back",
    (
        "送货单 {note_no} 出库已 {days} 天，回单尚未收回。",
        "The note {note_no} went out {days} days ago, and its copy is not back.",
    ),
    ("请向销售员催收客户签字的库房联。", "Ask the salesperson for the signed copy."),
)
