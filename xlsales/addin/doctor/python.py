"""Checks of Python and the packages that a click needs."""

from __future__ import annotations

import xlsales
from xlsales.addin.doctor.answer import Answer, fine, idle, same, wrong
from xlsales.addin.doctor.hosts import excel_of
from xlsales.addin.doctor.machine import Machine
from xlsales.core.words import Words

OLDEST = (3, 11)
_XLWINGS = (0, 33)


def python(m: Machine) -> Answer:
    """Check that Python is new enough, and not the one of the Microsoft Store."""
    version = ".".join(map(str, m.python_version))
    if m.python_version[:2] < OLDEST:
        return wrong(
            Words(f"{version}，版本过低", f"{version} is too old"),
            Words(
                "请安装 Python 3.11 或更新的版本（python.org），再重新安装 xlsales。",
                "Install Python 3.11 or later (python.org), then install xlsales again.",
            ),
        )
    if m.system == "windows" and "windowsapps" in m.python_home.lower():
        # it sees a copy of %APPDATA% of its own, so Excel never finds what it installs there
        return wrong(
            Words(f"{version}，来自微软商店", f"{version} from the Microsoft Store"),
            Words(
                "Excel 无法识别微软商店版 Python 安装的加载项。请从 python.org 安装 Python，"
                "再重新安装 xlsales。",
                "Excel does not see what the Microsoft Store's Python installs. Install Python "
                "from python.org, then install xlsales again.",
            ),
        )
    kind = (
        Words("在虚拟环境中", "in a virtual environment")
        if m.in_venv
        else Words("不在虚拟环境中", "not in a virtual environment")
    )
    return fine(f"{version}（{kind.zh}）：{m.python}", f"{version} ({kind.en}): {m.python}")


def package(m: Machine) -> Answer:
    """Check that xlsales is whole: its blank workbooks and print forms are there."""
    missing = [folder for folder in m.shipped() if not m.names(folder)]
    if missing:
        named = str(missing[0])
        return wrong(
            Words(f"缺少 {named}", f"{named} is missing"),
            Words("请重新安装 xlsales。", "Install xlsales again."),
        )
    return same(xlsales.__version__)


def xlwings(m: Machine) -> Answer:
    """Check xlwings, and what it needs to talk to Excel on this system."""
    version = m.package("xlwings")
    again = Words(
        "请运行：python -m pip install --upgrade xlwings",
        "Run: python -m pip install --upgrade xlwings",
    )
    if not version:
        return wrong(Words("未安装", "not installed"), again)
    if _numbers(version) < _XLWINGS:
        return wrong(Words(f"{version}，版本过低", f"{version} is too old"), again)
    talks = {"windows": ("win32com", "pywin32"), "macos": ("appscript", "appscript")}.get(m.system)
    if talks is not None and not m.importable(talks[0]):
        name = talks[1]
        return wrong(
            Words(f"{version}，但缺少 {name}", f"{version}, but {name} is missing"),
            Words(f"请运行：python -m pip install {name}", f"Run: python -m pip install {name}"),
        )
    return same(version)


def dialogs(m: Machine) -> Answer:
    """Check tkinter, with which the buttons ask their questions in Excel."""
    if excel_of(m) is None:
        return idle(
            "本机没有 Excel，LibreOffice 使用自带的对话框", "no Excel here; LibreOffice has its own"
        )
    if m.importable("_tkinter") and m.importable("tkinter"):
        return same("tkinter")
    remedy = {
        "windows": Words(
            "请再次运行 Python 安装程序，选择 Modify，勾选 tcl/tk and IDLE。",
            "Run the Python installer again, choose Modify, and tick tcl/tk and IDLE.",
        ),
        "macos": Words(
            "请从 python.org 安装 Python（自带 tkinter），或运行 brew install python-tk。",
            "Install Python from python.org, which has it, or run: brew install python-tk",
        ),
    }.get(m.system, Words("请安装 python3-tk。", "Install python3-tk."))
    return wrong(Words("缺少 tkinter", "tkinter is missing"), remedy)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
