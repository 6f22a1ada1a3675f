"""One click command a button, and those that make offices and workbooks."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlsales.buttons import BUTTONS, COMMAND_ONLY, Button
from xlsales.cli.builtin import BUILTIN as OFFICE_COMMANDS
from xlsales.cli.builtin import Builtin
from xlsales.cli.helped import Helped, metavar
from xlsales.cli.machine import MACHINE
from xlsales.core.words import Lang, Words

if TYPE_CHECKING:
    from xlsales.cli.output import Output
    from xlsales.core.office import Arguments
    from xlsales.core.row import Book
    from xlsales.hosts.files.host import OfficeHost

BUILTIN: Mapping[str, Builtin] = {**OFFICE_COMMANDS, **MACHINE}
BY_COMMAND: Mapping[str, Button] = {
    button.command: button
    for button in reversed((*BUTTONS, *COMMAND_ONLY))
    if button.named and button.command not in BUILTIN
}
_PAPER: Mapping[str, Words] = {
    "pdf": Words("单据旁边再存一份 PDF", "put a PDF beside each document"),
    "png": Words("单据每页再存一张图片", "put a picture of each page beside each document"),
}
_AS_KNOWN = Words(
    "按该时刻系统已读取的内容计算，不写入任何内容；--today 默认为该日",
    "of what the office had read by then, writing nothing; --today defaults to that day",
)
_COMMON: Mapping[str, Words] = {
    "lang": Words("语言：zh 中文，en 英文", "language: zh or en"),
    "json": Words("输出一个 JSON 文档", "print one JSON document"),
    "today": Words("按哪一天操作，默认今天", "the day to act on; default today"),
    "user": Words("由谁操作（记入操作记录）", "who acts (for the journal)"),
    "debug": Words("出错时显示细节", "show details of an error"),
}


outlived: list[object] | None = None
"""What lives until its process ends; None where the process goes on after a command."""


class Commands(Helped, click.Group):
    """The commands; a command's macro is imported only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the commands in the order of a month's work."""
        return [*OFFICE_COMMANDS, *reversed(tuple(BY_COMMAND)), *MACHINE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Make the command of that name."""
        if cmd_name in BUILTIN:
            return _builtin(cmd_name, BUILTIN[cmd_name], self.lang)
        button = BY_COMMAND.get(cmd_name)
        return None if button is None else _command(cmd_name, button, self.lang)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without making them: only their words are needed."""
        sections: dict[Words, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            builtin, button = BUILTIN.get(name), BY_COMMAND.get(name)
            made = builtin or button
            assert made is not None, "a command is one or the other"
            sections.setdefault(made.group, []).append((name, made.help.said(self.lang)))
        width = max(len(name) for rows in sections.values() for name, _ in rows)
        for group, rows in sections.items():
            with formatter.section(group.said(self.lang)):
                formatter.write_dl([(name.ljust(width), words) for name, words in rows])


def _common(lang: Lang) -> list[click.Parameter]:
    said = {key: words.said(lang) for key, words in _COMMON.items()}
    return [
        click.Option(["--lang"], type=click.Choice(["zh", "en"]), help=said["lang"]),
        click.Option(["--json", "as_json"], is_flag=True, help=said["json"]),
        click.Option(["--today"], metavar="YYYY-MM-DD", help=said["today"]),
        click.Option(["--user"], metavar="NAME", help=said["user"]),
        click.Option(["--debug"], is_flag=True, help=said["debug"]),
    ]


def _paper(lang: Lang) -> list[click.Parameter]:
    return [
        click.Option([f"--{key}"], is_flag=True, help=words.said(lang))
        for key, words in _PAPER.items()
    ]


def _past(lang: Lang) -> click.Parameter:
    return click.Option(["--as-known"], metavar="YYYY-MM-DDTHH:MM", help=_AS_KNOWN.said(lang))


def _builtin(name: str, builtin: Builtin, lang: Lang) -> click.Command:
    def call(**given: Any) -> int:
        return builtin.run(given)

    command = Helped(
        name,
        params=[*builtin.parameters(lang), *_common(lang)],
        callback=call,
        help=builtin.help.said(lang),
        options_metavar=metavar(lang),
    )
    command.lang = lang
    return command


def _command(name: str, button: Button, lang: Lang) -> click.Command:
    from xlsales.buttons import arguments_of
    from xlsales.cli.options import parameters

    model = arguments_of(button)
    own = parameters(model, lang)
    place = click.Argument(["office"], required=False, default=".", metavar="[OFFICE]")
    if button.home.optional:
        place = click.Argument(["office"], required=False, default=".", metavar="[OFFICE|WORKBOOK]")
    elif button.home.named:
        place = click.Argument(["workbook"], required=True, metavar="WORKBOOK")

    def call(**given: Any) -> int:
        if given.get("as_known"):
            return _look_back(button, model, given)
        return _press(button, model, given)

    command = Helped(
        name,
        params=[
            *(p for p in own if isinstance(p, click.Argument)),
            place,
            *(p for p in own if isinstance(p, click.Option)),
            *([_past(lang)] if button.remembers else ()),
            *(_paper(lang) if button.prints else ()),
            *_common(lang),
        ],
        callback=call,
        help=button.help.said(lang),
        options_metavar=metavar(lang),
    )
    command.lang = lang
    return command


def _press(button: Button, model: type[Arguments], given: dict[str, Any]) -> int:
    from xlsales.cli.options import filled
    from xlsales.cli.output import Output
    from xlsales.cli.papers import on_paper
    from xlsales.cli.stated import day, user_of
    from xlsales.cli.sure import sure
    from xlsales.cli.unanswered import unanswered
    from xlsales.core.office import Call
    from xlsales.hosts.files.host import of_folder
    from xlsales.office.clock import now
    from xlsales.office.folder import HIDDEN, check_office
    from xlsales.office.saving.locks import Lock
    from xlsales.office.unusable import Unusable
    from xlsales.office.user import acting
    from xlsales.press import no_sweeping, press

    args = filled(model, given)
    today = day(given["today"])
    root, workbook = _where(button, given)
    check_office(root)
    sweeps_no_more = no_sweeping(for_good=outlived is not None)
    with Output(given["as_json"], given["lang"]) as output, ExitStack() as held, sweeps_no_more:
        lock = Lock(root / HIDDEN, given["user"] or acting(root), say=output.say)
        if button.writes and getattr(args, "annotate", True):
            held.enter_context(lock)
        host = of_folder(root, output.progress, lock)
        if outlived is not None:
            outlived.append(host)
        output.lang = Lang(given["lang"]) if given["lang"] else host.cells.lang
        said = _say(output, host.source.recovered)
        moment = dt.datetime.combine(today, now().time())
        user = lock.user
        if button.writes:  # what only looks leaves no name, and need not know the people
            user = user_of(host, given["user"], output, named=_named(button, args))
        try:
            book = _book(host, button, args, today, workbook)
            call = Call(today, args, book, user, moment, output.lang)
            if button.foresees and not (output.as_json or sure(host, button, call)):
                return 2
            pressed = press(host, button, call)
            _say(output, host.source.recovered[said:])
            pressed = on_paper(pressed, root, given, output)
        except Unusable as trouble:
            if output.as_json:
                output.made(unanswered(button, host, args, trouble, output.lang), trouble.words)
            raise
        return output.show(button, host, pressed)


def _look_back(button: Button, model: type[Arguments], given: dict[str, Any]) -> int:
    """Press as of what was known at a moment; nothing is written."""
    from xlsales.cli.options import filled
    from xlsales.cli.output import Output
    from xlsales.cli.stated import day, moment
    from xlsales.cli.unanswered import unanswered
    from xlsales.core.office import Call
    from xlsales.hosts.files.moments import known_at
    from xlsales.office.folder import check_office
    from xlsales.office.unusable import Unusable
    from xlsales.office.user import acting
    from xlsales.press import no_sweeping, press_of_past

    args, then = filled(model, given), moment(given["as_known"])
    today = day(given["today"] or then.date().isoformat())
    root, workbook = _where(button, given)
    check_office(root)
    sweeps_no_more = no_sweeping(for_good=outlived is not None)
    with Output(given["as_json"], given["lang"], then) as output, sweeps_no_more:
        host = known_at(root, then, output.progress)
        output.lang = Lang(given["lang"]) if given["lang"] else host.cells.lang
        _say(output, host.source.recovered)
        user = given["user"] or acting(root)
        moment_ = dt.datetime.combine(today, then.time())
        try:
            book = _book(host, button, args, today, workbook)
            call = Call(today, args, book, user, moment_, output.lang)
            pressed = press_of_past(host, button, call, then)
        except Unusable as trouble:
            if output.as_json:
                output.made(unanswered(button, host, args, trouble, output.lang), trouble.words)
            raise
        return output.show(button, host, pressed)


def _say(output: Output, told: Sequence[Words]) -> int:
    """Say what happened besides; return how much that was."""
    for words in told:
        output.say(words)
    return len(told)


def _named(button: Button, args: Arguments) -> bool:
    """Return whether whoever presses is named in a form or row: no argument says another."""
    return bool(button.signer) and not getattr(args, button.signer or "", None)


def _where(button: Button, given: Mapping[str, Any]) -> tuple[Path, Path | None]:
    from xlsales.office.folder import office_of

    place = Path(given["office" if button.home.optional or not button.home.named else "workbook"])
    is_file = place.is_file() or place.suffix.lower() in {".xlsx", ".xlsm"}
    if button.home.named and (is_file or not button.home.optional):
        return office_of(place), place.resolve()
    return place.resolve(), None


def _book(
    host: OfficeHost, button: Button, args: Arguments, today: dt.date, workbook: Path | None
) -> Book:
    """Return the workbook that a command works in: the one named, or the one at home.

    Raises:
        Unusable: the named file is no standard workbook, or of a kind that the button is not for.
    """
    from xlsales.core.row import Book
    from xlsales.forms.choices import YEARLY

    if workbook is not None:
        if button.home.gone and (was := host.formerly(workbook)) is not None:
            return was
        return host.named(workbook, button.kinds, button.words)
    home = button.home
    if not home.kind:
        return Book("")
    owner = str(getattr(args, home.owner)) if home.owner else ""
    if owner:
        from xlsales.flow.choosing.matching import by_name, meant

        owners = {each.owner for each in host.cells.infos if each.kind == home.kind}
        called = Words("销售员", "salesperson")
        one = meant([by_name(each) for each in sorted(owners)], owner, called)
        owner = one.value if one else owner  # a part of the name will do
    month = str(getattr(args, home.month) or "") if home.month else ""
    year = int(month[:4]) if month[:4].isdecimal() else today.year
    book = Book(home.kind, owner, year if home.kind in YEARLY else 0)
    if book in host.cells.infos or home.owner:
        return book
    others = [other for other in host.cells.infos if other.kind == home.kind and other.year <= year]
    return max(others, key=lambda other: other.year) if others else host.made(book)


def run(argv: list[str]) -> int:
    """Run one command and say what went wrong in a line or two, never with a traceback."""
    from xlsales.cli import errors

    lang = _language(argv)
    spoken = click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        help=_COMMON["lang"].said(lang),
    )
    group = Commands(
        "xlsales",
        params=[spoken],
        help=_ABOUT.said(lang),
        no_args_is_help=True,
        options_metavar=metavar(lang),
        subcommand_metavar=Words("命令 [参数]...", "COMMAND [ARGS]...").said(lang),
    )
    group.lang = lang
    debug = "--debug" in argv
    try:
        # the language may be said before the command, too
        told = {name: {"lang": lang.value} for name in (*BUILTIN, *BY_COMMAND)}
        said = any(text.partition("=")[0] == "--lang" for text in argv)
        result = group.main(
            argv, prog_name="xlsales", standalone_mode=False, default_map=told if said else None
        )
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message())
        return 0
    except click.ClickException as trouble:
        click.echo(errors.said(trouble, lang), err=True)
        return 2
    except click.Abort:
        return 2
    except KeyboardInterrupt:
        click.echo(
            Words("已中断，未作改动。", "Interrupted; nothing changed.").said(lang), err=True
        )
        return 2
    except Exception as trouble:  # a traceback never reaches a person
        if debug:
            raise
        code, words = errors.explained(trouble)
        click.echo(words.said(lang), err=True)
        return code
    return result if isinstance(result, int) else 0


def _language(argv: list[str]) -> Lang:
    """Find ``--lang`` before anything is parsed, since the help itself speaks it."""
    for i, text in enumerate(argv):
        if text == "--lang" and i + 1 < len(argv) and argv[i + 1] == "en":
            return Lang.EN
        if text == "--lang=en":
            return Lang.EN
    return Lang.ZH


_ABOUT = Words(
    "锻造分公司销售管理：校验、计划、送货、回款、考核，都在标准工作簿中。",
    "Sales of a forging branch: checks, plans, delivers, collects and scores in workbooks.",
)

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
