"""Checks of the system: fonts for print, the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import PurePath

from xlsales.addin.doctor.answer import Answer, same, unknown, wrong
from xlsales.addin.doctor.machine import Machine
from xlsales.core.words import Words

_FILES = {
    "msyh.ttc": "微软雅黑",
    "msyh.ttf": "微软雅黑",
    "simsun.ttc": "宋体",
    "simsun.ttf": "宋体",
}
_FREE_FILES = ("notosanscjk", "notosanssc", "sourcehansans")
_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "微软雅黑",
    "SimSun",
    "宋体",
    "WenQuanYi",
)
_ON_MAC = ("/System/Library/Fonts", "/System/Library/Fonts/Supplemental", "/Library/Fonts")
_FIRST, _LAST = dt.date(2024, 1, 1), dt.date(2100, 1, 1)
_SUPPLEMENT = Words(
    "请在“设置 → 应用 → 可选功能”中添加“简体中文补充字体”，或安装 Noto Sans CJK SC。",
    "Add Chinese (Simplified) Supplemental Fonts under Settings, Apps, Optional features, or "
    "install Noto Sans CJK SC.",
)
_NOTO = Words(
    "请安装 Noto Sans CJK SC（Debian、Ubuntu：apt install fonts-noto-cjk）。",
    "Install Noto Sans CJK SC (Debian, Ubuntu: apt install fonts-noto-cjk).",
)


def fonts(m: Machine) -> Answer:
    """Check that there is a font with simplified Chinese for what is printed."""
    if m.system == "windows":
        files = list(_windows_files(m))
        found = next((_FILES[f] for f in files if f in _FILES), "")
        found = found or next((f for f in files if f.startswith(_FREE_FILES)), "")
    elif m.system == "macos":
        names = [name for folder in _ON_MAC for name in m.names(folder)]
        found = next((n for n in names if n.startswith(("PingFang", "Songti", "STHeiti"))), "")
        if not found:
            return unknown("系统的字体", "the system's fonts")
    else:
        listed = m.run("fc-list", ":lang=zh-cn", "family")
        if listed is None:
            return unknown("没有 fc-list 命令", "there is no fc-list")
        families = {name.strip() for line in listed.splitlines() for name in line.split(",")}
        found = next((f for f in _FAMILIES if any(n.startswith(f) for n in families)), "")
    if found:
        return same(found)
    return wrong(
        Words(
            "没有简体中文字体，打印的文字会有误",
            "no font with simplified Chinese: print would look wrong",
        ),
        _SUPPLEMENT if m.system == "windows" else _NOTO,
    )


def _windows_files(m: Machine) -> Iterator[str]:
    folders = (
        m.path(m.variable("SYSTEMROOT") or "C:\\Windows", "Fonts"),
        m.path(m.variable("LOCALAPPDATA"), "Microsoft", "Windows", "Fonts"),
    )
    for folder in folders:
        yield from (name.lower() for name in m.names(folder))


def clock(m: Machine, office: PurePath | None) -> Answer:
    """Check that the clock is sane, and not behind files that the office holds already."""
    now = m.now()
    zone = now.strftime("%z")
    said = f"{now:%Y-%m-%d %H:%M} (UTC{zone[:3]}:{zone[3:5]})"
    remedy = Words(
        "请在系统设置中打开“自动设置时间”，并核对时区。",
        "Switch on Set time automatically in the system's settings, and check the time zone.",
    )
    if not _FIRST <= now.date() < _LAST:
        return wrong(Words(f"{said}，日期有误", f"{said}: the date is wrong"), remedy)
    latest = _latest(m, office)
    if latest is not None and latest > now + dt.timedelta(days=1):
        return wrong(
            Words(
                f"{said}，但办公文件夹中有 {latest:%Y-%m-%d} 的文件",
                f"{said}, but the office holds files of {latest:%Y-%m-%d}",
            ),
            remedy,
        )
    return same(said)


def _latest(m: Machine, office: PurePath | None) -> dt.datetime | None:
    if office is None:
        return None
    written = (m.modified(m.path(office, name)) for name in m.names(office))
    return max((when for when in written if when is not None), default=None)
