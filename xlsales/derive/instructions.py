"""The instruction sheet 填表说明: how a workbook is filled in, column by column."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from xlsales.core.row import Table
from xlsales.core.words import Lang, Words
from xlsales.derive.wording import WHO, note_of, required_of, type_of
from xlsales.documents import looks
from xlsales.documents.page import set_page
from xlsales.documents.report import Head, Page

SHEET = Words("填表说明", "Instructions")

_HEAD = (
    Head(Words("工作表", "Sheet")),
    Head(Words("列", "Column")),
    Head(Words("由谁填写", "Filled by")),
    Head(Words("填什么", "What goes in")),
    Head(Words("是否必填", "Required")),
    Head(Words("说明", "Note")),
)
_WIDTHS = {Lang.ZH: (14, 19, 14, 47, 26, 58), Lang.EN: (19, 25, 20, 51, 35, 64)}

GENERAL = (
    Words(
        "表头深蓝的列必填，浅蓝的列按需填写；灰色列由程序填写，手工改动会被还原。",
        "Columns with a dark blue header must be filled, light blue ones as needed; grey ones "
        "are filled by the program, and what is typed there is put right again.",
    ),
    Words(
        "新的一行直接写在表格最后一行的下面，程序会将其并入表格。表格可以排序、筛选，也可以自行"
        "加列；请不要删除已有的列或改表头，也不要合并单元格。",
        "Write a new row directly under the last one: the program takes it into the table. Sort, "
        "filter and add columns as you like; do not delete or rename the columns that are here, "
        "and do not merge cells.",
    ),
    Words(
        "填完按“校验”：有问题的单元格会标色并写明改正办法，全部问题列在“校验报告”中。",
        "Then press Validate: cells with a problem are coloured and say how to mend it; the "
        "findings sheet lists them all.",
    ),
    Words(
        "本工作簿只由其负责人填写。其他工作簿的内容由程序读取，以最近一次保存的为准，不必抄写。",
        "Only the owner writes in this workbook. The program reads the others as last saved: "
        "nothing needs to be copied by hand.",
    ),
    Words(
        "下拉名单取自“基础资料”，每次按按钮时更新。",
        "Drop-down lists come from the masters and are renewed whenever a button is pressed.",
    ),
)


def add_instructions(workbook: Workbook, tables: Sequence[Table], lang: Lang) -> None:
    """Add the sheet: what holds for all tables, then a line for each column."""
    sheet = workbook.create_sheet(SHEET.said(lang))
    sheet.sheet_properties.tabColor = looks.GREEN
    page = Page(sheet, lang, _WIDTHS[lang])
    page.title(SHEET.said(lang))
    for number, text in enumerate(GENERAL, start=1):
        page.note(f"{number}. {text.said(lang)}", pale=False)
    page.skip()
    head = page.head(_HEAD, filtered=True)
    for table in tables:
        start = page.row + 1
        for column in table.columns:
            row = page.line(
                _HEAD,
                (
                    table.title,
                    column.words,
                    WHO[column.by],
                    type_of(column),
                    required_of(column, table),
                    note_of(column),
                ),
            )
            if not column.typed:
                page.shade(row, 2)
        page.link(start, 1, table.title.said(lang), 1)
    sheet.auto_filter.ref = f"A{head}:{page.last}{page.row}"
    sheet.freeze_panes = f"A{head + 1}"
    set_page(sheet, lang, SHEET.said(lang), f"{head}:{head}")
