"""Rules about delivery notes, returns and signatures (flow.md, *Delivery* and *Validation*)."""

from __future__ import annotations

from xlsales.forms.rules import error, info, warning

UNKNOWN_ORDER = error(
    "unknown-order",
    ("承揽登记中没有承揽“{value}”。", "No register has the order “{value}”."),
    ("请核对承揽编号。", "Check the order number."),
)
UNKNOWN_NOTE = error(
    "unknown-note",
    ("没有送货单“{value}”。", "There is no delivery note “{value}”."),
    ("请核对送货单号。", "Check the number of the note."),
)
NOT_ON_THAT_NOTE = error(
    "not-on-that-note",
    ("送货单 {note_no} 上没有承揽“{value}”。", "Order “{value}” is not on the note {note_no}."),
    ("请核对送货单号和承揽编号。", "Check the numbers of note and order."),
)
DELIVERED_OVER_STOCK = error(
    "delivered-over-stock",
    (
        "承揽 {order_no} 拟送 {quantity:unit}，库存只有 {stock:unit}。",
        "{quantity:unit} of order {order_no} are to go out; only {stock:unit} are in stock.",
    ),
    (
        "请减少数量；确已入库的，请库房先登记入库。",
        "Lower the quantity; if the goods are there, have the warehouse enter the receipt first.",
    ),
)
DELIVERED_OVER_ORDER = warning(
    "delivered-over-order",
    (
        "承揽 {order_no} 尚应送 {open:unit}，本次送 {quantity:unit}。",
        "{open:unit} of order {order_no} are still to be delivered; this note has {quantity:unit}.",
    ),
    ("请与客户核对数量。", "Agree on the quantity with the customer."),
)
CONTRACT_NEEDED = error(
    "contract-needed",
    (
        "承揽 {order_no} 金额 {amount:money}，已达到 {threshold:limit}的合同限额，没有合同编号不能送货。",
        "Order {order_no} is worth {amount:money} ({threshold:limit} or more): no delivery without a contract.",
    ),
    (
        "请签订合同，并在承揽登记中填写合同编号。",
        "Sign the contract and fill in its number in the register.",
    ),
)
CANCELLED_NOT_DELIVERED = error(
    "cancelled-not-delivered",
    (
        "承揽 {order_no} 已于 {day} 取消，不能送货。",
        "Order {order_no} was cancelled on {day} and cannot be delivered.",
    ),
    (
        "客户仍需要的，请清空取消日期后再开单。",
        "If the customer wants the goods after all, clear the day of cancellation first.",
    ),
)
ORDER_OF_ANOTHER = error(
    "order-of-another",
    (
        "承揽 {order_no} 属于{theirs}，不能在{owner}的送货台账中开单。",
        "Order {order_no} is {theirs}'s; it cannot be delivered from {owner}'s workbook.",
    ),
    ("请由{theirs}开送货单。", "Have {theirs} issue the note."),
)
DELIVERY_NOT_NUMBERED = info(
    "delivery-not-numbered",
    (
        "本行没有送货单号，不作{what}处理。",
        "This row has no note number and does not count as a {what} yet.",
    ),
    ("请选中本行，按“{button}”。", "Select it and press {button}."),
)
PRICE_MISSING = error(
    "delivery-without-price",
    (
        "送货单 {note_no} 本行没有“{column}”，不能计算金额。",
        "This row of the note {note_no} has no “{column}”, so it has no amount.",
    ),
    (
        "该列由系统填写，请用“撤销”或从备份恢复；没有备份的，送货按承揽登记、退货按原送货单补填。",
        "The program had filled it: use Undo or a backup, else take it from register or note.",
    ),
)
RETURN_OF_OTHER_TERMS = error(
    "return-of-other-terms",
    (
        "退货的“{column}”为 {value:cell}，原送货单 {note_no} 为 {theirs:cell}，冲减金额有误。",
        "The return's “{column}” is {value:cell}, its note {note_no} has {theirs:cell}: amounts differ.",
    ),
    (
        "请按“一键修正”改为与原送货单一致，或“撤销”后重新退货。",
        "Press Apply fixes to take the note's, or undo the return and press Return again.",
    ),
)
TWO_CUSTOMERS = error(
    "two-customers-on-note",
    (
        "送货单 {note_no} 上有{customer}和{other}两个客户的承揽。",
        "The note {note_no} has orders of {customer} and of {other}.",
    ),
    (
        "一张送货单只能送一个客户，请核对承揽编号。",
        "One note, one customer: check the order number.",
    ),
)
TWO_ADDRESSES = error(
    "two-addresses-on-note",
    (
        "送货单 {note_no} 上有两个送货地址：“{value}”和“{other}”。",
        "The note {note_no} has two addresses: “{value}” and “{other}”.",
    ),
    ("一张送货单只能送一个地址，请改为一致。", "One note, one address: make them the same."),
)
SIGNED_OVER_DELIVERED = error(
    "signed-over-delivered",
    (
        "签收 {signed:unit}，多于送货数量 {quantity:unit}。",
        "{signed:unit} signed for, only {quantity:unit} delivered.",
    ),
    ("请按回单改正签收数量。", "Mend it as the signed copy has it."),
)
SIGNED_BEFORE_DELIVERY = error(
    "signed-before-delivery",
    (
        "签收日期 {signed_on} 早于送货日期 {date}。",
        "Signed on {signed_on}, before the delivery on {date}.",
    ),
    ("请按回单改正签收日期。", "Mend the date as the signed copy has it."),
)
ALREADY_SIGNED = error(
    "already-signed",
    (
        "送货单 {note_no} 的承揽 {order_no} 已由{receiver}于 {signed_on} 签收。",
        "Order {order_no} of the note {note_no} was signed for by {receiver} on {signed_on}.",
    ),
    ("登记有误的，请直接改正该行。", "If that is wrong, mend its row."),
)
SIGNED_SHORT = warning(
    "signed-short",
    (
        "送货 {quantity:unit}，签收 {signed:unit}，少签 {short:unit}，尚未退回。",
        "{quantity:unit} delivered, {signed:unit} signed for: {short:unit} have not come back.",
    ),
    (
        "货已带回的，请按“退货”登记；签收有误的，请改正签收数量。",
        "If the goods came back, press Return; if it was mistyped, mend the signed quantity.",
    ),
)
SIGNED_NOT_OUT = warning(
    "signed-not-out",
    (
        "送货单 {note_no} 已签收，但库房没有出库记录。",
        "The note {note_no} is signed for, but the warehouse never booked it out.",
    ),
    ("请库房补登出库。", "Have the warehouse book it out."),
)
NOTE_UNSIGNED = warning(
    "note-unsigned",
    (
        "送货单 {note_no} 送出已 {days} 天，尚未签收。",
        "The note {note_no} went out {days} days ago and is not signed for.",
    ),
    ("请向客户收回签收单，并按“签收”登记。", "Get the signed copy and press Sign off."),
)
RETURNED_OVER_DELIVERED = error(
    "returned-over-delivered",
    (
        "退回 {quantity:unit}，多于送货单 {note_no} 尚可退的 {left:unit}。",
        "{quantity:unit} returned; of the note {note_no} only {left:unit} can still come back.",
    ),
    ("请改正数量，或改填原送货单号。", "Mend the quantity, or name the note they came with."),
)
RETURNED_BEFORE_DELIVERY = error(
    "returned-before-delivery",
    (
        "退货日期 {date} 早于送货单 {note_no} 的送货日期 {delivered}。",
        "Returned on {date}, before the note {note_no} of {delivered}.",
    ),
    ("请核对日期和送货单号。", "Check the date and the number of the note."),
)
