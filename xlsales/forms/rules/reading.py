"""Rules about single cells: what was typed, and what a column may hold (forms.md, *Types*)."""

from __future__ import annotations

from collections.abc import Mapping

from xlsales.core.finding import Rule
from xlsales.core.words import Words
from xlsales.forms.rules import error, info, warning

REQUIRED = error(
    "required",
    ("“{column}”未填写。", "“{column}” is not filled in."),
    ("请填写。", "Please fill it in."),
)
NOT_A_NUMBER = error(
    "not-a-number",
    (
        "“{column}”应填数字，“{value}”不是有效数字。",
        "“{column}” takes a number; “{value}” is none.",
    ),
    ("请只填数字，如 1234.5。", "Write just the number, like 1234.5."),
)
COMMA_IN_NUMBER = error(
    "comma-in-number",
    (
        "“{value}”中的逗号无法确定是小数点还是千位分隔符。",
        "The comma in “{value}” may be a decimal point or part thousands.",
    ),
    ("小数点请用“.”，如 0.13。", "Write the decimal point as a full stop, like 0.13."),
)
PERCENT_UNCLEAR = error(
    "percent-unclear",
    (
        "“{column}”中的“{value}”无法确定是 {small} 还是 {large}。",
        "“{value}” in “{column}” may mean {small} or {large}.",
    ),
    ("请写明百分号，如 13%，或写成 0.13。", "Write it with its sign, like 13%, or as 0.13."),
)
DIGITS_LOST = error(
    "digits-lost",
    (
        "“{column}”中的“{value}”超过 15 位：按数字保存时只保留前 15 位，其后的数字已丢失。",
        "“{value}” in “{column}” has over 15 digits; a number keeps 15, the last ones are lost.",
    ),
    (
        "请按原件重新输入；号码请先将单元格设为“文本”格式。",
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
    ("“{column}”应填日期，“{value}”不是有效日期。", "“{column}” takes a date; “{value}” is none."),
    ("请按 2026-11-03 的格式填写。", "Write it like 2026-11-03."),
)
AMBIGUOUS_DATE = error(
    "ambiguous-date",
    (
        "日期“{value}”有多种读法，无法确定是几月几日。",
        "The date “{value}” can be read in more than one way.",
    ),
    ("请按 2026-11-03 的格式填写。", "Write it like 2026-11-03."),
)
TIME_IN_DATE = error(
    "time-in-date",
    (
        "“{column}”中的“{value}”含有时间。",
        "“{column}” takes a date; “{value}” has a time too.",
    ),
    ("请只填日期。", "Leave the time out."),
)
NOT_IN_LIST = error(
    "not-in-list",
    ("“{column}”没有“{value}”这一选项。", "“{value}” is not in the list of “{column}”."),
    ("可选：{known}。", "Choose one of: {known}."),
)
NOT_A_PERIOD = error(
    "not-a-period",
    ("“{value}”不是有效期间。", "“{value}” is not a period."),
    ("请按 2026-11、2026-Q4 或 2026 的格式填写。", "Write it like 2026-11, 2026-Q4 or 2026."),
)
ERROR_CELL = error(
    "error-cell",
    ("“{column}”为错误值 {value}。", "“{column}” holds the error {value}."),
    ("请改正公式或直接填写。", "Mend the formula, or type the value."),
)
TOO_MANY_DECIMALS = error(
    "too-many-decimals",
    ("“{value}”的小数位数过多。", "“{value}” has too many decimals."),
    ("“{column}”最多 {places} 位小数。", "“{column}” takes {places} at most."),
)
OUT_OF_RANGE = error(
    "out-of-range",
    ("“{column}”不能是 {value}。", "“{column}” cannot be {value}."),
    ("应为：{bounds}。", "It must be: {bounds}."),
)
NUMBER_AS_TEXT = info(
    "number-as-text",
    (
        "“{value}”是文本，按数字 {fix:cell} 读取。",
        "“{value}” is text; it was read as the number {fix:cell}.",
    ),
    ("可用“一键修正”改为数字。", "Apply fixes turns it into a number."),
)
DATE_AS_TEXT = info(
    "date-as-text",
    ("“{value}”按日期 {fix} 读取。", "“{value}” was read as the date {fix}."),
    ("可用“一键修正”改为日期。", "Apply fixes turns it into a date."),
)
CHOICE_AS_TYPED = info(
    "choice-as-typed",
    ("“{value}”按“{fix}”读取。", "“{value}” was read as “{fix}”."),
    ("可用“一键修正”改为标准写法。", "Apply fixes puts the list's word there."),
)
NUMBER_IN_CODE = info(
    "number-in-code",
    (
        "“{column}”应是文本，“{value}”按“{read}”读取。",
        "“{column}” takes text; “{value}” was read as “{read}”.",
    ),
    (
        "可用“一键修正”改为文本；前面应有 0 的，请重新输入。",
        "Apply fixes turns it into text; if it had leading zeros, type it again.",
    ),
)
CODE_WITH_NAME = info(
    "code-with-name",
    ("“{value}”按编码“{fix}”读取。", "“{value}” was read as the code “{fix}”."),
    ("“校验”时只保留编码。", "Validate leaves just the code."),
)
DEFAULT_USED = info(
    "default-used",
    ("“{column}”未填写，按“{fix}”处理。", "“{column}” is blank; “{fix}” was taken."),
    ("可用“一键修正”填入。", "Apply fixes fills it in."),
)
GREY_CELL_TYPED = info(
    "grey-cell-typed",
    (
        "灰色列“{column}”由系统填写，“{value}”将被还原。",
        "The grey “{column}” is filled by the program; “{value}” will be put right.",
    ),
    ("请勿在此输入。", "There is no need to type here."),
)
FORMULA_IN_GREY = info(
    "formula-in-macro-column",
    (
        "灰色列“{column}”中有公式，将被还原。",
        "The grey “{column}” holds a formula; it will be put right.",
    ),
    ("请勿在此输入。", "There is no need to type here."),
)
FORMULA_WITHOUT_VALUE = error(
    "formula-without-value",
    ("“{column}”中的公式尚无计算结果。", "The formula in “{column}” has no stored result."),
    ("请用 Excel 打开并保存一次。", "Open the workbook in Excel and save it once."),
)
GIVEN_TYPED_OVER = warning(
    "given-cell-typed-over",
    (
        "灰色列“{column}”由按钮填写：应为“{right:held}”，现为“{value:held}”，仍按前者计算。",
        "“{column}” is filled by buttons: “{right:held}”, which still counts, not “{value:held}”.",
    ),
    (
        "下次在此按“校验”或“刷新”时还原；确需更改的，请用相应的按钮。",
        "The next Validate or Refresh here puts it back; to change it, use its button.",
    ),
)
NOT_GIVEN = error(
    "not-given-by-a-press",
    (
        "“{columns}”只能由按钮填写，此处的“{value}”不是按钮填写的，本行无效。",
        "Only buttons fill “{columns}”, and none wrote “{value}” here: this row does not count.",
    ),
    (
        "改动过的请还原，自行填写的请清空后按相应按钮；确认无误的，请营销副经理用 xlsales adopt 认可。",
        "Put back what stood there, or clear it and press; if it is right, the deputy adopts it.",
    ),
)
MISSING_COLUMN = error(
    "missing-column",
    (
        "工作表“{sheet}”缺少“{header}”列{near}。",
        "The sheet “{sheet}” lacks the column “{header}”{near}.",
    ),
    (
        "请将该列的标题改为“{header}”（须完全一致）；该列已删除的，请按空白工作簿补上。",
        "Give it exactly this header; if the column is gone, put it back as in a blank workbook.",
    ),
)
DOUBLE_COLUMN = error(
    "double-column",
    (
        "工作表“{sheet}”有两列的标题都是“{header}”，无法确定读取哪一列。",
        "The sheet “{sheet}” has two columns called “{header}”; which of them is meant?",
    ),
    ("请更改自加列的标题。", "Give the added one another header."),
)
ROWS_BELOW = error(
    "rows-below",
    (
        "表“{table}”下方隔着空行或汇总行，第 {row} 行起还有 {count} 行未读取。",
        "Not read below “{table}”, past a blank or totals row: {count} rows from row {row} on.",
    ),
    (
        "请将其移到紧接表格的下一行；不是数据的，请移到表格旁边或其他工作表。",
        "Move them up to the table; what is no data belongs beside it or on another sheet.",
    ),
)
TOTAL_BY_HAND = warning(
    "total-by-hand",
    (
        "本行疑似手工合计，未作为数据读取。",
        "This row looks like a total made by hand; it was not read as data.",
    ),
    (
        "请删除，或改用“表设计”中的“汇总行”。",
        "Delete it, or use Total Row under Table Design.",
    ),
)
MERGED_CELLS = warning(
    "merged-cells",
    (
        "本行有合并单元格，只能读取左上角的内容。",
        "This row has merged cells; only the first one is read.",
    ),
    ("请取消合并。", "Please unmerge them."),
)
DUPLICATE = error(
    "duplicate",
    ("{columns}“{value}”与第 {other} 行重复。", "{columns} “{value}” is already in row {other}."),
    ("请更改或删除其中一行。", "Change or remove one of them."),
)
TABLE_MISSING = error(
    "missing-table",
    (
        "本工作簿中没有表“{table}”（表名 {name}）{near}。",
        "This workbook has no table “{table}” (named {name}){near}.",
    ),
    (
        "请将表名改回 {name}；已变成普通区域的，请选中后“插入表格”并命名；已删除的，请从空白工作簿复制。",
        "Name it {name} again; from a plain range make a table; if it is gone, copy a blank one.",
    ),
)
LEFT_BESIDE = info(
    "left-beside-a-row",
    (
        "“{row}”已不在表“{table}”中（原在第 {number} 行），旁边“{where}”的内容为“{value}”。",
        "“{row}” left the table “{table}” (it was row {number}); {where} said “{value}”.",
    ),
    (
        "内容保留在校验报告中备查；不再需要时，删除报告中的该行即可。",
        "This is kept in the findings sheet; delete its line there when nobody needs it.",
    ),
)
TABLE_COPIED = warning(
    "copied-table",
    (
        "工作表“{copy}”疑似“{table}”的副本，其中的行未读取。",
        "The sheet “{copy}” looks like a copy of “{table}”; its rows are not read.",
    ),
    (
        "需要的行请移到工作表“{sheet}”，再删除副本。",
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
        (f"{zh}表中没有“{{value}}”。", f"“{{value}}” is not among the {en}."),
        (
            f"请从下拉列表中选择，或请计划员先登记到基础资料的“{zh}”表。",
            f"Choose from the list, or have the planner add it to the {en} first.",
        ),
    )
    for table, (code, zh, en) in _UNKNOWN.items()
}
UNKNOWN_REFERENCE = error(
    "unknown-reference",
    ("“{of}”表中没有“{value}”。", "“{value}” is not in the table “{of}”."),
    ("请核对后改正，可用“选择”查找。", "Correct it; Choose looks it up."),
)
SPELLED_OTHERWISE: Words = Words(
    "与表中的“{fix}”仅空格、全半角、大小写或前面的 0 不同，可用“一键修正”改为一致。",
    "It differs from “{fix}” by spaces, width, case or leading zeros only: Apply fixes puts that.",
)
"""The cure where what is unknown is only written otherwise."""
SPELLED = info(
    "spelled-otherwise",
    (
        "“{value}”与{of}表中的“{fix}”仅空格、全半角、大小写或前面的 0 不同。",
        "“{value}” differs from “{fix}” in the table {of} by spaces, width, case or leading zeros only.",
    ),
    ("可用“一键修正”改为一致。", "Apply fixes makes them the same."),
)
INACTIVE: Mapping[str, Rule] = {
    table: error(
        code.replace("unknown", "inactive"),
        (f"“{{value}}”在{zh}表中已停用。", f"“{{value}}” is no longer active among the {en}."),
        (
            "请另选，或请计划员重新启用。",
            "Choose another, or have the planner make it active again.",
        ),
    )
    for table, (code, zh, en) in _UNKNOWN.items()
    if table != "work_centers"
}
INACTIVE_REFERENCE = error(
    "inactive-reference",
    ("“{value}”在“{of}”表中已停用。", "“{value}” is no longer active in the table “{of}”."),
    ("请另选。", "Choose another."),
)

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
        CODE_WITH_NAME,
    )
}
"""The rules that reading a cell can name by code (``core.typed``)."""
