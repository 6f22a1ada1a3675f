"""Install the LibreOffice add-in for a person, look at it, and remove it without a trace."""

from __future__ import annotations

import json
import locale
import re
import sys
import tempfile
import xml.etree.ElementTree as ET  # reads only what LibreOffice wrote
from pathlib import Path

import xlsales
from xlsales.addin.oxt import managing, tab, tab_images
from xlsales.addin.oxt.extension import build
from xlsales.addin.oxt.names import FILE, PROTOCOL, SETTING, TOOLBAR
from xlsales.addin.oxt.places import calc_ui, default_profile, program_folder
from xlsales.addin.status import Status
from xlsales.buttons import BUTTONS
from xlsales.core.words import Lang, Words

HOST = "libreoffice"

_NO_OFFICE = Words(
    "未找到 LibreOffice，请先安装 LibreOffice 7 以上的版本，再运行 xlsales addin install。",
    "LibreOffice was not found. Please install LibreOffice 7 or later, "
    "then run: xlsales addin install.",
)
_OPEN = Words(
    "LibreOffice 正在运行，请保存后关闭并重新打开，改动才会显示。",
    "LibreOffice is open. Please save, close it and start it again; the change shows then.",
)
_FAILED = Words(
    "LibreOffice 未能完成，请关闭 LibreOffice 后再试。返回信息：{answer}",
    "LibreOffice did not do it. Please close LibreOffice and try again. Its answer: {answer}",
)
_NO_PYTHON = Words(
    "按钮使用的 Python 已不在 {python}，请重新运行 xlsales addin install。",
    "The Python that the buttons use is no longer at {python}. "
    "Please run again: xlsales addin install.",
)
_HALF = Words(
    "加载项安装不完整，请重新运行 xlsales addin install。",
    "The add-in is only half there. Please run again: xlsales addin install.",
)
_OLD = Words(
    "已安装的是 {there} 版，当前是 {now} 版，请重新运行 xlsales addin install。",
    "Version {there} is installed and this is {now}. Please run again: xlsales addin install.",
)
_STALE_TAB = Words(
    "LibreOffice 已更新，选项卡界面需要重新生成，请重新运行 xlsales addin install。",
    "LibreOffice was updated, so the tab must be made anew. "
    "Please run again: xlsales addin install.",
)


def install(profile: Path | None = None) -> Status:
    """Put the add-in into a LibreOffice profile, the person's own if none is named.

    An older or the same one is replaced.
    """
    profile = profile or default_profile()
    if program_folder() is None:
        return Status(HOST, None, installed=False, problems=(_NO_OFFICE,))
    with tempfile.TemporaryDirectory() as folder:
        failed = managing.add(build(Path(folder) / FILE), profile)
    if failed:
        return _plus(status(profile), _said(_FAILED, answer=failed))
    setting = _config(profile) / SETTING
    setting.parent.mkdir(parents=True, exist_ok=True)
    noted = {"python": sys.executable, "version": xlsales.__version__}
    setting.write_text(json.dumps(noted, indent=1, ensure_ascii=False) + "\n", "utf-8")
    drawings = calc_ui()
    if drawings is not None:
        tab.put(drawings, profile, BUTTONS, _language(profile))
        tab_images.put(profile)
    return _noting_open(profile, status(profile))


def status(profile: Path | None = None) -> Status:
    """Look at the add-in in a profile; nothing is started for it."""
    profile = profile or default_profile()
    held = managing.carried(profile)
    setting = _setting(profile)
    problems: list[Words] = []
    if program_folder() is None:
        problems.append(_NO_OFFICE)
    if held and setting is not None:
        there = _version(held[0])
        python = str(setting.get("python", ""))
        if there != xlsales.__version__:
            problems.append(_said(_OLD, there=there, now=xlsales.__version__))
        if not Path(python).is_file():
            problems.append(_said(_NO_PYTHON, python=python))
        drawings = calc_ui()
        if drawings is not None and tab.stale(drawings, profile):
            problems.append(_STALE_TAB)
    elif held or setting is not None or tab.there(profile):
        problems.append(_HALF)
    file = str(held[0]) if held else None
    return Status(HOST, file, held != [] and setting is not None, tuple(problems))


