"""Rules about cards, visits and complaints (flow.md, *Tracking and collection*, *Validation*)."""

from __future__ import annotations

from xlsales.forms.rules import error, warning

CARD_OF_OTHER_CUSTOMER = error(
    "card-of-other-customer",
    (
        "送货单 {note_no} 属于{theirs}，不属于{value}。",
        "The note {note_no} is {theirs}'s, not {value}'s.",
    ),
    ("请核对送货单号。", "Check the number of the note."),
)
VISITED_BEFORE_DELIVERY = warning(
    "visited-before-delivery",
    (
        "回访日期 {visit_date} 早于送货日期 {date}。",
        "The visit on {visit_date} was before the delivery on {date}.",
    ),
    ("请核对日期和送货单号。", "Check the date and the number of the note."),
)
VISIT_OVERDUE = warning(
    "visit-overdue",
    (
        "{customer}应于 {due_on} 回访，已过 {days} 天。",
        "{customer} was to be visited on {due_on}, {days} days ago.",
    ),
    ("请安排回访并填跟踪卡。", "Visit them and fill in a tracking card."),
)
COMPLAINT_OVERDUE = warning(
    "complaint-overdue",
    (
        "投诉限期 {due_date}，已逾期 {days} 天，尚未关闭。",
        "The complaint was due on {due_date}, {days} days ago, and is still open.",
    ),
    (
        "请{owner}处理完毕，填写关闭日期和结果。",
        "Have {owner} settle it, and fill in the closing date and the result.",
    ),
)
CLOSED_BEFORE_COMPLAINT = error(
    "closed-before-complaint",
    (
        "关闭日期 {closed_on} 早于投诉日期 {date}。",
        "Closed on {closed_on}, before the complaint of {date}.",
    ),
    ("请核对两个日期。", "Check both dates."),
)
DUE_BEFORE_COMPLAINT = warning(
    "due-before-complaint",
    (
        "限期 {due_date} 早于投诉日期 {date}。",
        "Due on {due_date}, before the complaint of {date}.",
    ),
    ("请核对两个日期。", "Check both dates."),
)
COMPLAINT_OF_OTHER_CUSTOMER = warning(
    "complaint-of-other-customer",
    (
        "“{value}”属于{theirs}，投诉客户却是{customer}。",
        "“{value}” is {theirs}'s, the complaint {customer}'s.",
    ),
    ("请核对客户和编号。", "Check the customer and the number."),
)
