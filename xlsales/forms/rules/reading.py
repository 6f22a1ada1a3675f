"""Rules about single cells: what was typed, and what a column may hold (forms.md, *Types*)."""

from __future__ import annotations

from collections.abc import Mapping

from xlsales.core.finding import Rule
from xlsales.core.words import Words
from xlsales.forms.rules import error, info, warning

REQUIRED = error(
    "required",
    ("“{column}”没有填。", "“{column}” is not filled in."),
    ("请填写。", "Please fill it in."),
)
NOT_A_NUMBER = error(
    "not-a-number",
    ("“{column}”应填数字，“{value}”看不懂。", "“{column}” takes a number; “{value}” is none."),
    ("请只填数字，如 1234.5。", "Write just the number, like 1234.5."),
)
COMMA_IN_NUMBER = error(
    "comma-in-number",
    (
        "“{value}”里的逗号，分不清是小数点还是千位分隔。",
        "The comma in “{value}” may be a decimal point or part thousands.",
    ),
    ("小数点请用“.”，如 0.13。", "Write the decimal point as a full stop, like 0.13."),
)
PERCENT_UNCLEAR = error(
    "percent-unclear",
    (
        "“{column}”里的“{value}”分不清是 {small} 还是 {large}。",
        "“{value}” in “{column}” may mean {small} or {large}.",
    ),
    ("请连百分号一起写，如 13%，或写成 0.13。", "Write it with its sign, like 13%, or as 0.13."),
)
DIGITS_LOST = error(
    "digits-lost",
    (
        "“{column}”里的“{value}”超过 15 位：作为数字，表格只保留前 15 位，后面的几位已经丢失。",
        "“{value}” in “{column}” has over 15 digits; a number keeps 15, the last ones are lost.",
    ),
    (
        "请核对原件重新输入；号码请先把单元格设为“文本”格式。",
        "Type it again from the original; for a code format the cell as Text first.",
    ),
)
NOT_WHOLE = error(
    "not-a-whole-number",
    ("“{column}”应填整数，不能是“{value}”。", "“{column}” takes a whole number, not “{value}”."),
    ("请改为整数。", "Write a whole number."),
)
NOT_A_DATE = error(
    "not-a-date",
    ("“{column}”应填日期，“{value}”看不懂。", "“{column}” takes a date; “{value}” is none."),
    ("请写成 2026-11-03 的样子。", "Write it like 2026-11-03."),
)
AMBIGUOUS_DATE = error(
    "ambiguous-date",
    (
        "日期“{value}”有几种读法，分不清是几月几日。",
        "The date “{value}” can be read in more than one way.",
    ),
    ("请写成 2026-11-03 的样子。", "Write it like 2026-11-03."),
)
TIME_IN_DATE = error(
    "time-in-date",
    (
        "“{column}”只填日期，“{value}”里还有钟点。",
        "“{column}” takes a date; “{value}” has a time too.",
    ),
    ("请去掉钟点。", "Leave the time out."),
)
NOT_IN_LIST = error(
    "not-in-list",
    ("“{column}”里没有“{value}”这一项。", "“{value}” is not in the list of “{column}”."),
    ("可选：{known}。", "Choose one of: {known}."),
)
NOT_A_PERIOD = error(
    "not-a-period",
    ("“{value}”不是期间。", "“{value}” is not a period."),
    ("请写成 2026-11、2026-Q4 或 2026。", "Write it like 2026-11, 2026-Q4 or 2026."),
)
ERROR_CELL = error(
    "error-cell",
    ("“{column}”里是错误值 {value}。", "“{column}” holds the error {value}."),
    ("请改正公式或直接填写。", "Mend the formula, or type the value."),
)
TOO_MANY_DECIMALS = error(
    "too-many-decimals",
    ("“{value}”的小数位太多。", "“{value}” has too many decimals."),
    ("“{column}”最多 {places} 位小数。", "“{column}” takes {places} at most."),
)
OUT_OF_RANGE = error(
    "out-of-range",
    ("“{column}”不能是 {value}。", "“{column}” cannot be {value}."),
    ("应为：{bounds}。", "It must be: {bounds}."),
)
NUMBER_AS_TEXT = info(
    "number-as-text",
    ("“{value}”是文本，按数字 {fix} 读取。", "“{value}” is text; it was read as the number {fix}."),
    ("用“一键修正”可改成数字。", "Apply fixes turns it into a number."),
)
DATE_AS_TEXT = info(
    "date-as-text",
    ("“{value}”按日期 {fix} 读取。", "“{value}” was read as the date {fix}."),
    ("用“一键修正”可改成日期。", "Apply fixes turns it into a date."),
)
CHOICE_AS_TYPED = info(
    "choice-as-typed",
    ("“{value}”按“{fix}”读取。", "“{value}” was read as “{fix}”."),
    ("用“一键修正”可改成标准写法。", "Apply fixes puts the list's word there."),
)
NUMBER_IN_CODE = info(
    "number-in-code",
    (
        "“{column}”应是文本，“{value}”按“{read}”读取。",
        "“{column}” takes text; “{value}” was read as “{read}”.",
    ),
    (
        "用“一键修正”可改成文本；若前面应有 0，请重新输入。",
        "Apply fixes turns it into text; if it had leading zeros, type it again.",
    ),
)
DEFAULT_USED = info(
    "default-used",
    ("“{column}”空着，按“{fix}”处理。", "“{column}” is blank; “{fix}” was taken."),
    ("用“一键修正”可填入。", "Apply fixes fills it in."),
)
GREY_CELL_TYPED = info(
    "grey-cell-typed",
    (
        "灰色的“{column}”由系统填写，“{value}”会被改回。",
        "The grey “{column}” is filled by the program; “{value}” will be put right.",
    ),
    ("不用在这里输入。", "There is no need to type here."),
)
FORMULA_IN_GREY = info(
    "formula-in-macro-column",
    (
        "灰色的“{column}”里有公式，会被改回。",
        "The grey “{column}” holds a formula; it will be put right.",
    ),
    ("不用在这里输入。", "There is no need to type here."),
)
FORMULA_WITHOUT_VALUE = error(
    "formula-without-value",
    ("“{column}”里的公式还没有算出结果。", "The formula in “{column}” has no stored result."),
    ("请用 Excel 打开，保存一次。", "Open the workbook in Excel and save it once."),
)
GIVEN_TYPED_OVER = warning(
    "given-cell-typed-over",
    (
        "灰色的“{column}”由按钮填写：按钮填的是“{right}”，现在是“{value}”，仍按“{right}”计算。",
        "“{column}” is filled by buttons: one wrote “{right}”, which still counts, not “{value}”.",
    ),
    (
        "下一次在这里按“校验”或“刷新”时改回；要改请用相应的按钮。",
        "The next Validate or Refresh here puts it back; to change it, use its button.",
    ),
)
NOT_GIVEN = error(
    "not-given-by-a-press",
    (
        "“{columns}”只能由按钮填写，没有哪次操作填过这里的“{value}”，这一行不算数。",
        "Only buttons fill “{columns}”, and none wrote “{value}” here: this row does not count.",
    ),
    (
        "改动过的请改回原样，自己填的请清空后按按钮；确实无误的，请营销副经理用 xlsales adopt 认可。",
        "Put back what stood there, or clear it and press; if it is right, the deputy adopts it.",
    ),
)
MISSING_COLUMN = error(
    "missing-column",
    (
        "工作表“{sheet}”缺少“{header}”这一列{near}。",
        "The sheet “{sheet}” lacks the column “{header}”{near}.",
    ),
    (
        "请把它的标题改成“{header}”，一字不差；这一列已经没有了的，照空白工作簿补上。",
        "Give it exactly this header; if the column is gone, put it back as in a blank workbook.",
    ),
)
DOUBLE_COLUMN = error(
    "double-column",
    (
        "工作表“{sheet}”有两列都叫“{header}”，分不清该读哪一列。",
        "The sheet “{sheet}” has two columns called “{header}”; which of them is meant?",
    ),
    ("请给自己加的那一列换个标题。", "Give the added one another header."),
)
ROWS_BELOW = error(
    "rows-below",
    (
        "表“{table}”下面隔着空行或汇总行，第 {row} 行起还有 {count} 行，没有读到。",
        "Not read below “{table}”, past a blank or totals row: {count} rows from row {row} on.",
    ),
    (
        "请把它们移到紧接表格的下一行；不是数据的，请移到表格旁边或别的工作表。",
        "Move them up to the table; what is no data belongs beside it or on another sheet.",
    ),
)
TOTAL_BY_HAND = warning(
    "total-by-hand",
    (
        "这一行像是手工合计，没有当作数据读取。",
        "This row looks like a total made by hand; it was not read as data.",
    ),
    (
        "请删去，或用“表设计”里的“汇总行”。",
        "Delete it, or use Total Row under Table Design.",
    ),
)
MERGED_CELLS = warning(
    "merged-cells",
    (
        "这一行有合并单元格，只有左上角的内容能读到。",
        "This row has merged cells; only the first one is read.",
    ),
    ("请取消合并。", "Please unmerge them."),
)
DUPLICATE = error(
    "duplicate",
    ("{columns}“{value}”与第 {other} 行重复。", "{columns} “{value}” is already in row {other}."),
    ("请改掉或删去其中一行。", "Change or remove one of them."),
)
TABLE_MISSING = error(
    "missing-table",
    (
        "这个工作簿里没有表“{table}”（表名 {name}）{near}。",
        "This workbook has no table “{table}” (named {name}){near}.",
    ),
    (
        "请把它的表名改回 {name}；成了普通区域的，选中它“插入表格”再命名；没有了的，从空白工作簿复制。",
        "Name it {name} again; from a plain range make a table; if it is gone, copy a blank one.",
    ),
)
LEFT_BESIDE = info(
    "left-beside-a-row",
    (
        "“{row}”已不在表“{table}”里（原在第 {number} 行），旁边“{where}”写的是“{value}”。",
        "“{row}” left the table “{table}” (it was row {number}); {where} said “{value}”.",
    ),
    (
        "内容留在校验报告里备查；用不着了，删掉报告的这一行即可。",
        "This is kept in the findings sheet; delete its line there when nobody needs it.",
    ),
)
TABLE_COPIED = warning(
    "copied-table",
    (
        "工作表“{copy}”像是“{table}”的副本，里面的行没有读取。",
        "The sheet “{copy}” looks like a copy of “{table}”; its rows are not read.",
    ),
    (
        "要用的行请移到工作表“{sheet}”里，再删去副本。",
        "Move the rows that count to the sheet “{sheet}”, then delete the copy.",
    ),
)
LAYOUT = frozenset({MISSING_COLUMN.code, DOUBLE_COLUMN.code, TABLE_MISSING.code})
"""What keeps a column or table from being read at all."""

