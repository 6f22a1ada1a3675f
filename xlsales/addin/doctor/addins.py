"""Checks of the add-ins, and of the Python that their buttons start."""

from __future__ import annotations

import xlsales
from xlsales.addin.doctor.answer import Answer, fine, idle, same, unknown, wrong
from xlsales.addin.doctor.hosts import excel_of
from xlsales.addin.doctor.machine import Host, Machine
from xlsales.core.words import Words

NAMES = {"excel": "Excel", "libreoffice": "LibreOffice"}
_HOSTS: tuple[Host, ...] = ("excel", "libreoffice")


def excel_addin(m: Machine) -> Answer:
    """Check Excel's add-in: installed, of this version, and complete."""
    return _addin(m, "excel", "libreoffice")


def libreoffice_addin(m: Machine) -> Answer:
    """Check LibreOffice's add-in: installed, of this version, and complete."""
    return _addin(m, "libreoffice", "excel")


def _addin(m: Machine, host: Host, other: Host) -> Answer:
    name = NAMES[host]
    if not _there(m, host):
        return idle(f"本机没有 {name}", f"no {name} here")
    found = m.status(host)
    said = (
        Words(f"已安装：{found.file}", f"installed: {found.file}")
        if found.installed
        else Words("未安装", "not installed")
    )
    if found.problems:
        zh = "".join(words.zh for words in found.problems)
        return wrong(said, Words(zh, " ".join(words.en for words in found.problems)))
    if found.installed:
        return fine(*said)
    if _there(m, other) and m.status(other).installed:
        # who has both programs works in one of them
        return fine(
            f"未安装，按钮安装在 {NAMES[other]} 中",
            f"not installed; {NAMES[other]} has the buttons",
        )
    return wrong(
        said,
        Words(
            f"请关闭 {name}，运行 xlsales addin install --host {host}，再打开 {name}。",
            f"Close {name}, run: xlsales addin install --host {host}, then open {name} again.",
        ),
    )


def _there(m: Machine, host: Host) -> bool:
    return excel_of(m) is not None if host == "excel" else m.libreoffice() is not None


def interpreter(m: Machine) -> Answer:
    """Check that the Python which a click starts is there and has this version of xlsales."""
    found = {h: m.click_python(h) for h in _HOSTS if _there(m, h) and m.status(h).installed}
    if not found:
        return idle("尚未安装加载项", "no add-in is installed yet")
    # a conda environment is set by other names; the add-in's own check knows them
    named = {host: python for host, python in found.items() if python}
    for host, python in named.items():
        said = _missing(m, python)
        if said is not None:
            return wrong(
                said,
                Words(
                    f"请运行 xlsales addin install --host {host}。",
                    f"Run: xlsales addin install --host {host}",
                ),
            )
    if not named:
        return unknown("未指明使用哪个 Python", "no Python is named")
    return same("; ".join(f"{NAMES[host]}: {python}" for host, python in named.items()))


def _missing(m: Machine, python: str) -> Words | None:
    """Return what a Python lacks; None if it has this version of xlsales."""
    if not m.exists(python):
        return Words(f"{python} 已不存在", f"{python} is gone")
    version = m.run(python, "-c", "import xlsales; print(xlsales.__version__)")
    now = xlsales.__version__
    if version is None:
        return Words(f"{python} 中没有 xlsales", f"{python} has no xlsales")
    if version != now:
        return Words(
            f"{python} 中是 {version} 版，当前是 {now} 版", f"{python} has {version}, this is {now}"
        )
    return None
