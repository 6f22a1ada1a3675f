"""Rules about the plan, bought-in demand, progress (flow.md, *Consolidate, schedule, issue*)."""

from __future__ import annotations

from xlsales.forms.rules import error, info, warning

ORDER_TAKEN_ANEW = info(
    "order-taken-anew",
    (
        "承揽登记的“{what}”由“{old:held}”改为“{new:held}”，计划已相应更改。",
        "“{what}” of the order went from “{old:held}” to “{new:held}”; the plan follows.",
    ),
)
ORDER_CHANGED = warning(
    "order-changed",
    (
        "承揽登记的“{what}”由“{old:held}”改为“{new:held}”，计划尚未更改。",
        "“{what}” of the order went from “{old:held}” to “{new:held}”; the plan has the old one still.",
    ),
    ("请按“汇总承揽”更新。", "Press Consolidate to take it over."),
)
ISSUED_ORDER_CHANGED = warning(
    "issued-order-changed",
    (
        "已下达的承揽有改动：“{what}”由“{old:held}”改为“{new:held}”，计划仍按原值。",
        "An issued order changed: “{what}” went from “{old:held}” to “{new:held}”; the plan keeps the old one.",
    ),
    (
        "与生产部门商定后，请按“计划变更”下达新版次。",
        "Once production agrees, press Revise plan to issue the next revision.",
    ),
)
REQUESTED_ORDER_CHANGED = warning(
    "requested-order-changed",
    (
        "外购需求 {request_no} 已上报，之后承揽有改动：“{what}”由“{old:held}”改为“{new:held}”。",
        "Trade request {request_no} is out; since then “{what}” went from “{old:held}” to “{new:held}”.",
    ),
    ("请将改动通知贸易分公司。", "Tell the trading branch of the change."),
)
PLANNED_ORDER_CANCELLED = info(
    "planned-order-cancelled",
    (
        "承揽已于 {day} 取消，本行不再排产、下达。",
        "The order was cancelled on {day}; this row is neither scheduled nor issued any more.",
    ),
)
ISSUED_ORDER_CANCELLED = warning(
    "issued-order-cancelled",
    (
        "已下达的承揽已于 {day} 取消，尚未通知生产部门。",
        "An issued order was cancelled on {day}; production has not been told.",
    ),
    ("请按“计划变更”下达新版次。", "Press Revise plan to issue the next revision."),
)
REQUESTED_ORDER_CANCELLED = warning(
    "requested-order-cancelled",
    (
        "外购需求 {request_no} 已上报，承揽已于 {day} 取消。",
        "Trade request {request_no} is out; its order was cancelled on {day}.",
    ),
    ("请通知贸易分公司不再采购。", "Tell the trading branch not to buy it."),
)
SUPPLY_CHANGED = error(
    "supply-changed",
    (
        "改动后的产品“{product}”为{supply}，不能留在本表。",
        "The order's new product “{product}” (supply: {supply}) cannot stay in this table.",
    ),
    (
        "请销售员取消该承揽，另行登记。",
        "Have the salesperson cancel the order and register a new one.",
    ),
)
ORDER_GONE = error(
    "order-gone",
    (
        "各承揽登记簿中均无承揽“{value}”。",
        "No register has the order “{value}”.",
    ),
    (
        "请查明登记簿是否缺失，或该行是否已被删除。",
        "Find out whether a register is missing or its row was deleted.",
    ),
)
WORK_CENTER_DIFFERS = warning(
    "work-center-differs",
    (
        "产品已更改，工作中心仍为“{value}”；新产品在“{usual}”生产。",
        "The product changed, the work centre is still “{value}”; it is made at “{usual}”.",
    ),
    ("请核对工作中心。", "Check the work centre."),
)
LOAD_UNKNOWN = error(
    "load-unknown",
    ("无法排产：{why}。", "This row cannot be scheduled: {why}."),
    ("请补齐后重新按“排产”。", "Complete it and press Schedule again."),
)
NO_ROOM = error(
    "no-room",
    (
        "工作中心“{center}”没有可安排本行的产能。",
        "Work centre “{center}” has no room for this row.",
    ),
    (
        "请核对数量、单重和工作中心的日产能。",
        "Check quantity, unit weight and the centre's daily capacity.",
    ),
)
FIXED_DATE_UNMET = warning(
    "fixed-date-unmet",
    (
        "指定的完成时间 {value} 之前产能不足。",
        "There is not enough capacity before the fixed date {value}.",
    ),
    (
        "请改期，或与生产部门商定加班。",
        "Move the date, or agree on overtime with production.",
    ),
)
FIXED_DATE_ODD = warning(
    "fixed-date-odd",
    ("指定的完成时间 {value} {why}。", "The fixed date {value} {why}."),
    ("请核对日期。", "Check the date."),
)
LATE_LINE = warning(
    "late-line",
    (
        "完成时间 {completion} 比要求交期 {required} 晚 {days} 个工作日。",
        "Completion on {completion} is {days} working days after the required date {required}.",
    ),
    (
        "请与客户商定交期，或指定完成时间后重新排产。",
        "Talk to the customer, or fix the date and schedule again.",
    ),
)
OVERDUE_LINE = warning(
    "overdue-line",
    (
        "应于 {value} 完成，尚未入库 {left:unit}。",
        "Due on {value}, {left:unit} have not been accepted yet.",
    ),
    ("请向生产部门了解进度。", "Ask production how it stands."),
)
CALENDAR_PROVISIONAL = info(
    "calendar-provisional",
    (
        "{year} 年的放假调休尚未公布，{value} 按周末和法定节假日推算。",
        "The holidays of {year} are not announced yet; {value} assumes weekends and public holidays.",
    ),
    (
        "公布后请重新排产，也可在基础资料“日历”表中补充。",
        "Schedule again once they are, or add them to the calendar in the masters.",
    ),
)
RETURN_AFTER_ISSUE = warning(
    "return-after-issue",
    (
        "本行已下达，退回原因无效。",
        "This row is issued; a return reason has no effect any more.",
    ),
    (
        "请清空退回原因；需停产的，请销售员取消承揽，再按“计划变更”。",
        "Clear it; to stop production, have the order cancelled and press Revise plan.",
    ),
)
RETURN_ANSWERED = info(
    "return-answered",
    (
        "销售员已于 {again} 重新上报，退回原因失效。",
        "The salesperson submitted the order again on {again}; the return reason is void.",
    ),
    ("请按“汇总承揽”。", "Press Consolidate."),
)
ARRIVAL_LATE = warning(
    "arrival-late",
    (
        "承诺到货 {value} 晚于要求交期 {required}。",
        "The promised arrival {value} is after the required date {required}.",
    ),
    ("请催促贸易分公司，或与客户商定交期。", "Press the trading branch, or talk to the customer."),
)
ARRIVAL_OVERDUE = warning(
    "arrival-overdue",
    (
        "应于 {value} 到货，尚未入库 {left:unit}。",
        "Arrival was promised for {value}; {left:unit} have not been accepted yet.",
    ),
    ("请向贸易分公司催货。", "Press the trading branch."),
)
PROGRESS_NOT_ISSUED = error(
    "progress-not-issued",
    (
        "承揽“{value}”尚未下达计划，不能登记进度。",
        "Order “{value}” was never issued on a plan, so it can have no progress.",
    ),
    ("请核对承揽编号。", "Check the order number."),
)
