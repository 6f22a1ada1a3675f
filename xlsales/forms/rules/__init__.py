"""Every rule of the workbooks: code, severity, what it says, how to mend it.

One module a field of work; ``ALL`` gathers them for the documentation and the registry test.
"""

from __future__ import annotations

from xlsales.core.finding import Rule, Severity
from xlsales.core.words import Words


def error(code: str, says: tuple[str, str], cure: tuple[str, str] = ("", "")) -> Rule:
    """Make a rule that stops its row."""
    return Rule(code, Severity.ERROR, Words(*says), Words(*cure))


def warning(code: str, says: tuple[str, str], cure: tuple[str, str] = ("", "")) -> Rule:
    """Make a rule that a person should look at."""
    return Rule(code, Severity.WARNING, Words(*says), Words(*cure))


def info(code: str, says: tuple[str, str], cure: tuple[str, str] = ("", "")) -> Rule:
    """Make a rule that says how something was taken."""
    return Rule(code, Severity.INFO, Words(*says), Words(*cure))
