"""A person at a terminal is shown what *Undo* takes back and asked; a script has said it already."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from xlsales.buttons import made_of
from xlsales.core.words import Words

if TYPE_CHECKING:
    from xlsales.buttons import Button
    from xlsales.core.office import Call
    from xlsales.hosts.files.host import OfficeHost


def sure(host: OfficeHost, button: Button, call: Call[Any]) -> bool:
    """Return whether to go on: nobody to ask, nothing to ask about, or a yes; Enter is yes."""
    if call.args.force or not sys.stdin.isatty():
        return True
    told = made_of(button.foresees)(host, call)
    if told is None:
        return True
    head = Words(f"将撤销：{told.press.zh}。", f"To be undone: {told.press.en}.")
    for words in (head, told.did):
        if words.zh:
            click.echo(words.said(call.lang), err=True)
    return click.confirm(Words("确定撤销吗？", "Undo it?").said(call.lang), default=True, err=True)
