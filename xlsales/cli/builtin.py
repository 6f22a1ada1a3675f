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
    from xlsales.cli.output import Output
    from xlsales.cli.stated import day
    from xlsales.hosts.opening import open_office

    lang = Lang(given["lang"] or "zh")
    with Output(given["as_json"], lang) as output:
        root = Path(given["folder"])
        today = day(given["today"])
        year = given["year"] or today.year
        files = open_office(root, year, lang, today)
        return output.made({"office": str(root), "files": files}, _next_steps(root, files, year))


def _next_steps(root: Path, files: list[str], year: int) -> Words:
    """Return what was made, and who fills in what now (docs, *First day*)."""
    return Words(
        f"办公文件夹已建好：{root}，共 {len(files)} 个工作簿。接下来：\n"
        "1. 计划员填“基础资料”：人员（简码、岗位）、客户、产品、工作中心，按“校验”。\n"
        f"2. 每位销售员建三个工作簿：xlsales new register {root} --owner 姓名 --year {year}，"
        "delivery、tracking 同样。\n"
        "3. 营销副经理填“经营考核”：目标、成本；未填写的项不扣分。\n"
        "4. 有旧账的先登记期初：应收、库存、未完成的承揽。\n"
        "逐步的说明见文档“第一天”（docs/zh/first-day.md）。",
        f"The office is ready: {root}, {len(files)} workbooks. Next:\n"
        "1. The planner fills in the masters (people with initials and roles, customers, products, "
        "work centres) and presses Validate.\n"
        f"2. Each salesperson gets three workbooks: xlsales new register {root} --owner NAME "
        f"--year {year}; delivery and tracking alike.\n"
        "3. The deputy fills in the management workbook: targets and costs.\n"
        "4. Opening balances: receivables, stock, open orders.\n"
        "Step by step: the page First day (docs/en/first-day.md).",
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
    from xlsales.cli.output import Output
    from xlsales.cli.stated import day
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
