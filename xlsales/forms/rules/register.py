"""Rules about what salespeople register: orders, intentions, market notes, expenses."""

from xlsales.forms.rules import error, info, warning

REQUIRED_BEFORE_ORDER = error(
    "required-before-order",
    (
        "要求交期 {value} 早于登记日期 {order_date}。",
        "The required date {value} is before the order date {order_date}.",
    ),
    ("请改正其中一个日期。", "Correct one of the dates."),
)
REQUIRED_NOT_WORKING = warning(
    "required-not-working",
    ("要求交期 {value} 不是工作日。", "The required date {value} is not a working day."),
    (
        "请与客户核对；前一个工作日是 {before}。",
        "Check it with the customer; the working day before is {before}.",
    ),
)
REQUIRED_PAST = warning(
    "required-past",
    ("要求交期 {value} 已过。", "The required date {value} is already past."),
    ("请与客户重新商定交期。", "Agree on a new date with the customer."),
)
ORDER_TWICE = warning(
    "order-twice",
    (
        "与{other}相同：客户、产品、数量一样，要求交期相差不超过 7 天。",
        "The same as {other}: customer, product, quantity equal, required dates within 7 days.",
    ),
    (
        "请核对是否重复登记；重复的请填取消日期和取消原因。",
        "Check whether it was typed twice; if so, fill in the date and reason of cancellation.",
    ),
)
CONTRACT_MISSING = warning(
    "contract-missing",
    (
        "金额 {amount:money}，已达到 {threshold:limit}的合同限额，尚无合同编号。",
        "The amount {amount:money} reaches {threshold:limit}, and there is no contract number.",
    ),
    (
        "请签订合同并填写合同编号，否则不能开送货单。",
        "Sign the contract and fill in its number: without it no delivery note can be issued.",
    ),
)
OFF_GUIDE_PRICE = warning(
    "off-guide-price",
    (
        "含税单价 {value:money}与指导价 {guide:money}相差超过 20%。",
        "The unit price {value:money} is more than 20 % off the guide price {guide:money}.",
    ),
    ("请核对单价。", "Check the price."),
)
RATE_UNCLEAR = error(
    "rate-unclear",
    (
        "产品“{value}”在基础资料中的税率有误，本单税率无法确定。",
        "The tax rate of product “{value}” in the masters is wrong, so the order gets none.",
    ),
    ("请计划员先改正“产品”表中的税率。", "Have the planner mend it in the products table."),
)
COUNTED_WHOLE = error(
    "counted-whole",
    (
        "“{unit}”按整数计，数量不能是 {value}。",
        "“{unit}” is counted in whole numbers; the quantity cannot be {value}.",
    ),
    ("请填整数。", "Write a whole number."),
)
NOT_OWNER = warning(
    "not-owner",
    (
        "销售员为{value}，但本登记簿属于{owner}。",
        "The salesperson is {value}, but this is the register of {owner}.",
    ),
    ("请改正，或登记到本人的登记簿。", "Correct it, or put the row into that person's register."),
)
OTHER_YEAR = warning(
    "other-year",
    (
        "日期 {value} 不属于本工作簿的 {year} 年度。",
        "The date {value} is not in {year}, the year of this workbook.",
    ),
    (
        "请核对年份；确属其他年度的，请登记到该年度的工作簿。",
        "Check the year; a row of another year belongs in that year's workbook.",
    ),
)
CANCELLED_BEFORE_ORDER = warning(
    "cancelled-before-order",
    (
        "取消日期 {value} 早于登记日期 {order_date}。",
        "The day of cancellation {value} is before the order date {order_date}.",
    ),
    ("请核对日期。", "Check the dates."),
)
NUMBER_COPIED = info(
    "number-copied",
    (
        "编号“{value}”是复制来的，属于{other}；{now}{left}。",
        "The number “{value}” came with a copy and belongs to {other}; {now}{left}.",
    ),
    (
        "请核对本行是不是新的一笔；不是请删去。",
        "Check whether this row is a new one; delete it if it is not.",
    ),
)
ROW_COPIED = info(
    "row-copied",
    (
        "本行是由{other}复制来的，未带入：{left}。",
        "This row was copied from {other}, without {left}.",
    ),
    (
        "请核对；确属本行的，请重新填写。",
        "Check it; what does belong to this row is to be filled in again.",
    ),
)
CHANGED_AFTER_PLANNING = info(
    "changed-after-planning",
    (
        "登记内容在列入计划后有改动，计划仍按原内容。",
        "The order was changed after it was planned; the plan still has it as it was.",
    ),
    (
        "计划员下次“汇总承揽”或“计划变更”时会看到。",
        "The planner sees it at the next Consolidate or Revise plan.",
    ),
)
MARKET_BEFORE = warning(
    "market-before",
    (
        "上报时的市场为“{value}”，{customer}现为“{now}”；收入按上报时的市场计算。",
        "It was submitted as “{value}”, {customer} is “{now}” by now; it counts as submitted.",
    ),
    (
        "上报后改过客户的，请选中本行再按“上报”；客户变更市场的，无需处理。",
        "If its customer was mended since, select the row and press Submit; else leave it.",
    ),
)
WON_ORDER_UNKNOWN = warning(
    "won-order-unknown",
    (
        "承揽登记中没有编号“{value}”。",
        "There is no order “{value}” in the registers.",
    ),
    ("请填写签约后登记的承揽编号。", "Give the number of the order that came of it."),
)
