"""XML as bytes: finding and changing one tag without touching what stands beside it.

Nothing is parsed and written anew, so that attribute order, prefixes, ``mc:Ignorable`` and
extensions stay as whoever wrote them left them. Callers make sure that a part holds no comments,
CDATA or document type (:meth:`Package.text`): then ``<`` only ever begins a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

ATTRIBUTES = rb"""[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*"""
"""What stands in a tag after its name; a value may hold ``>``."""

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ANY_TAG = re.compile(rb"<(/?)([A-Za-z_][^\s<>/\"'=]*)(" + ATTRIBUTES + rb")>")
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]+)|#(\d+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


T = TypeVar("T")


class Span(NamedTuple):
    """An element: its tag's name, where it starts and ends, where its content starts and ends."""

    name: bytes
    start: int
    end: int
    inner: int
    inner_end: int


@cache
def opening(prefix: bytes, name: bytes) -> re.Pattern[bytes]:
    """Return the pattern of an element's opening tag."""
    return re.compile(rb"<" + re.escape(prefix + name) + rb"(?=[\s/>])" + ATTRIBUTES + rb">")


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """Return the attributes of a tag, their values as written."""
    return {
        m[1]: m[2] if m[2] is not None else m[3]
        for m in _ATTRIBUTE.finditer(tag, len(tag.split(None, 1)[0]))
    }


def get(tag: bytes, name: bytes) -> bytes | None:
    """Return an attribute's value as written."""
    return attributes(tag).get(name)


def put(tag: bytes, name: bytes, value: bytes | None) -> bytes:
    """Return a tag with one attribute set, or taken away; the others stay as they are."""
    for m in _ATTRIBUTE.finditer(tag, len(tag.split(None, 1)[0])):
        if m[1] == name:
            if value is None:
                return tag[: m.start()].rstrip() + tag[m.end() :]
            return tag[: m.start()] + name + b'="' + value + b'"' + tag[m.end() :]
    if value is None:
        return tag
    cut = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:cut].rstrip() + b" " + name + b'="' + value + b'"' + tag[cut:]


def find(data: bytes, prefix: bytes, name: bytes, start: int = 0) -> Span | None:
    """Return the first element of a name at or after ``start``; it must not hold its like."""
    m = opening(prefix, name).search(data, start)
    return span_of(data, prefix + name, m) if m else None


def sure(found: T | None) -> T:
    """Return what must be there in a part that a spreadsheet program wrote (ValueError)."""
    if found is None:
        raise ValueError("an element is missing")
    return found


def find_all(data: bytes, prefix: bytes, name: bytes, start: int = 0) -> Iterator[Span]:
    """Yield every element of a name, in order."""
    span = find(data, prefix, name, start)
    while span is not None:
        yield span
        span = find(data, prefix, name, span.end)


def span_of(data: bytes, name: bytes, m: re.Match[bytes]) -> Span:
    """Return the element that begins with the tag ``m`` (ValueError: it has no end)."""
    if m[0].endswith(b"/>"):
        return Span(name, m.start(), m.end(), m.end(), m.end())
    closing = b"</" + name + b">"
    end = data.index(closing, m.end())
    return Span(name, m.start(), end + len(closing), m.end(), end)


def tag_of(data: bytes, span: Span) -> bytes:
    """Return the opening tag of an element."""
    return data[span.start : span.inner]


def inner_of(data: bytes, span: Span) -> bytes:
    """Return the content of an element."""
    return data[span.inner : span.inner_end]


def children(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the elements side by side from ``start`` on, up to ``end`` or the parent's end."""
    depth, first = 0, None
    for m in _ANY_TAG.finditer(data, start, len(data) if end is None else end):
        if m[1]:
            depth -= 1
            if depth < 0:
                return
            if depth == 0 and first is not None:
                yield Span(first[2], first.start(), m.end(), first.end(), m.start())
        elif m[3].endswith(b"/"):
            if depth == 0:
                yield Span(m[2], m.start(), m.end(), m.end(), m.end())
        else:
            if depth == 0:
                first = m
            depth += 1


def place(data: bytes, start: int, order: Sequence[bytes], name: bytes) -> int:
    """Return where among the children from ``start`` on an element belongs, by the schema's order.

    An ``mc:AlternateContent`` stands where the first element of the main namespace in it would.
    """
    rank = {each: i for i, each in enumerate(order)}
    at = start
    for child in children(data, start):
        local = child.name.split(b":")[-1]
        if local == b"AlternateContent":
            inside = re.findall(rb"<(?:\w+:)?(\w+)", data[child.inner : child.inner_end])
            local = next((each for each in inside if each in rank), local)
        if rank.get(local, -1) > rank[name]:
            return child.start
        at = child.end
    return at


def counted(data: bytes, prefix: bytes, group: bytes, name: bytes) -> bytes:
    """Return a part in which a group's ``count`` is right; one without elements goes."""
    span = find(data, prefix, group)
    if span is None:
        return data
    count = sum(1 for _ in opening(prefix, name).finditer(inner_of(data, span)))
    if not count:
        return data[: span.start] + data[span.end :]
    tag = tag_of(data, span)
    if get(tag, b"count") in {None, b"%d" % count}:
        return data
    return data[: span.start] + put(tag, b"count", b"%d" % count) + data[span.inner :]


def prefix_of(data: bytes, root: bytes) -> bytes | None:
    """Return the prefix, with its colon, of a root element; None if it is another element."""
    m = re.search(rb"<((?:[\w.-]+:)?)" + root + rb"(?=[\s/>])", data[:65536])
    return m[1] if m else None


def text(value: bytes) -> str:
    """Return what written character data means."""
    found = value.decode("utf-8", "replace")
    return _ENTITY.sub(_entity, found) if "&" in found else found


def _entity(m: re.Match[str]) -> str:
    if m[3]:
        return _NAMED[m[3]]
    code = int(m[1], 16) if m[1] else int(m[2])
    return chr(code) if code < 0x110000 else ""


def escaped(value: str) -> bytes:
    """Return a text as XML, fit for an attribute too; what XML cannot hold is left out."""
    if not (value.isascii() and value.isprintable()):
        value = _NO_XML.sub("", value)
    return (
        value.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .encode()
    )


def cell_text(value: str) -> bytes:
    """Return a text as the content of a cell's ``<t>``: ``_x0041_`` in it stays as typed."""
    if "_x" in value:
        value = _LOOKS_ESCAPED.sub("_x005F_", value)
    return escaped(value)
