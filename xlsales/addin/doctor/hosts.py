"""Checks of the spreadsheet programs: Excel, WPS in its place, LibreOffice and its bridge."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlsales.addin.doctor.answer import Answer, fine, idle, same, wrong
from xlsales.addin.doctor.machine import Machine
from xlsales.core.words import Words

_OLDEST_EXCEL = 14  # 2010, the first that reads customUI14
_CLICK_TO_RUN = "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration"
_APP_PATHS = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\"
_CHOSEN = (
    "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\FileExts\\.xlsx\\UserChoice"
)
_MAC_EXCEL = "Applications/Microsoft Excel.app"
_EXCEL_CLASS = "{00024500-0000-0000-C000-000000000046}"
_BY_COMMAND = Words(
    "或者用命令行：xlsales --help 列出的每个命令与同名按钮作用相同。",
    "Or use the command line: each command of xlsales --help does what the button does.",
)
LOAD_BRIDGE = (
    "import os; from xlsales.libreoffice import load_uno;"
    " print(load_uno().__file__, flush=True); os._exit(0)"
)
"""Run in a process of its own: a bridge made for another Python may take its process with it."""


@dataclass(frozen=True)
class Excel:
    """Excel on this machine: the program's file, and its version, "" where it does not tell."""

    file: str
    version: str

    @property
    def major(self) -> int:
        """The first part of the version; 0 where it does not tell."""
        first = self.version.split(".")[0]
        return int(first) if first.isdecimal() else 0


def excel_of(m: Machine) -> Excel | None:
    """Find Excel; None if it is not on this machine."""
    if m.system == "windows":
        return _on_windows(m)
    if m.system == "macos":
        for root in ("/", m.variable("HOME")):
            app = m.path(root, _MAC_EXCEL)
            if root and m.exists(app):
                plist = str(m.path(app, "Contents", "Info"))
                version = m.run("defaults", "read", plist, "CFBundleShortVersionString")
                return Excel(str(app), version or "")
    return None


def _on_windows(m: Machine) -> Excel | None:
    file = next((f for f in (*_app(m, "excel.exe"), *_served(m)) if _is_excel(m, f)), "")
    if not file:
        return None
    whole = m.values(_CLICK_TO_RUN).get("versiontoreport", "")
    short = str(m.values("HKCR\\Excel.Application\\CurVer").get("", "")).rpartition(".")[2]
    return Excel(file, str(whole) or (f"{short}.0" if short.isdecimal() else ""))


def _app(m: Machine, program: str) -> list[str]:
    found = (m.values(f"{root}\\{_APP_PATHS}{program}").get("", "") for root in ("HKCU", "HKLM"))
    return [str(file).strip('"') for file in found if file]


def _served(m: Machine) -> list[str]:
    """Return the program that answers whoever asks Windows for Excel."""
    line = str(m.values(f"HKCR\\CLSID\\{_EXCEL_CLASS}\\LocalServer32").get("", ""))
    match = re.match(r'\s*"?([^"]+?\.exe)\b', line, re.IGNORECASE)
    return [match[1]] if match else []


def _is_excel(m: Machine, file: str) -> bool:
    return file.lower().endswith("excel.exe") and m.exists(file)


def excel(m: Machine) -> Answer:
    """Check Excel and its version."""
    found = excel_of(m)
    if found is None:
        if m.libreoffice() is not None:
            return idle(
                "未找到 Excel，使用 LibreOffice", "Excel was not found; there is LibreOffice"
            )
        return wrong(
            Words("未找到 Excel，也未找到 LibreOffice", "neither Excel nor LibreOffice was found"),
            Words(
                "请安装 Excel 2010 以上的版本或 LibreOffice 7 以上的版本（zh-cn.libreoffice.org）。",
                "Install Excel 2010 or later, or LibreOffice 7 or later (libreoffice.org).",
            ),
        )
    if 0 < found.major < _OLDEST_EXCEL:
        return wrong(
            Words(f"{found.version}，版本过低", f"{found.version} is too old"),
            Words(
                "请换 Excel 2010 以上的版本，或安装 LibreOffice 7 以上的版本。",
                "Use Excel 2010 or later, or install LibreOffice 7 or later.",
            ),
        )
    version = found.version
    return fine(
        f"{version or '版本不详'}：{found.file}", f"{version or 'version unknown'}: {found.file}"
    )


