"""Put the add-in where Excel opens it, see whether it is there, take it away again.

The buttons also need xlwings' own add-in beside ours, and a setting of xlwings that says which
Python to start. What a person already has of these stays as it is.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from xlsales.addin.status import Status
from xlsales.addin.xlam import places as here
from xlsales.addin.xlam.macro_workbook import NAME, packed
from xlsales.addin.xlam.places import Places
from xlsales.addin.xlam.setting import Settings
from xlsales.core.words import Lang, Words

HOST = "excel"

_NO_EXCEL = Words(
    "本机没有 Excel：Excel 加载项只能安装在 Windows 或 macOS 上。",
    "There is no Excel on this machine: the Excel add-in needs Windows or macOS.",
)
_NEVER_RUN = Words(
    "本机尚未使用过 Excel。请先打开一次 Excel，再运行 xlsales addin install。",
    "Excel has not been used on this machine yet. Open it once, then run xlsales addin install.",
)
_OLD = Words(
    "Excel 中安装的加载项是另一个版本。请关闭 Excel，再运行 xlsales addin install。",
    "Excel has another version of the add-in. Close Excel, then run xlsales addin install.",
)
_NO_PYTHON = Words(
    "xlwings 尚未设置为安装了 xlsales 的 Python。请运行 xlsales addin install。",
    "xlwings is not set to the Python that has xlsales. Run xlsales addin install.",
)


def install(lang: Lang = Lang.ZH, places: Places | None = None, python: str = "") -> Status:
    """Install the add-in with labels in ``lang``; twice is harmless.

    ``places`` and ``python`` are this machine's and this Python unless given.
    """
    places = places or here.places()
    if places is None:
        return _absent(_NO_EXCEL)
    if not places.excel.is_dir():
        return _absent(_NEVER_RUN)
    settings = Settings(places.settings, places.encoding)
    troubles: list[Words] = []
    _choose_python(settings, _wanted(places, python))
    for source, target in here.of_xlwings(places).items():
        content = source.read_bytes()
        if not target.exists() or settings.noted(target.name) == _mark(target):
            # noted before it is written: an interrupted install can still be taken away
            settings.note(target.name, _mark_of(content))
            settings.save()
            troubles += _write(target, content)
            if target.exists():
                settings.note(target.name, _mark(target))
            else:
                settings.forget(target.name)
    settings.save()
    troubles += _write(places.start / NAME, packed(lang))
    return _status(places, python, tuple(dict.fromkeys(troubles)))


def status(places: Places | None = None, python: str = "") -> Status:
    """Say whether the add-in is installed, and what would keep its buttons from working."""
    places = places or here.places()
    return _absent(_NO_EXCEL) if places is None else _status(places, python)


def remove(places: Places | None = None) -> Status:
    """Take away everything that ``install`` put there, and nothing else."""
    places = places or here.places()
    if places is None:
        return _absent(_NO_EXCEL)
    settings = Settings(places.settings, places.encoding)
    troubles = _unlink(places.start / NAME)
    for target in here.of_xlwings(places).values():
        if target.exists() and settings.noted(target.name) == _mark(target):
            troubles += _unlink(target)
    if not troubles:
        settings.restore()
        settings.save()
    file = places.start / NAME
    left = file.exists()
    return Status(HOST, str(file) if left else None, left, tuple(dict.fromkeys(troubles)))


def _status(places: Places, python: str, troubles: tuple[Words, ...] = ()) -> Status:
    file = places.start / NAME
    if not file.exists():
        return Status(HOST, None, False, troubles)
    problems = list(troubles)
    if not troubles and file.read_bytes() not in map(packed, Lang):
        problems.append(_OLD)
    for source, target in here.of_xlwings(places).items():
        if not target.exists():
            problems.append(_no_xlwings(target))
        elif target.read_bytes() != source.read_bytes():
            problems.append(_other_xlwings(target))
    settings = Settings(places.settings, places.encoding)
    problems += _python_problems(settings, _wanted(places, python))
    return Status(HOST, str(file), True, tuple(problems))


def _absent(why: Words) -> Status:
    return Status(HOST, None, False, (why,))


def _wanted(places: Places, python: str) -> dict[str, str]:
    """Return the settings that make xlwings start the Python that has xlsales."""
    if python:
        return {places.key: python}
    return here.conda() or {places.key: here.interpreter()}


def _choosing(wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Return every setting that has a say in which Python runs, the first that decides first."""
    return tuple(dict.fromkeys((*wanted, "INTERPRETER", "CONDA PATH", "CONDA ENV")))


