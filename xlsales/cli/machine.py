"""The commands about the machine: ``addin`` and ``doctor``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from xlsales.cli.builtin import Builtin
from xlsales.core.words import Lang, Words

if TYPE_CHECKING:
    from xlsales.addin.doctor import Answer, Check
    from xlsales.addin.status import Status

HOSTS: Mapping[str, str] = {"excel": "Excel", "libreoffice": "LibreOffice"}
_ACTIONS = ("build", "install", "status", "remove")
_DIST = "dist"
_GROUP = Words("电脑", "Machine")


class AddIn(Protocol):
    """What the package of a host's add-in offers."""

    def build(self, target: Path, *lang: Lang) -> Path:
        """Write the add-in's file into a folder."""

    def install(self, *lang: Lang) -> Status:
        """Install it for this person; twice is harmless."""

    def status(self) -> Status:
        """Look at it."""

    def remove(self) -> Status:
        """Take it away."""


def addin_of(host: str) -> AddIn:
    """Return the package of a host's add-in."""
    from xlsales.addin import oxt, xlam

    found: Any = xlam if host == "excel" else oxt  # a module serves as the protocol's object
    addin: AddIn = found
    return addin


# --- addin ------------------------------------------------------------------------------------


def _addin_parameters(lang: Lang) -> list[click.Parameter]:
    host = Words(
        "只处理此程序；默认处理本机已有的程序",
        "this program only; default: those on this machine",
    )
    return [
        click.Argument(["action"], type=click.Choice(_ACTIONS), metavar="|".join(_ACTIONS)),
        click.Argument(["folder"], required=False, metavar="[DIR]"),
        click.Option(["--host"], type=click.Choice(list(HOSTS)), help=host.said(lang)),
    ]


def _addin(given: dict[str, Any]) -> int:
    from xlsales.cli.output import Output
    from xlsales.core.outcome import Refusal

    action, chosen = given["action"], given["host"]
    if given["folder"] and action != "build":
        raise Refusal(
            f"addin {action} 后面无需指定文件夹。", f"addin {action} takes no folder after it."
        )
    with Output(given["as_json"], given["lang"]) as output:
        hosts = [chosen] if chosen else [*HOSTS] if action == "build" else _here()
        if not hosts:
            raise Refusal(
                "本机未找到 Excel，也未找到 LibreOffice。"
                "请先安装其中一个；xlsales doctor 会说明缺少什么。",
                "Neither Excel nor LibreOffice was found on this machine. Install one of them; "
                "xlsales doctor says what is missing.",
            )
        found = [_done(action, host, given) for host in hosts]
        replies = [
            {"host": s.host, "file": s.file, "installed": s.installed, "problems": s.problems}
            for s in found
        ]
        said = [_said(action, status) for status in found]
        output.made(replies[0] if len(replies) == 1 else replies, _joined(said))
        return 1 if any(status.problems for status in found) else 0


def _here() -> list[str]:
    """Return the hosts that are on this machine."""
    from xlsales.addin.doctor.hosts import excel_of
    from xlsales.addin.doctor.machine import Machine

    machine = Machine()
    there = {
        "excel": excel_of(machine) is not None,
        "libreoffice": machine.libreoffice() is not None,
    }
    # one whose program is gone may have left its add-in behind
    return [host for host in HOSTS if there[host] or addin_of(host).status().installed]


def _done(action: str, host: str, given: Mapping[str, Any]) -> Status:
    addin = addin_of(host)
    # Excel's labels are of one language; LibreOffice takes them from its own
    lang = (Lang(given["lang"]),) if given["lang"] and host == "excel" else ()
    if action == "build":
        return _built(addin, Path(given["folder"] or _DIST), lang)
    if action == "install":
        return addin.install(*lang)
    return addin.remove() if action == "remove" else addin.status()


def _built(addin: AddIn, folder: Path, lang: tuple[Lang, ...]) -> Status:
    from dataclasses import replace

    from xlsales.office.unusable import Unusable

    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = addin.build(folder, *lang)
    except OSError as trouble:
        raise Unusable(
            f"不能写入 {folder}（{trouble.strerror}）。请换一个文件夹。",
            f"{folder} cannot be written to ({trouble.strerror}). Name another folder.",
        ) from None
    # whether it is installed has no bearing on the file that was made
    return replace(addin.status(), file=str(file), problems=())


def _said(action: str, status: Status) -> Words:
    name = HOSTS[status.host]
    if action == "build":
        said = Words(f"{name} 加载项已生成：{status.file}", f"{name} add-in made: {status.file}")
    elif status.installed:
        said = Words(
            f"{name} 加载项已安装：{status.file}", f"{name} add-in installed: {status.file}"
        )
    else:
        outcome = {
            "install": Words("未能安装", "was not installed"),
            "remove": Words("已卸载", "removed"),
        }.get(action, Words("未安装", "not installed"))
        said = Words(f"{name} 加载项{outcome.zh}。", f"{name} add-in {outcome.en}.")
    return _joined(
        [said, *(Words(f"　· {words.zh}", f"  - {words.en}") for words in status.problems)]
    )


def _joined(said: Iterable[Words]) -> Words:
    lines = list(said)
    return Words("\n".join(w.zh for w in lines), "\n".join(w.en for w in lines))


# --- doctor -----------------------------------------------------------------------------------


def _doctor_parameters(_lang: Lang) -> list[click.Parameter]:
    return [click.Argument(["office"], required=False, metavar="[OFFICE]")]


def _doctor(given: dict[str, Any]) -> int:
    from xlsales.addin.doctor import Machine, as_reply, examine, office_around
    from xlsales.cli.output import Output

    office = Path(given["office"]).absolute() if given["office"] else office_around(Path())
    with Output(given["as_json"], given["lang"]) as output:
        found = examine(Machine(), office)
        output.made(as_reply(found, output.lang), _report(found))
        return 0 if all(answer.ok for _, answer in found) else 1


def _report(found: list[tuple[Check, Answer]]) -> Words:
    """Say what each check found, the remedies under theirs, and last how it stands."""
    lines = []
    for check, answer in found:
        mark = "✗" if not answer.ok else "✓" if answer.looked else "–"
        lines.append(
            Words(
                f"{mark} {check.about.zh}：{answer.detail.zh}",
                f"{mark} {check.about.en}: {answer.detail.en}",
            )
        )
        if answer.remedy is not None:
            lines.append(Words(f"　→ {answer.remedy.zh}", f"  → {answer.remedy.en}"))
    bad = sum(not answer.ok for _, answer in found)
    lines.append(
        Words(
            f"共 {len(found)} 项，{bad} 项需要处理。", f"{len(found)} checks, {bad} to put right."
        )
        if bad
        else Words(f"共 {len(found)} 项，都没有问题。", f"{len(found)} checks, all is well.")
    )
    return _joined(lines)


MACHINE: Mapping[str, Builtin] = {
    "addin": Builtin(
        Words(
            "安装、查看、卸载按钮，或生成加载项文件",
            "installs, shows or removes the buttons, or makes their files",
        ),
        _addin_parameters,
        _addin,
        _GROUP,
    ),
    "doctor": Builtin(
        Words("检查本机缺少什么", "says what is missing on this machine"),
        _doctor_parameters,
        _doctor,
        _GROUP,
    ),
}
