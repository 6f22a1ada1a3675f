"""What the add-in says itself, before Python runs. VBA reads it from the add-in's cells."""

from __future__ import annotations

from collections.abc import Mapping

from xlsales.buttons import TITLE
from xlsales.core.words import Words

MESSAGES: Mapping[str, Words] = {
    "title": TITLE,
    "no-workbook": Words(
        "没有打开的工作簿。请先打开销售工作簿；如果窗口上方显示“受保护的视图”，请先点“启用编辑”。",
        "No workbook is open. Open a sales workbook first; if the bar above says Protected View, "
        "click Enable Editing.",
    ),
    "no-xlwings": Words(
        "xlwings 加载项没有启用，按钮无法使用。请关闭 Excel，运行 xlsales addin install，再打开 Excel。",
        "The xlwings add-in is not loaded, so the buttons cannot work. Close Excel, run "
        "xlsales addin install, then open Excel again.",
    ),
    "other-settings": Words(
        "本工作簿或其所在的文件夹中另有 xlwings.conf，可能会启动其他程序，因此未运行。"
        "请删除名为 xlwings.conf 的工作表或文件，再点一次按钮。",
        "This workbook or its folder holds an xlwings.conf of its own, which could start another "
        "program, so nothing was run. Delete the sheet or file named xlwings.conf, then click "
        "again.",
    ),
    "no-python": Words(
        "找不到 Python：{path}。请关闭 Excel，运行 xlsales addin install，再打开 Excel。",
        "Python is not there: {path}. Close Excel, run xlsales addin install, then open Excel "
        "again.",
    ),
    "no-answer": Words(
        "xlwings 加载项没有响应：{error}。请运行 xlsales doctor，查看缺少什么。",
        "The xlwings add-in did not respond: {error}. Run xlsales doctor to see what is missing.",
    ),
    "failed": Words(
        "Python 运行失败，操作未完成。请运行 xlsales doctor，查看缺少什么。",
        "Python did not run properly, so the button's work is not done. Run xlsales doctor to see "
        "what is missing.",
    ),
    "no-button": Words(
        "加载项中没有此按钮：{button}。请关闭 Excel，运行 xlsales addin install，再打开 Excel。",
        "The add-in has no such button: {button}. Close Excel, run xlsales addin install, then "
        "open Excel again.",
    ),
}
"""By the key that the VBA looks for."""