_UNKNOWN = {
    "people": ("unknown-person", "人员", "people"),
    "customers": ("unknown-customer", "客户", "customers"),
    "products": ("unknown-product", "产品", "products"),
    "work_centers": ("unknown-work-center", "工作中心", "work centres"),
}
UNKNOWN: Mapping[str, Rule] = {
    table: error(
        code,
        (f"{zh}表里没有“{{value}}”。", f"“{{value}}” is not among the {en}."),
        (
            f"请从下拉列表中选，或先请计划员把它加进基础资料的“{zh}”表。",
            f"Choose from the list, or have the planner add it to the {en} first.",
        ),
    )
    for table, (code, zh, en) in _UNKNOWN.items()
}
SPELLED_OTHERWISE: Words = Words(
    "与表里的“{fix}”只差空格、全半角或大小写，“一键修正”可改成一致。",
    "It differs from “{fix}” by spaces, width or case only: Apply fixes puts that.",
)
"""The cure where what is unknown is only written otherwise."""
INACTIVE: Mapping[str, Rule] = {
    table: error(
        code.replace("unknown", "inactive"),
        (f"“{{value}}”在{zh}表里已停用。", f"“{{value}}” is no longer active among the {en}."),
        (
            "请另选，或请计划员重新启用。",
            "Choose another, or have the planner make it active again.",
        ),
    )
    for table, (code, zh, en) in _UNKNOWN.items()
    if table != "work_centers"
}

BY_CODE: Mapping[str, Rule] = {
    rule.code: rule
    for rule in (
        NOT_A_NUMBER,
        COMMA_IN_NUMBER,
        PERCENT_UNCLEAR,
        DIGITS_LOST,
        NOT_WHOLE,
        NOT_A_DATE,
        AMBIGUOUS_DATE,
        TIME_IN_DATE,
        NOT_IN_LIST,
        NOT_A_PERIOD,
        ERROR_CELL,
        TOO_MANY_DECIMALS,
        OUT_OF_RANGE,
        NUMBER_AS_TEXT,
        DATE_AS_TEXT,
        CHOICE_AS_TYPED,
        NUMBER_IN_CODE,
    )
}
"""The rules that reading a cell can name by code (``core.typed``)."""
