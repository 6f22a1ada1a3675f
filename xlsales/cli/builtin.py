"""The commands that make an office and its workbooks: ``init``, ``new``, ``demo``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from xlsales.core.words import Lang, Words

OFFICE = Words("办公文件夹", "Office")


@dataclass(frozen=True)
class Builtin:
    """A command that is no button."""

    help: Words
    parameters: Callable[[Lang], list[click.Parameter]]
    run: Callable[[dict[str, Any]], int]
    group: Words = OFFICE


def _init_parameters(lang: Lang) -> list[click.Parameter]:
    year = Words("哪一年的工作簿，默认今年", "the year of the workbooks; default this year")
    return [
        click.Argument(["folder"], metavar="DIR"),
        click.Option(["--year"], type=click.IntRange(2000, 2999), help=year.said(lang)),
    ]


def _init(given: dict[str, Any]) -> int:
    from xlsales.cli.commands import day
    from xlsales.cli.output import Output
    from xlsales.hosts.opening import open_office

    lang = Lang(given["lang"] or "zh")
    with Output(given["as_json"], lang) as output:
        root = Path(given["folder"])
        files = open_office(root, given["year"] or day(given["today"]).year, lang)
        return output.made(
            {"office": str(root), "files": files},
            Words(
                f"办公文件夹已建好：{root}，共 {len(files)} 个工作簿。",
                f"The office is ready: {root}, {len(files)} workbooks.",
            ),
        )


def _new_parameters(lang: Lang) -> list[click.Parameter]:
    from xlsales.forms.choices import Kind

    owner = Words("工作簿属于哪位销售员", "whose workbook it is")
    year = Words("哪一年，默认今年", "the year; default this year")
    return [
        click.Argument(["kind"], type=click.Choice([kind.value for kind in Kind]), metavar="KIND"),
        click.Argument(["office"], required=False, default=".", metavar="[OFFICE]"),
        click.Option(["--owner"], metavar="NAME", help=owner.said(lang)),
        click.Option(["--year"], type=click.IntRange(2000, 2999), help=year.said(lang)),
    ]


def _new(given: dict[str, Any]) -> int:
    from xlsales.cli.commands import day
    from xlsales.cli.output import Output
    from xlsales.hosts.opening import new_book

    with Output(given["as_json"], given["lang"]) as output:
        year = given["year"] or day(given["today"]).year
        lang = Lang(given["lang"]) if given["lang"] else None
        file = new_book(Path(given["office"]), given["kind"], given["owner"] or "", year, lang)
        return output.made({"file": file}, Words(f"新工作簿：{file}", f"New workbook: {file}"))


def _demo_parameters(_lang: Lang) -> list[click.Parameter]:
    return [click.Argument(["folder"], required=False, default="demo-office", metavar="[DIR]")]


def _demo(given: dict[str, Any]) -> int:
    from xlsales.cli.output import Output
    from xlsales.demo import run_demo

    with Output(given["as_json"], given["lang"]) as output:
        lang = Lang(given["lang"] or "zh")
        return output.demo(run_demo(Path(given["folder"]), output.progress, lang))


BUILTIN: Mapping[str, Builtin] = {
    "demo": Builtin(
        Words(
            "建立示例分公司，演示一个季度的全过程", "builds a realistic branch and runs a quarter"
        ),
        _demo_parameters,
        _demo,
    ),
    "init": Builtin(
        Words("新建一个空的办公文件夹", "makes a new empty office"), _init_parameters, _init
    ),
    "new": Builtin(
        Words("新建一个空白工作簿", "makes one more blank workbook"), _new_parameters, _new
    ),
}
