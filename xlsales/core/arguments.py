"""How a button asks for its arguments: one definition for options, dialog and help."""

from __future__ import annotations

from dataclasses import dataclass

from xlsales.core.words import Words


@dataclass(frozen=True)
class Ask:
    """Put into the ``Annotated`` of an argument's field: its label, and what to give.

    ``positional`` marks the command's own argument; ``metavar`` what stands for the value.
    """

    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""
    positional: bool = False
    metavar: str = ""

    @property
    def words(self) -> Words:
        """The label in both languages."""
        return Words(self.zh, self.en)

    @property
    def help(self) -> Words:
        """The longer text, or the label where there is none."""
        return Words(self.help_zh or self.zh, self.help_en or self.en)
