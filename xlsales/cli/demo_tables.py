"""What ``xlsales demo`` prints for people: steps, scores, where to look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsales.appraisal.subjects import named
from xlsales.cli.tables import console
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import label

if TYPE_CHECKING:
    from rich.console import Console

    from xlsales.demo import DemoResult


def print_demo(result: DemoResult, lang: Lang) -> None:
    """Print three short tables, and last what was done."""
    out = console()
    _steps(out, result, lang)
    _scores(out, result, lang)
    _look(out, result, lang)
    files = sum(len(step.files) for step in result.steps)
    presses = sum(step.presses for step in result.steps)
    said = Words(
        f"完成：{result.office}，共操作 {presses:,} 次，生成 {files:,} 个文件，"
        f"用时 {result.seconds:.0f} 秒。",
        f"Done: {result.office}, {presses:,} presses, {files:,} files, {result.seconds:.0f} s.",
    )
    out.print(said.said(lang), markup=False)


def _steps(out: Console, result: DemoResult, lang: Lang) -> None:
    table = _table(Words("步骤", "Steps"), lang)
    table.add_column(label("command", lang))
    counted = (
        Words("次数", "Presses"),
        Words("读取行", "Rows read"),
        Words("改动单元格", "Cells changed"),
        Words("跳过行", "Rows skipped"),
        Words("文件", "Files"),
        Words("秒", "Seconds"),
    )
    for words in counted:
        table.add_column(words.said(lang), justify="right")
    for step in result.steps:
        table.add_row(
            step.command,
            f"{step.presses:,}",
            f"{step.read:,}",
            f"{step.changed:,}",
            f"{step.skipped:,}",
            f"{len(step.files):,}",
            f"{step.seconds:.1f}",
        )
    out.print(table)


def _scores(out: Console, result: DemoResult, lang: Lang) -> None:
    """Print a row a subject and a column a period: score and rank, * where it is partial."""
    periods = list(dict.fromkeys(str(entry["period"]) for entry in result.scores))
    table = _table(Words("得分（名次）", "Scores (rank)"), lang)
    table.add_column(label("subject", lang))
    for period in periods:
        table.add_column(period, justify="right")
    cells: dict[str, dict[str, str]] = {}
    for entry in result.scores:
        cells.setdefault(str(entry["subject"]), {})[str(entry["period"])] = _score(entry, lang)
    for subject, row in cells.items():
        name = named(subject).said(lang)
        table.add_row(name, *(row.get(period, "") for period in periods))
    out.print(table)
    if any(entry["partial"] for entry in result.scores):
        said = Words("* 有指标未能计分，不排名", "* an indicator could not be scored: no rank")
        out.print(said.said(lang))


def _score(entry: dict[str, object], lang: Lang) -> str:
    place = entry["rank"]
    rank = "" if place is None else Words(f"（{place}）", f" ({place})").said(lang)
    return f"{entry['score']}{rank}{'*' if entry['partial'] else ''}"


def _look(out: Console, result: DemoResult, lang: Lang) -> None:
    table = _table(Words("从以下内容看起", "Where to look"), lang)
    table.add_column(label("file", lang), overflow="fold")
    table.add_column(label("what", lang), overflow="fold")
    for place, words in result.look:
        table.add_row(place, words.said(lang))
    out.print(table)


def _table(title: Words, lang: Lang) -> Any:
    from rich import box
    from rich.table import Table

    return Table(title=title.said(lang), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
