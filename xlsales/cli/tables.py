"""Replies as short tables: colours only on a terminal, numbers to the right."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from xlsales.core.finding import Finding
from xlsales.core.reply import Reply, mapped
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import label, listings, said

if TYPE_CHECKING:
    from rich.console import Console

    from xlsales.hosts.files.host import OfficeHost

_MOST = 200
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def console() -> Console:
    """Return a console on standard output; wide enough to lose nothing when piped."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else max(160, shutil.get_terminal_size().columns)
    return Console(width=width, highlight=False, soft_wrap=False)


def print_reply(reply: Reply, host: OfficeHost, lang: Lang) -> None:
    """Print a reply field by field: rows as tables, short lists on a line, single values together."""
    singles = []
    out = console()
    for key, value in mapped(reply).items():
        if isinstance(value, list | tuple):
            if not value or key == "found":  # of three kinds, told a line each
                continue
            if isinstance(value[0], Finding):
                print_findings(out, key, value, host, lang)
            elif isinstance(value[0], Mapping):
                # of a history the newest are shown, which stand last
                latest = value[-_MOST:] if key == "entries" else value
                print_rows(out, label(key, lang), latest, lang)
            else:
                joined = Words("、", ", ").said(lang).join(said(key, v, lang) for v in value)
                pattern = Words("{}\uff08{}\uff09\uff1a{}", "{} ({}): {}").said(lang)
                out.print(pattern.format(label(key, lang), len(value), joined), markup=False)
        elif value is not None and not isinstance(value, Mapping):
            colon = Words("\uff1a", ": ").said(lang)
            name = label(key, lang, text=isinstance(value, str))
            singles.append(f"{name}{colon}{said(key, value, lang)}")
    if singles:
        out.print("  ".join(singles), markup=False)


def print_rows(out: Console, title: str, rows: Sequence[Mapping[str, Any]], lang: Lang) -> None:
    """Print rows of a reply as one table; nested rows follow as tables of their own."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    for listing in listings(title, rows, lang):
        table = Table(
            title=listing.title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False
        )
        for head, numeric in zip(listing.heads(lang), listing.numeric, strict=True):
            table.add_column(head, justify="right" if numeric else "left", overflow="fold")
        for row in islice(listing.texts(lang), _MOST):
            table.add_row(*map(Text, row))
        out.print(table)
        if len(listing.rows) > _MOST:
            more = len(listing.rows) - _MOST
            out.print(Words(f"……还有 {more} 行", f"… and {more} more rows").said(lang))


def print_findings(
    out: Console, key: str, findings: Sequence[Finding], host: OfficeHost, lang: Lang
) -> None:
    """Print findings, the grave ones first: where, and what to do."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from xlsales.core.finding import Severity

    order = list(Severity)
    ranked = sorted(findings, key=lambda finding: order.index(finding.rule.severity))
    table = Table(title=label(key, lang), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("severity", "workbook", "sheet", "row", "message"):
        table.add_column(label(name, lang), overflow="fold", justify="left")
    for finding in ranked[:_MOST]:
        place = finding.place
        severity = finding.rule.severity
        table.add_row(
            Text(severity.words.said(lang), style=_COLOURS[severity.value]),
            Text(host.name_of(place.at.book) or ""),
            Text(place.table.title.said(lang) if place.table else ""),
            Text(str(place.at.row or "")),
            Text(finding.message(lang)),
        )
    out.print(table)
    if len(ranked) > _MOST:
        more = len(ranked) - _MOST
        out.print(
            Words(
                f"……还有 {more} 处，可用 --json 全部列出", f"… and {more} more: --json lists all"
            ).said(lang)
        )
    counts = [
        f"{severity.words.said(lang)} {n}"
        for severity in Severity
        if (n := sum(finding.rule.severity is severity for finding in findings))
    ]
    out.print("  ".join(counts), markup=False)
