"""Options of a command from its argument model, and values back into the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from pydantic import ValidationError

from xlsales.core.arguments import Shape, arguments
from xlsales.core.office import Arguments
from xlsales.core.outcome import Refusal
from xlsales.core.words import Lang


def parameters(model: type[Arguments], lang: Lang) -> list[click.Parameter]:
    """Return the click parameters of an argument model."""
    made: list[click.Parameter] = []
    for each in arguments(model):
        name, ask = each.name, each.ask
        if ask.positional:
            made.append(click.Argument([name], required=True, metavar=ask.metavar or name.upper()))
            continue
        option: dict[str, Any] = {"help": ask.help.said(lang), "default": None}
        flag = f"--{name.replace('_', '-')}"
        if each.shape is Shape.FLAG:
            option.update(is_flag=True, default=False)
        elif each.shape is Shape.NAMES:
            option.update(multiple=True, metavar=ask.metavar or _metavar(name))
            option.update(nargs=len(option["metavar"].split()))
        elif each.shape is Shape.PAIRS:
            option.update(multiple=True, metavar=ask.metavar or "NO=QTY")
        elif each.shape is Shape.DATE:
            option.update(metavar=ask.metavar or "YYYY-MM-DD")
        else:
            option.update(metavar=ask.metavar or _metavar(name))
        made.append(click.Option([flag, name], **option))
    return made


def _metavar(name: str) -> str:
    return {"month": "YYYY-MM", "period": "PERIOD"}.get(name, name.upper())


def filled(model: type[Arguments], given: Mapping[str, Any]) -> Arguments:
    """Return the argument model of what was typed.

    Raises:
        Refusal: something is missing or cannot be read, said by its option.
    """
    values: dict[str, Any] = {}
    asked = {each.name: each for each in arguments(model)}
    for name, each in asked.items():
        value = given.get(name)
        if value is None or value == ():
            continue
        if each.shape is Shape.PAIRS:
            value = _pairs(name, value)
        elif each.shape is Shape.NAMES:  # of several words each, where it says so
            value = tuple(one if isinstance(one, str) else " ".join(one) for one in value)
        values[name] = value
    try:
        return model(**values)
    except ValidationError as trouble:
        first = trouble.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        ask = asked[name].ask if name in asked else None
        option = name.upper() if ask and ask.positional else f"--{name.replace('_', '-')}"
        if first["type"] == "missing":
            raise Refusal(f"缺少 {option}。", f"{option} is missing.") from None
        zh, en = ask.words if ask else ("", "")
        raise Refusal(
            f"{option}（{zh}）的值无效：{_shown(given.get(name))}。请按帮助的说明改正。",
            f"The value of {option} ({en}) cannot be read: {_shown(given.get(name))}. See --help.",
        ) from None


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _pairs(name: str, given: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in given:
        key, equals, value = text.rpartition("=")
        if not equals or not key.strip() or not value.strip():
            raise Refusal(
                f"--{name} 应按 编号=数量 的格式填写，不能是“{text}”。",
                f"--{name} takes NO=QTY, not “{text}”.",
            )
        if key.strip() in pairs:
            raise Refusal(f"{key.strip()} 重复。", f"{key.strip()} is given twice.")
        pairs[key.strip()] = value.strip()
    return pairs
