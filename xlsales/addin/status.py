"""What is known of an add-in on this machine: the reply of ``xlsales addin`` (cli.md)."""

from __future__ import annotations

from dataclasses import dataclass

from xlsales.core.words import Words


@dataclass(frozen=True)
class Status:
    """One host's add-in: where its file is, whether it is in use there, and what is wrong with it.

    ``host`` is ``excel`` or ``libreoffice``. ``file`` is the add-in's file, or None if there is
    none. ``problems`` say what to do; without any, an installed add-in works.
    """

    host: str
    file: str | None
    installed: bool
    problems: tuple[Words, ...] = ()
