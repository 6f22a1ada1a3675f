"""The reference pages in ``docs/``: tables, rules and commands, from their definitions."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence

from xlsales.buttons import BUTTONS, COMMAND_ONLY, Button, arguments_of
from xlsales.core.arguments import Ask
from xlsales.core.finding import Rule, Severity
from xlsales.core.words import Lang, Words
from xlsales.derive.wording import WHO, note_of, required_of, type_of
from xlsales.forms import rules as rules_package
from xlsales.forms.choices import Kind
from xlsales.forms.tables import tables_of

_MADE = Words(
    "本页由程序定义生成（`python -m xlsales.derive`），请勿手改。",
    "This page is made from the definitions (`python -m xlsales.derive`); do not edit it.",
)
# how a rule shows a fact, {amount:money}, is no matter of its reader
_HOW = re.compile(r"(?<=\w):\w+(?=})")


def pages(lang: Lang) -> dict[str, str]:
    """Return the reference pages of a language by file name."""
    return {"tables.md": _tables(lang), "rules.md": _rules(lang), "commands.md": _commands(lang)}


def all_rules() -> Mapping[str, Sequence[Rule]]:
    """Return every rule by the name of its module, each once, in the order they are written."""
    found: dict[str, list[Rule]] = {}
    seen: set[int] = set()
    for info in pkgutil.iter_modules(rules_package.__path__):
        module = importlib.import_module(f"{rules_package.__name__}.{info.name}")
        for name, value in vars(module).items():
            values = value.values() if isinstance(value, dict) else (value,)
            for rule in () if name.startswith("_") else values:
                if isinstance(rule, Rule) and id(rule) not in seen:
                    seen.add(id(rule))
                    found.setdefault(info.name, []).append(rule)
    return found


def _page(title: Words, lang: Lang, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title.said(lang)}", "", _MADE.said(lang), *lines, ""])


def _table(header: Sequence[Words], rows: Sequence[Sequence[str]], lang: Lang) -> Iterator[str]:
    yield "| " + " | ".join(words.said(lang) for words in header) + " |"
    yield "|" + "---|" * len(header)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


def _tables(lang: Lang) -> str:
    header = (
        Words("列", "Column"),
        Words("键", "Key"),
        Words("填什么", "Holds"),
        Words("必填", "Required"),
        Words("谁填", "Filled by"),
        Words("说明", "Note"),
    )

    def lines() -> Iterator[str]:
        for kind in Kind:
            yield f"\n## {kind.said(lang)} `{kind.value}`"
            for table in tables_of(kind):
                yield f"\n### {table.title.said(lang)} `{table.name}`\n"
                rows = [
                    (
                        column.words.said(lang),
                        f"`{column.key}`",
                        type_of(column).said(lang),
                        required_of(column, table).said(lang),
                        WHO[column.by].said(lang),
                        note_of(column).said(lang),
                    )
                    for column in table.columns
                ]
                yield from _table(header, rows, lang)

    return _page(Words("表和列", "Tables and columns"), lang, lines())


def _rules(lang: Lang) -> str:
    header = (
        Words("代码", "Code"),
        Words("程度", "Severity"),
        Words("说什么", "Says"),
        Words("怎么改", "What to do"),
    )
    order = list(Severity)

    def lines() -> Iterator[str]:
        for module, rules in all_rules().items():
            yield f"\n## {module}\n"
            ranked = sorted(rules, key=lambda rule: (order.index(rule.severity), rule.code))
            rows = [
                (
                    f"`{rule.code}`",
                    rule.severity.words.said(lang),
                    _HOW.sub("", rule.says.said(lang)),
                    _HOW.sub("", rule.cure.said(lang)),
                )
                for rule in ranked
            ]
            yield from _table(header, rows, lang)

    return _page(Words("校验规则", "Rules"), lang, lines())


def _commands(lang: Lang) -> str:
    def lines() -> Iterator[str]:
        for button in (*BUTTONS, *COMMAND_ONLY):
            yield f"\n## {button.words.said(lang)} `xlsales {button.command}`\n"
            stop = Words("。", ".").said(lang)
            text = button.help.said(lang)
            yield (text[0].upper() + text[1:] if lang is Lang.EN else text) + stop
            yield from _arguments(button, lang)

    return _page(Words("按钮和命令", "Buttons and commands"), lang, lines())


def _arguments(button: Button, lang: Lang) -> Iterator[str]:
    rows = []
    for name, info in arguments_of(button).model_fields.items():
        ask = next((m for m in info.metadata if isinstance(m, Ask)), None)
        if ask is not None:
            option = name.upper() if ask.positional else f"--{name.replace('_', '-')}"
            needed = Words("是", "yes").said(lang) if info.is_required() else ""
            rows.append((f"`{option}`", ask.help.said(lang), needed))
    if rows:
        header = (Words("参数", "Argument"), Words("填什么", "What"), Words("必填", "Required"))
        yield ""
        yield from _table(header, rows, lang)