def remove(profile: Path | None = None) -> Status:
    """Take the add-in out of a profile, with all that it and LibreOffice noted for it."""
    profile = profile or default_profile()
    if managing.carried(profile):
        if program_folder() is None:
            return status(profile)
        failed = managing.drop(profile)
        if failed:
            return _plus(status(profile), _said(_FAILED, answer=failed))
    tab_images.take(profile)
    tab.take(profile)
    for name in (SETTING, Path(SETTING).with_suffix(".log").name):
        (_config(profile) / name).unlink(missing_ok=True)
    left = status(profile)
    if _is_open(profile):  # it would write its own settings over ours when it closes
        return _noting_open(profile, left)
    managing.sweep(profile)
    _forget(profile)
    return left


def _config(profile: Path) -> Path:
    return profile / "user" / "config"


def _setting(profile: Path) -> dict[str, object] | None:
    try:
        found = json.loads((_config(profile) / SETTING).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _version(extension: Path) -> str:
    """Return the version that an unpacked extension says it is."""
    try:
        root = ET.parse(extension / "description.xml").getroot()  # noqa: S314 - our own file
    except (OSError, ET.ParseError):
        return "?"
    found = root.find("{*}version")
    return "?" if found is None else found.get("value", "?")


def _language(profile: Path) -> Lang:
    """Return the language of LibreOffice's menus: chosen, else of its last start, else ours."""
    try:
        noted = (profile / "user" / "registrymodifications.xcu").read_text("utf-8")
    except OSError:
        noted = ""
    found = [
        re.search(rf'oor:name="{name}"[^>]*><value>([^<]+)<', noted)
        for name in ("UILocale", "ooLocale")
    ]
    language = next((f[1] for f in found if f), locale.getlocale()[0] or "")
    return Lang.ZH if language.lower().startswith(("zh", "chinese")) else Lang.EN


def _is_open(profile: Path) -> bool:
    """Say whether a LibreOffice has the profile (or died with it: then it says so in vain)."""
    return (profile / ".lock").exists()


def _forget(profile: Path) -> None:
    """Remove what LibreOffice noted of the add-in: where the toolbar was, how it was changed."""
    noted = profile / "user" / "registrymodifications.xcu"
    marks = (TOOLBAR, PROTOCOL)
    if noted.is_file():
        text = noted.read_text("utf-8")
        # LibreOffice writes an item a line
        kept = [
            line for line in text.splitlines(keepends=True) if not any(m in line for m in marks)
        ]
        if len(kept) < len(text.splitlines()):
            noted.write_text("".join(kept), "utf-8")
    for copy in _backups(profile):
        copy.unlink()
    changed = _config(profile) / "soffice.cfg" / "modules" / "scalc" / "toolbar"
    (changed / f"{TOOLBAR.rpartition('/')[2]}.xml").unlink(missing_ok=True)


def _backups(profile: Path) -> list[Path]:
    """Return the copies that LibreOffice keeps, packed, of settings of ours that are gone."""
    kept = profile / "user" / "pack" / "config"
    ours = {Path(name).stem for name in (SETTING, *tab.FILES, *tab_images.FILES)}
    return [
        copy
        for copy in kept.rglob("*.pack")
        if copy.stem in ours
        and not any((_config(profile) / copy.parent.relative_to(kept)).glob(f"{copy.stem}.*"))
    ]


def _said(words: Words, **facts: object) -> Words:
    return Words(words.zh.format(**facts), words.en.format(**facts))


def _plus(found: Status, problem: Words) -> Status:
    return Status(found.host, found.file, found.installed, (*found.problems, problem))


def _noting_open(profile: Path, found: Status) -> Status:
    return _plus(found, _OPEN) if _is_open(profile) else found
