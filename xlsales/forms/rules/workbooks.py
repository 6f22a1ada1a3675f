"""Rules about whole workbooks: gone, of another format or older form, put back, copied.

forms.md, *The office folder*, *Older workbooks*; memory.md, *Older contents*,
*Copies come home*. ``{file}`` is the path in the office.
"""

from __future__ import annotations

from xlsales.forms.rules import error, warning

WORKBOOK_GONE = error(
    "workbook-gone",
    (
        "办公文件夹中原有的 {file} 已找不到。",
        "The workbook {file}, which the office had, is not there any more.",
    ),
    (
        (
            "请将其放回原处，或用 xlsales undo {file} 取回最后的内容；"
            "确认不再需要的，用 xlsales accept-older {file} --by 姓名 认可。"
        ),
        (
            "Put it back, or fetch its last content with xlsales undo {file}; "
            "if it is gone for good, say so with xlsales accept-older {file} --by NAME."
        ),
    ),
)
OTHER_FORMAT = error(
    "workbook-in-other-format",
    (
        "办公文件夹中没有 {file}，只有 {other}，此格式无法读取。",
        "The office has no {file}, only {other}, a format that cannot be read.",
    ),
    (
        (
            "请用 Excel 或 WPS 打开 {other}，另存为 .xlsx，文件名和位置照 {file}；"
            "或用 xlsales undo {file} 取回最后的内容。与本系统无关的文件，请改名。"
        ),
        (
            "Open {other} in Excel or WPS and save it as .xlsx under the name {file}, or fetch the "
            "last content with xlsales undo {file}. If it is none of this system's, rename it."
        ),
    ),
)
UNMARKED = error(
    "workbook-unmarked",
    (
        "{file} 中已没有本系统的标记（用其他软件另存时会丢失），无法识别是哪个工作簿。",
        "{file} has lost the properties by which it is known (some programs drop them).",
    ),
    (
        (
            "请用 xlsales undo --forward --force {file} 换回最后的内容（现有文件会留作备份），"
            "再补填之后的改动。与本系统无关的文件，请改名。"
        ),
        (
            "Fetch its last content with xlsales undo --forward --force {file} (this one is backed "
            "up), then type again what came since. If it is none of this system's, rename it."
        ),
    ),
)
OLDER_CONTENT = error(
    "older-content",
    (
        "{file} 已被换回旧内容，缺少：{lacks}。",
        "{file} was put back to an older content. It lacks: {lacks}.",
    ),
    (
        (
            "请用 xlsales undo --forward {file} 换回最新的内容；"
            "确认采用现有内容的，用 xlsales accept-older {file} --by 姓名 认可。"
        ),
        (
            "Fetch the newest content with xlsales undo --forward {file}, or let this one stand with "
            "xlsales accept-older {file} --by NAME."
        ),
    ),
)
OLDER_FORM = error(
    "older-form",
    (
        "{file} 是第 {was} 版工作簿，与本程序使用的第 {now} 版不同。",
        "{file} has form version {was}, which differs from {now}, that of this program.",
    ),
    (
        "请关闭其他工作簿，打开基础资料，按“工具 - 升级工作簿”，或用 xlsales upgrade 升级。",
        "Close the other workbooks, open the masters and press Upgrade, or run xlsales upgrade.",
    ),
)
COPY_SET_ASIDE = warning(
    "copy-set-aside",
    (
        "{copy} 是 {file} 的副本，未计入。两者相差：{differs}。",
        "{copy} is a copy of {file} and was set aside. They differ in: {differs}.",
    ),
    (
        (
            '副本中的内容要并入的，请用 xlsales merge "{copy}"（或在原工作簿中按“工具 - 合并副本”）；'
            "不需要的，请移出办公文件夹。"
        ),
        (
            'Put them together with xlsales merge "{copy}" (or Merge copy under Tools in the '
            "workbook itself), or move the copy out of the folder."
        ),
    ),
)
