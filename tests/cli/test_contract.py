"""The command line is as docs/spec/cli.md states it: commands, options, keys of the replies."""

from __future__ import annotations

import re

import click
import pytest

from tests.contract import SPEC
from xlsales.buttons import reply_of
from xlsales.cli.commands import BY_COMMAND, Commands
from xlsales.core.reply import types_of
from xlsales.core.words import Lang

PAGE = (SPEC / "cli.md").read_text("utf-8")
TABLE = PAGE.partition("## Commands\n")[2].partition("\n## ")[0]
ROWS = [re.split(r"(?<!\\)\|", line)[1:-1] for line in TABLE.splitlines() if line.startswith("| `")]
STATED = {row[0].split()[0].strip("`"): row for row in ROWS}
COMMON = {"--lang", "--json", "--today", "--user", "--debug", "--help"}


def commands() -> dict[str, click.Command]:
    group = Commands("xlsales")
    group.lang = Lang.EN
    context = click.Context(group)
    made = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in made.items() if command is not None}


def keys(stated: str) -> list[str]:
    """Return the outer keys of ``{a, b: [{c}], d}``."""
    found = re.search(r"\{.*\}", stated)
    assert found is not None
    inside, outer = found[0][1:-1], ""
    while inside != outer:  # take away what is nested, the innermost first
        outer, inside = inside, re.sub(r"\[[^\[\]{}]*\]|\{[^\[\]{}]*\}", "", inside)
    return [each.partition(":")[0].strip() for each in outer.split(",")]


def test_every_command_is_stated_once() -> None:
    assert len(STATED) == len(ROWS)
    assert set(STATED) == set(commands())


@pytest.mark.parametrize("name", STATED)
def test_a_command_takes_the_options_that_are_stated(name: str) -> None:
    options = {
        flag
        for option in commands()[name].params
        if isinstance(option, click.Option)
        for flag in option.opts
        if flag.startswith("--")
    }
    assert set(re.findall(r"--[a-z-]+", STATED[name][0])) == options - COMMON


@pytest.mark.parametrize("name", [name for name in STATED if name in BY_COMMAND])
def test_a_reply_has_the_keys_that_are_stated(name: str) -> None:
    assert keys(STATED[name][2]) == list(types_of(reply_of(BY_COMMAND[name])))