def wps(m: Machine) -> Answer:
    """Check that WPS does not stand in for Excel: xlwings cannot drive it."""
    there = _wps_of(m)
    if not there:
        return fine("没有 WPS", "no WPS")
    if m.system != "windows":
        if excel_of(m) is not None or m.libreoffice() is not None:
            return fine(
                "有 WPS，请在 Excel 或 LibreOffice 中使用按钮",
                "WPS is there; use the buttons in Excel or LibreOffice",
            )
    elif excel_of(m) is not None:
        if _taken(m):
            return wrong(
                Words(".xlsx 文件由 WPS 打开", "WPS stands in for Excel"),
                Words(
                    "WPS 中没有这些按钮。请打开 WPS 的“配置工具”，取消与 Excel 的关联；"
                    "再右击一个 .xlsx 文件，选“打开方式”中的 Excel，勾“始终”。",
                    "WPS cannot show the buttons. Take back the file types in WPS' configuration "
                    "tool; then right-click an .xlsx file, choose Open with Excel, and tick "
                    "Always.",
                ),
            )
        return fine("有 WPS，但 .xlsx 由 Excel 打开", "WPS is there, but Excel opens the workbooks")
    elif m.libreoffice() is not None:
        return fine("有 WPS，请在 LibreOffice 中使用按钮", "WPS is there; use LibreOffice")
    return wrong(
        Words("只有 WPS", "only WPS"),
        Words(
            f"WPS 中没有这些按钮。请安装 Excel 或 LibreOffice。{_BY_COMMAND.zh}",
            f"WPS cannot show the buttons. Install Excel or LibreOffice. {_BY_COMMAND.en}",
        ),
    )


def _wps_of(m: Machine) -> str:
    if m.system == "windows":
        noted = m.values("HKCU\\Software\\Kingsoft\\Office\\6.0\\Common").get("installroot", "")
        return str(noted) or next(iter((*_app(m, "et.exe"), *_app(m, "wps.exe"))), "")
    if m.system == "macos":
        apps = ("wpsoffice.app", "WPS Office.app")
        return next((app for app in apps if m.exists(m.path("/Applications", app))), "")
    return m.found("et")


def _taken(m: Machine) -> bool:
    """Say whether WPS opens workbooks, or answers for Excel."""
    opens = str(m.values(_CHOSEN).get("progid", ""))
    opens = opens or str(m.values("HKCR\\.xlsx").get("", ""))
    served = "".join(_served(m)).lower()
    return opens.lower().startswith(("et.", "wps.", "ket.")) or served.endswith(
        ("et.exe", "wps.exe")
    )


def libreoffice(m: Machine) -> Answer:
    """Check LibreOffice and its version."""
    folder = m.libreoffice()
    if folder is None:
        if excel_of(m) is not None:
            return idle(
                "未找到 LibreOffice，使用 Excel", "LibreOffice was not found; there is Excel"
            )
        return wrong(
            Words("未找到", "not found"),
            Words(
                "请安装 LibreOffice 7 以上的版本（zh-cn.libreoffice.org；Debian、Ubuntu："
                "apt install libreoffice-calc python3-uno），或者用 Excel。",
                "Install LibreOffice 7 or later (libreoffice.org; Debian, Ubuntu: apt install "
                "libreoffice-calc python3-uno), or use Excel.",
            ),
        )
    name = "soffice.com" if m.system == "windows" else "soffice"
    told = m.run(str(m.path(folder, name)), "--version")
    version = told.split("\n")[0].split(" ") if told else []
    if len(version) > 1 and version[1].split(".")[0].isdecimal():
        number = version[1]
        if int(number.split(".")[0]) < 7:
            return wrong(
                Words(f"{number}，版本过低", f"{number} is too old"),
                Words("请换 LibreOffice 7 以上的版本。", "Install LibreOffice 7 or later."),
            )
        return same(f"{number}: {folder}")
    return fine(f"版本不详：{folder}", f"version unknown: {folder}")


def bridge(m: Machine) -> Answer:
    """Check that xlsales' Python can load LibreOffice's bridge to Python."""
    if m.libreoffice() is None:
        return idle("本机没有 LibreOffice", "no LibreOffice here")
    told = m.run(m.python, "-c", LOAD_BRIDGE)
    if told:
        return same(told)
    remedy = {
        "linux": Words(
            "请安装 python3-uno（Debian、Ubuntu：apt install python3-uno），"
            "并用系统自带的 Python 建立虚拟环境。",
            "Install python3-uno (Debian, Ubuntu: apt install python3-uno) and make the virtual "
            "environment with the system's own version of Python.",
        )
    }.get(
        m.system,
        Words(
            "请重新安装 LibreOffice（不要去掉“Python 脚本支持”），并用与它自带 Python "
            "同一版本的 Python 安装 xlsales。",
            "Install LibreOffice again, with its Python scripting, and install xlsales with the "
            "same version of Python as LibreOffice has.",
        ),
    )
    return wrong(
        Words("无法加载 LibreOffice 的 uno 模块", "LibreOffice's uno does not load"), remedy
    )


def pdf(m: Machine) -> Answer:
    """Check that there is a LibreOffice to make PDFs."""
    folder = m.libreoffice()
    if folder is not None:
        return same(folder)
    return Answer(
        excel_of(m) is not None,  # which prints, and saves as PDF, by hand
        Words("没有 LibreOffice，不能自动生成 PDF", "no LibreOffice, so no PDFs by themselves"),
        Words(
            "要自动生成 PDF，请安装 LibreOffice 7 以上的版本；"
            "只打印则无需安装，单据可在 Excel 中打印或另存为 PDF。",
            "For PDFs install LibreOffice 7 or later. To print only, nothing is needed: Excel "
            "prints documents, or saves them as PDF.",
        ),
    )
