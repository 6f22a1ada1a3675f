"""Help pages in the person's language; click itself speaks English only."""

from __future__ import annotations

import re

import click

from xlsales.core.words import Lang, Words

_HEADINGS = {
    "Usage": Words("用法", "Usage"),
    "Options": Words("选项", "Options"),
    "Commands": Words("命令", "Commands"),
}


class Helped(click.Command):
    """A command whose help is said in ``lang``."""

    lang: Lang = Lang.ZH

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page with its headings in the person's language."""
        page = super().get_help(ctx)
        for word, words in _HEADINGS.items():
            page = re.sub(rf"^{word}:", f"{words.said(self.lang)}:", page, flags=re.MULTILINE)
        return page

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say what ``--help`` does."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = Words("显示本帮助", "show this help").said(self.lang)
        return option


def metavar(lang: Lang) -> str:
    """Return what stands for the options in a usage line."""
    return Words("[选项]", "[OPTIONS]").said(lang)
