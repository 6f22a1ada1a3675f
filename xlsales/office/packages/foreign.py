"""Files that are called .xlsx and are something else: each has its own cure."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import IO

from xlsales.office.unusable import Unusable, shown

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT = 1 << 16  # the list of streams of an OLE file lies near its beginning or end
_SAVE_AS = "请用 Excel 打开，另存为“Excel 工作簿 (*.xlsx)”。"
_SAVE_AS_EN = "Open it in Excel and save it as Excel Workbook (*.xlsx)."


def foreign(
    path: Path, file: IO[bytes] | None, members: AbstractSet[str] = frozenset()
) -> Unusable | None:
    """Return what to say of a file by its first bytes, or by the names of its members.

    None for what may be an .xlsx. Members are named in small letters.
    """
    name = shown(path)
    if "mimetype" in members and "content.xml" in members:
        return _renamed(name, "OpenDocument 表格 (.ods)", "an OpenDocument spreadsheet (.ods)")
    if "xl/workbook.bin" in members:
        return _renamed(name, "Excel 二进制工作簿 (.xlsb)", "an Excel binary workbook (.xlsb)")
    if "word/document.xml" in members:
        return _renamed(name, "Word 文档", "a Word document")
    if file is None:
        return None
    start = file.read(_LOOKED_AT)
    if not start:
        return Unusable(
            f"{name} 是空文件，可能已损坏。请从备份恢复；若在网盘上，请等同步完成。",
            f"{name} is empty. Restore a backup; on a cloud drive wait until it is synchronised.",
        )
    if start.startswith(_OLE):
        file.seek(0, 2)
        file.seek(-min(file.tell(), _LOOKED_AT), 2)
        if _ENCRYPTED in start or _ENCRYPTED in file.read():
            return Unusable(
                f"{name} 有打开密码，不能读取。请在 Excel 的“文件 - 信息 - 保护工作簿”中取消密码；"
                "若与办公室无关，请移出文件夹。",
                f"{name} is protected by a password. Take it off in Excel (File, Info, Protect "
                "Workbook), or move the file out of the folder if it does not belong here.",
            )
        return _renamed(name, "旧的 Excel 97-2003 工作簿 (.xls)", "an old Excel workbook (.xls)")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _renamed(name, "网页或 XML 文件", "a web page or XML file")
    return None


def _renamed(name: str, zh: str, en: str) -> Unusable:
    return Unusable(
        f"{name} 其实是{zh}，只是改了扩展名。{_SAVE_AS}",
        f"{name} is in fact {en} with another extension. {_SAVE_AS_EN}",
    )