def _choose_python(settings: Settings, wanted: Mapping[str, str]) -> None:
    """Set the wanted settings, unless the person has chosen a Python."""
    if not all(settings.ours(key) for key in _choosing(wanted)):
        return
    for key, value in wanted.items():
        if settings.can_hold(value) and settings.get(key) != value:
            settings.put(key, value)


def _python_problems(settings: Settings, wanted: Mapping[str, str]) -> list[Words]:
    ours = " / ".join(wanted.values())
    if not all(map(settings.can_hold, wanted.values())):
        return [_unreadable(ours)]
    if all(_same(settings.get(key), value) for key, value in wanted.items()):
        return []
    choosing = _choosing(wanted)
    if all(map(settings.ours, choosing)):
        return [_NO_PYTHON]
    return [_other_python(" / ".join(filter(None, map(settings.get, choosing))), ours)]


def _same(one: str, other: str) -> bool:
    return os.path.normcase(one) == os.path.normcase(other)


def _write(target: Path, content: bytes) -> list[Words]:
    """Write a file whole or not at all; it is left alone where it already is so."""
    if target.is_file() and target.read_bytes() == content:
        return []
    # not beside the target: Excel opens every file that it finds there
    written = target.parent.parent / f"{target.name}.new"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(content)
        written.replace(target)
    except OSError:
        written.unlink(missing_ok=True)
        return [_busy(target)]
    return []


def _unlink(target: Path) -> list[Words]:
    try:
        target.unlink(missing_ok=True)
    except OSError:
        return [_busy(target)]
    return []


def _mark(file: Path) -> str:
    return _mark_of(file.read_bytes())


def _mark_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _busy(file: Path) -> Words:
    return Words(
        f"无法写入 {file}：Excel 可能仍在运行。请关闭所有 Excel 窗口，再运行一次。",
        f"{file} cannot be changed: Excel is probably open. Close all its windows and run this "
        "again.",
    )


def _no_xlwings(file: Path) -> Words:
    return Words(
        f"缺少 xlwings 的文件 {file.name}，按钮无法使用。请关闭 Excel，再运行 xlsales addin install。",
        f"{file.name} of xlwings is missing, so the buttons cannot work. Close Excel, then run "
        "xlsales addin install.",
    )


def _other_xlwings(file: Path) -> Words:
    return Words(
        f"{file.name} 属于 xlwings 的另一个版本，未作改动。如果按钮无法使用，请关闭 Excel，"
        "运行 xlwings addin install。",
        f"{file.name} is of another version of xlwings and was left alone. If the buttons do not "
        "work, close Excel and run xlwings addin install.",
    )


def _other_python(chosen: str, ours: str) -> Words:
    return Words(
        f"xlwings 使用的 Python 是 {chosen}，xlsales 安装在 {ours}，此设置未作改动。"
        "请在 Excel 的 xlwings 选项卡中将 Interpreter 改为后者；"
        "如果其他工作簿仍需使用前者，请在前者中也安装 xlsales。",
        f"xlwings uses the Python {chosen}, but xlsales is installed in {ours}; the setting was "
        "left alone. Change Interpreter on Excel's xlwings tab to the latter, or, if other "
        "workbooks need the former, install xlsales there too.",
    )


def _unreadable(python: str) -> Words:
    return Words(
        f"Excel 无法识别此路径中的字符：{python}。请将 xlsales 安装到路径只含英文字母的文件夹。",
        f"Excel cannot read the characters of {python}. Install xlsales in a folder whose path has "
        "plain letters only.",
    )
