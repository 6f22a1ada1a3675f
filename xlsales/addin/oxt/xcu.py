"""Write LibreOffice's registry files (.xcu): named nodes and properties, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from xlsales.core.words import Words

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def component(name: str, package: str, *nodes: str) -> str:
    """Return the file that sets ``nodes`` in the registry's component ``package.name``."""
    return (
        f'{HEAD}<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f" oor:name={quoteattr(name)} oor:package={quoteattr(package)}>\n"
        f"{''.join(nodes)}</oor:component-data>\n"
    )


def group(name: str, nodes: Iterable[str]) -> str:
    """Return a node that LibreOffice's own schema knows."""
    return f"<node oor:name={quoteattr(name)}>\n{''.join(nodes)}</node>\n"


def member(name: str, nodes: Iterable[str], *, fuse: bool = False) -> str:
    """Return a member of a set: it replaces one of that name, or is merged with it (``fuse``).

    LibreOffice sorts the members of a set by their names.
    """
    how = "fuse" if fuse else "replace"
    return f'<node oor:name={quoteattr(name)} oor:op="{how}">\n{"".join(nodes)}</node>\n'


def words(name: str, value: Words) -> str:
    """Return a text in both languages."""
    return (
        f'<prop oor:name={quoteattr(name)} oor:type="xs:string">'
        f'<value xml:lang="zh-CN">{escape(value.zh)}</value>'
        f'<value xml:lang="en-US">{escape(value.en)}</value></prop>\n'
    )


def prop(name: str, value: str | bool | int) -> str:
    """Return a property that has no language; its type is that of ``value``."""
    kind, text = "string", str(value)
    if isinstance(value, bool):
        kind, text = "boolean", text.lower()
    elif isinstance(value, int):
        kind = "int"
    return (
        f'<prop oor:name={quoteattr(name)} oor:type="xs:{kind}">'
        f"<value>{escape(text)}</value></prop>\n"
    )


def texts(name: str, values: Iterable[str]) -> str:
    """Return a list of texts."""
    joined = " ".join(values)
    return (
        f'<prop oor:name={quoteattr(name)} oor:type="oor:string-list">'
        f"<value>{escape(joined)}</value></prop>\n"
    )
