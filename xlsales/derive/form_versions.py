"""The versions of the standard workbooks: what of a definition makes an older workbook differ.

That is what a workbook has and a program cannot put right while it reads: its sheets in their
order, tables, headers, types and formats, grey columns, drop-downs. The order of columns is not,
since they are found by their headers; nor are widths, notes, bounds and words of choices. Offices
have workbooks of older versions, so each version stays written down: *Upgrade* goes by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xlsales.forms import versions
from xlsales.forms.choices import Kind

RAISE = "--raise-form-version"
"""The option of ``python -m xlsales.derive`` that begins a version."""

Forms = Mapping[int, str]
"""The tables of each version, as :mod:`xlsales.forms.former` keeps them."""

_HEAD = '''"""The tables of each version of the standard workbooks; made by xlsales.derive.

How they are written: :mod:`xlsales.forms.former`.
"""

from collections.abc import Mapping

FORMS: Mapping[int, str] = {
'''


class Changed(Exception):
    """The tables differ from those of a version that offices have."""


def path() -> Path:
    """Return the module that holds the versions."""
    return Path(versions.__file__)


def parts_of(form: str) -> Mapping[str, tuple[str, ...]]:
    """Return what a version says of each workbook (``plan``) and table (``plan/plan_lines``).

    Of a workbook its tables in their order, of a table its titles and its columns, sorted.
    """
    columns: dict[str, list[str]] = {}
    heads: dict[str, str] = {}
    for line in form.splitlines():
        if line.startswith(" "):
            columns[next(reversed(columns))].append(line)
        else:
            name = line.partition("|")[0]
            heads[name], columns[name] = line, []
    found = {name: (heads[name], *sorted(mine)) for name, mine in columns.items()}
    for kind in Kind:
        found[kind.value] = tuple(name for name in heads if name.startswith(f"{kind}/"))
    return found


def due(forms: Forms, now: str, released: int, *, may_raise: bool = False) -> Forms:
    """Return the versions as they are to be, where the tables are as ``now`` says.

    One that is not released yet follows the tables; where offices have it, ``may_raise`` begins
    the next.

    Raises:
        Changed: it is released, and the tables differ; the message says what to do.
    """
    newest = max(forms)
    was, wanted = parts_of(forms[newest]), parts_of(now)
    if was == wanted:
        return forms
    if newest > released:
        return {**forms, newest: now}
    if may_raise:
        return {**forms, newest + 1: now}
    changed = sorted(name for name in {*was, *wanted} if was.get(name) != wanted.get(name))
    raise Changed(
        f"Offices have form version {newest}, and the tables differ from it: "
        f"{', '.join(changed)}.\n"
        f"If that is meant, begin version {newest + 1}: python -m xlsales.derive {RAISE}"
    )


def written(forms: Forms) -> bytes:
    """Return the module that holds these versions."""
    texts = (f'    {version}: """\\\n{form}""",\n' for version, form in sorted(forms.items()))
    return "".join((_HEAD, *texts, "}\n")).encode()
