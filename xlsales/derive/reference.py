"""The reference pages in ``docs/``: tables, rules, commands, indicators, from their definitions."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence

from xlsales.appraisal.indicators import FUNCTIONS, reads_of
from xlsales.buttons import BUTTONS, COMMAND_ONLY, Button, arguments_of, reply_of
from xlsales.core.arguments import Ask
from xlsales.core.finding import Rule, Severity
from xlsales.core.words import Lang, Words
from xlsales.derive.replies import fields_of
from xlsales.derive.wording import WHO, lacks_of, measure_of, note_of, required_of, type_of
from xlsales.documents.form_names import EVERYWHERE, NAMES, words_of
from xlsales.documents.forms import FORMS
from xlsales.documents.score_evidence import COLUMNS
from xlsales.documents.template import LINE
from xlsales.forms import rules as rules_package
from xlsales.forms.choices import Kind
from xlsales.forms.indicators import Indicator
from xlsales.forms.tables import tables_of

_MADE = Words(
    "本页由程序定义生成（`python -m xlsales.derive`），请勿手改。",
    "This page is made from the definitions (`python -m xlsales.derive`); do not edit it.",
)
# how a rule shows a fact, {amount:money}, is no matter of its reader
_HOW = re.compile(r"(?<=\w):\w+(?=})")


def pages(lang: Lang) -> dict[str, str]:
    """Return the reference pages of a language by file name."""
    return {
        "tables.md": _tables(lang),
        "rules.md": _rules(lang),
        "commands.md": _commands(lang),
        "indicators.md": _indicators(lang),
        "print-forms.md": _print_forms(lang),
    }


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


def _print_forms(lang: Lang) -> str:
    """Return the page that says which names a form may use."""
    header = (Words("名称", "Name"), Words("填入", "Holds"))

    def rows(names: Mapping[str, Words]) -> Iterator[str]:
        yield from _table(header, [(f"`{n}`", w.said(lang)) for n, w in names.items()], lang)

    def lines() -> Iterator[str]:
        yield from ("", _RESTYLE.said(lang))
        yield f"\n## {Words('每张单据都可以用', 'In every form').said(lang)}\n"
        yield from rows({**EVERYWHERE, **_MADE_OF})
        for form, names in NAMES.items():
            yield f"\n## {FORMS[form].said(lang)} `{form}`\n"
            yield from rows({name: words_of(name) for name in names.fields})
            yield f"\n{Words('各行：', 'In the repeated row:').said(lang)}\n"
            yield from rows({f"{LINE}_{name}": words_of(name) for name in names.lines})

    return _page(Words("单据可用的名称", "Names of the print forms"), lang, lines())


_MADE_OF = {
    "…_capital": Words(
        "金额大写，如 total_capital、closing_capital", "an amount in capitals, total_capital say"
    ),
    "…_2": Words("同一个值再填一处，如 customer_2", "the same value in another place"),
}
_RESTYLE = Words(
    "办公文件夹有自己的 `templates` 时，先用其中的表样：把随软件的表样拷进去，改字体、边框、列宽、标志，移动单元格，加列，都可以。"
    "填什么只看名称（“公式 → 名称管理器”）：名称指向哪个单元格，就填在哪里；表样中没有的名称不填。名称指向的单元格被删除或被合并的，"
    "出单时会指出是哪个名称、哪个单元格。",
    "Where the office has a `templates` folder of its own, its forms are used: copy the shipped ones "
    "there and change fonts, borders, widths, logo; move cells, add columns. What is filled in "
    "follows from the names alone (Formulas → Name Manager): a value goes where its name points; what "
    "the form has no name for is left out. A name whose cell was deleted or merged is told, with the "
    "cell, when a document is made.",
)


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
        Words("提示内容", "Says"),
        Words("改正办法", "What to do"),
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
            yield from _reply(button, lang)

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


def _indicators(lang: Lang) -> str:
    header = (
        Words("指标", "Indicator"),
        Words("键", "Key"),
        Words("衡量方式", "Measured"),
        Words("实际数的算法", "Actual"),
        Words("取自", "From"),
        Words("依据列出", "Evidence shows"),
        Words("不计分的情形", "Not scored when"),
    )
    comma = Words("、", ", ").said(lang)

    def lines() -> Iterator[str]:
        yield ""
        yield Words(
            "任何指标未定扣分标准，或没有目标、目标不唯一、目标不为正数的，均不计分。",
            "No indicator is scored without points in its rule, or where it has no target, more "
            "than one, or none above zero.",
        ).said(lang)
        yield ""
        rows = []
        for indicator in Indicator:
            definition = indicator.definition
            functions = [FUNCTIONS[indicator]] if indicator in FUNCTIONS else []
            read = (model.table.title.said(lang) for model in reads_of(*functions))
            shown = (c.head.words.said(lang) for c in COLUMNS if c.shows in definition.evidence)
            rows.append(
                (
                    indicator.said(lang),
                    f"`{indicator.value}`",
                    measure_of(definition).said(lang),
                    definition.formula.said(lang),
                    comma.join(read),
                    comma.join(shown),
                    lacks_of(definition).said(lang),
                )
            )
        yield from _table(header, rows, lang)

    return _page(Words("考核指标", "Indicators"), lang, lines())


def _reply(button: Button, lang: Lang) -> Iterator[str]:
    rows = [(f"`{path}`", what, kind) for path, what, kind in fields_of(reply_of(button), lang)]
    yield ""
    yield from _table(
        (Words("答复（--json）", "Reply (--json)"), Words("含义", "What"), Words("类型", "Type")),
        rows,
        lang,
    )
