"""*Doctor*: checks the machine, and says what to do about what is missing (cli.md).

A check is a small function of the machine. One that cannot tell says so and alarms nobody; one
that fails or takes longer than two seconds counts as such.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from xlsales.addin.doctor import addins, folder, hosts, python, security, system
from xlsales.addin.doctor.answer import Answer, unknown
from xlsales.addin.doctor.machine import PATIENCE, Machine
from xlsales.core.reply import Reply, ReplyRow
from xlsales.core.words import Lang, Words
from xlsales.office.folder import HIDDEN

__all__ = ["CHECKS", "Answer", "Check", "Machine", "examine", "office_around"]


@dataclass(frozen=True)
class Check:
    """One check: ``name`` is its key, ``about`` what it looks at, ``look`` does so."""

    name: str
    about: Words
    look: Callable[[Machine, PurePath | None], Answer]


def _plain(look: Callable[[Machine], Answer]) -> Callable[[Machine, PurePath | None], Answer]:
    return lambda machine, _office: look(machine)


def _same(name: str) -> Words:
    return Words(name, name)


CHECKS: tuple[Check, ...] = (
    Check("python", _same("Python"), _plain(python.python)),
    Check("package", _same("xlsales"), _plain(python.package)),
    Check("xlwings", _same("xlwings"), _plain(python.xlwings)),
    Check("dialogs", Words("对话框", "Dialogs"), _plain(python.dialogs)),
    Check("excel", _same("Excel"), _plain(hosts.excel)),
    Check("wps", _same("WPS"), _plain(hosts.wps)),
    Check("excel-addin", Words("Excel 加载项", "Excel add-in"), _plain(addins.excel_addin)),
    Check("macro-security", Words("宏设置", "Macro security"), _plain(security.macro_security)),
    Check(
        "trusted-location",
        Words("受信任位置", "Trusted location"),
        _plain(security.trusted_location),
    ),
    Check("antivirus", Words("杀毒软件", "Virus scanner"), _plain(security.antivirus)),
    Check("libreoffice", _same("LibreOffice"), _plain(hosts.libreoffice)),
    Check("bridge", Words("LibreOffice 接口", "LibreOffice bridge"), _plain(hosts.bridge)),
    Check(
        "libreoffice-addin",
        Words("LibreOffice 加载项", "LibreOffice add-in"),
        _plain(addins.libreoffice_addin),
    ),
    Check(
        "interpreter", Words("按钮使用的 Python", "Python of a click"), _plain(addins.interpreter)
    ),
    Check("pdf", _same("PDF"), _plain(hosts.pdf)),
    Check("fonts", Words("中文字体", "Chinese fonts"), _plain(system.fonts)),
    Check("folder-rights", Words("文件夹权限", "Folder rights"), folder.rights),
    Check("folder-space", Words("磁盘空间", "Disk space"), folder.space),
    Check("workbooks", Words("工作簿", "Workbooks"), folder.workbooks),
    Check("folder-place", Words("文件夹位置", "Folder's place"), folder.place),
    Check("clock", Words("日期和时区", "Clock"), system.clock),
)


@dataclass(frozen=True, kw_only=True)
class Checked(ReplyRow):
    """What a check found, and what to do about it."""

    name: str
    ok: bool
    detail: str
    remedy: str | None


@dataclass(frozen=True, kw_only=True)
class Examined(Reply):
    """What all checks found, in their order."""

    checks: tuple[Checked, ...]


def as_reply(found: list[tuple[Check, Answer]], lang: Lang) -> Examined:
    """Return what was found as the command answers it (cli.md, ``doctor``)."""
    return Examined(
        checks=tuple(
            Checked(
                name=check.name,
                ok=answer.ok,
                detail=answer.detail.said(lang),
                remedy=answer.remedy.said(lang) if answer.remedy else None,
            )
            for check, answer in found
        )
    )


def examine(
    machine: Machine,
    office: PurePath | None,
    *,
    checks: tuple[Check, ...] = CHECKS,
    patience: float = PATIENCE,
) -> list[tuple[Check, Answer]]:
    """Run all checks at once; return their answers in order, after ``patience`` at the latest."""
    answers: dict[str, Answer] = {}

    def answer(check: Check) -> None:
        answers[check.name] = _answer(check, machine, office)

    # threads that nobody waits for at the end: a dead network share may hold one for minutes
    threads = [threading.Thread(target=answer, args=(c,), daemon=True) for c in checks]
    for thread in threads:
        thread.start()
    end = time.monotonic() + patience
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return [(check, answers.get(check.name) or _late()) for check in checks]


def _answer(check: Check, machine: Machine, office: PurePath | None) -> Answer:
    try:
        return check.look(machine, office)
    except TimeoutError:
        return _late()
    except Exception as trouble:  # noqa: BLE001 - one check that breaks must not take the others along
        name = type(trouble).__name__
        return unknown(f"检查时发生意外错误（{name}）", f"the check itself failed ({name})")


def _late() -> Answer:
    return unknown("两秒内没有响应", "no answer within two seconds")


def office_around(start: Path) -> Path | None:
    """Return the office that a folder is in; None if it is in none."""
    whole = start.resolve()
    return next((f for f in (whole, *whole.parents) if (f / HIDDEN).is_dir()), None)
