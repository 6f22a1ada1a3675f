"""What a command prints: one JSON document, or a short text for people (cli.md)."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from xlsales.core.exact import decimal_of, plain
from xlsales.core.reply import lists_findings, mapped
from xlsales.core.words import Choice, Lang, Words
from xlsales.documents.replies import spoken

if TYPE_CHECKING:
    from datetime import datetime

    from rich.progress import Progress, TaskID

    from xlsales.buttons import Button
    from xlsales.core.finding import Finding
    from xlsales.demo import DemoResult
    from xlsales.hosts.files.host import OfficeHost
    from xlsales.press import Pressed


class Output:
    """Standard output of one command; progress shows on standard error after a second."""

    def __init__(
        self, as_json: bool, lang: str | Lang | None, as_known: datetime | None = None
    ) -> None:
        """Print JSON or text, in ``lang`` once it is known; ``as_known``: as of that moment."""
        self.as_json = as_json
        self._as_known = as_known
        self.lang = Lang(lang or "zh")
        self._began = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the progress bar away."""
        self._stop()

    # --- progress -------------------------------------------------------------------------

    def progress(self, done: int, total: int, words: Words, what: str) -> None:
        """Show how far it is, when it takes over a second and a person looks on."""
        if not sys.stderr.isatty() or time.monotonic() - self._began < 1:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("")
        assert self._task is not None
        self._bar.update(
            self._task, completed=done, total=total, description=f"{words.said(self.lang)} {what}"
        )

    def say(self, words: Words) -> None:
        """Tell the person something that is no result, on standard error."""
        click.echo(words.said(self.lang), err=True)

    def _stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    # --- results --------------------------------------------------------------------------

    def show(self, button: Button, host: OfficeHost, pressed: Pressed) -> int:
        """Print what a press did; return the exit code."""
        outcome, reply = pressed.outcome, pressed.reply
        self._stop()
        if self.as_json:
            self._json(reply, host)
            for note in (*pressed.warned, *(outcome.notes if button.tool else pressed.unread)):
                self.say(note)
        else:
            self._text(host, pressed)
        checks = lists_findings(type(reply))
        errors = checks and any(finding.is_error for finding in outcome.findings)
        return 1 if errors or outcome.refused else 0

    def made(self, reply: object, words: Words) -> int:
        """Print the reply of a command that is no button, ``words`` for people."""
        if self.as_json:
            self._json(reply, None)
        else:
            click.echo(words.said(self.lang))
        return 0

    def demo(self, result: DemoResult) -> int:
        """Print what the demonstration did, its scores, and where to look."""
        self._stop()
        if self.as_json:
            steps = [
                {
                    "command": step.command,
                    "read": step.read,
                    "changed": step.changed,
                    "skipped": step.skipped,
                    "files": step.files,
                    "seconds": round(step.seconds, 2),
                }
                for step in result.steps
            ]
            scores = plain_json(result.scores, None, self.lang)
            reply = {"office": result.office, "steps": steps, "scores": scores}
            click.echo(document(reply))
        else:
            from xlsales.cli.demo_tables import print_demo

            print_demo(result, self.lang)
        return 0

    def _json(self, reply: object, host: OfficeHost | None) -> None:
        said = plain_json(mapped(reply), host, self.lang)
        if self._as_known is not None:
            said["as_known"] = self._as_known.isoformat(timespec="minutes")
        click.echo(document(said))

    def _text(self, host: OfficeHost, pressed: Pressed) -> None:
        from xlsales.cli.tables import print_reply

        print_reply(pressed.reply, host, self.lang)
        for note in (*pressed.warned, *pressed.outcome.notes):
            click.echo(note.said(self.lang))
        outcome = pressed.outcome
        changed = f"{len(pressed.changes):,}"
        counts = [Words(f"改动 {changed} 个单元格", f"{changed} cells changed")]
        if outcome.read:
            counts.insert(0, Words(f"读取 {outcome.read:,} 行", f"{outcome.read:,} rows read"))
        if outcome.skipped:
            skipped = f"{outcome.skipped:,}"
            counts.append(Words(f"跳过 {skipped} 行", f"{skipped} rows skipped"))
        counts.append(Words(f"用时 {pressed.seconds:.1f} 秒", f"{pressed.seconds:.1f} s"))
        joined = Words("\uff0c", ", ").said(self.lang).join(c.said(self.lang) for c in counts)
        click.echo(Words(f"完成：{joined}。", f"Done: {joined}.").said(self.lang))


def document(said: Mapping[str, object] | Sequence[object]) -> str:
    """Return a reply, or several, as JSON: each field, and each of several in one, on its own line.

    json's own indenting takes ten times as long, as it leaves the encoder that is written in C.
    """
    encode = json.JSONEncoder(ensure_ascii=False).encode

    def lines(value: object, indent: str) -> str:
        if isinstance(value, list) and value:
            return f"[\n{indent} " + f",\n{indent} ".join(map(encode, value)) + f"\n{indent}]"
        return encode(value)

    if isinstance(said, Mapping):
        fields = (f"\n {encode(key)}: {lines(value, ' ')}" for key, value in said.items())
        return "{" + ",".join(fields) + "\n}"
    return lines(said, "")


def finding_json(finding: Finding, host: OfficeHost | None, lang: Lang) -> dict[str, object]:
    """Return a FINDING of cli.md."""
    place = finding.place
    info = host.cells.infos.get(place.at.book) if host else None
    return {
        "workbook": host.name_of(place.at.book) if host else None,
        "sheet": place.table.title.said(info.lang if info else lang) if place.table else None,
        "table": place.table.name if place.table else None,
        "row": place.at.row or None,
        "column": place.column,
        "value": plain_json(finding.value, host, lang),
        "code": finding.rule.code,
        "severity": finding.rule.severity.value,
        "message": finding.message(lang),
        "fix": plain_json(finding.fix, host, lang),
    }


def plain_json(value: object, host: OfficeHost | None, lang: Lang) -> Any:
    """Return a value as cli.md has it: exact numbers as strings, ISO dates, keys of choices."""
    from datetime import date, datetime, time
    from decimal import Decimal
    from fractions import Fraction

    from xlsales.core.finding import Finding

    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Choice):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Words):
        return value.said(lang)
    if isinstance(value, Finding):
        return finding_json(value, host, lang)
    if isinstance(value, float):
        return plain(decimal_of(value), 12)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain_json(item, host, lang) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [plain_json(item, host, lang) for item in value]
    return spoken(value, lang)
