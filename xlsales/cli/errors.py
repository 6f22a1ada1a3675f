"""What went wrong, in one or two lines of the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlsales.core.words import Lang, Words

if TYPE_CHECKING:
    from xlsales.core.outcome import Refusal


def explained(trouble: Exception) -> tuple[int, Words]:
    """Return exit code and words for an exception of ours, or for one nobody foresaw."""
    from xlsales.core.outcome import Refusal
    from xlsales.office.unusable import Unusable

    if isinstance(trouble, Refusal):
        return 2, _refused(trouble)
    if isinstance(trouble, Unusable):
        return 3, trouble.words
    name = type(trouble).__name__
    return 3, Words(
        f"程序发生意外错误，未改动任何文件（{name}）。请加 --debug 再运行一次，将显示的内容发给维护人员。",
        f"Something unforeseen happened and no file changed ({name}). "
        "Run it again with --debug and send what it shows to the maintainers.",
    )


def _refused(refusal: Refusal) -> Words:
    """Return what a refusal says, and the option that does it all the same, if there is one."""
    from xlsales.hosts.tools.undoing import LosesChanges, RestsOn

    zh, en = refusal.words
    if not isinstance(refusal, LosesChanges):
        return refusal.words
    if isinstance(refusal, RestsOn):
        return Words(
            f"{zh}\n请先在该工作簿中撤销；仍要撤销，请加 --force。",
            f"{en}\nUndo it there first, or add --force to undo all the same.",
        )
    return Words(
        f"{zh}确实要放弃这些改动，请加 --force。",
        f"{en} Add --force if you want to give them up.",
    )


def said(trouble: click.ClickException, lang: Lang) -> str:
    """Return a usage error in the person's language; click itself speaks English only."""
    if isinstance(trouble, click.NoSuchOption):
        words = Words(
            f"没有选项 {trouble.option_name}。", f"There is no option {trouble.option_name}."
        )
    elif isinstance(trouble, click.MissingParameter) and trouble.param is not None:
        name = trouble.param.make_metavar(_context(trouble))
        if isinstance(trouble.param, click.Option):
            name = trouble.param.opts[0]
        words = Words(f"缺少 {name}。", f"{name} is missing.")
    elif isinstance(trouble, click.BadParameter) and trouble.param is not None:
        name = trouble.param.opts[0]
        if isinstance(trouble.param.type, click.Choice):
            name = trouble.param.make_metavar(_context(trouble)) if name.isalpha() else name
            listed = list(map(str, trouble.param.type.choices))
            zh, en = "、".join(listed), ", ".join(listed)
            return _with_hint(
                Words(f"{name} 只能是：{zh}。", f"{name} must be one of: {en}."), trouble, lang
            )
        words = Words(f"{name} 的值有误：{trouble.message}", f"{name}: {trouble.message}")
    elif trouble.message.startswith("No such command"):
        name = trouble.message.split("'")[1] if "'" in trouble.message else ""
        words = Words(f"没有命令 {name}。", f"There is no command {name}.")
    else:
        words = Words(f"命令格式有误：{trouble.message}", trouble.message)
    return _with_hint(words, trouble, lang)


def _with_hint(words: Words, trouble: click.ClickException, lang: Lang) -> str:
    context = getattr(trouble, "ctx", None)
    path = context.command_path if context is not None else "xlsales"
    hint = Words(f"用 {path} --help 查看用法。", f"See {path} --help.")
    return f"{words.said(lang)}\n{hint.said(lang)}"


def _context(trouble: click.UsageError) -> click.Context:
    return trouble.ctx or click.Context(click.Command("xlsales"))
