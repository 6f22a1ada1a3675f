"""A package of parts to be changed: what is not changed is copied as it lies, byte for byte."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile, ZipInfo

from xlsales.office.editing import markup
from xlsales.office.packages.package import damaged, members_of, opened, packed, unpacked
from xlsales.office.packages.zip_writer import ZipWriter
from xlsales.office.unusable import Unusable, shown

CONTENT_TYPES = "[Content_Types].xml"
RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_RELATIONS = (
    _HEAD + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b"</Relationships>"
)
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8|us-ascii)""", re.IGNORECASE)


@dataclass(frozen=True)
class Relation:
    """One line of a part's relationships; the target is a member's name, or an outside address."""

    id: str
    type: str
    target: str
    outside: bool

    def is_a(self, kind: str) -> bool:
        """Return whether it is of a kind such as ``worksheet``."""
        return self.type.endswith(f"/{kind}")


class Package:
    """The parts of one file, read when asked for; changes are kept until :meth:`save`."""

    def __init__(self, path: Path) -> None:
        """Open a file.

        Raises:
            Unusable: it is no package, too large, encrypted or signed.
        """
        self.path = path
        self._zip: ZipFile = opened(path)
        self._members = members_of(self._zip)
        self._new: dict[str, tuple[bytes, ...]] = {}
        self._gone: set[str] = set()
        if any(name.startswith("_xmlsignatures/") for name in self._members):
            self._zip.close()
            raise self.refused(
                "文件有数字签名，改动会使签名失效",
                "请先在 Excel 的“文件 - 信息”中删除签名",
                "it is signed, and a change would void the signature",
                "Remove the signature in Excel first (File, Info)",
            )

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def refused(self, zh: str, zh_cure: str, en: str, en_cure: str) -> Unusable:
        """Return what to say of a file that is not edited: why, and what to do."""
        name = shown(self.path)
        return Unusable(
            f"{name} 没有改动：{zh}。{zh_cure}，然后再试。",
            f"{name} was not changed: {en}. {en_cure}, then try again.",
        )

    def strange(self, part: str) -> Unusable:
        """Return what to say of a part whose XML is not as spreadsheet programs write it."""
        return self.refused(
            f"其中 {part} 采用了本程序无法读取的写法",
            "请用 Excel 打开并另存为“Excel 工作簿 (*.xlsx)”",
            f"its part {part} is written in a way that is not understood",
            "Open it in Excel and save it as Excel Workbook (*.xlsx)",
        )

    # --- members ---------------------------------------------------------------------------

    def _member(self, part: str) -> str:
        """Return the name of a part as the archive writes it; capitals make no difference."""
        info = self._members.get(part.lower())
        return info.filename if info else part

    def __contains__(self, part: str) -> bool:
        name = self._member(part)
        return name in self._new or (part.lower() in self._members and name not in self._gone)

    def __iter__(self) -> Iterator[str]:
        old = {info.filename: name for name, info in self._members.items()}
        yield from (name for filename, name in old.items() if filename not in self._gone)
        yield from (name for name in self._new if name not in old)

    def read(self, part: str) -> bytes:
        """Return a part as it is now.

        Raises:
            Unusable: it is not there or damaged.
        """
        name = self._member(part)
        if name in self._new:
            return b"".join(self._new[name])
        info = self._members.get(part.lower())
        if info is None or name in self._gone:
            raise damaged(self.path)
        return b"".join(unpacked(self.path, self._zip, info))

    def text(self, part: str) -> bytes:
        """Return a part that is to be edited as XML in UTF-8 without comments and entities.

        Raises:
            Unusable: it is something else.
        """
        data = self.read(part)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _ENCODING.match(data[:200]):
            raise self.strange(part)
        if b"<!" in data:  # a comment, CDATA, or a document type
            raise self.strange(part)
        return data

    def write(self, part: str, *data: bytes) -> None:
        """Give a part new content, in one or more pieces; one that is not there yet is added."""
        name = self._member(part)
        self._gone.discard(name)
        self._new[name] = data

    def _drop(self, part: str) -> None:
        name = self._member(part)
        self._new.pop(name, None)
        if part.lower() in self._members:
            self._gone.add(name)

    def remove(self, part: str) -> None:
        """Take a part out, with its relationships and content type; who points at it stays."""
        self._drop(part)
        self._drop(relations_of(part))
        types = self.text(CONTENT_TYPES)
        for span in markup.find_all(types, self._types_prefix(types), b"Override"):
            name = markup.get(markup.tag_of(types, span), b"PartName") or b""
            if unquote(markup.text(name)).lstrip("/").lower() == part.lower():
                self.write(CONTENT_TYPES, types[: span.start] + types[span.end :])
                return

    def unused(self, pattern: str) -> str:
        """Return the first name like ``xl/comments{}.xml`` that no part has."""
        n = 1
        while pattern.format(n) in self:
            n += 1
        return pattern.format(n)

    # --- content types ---------------------------------------------------------------------

    def _types_prefix(self, types: bytes) -> bytes:
        prefix = markup.prefix_of(types, b"Types")
        if prefix is None:
            raise self.strange(CONTENT_TYPES)
        return prefix

    def declare(self, part: str, content_type: str) -> None:
        """Say what a new part holds."""
        self._declare(b"Override", b"PartName", b"/" + markup.escaped(part), content_type)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say what parts whose names end so hold, unless it is said already."""
        types = self.text(CONTENT_TYPES)
        for span in markup.find_all(types, self._types_prefix(types), b"Default"):
            said = markup.get(markup.tag_of(types, span), b"Extension") or b""
            if said.decode().lower() == extension:
                return
        self._declare(b"Default", b"Extension", extension.encode(), content_type)

    def _declare(self, element: bytes, key: bytes, value: bytes, content_type: str) -> None:
        types = self.text(CONTENT_TYPES)
        prefix = self._types_prefix(types)
        line = b'<%s%s %s="%s" ContentType="%s"/>' % (
            prefix, element, key, value, content_type.encode()
        )  # fmt: skip
        end = types.rfind(b"</" + prefix + b"Types>")
        if end < 0:
            raise self.strange(CONTENT_TYPES)
        self.write(CONTENT_TYPES, types[:end] + line + types[end:])

    # --- relationships ---------------------------------------------------------------------

    def relations(self, part: str) -> list[Relation]:
        """Return the relationships of a part, those of the package itself for ``""``."""
        member = relations_of(part)
        if member not in self:
            return []
        data = self.text(member)
        prefix = markup.prefix_of(data, b"Relationships")
        if prefix is None:
            raise self.strange(member)
        found = []
        for m in markup.opening(prefix, b"Relationship").finditer(data):
            held = {k: markup.text(v) for k, v in markup.attributes(m[0]).items()}
            outside = held.get(b"TargetMode") == "External"
            target = held.get(b"Target", "")
            if not outside:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))
                target = target.lstrip("/")
                if target not in self:
                    target = unquote(target)
            found.append(Relation(held.get(b"Id", ""), held.get(b"Type", ""), target, outside))
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship from a part to another one; return its id."""
        member = relations_of(part)
        data = self.text(member) if member in self else _NO_RELATIONS
        prefix = markup.prefix_of(data, b"Relationships")
        if prefix is None:
            raise self.strange(member)
        taken = {relation.id for relation in self.relations(part)}
        n = len(taken) + 1
        while f"rId{n}" in taken:
            n += 1
        line = b'<%sRelationship Id="rId%d" Type="%s" Target="/%s"/>' % (
            prefix, n, (RELATION_TYPE + kind).encode(), markup.escaped(target)
        )  # fmt: skip
        closing = b"</" + prefix + b"Relationships>"
        end = data.rfind(closing)
        if end < 0:  # <Relationships/>
            root = markup.sure(markup.find(data, prefix, b"Relationships"))
            data = data[: root.end - 2].rstrip() + b">" + closing
            end = len(data) - len(closing)
        self.write(member, data[:end] + line + data[end:])
        return f"rId{n}"

    def unrelate(self, part: str, relation: str) -> None:
        """Take a relationship away; with the last one the member that held them goes."""
        member = relations_of(part)
        data = self.text(member)
        prefix = markup.prefix_of(data, b"Relationships") or b""
        spans = list(markup.find_all(data, prefix, b"Relationship"))
        for span in spans:
            if markup.get(markup.tag_of(data, span), b"Id") == relation.encode():
                if len(spans) == 1:
                    self._drop(member)
                else:
                    self.write(member, data[: span.start] + data[span.end :])
                return

    # --- writing ---------------------------------------------------------------------------

    def save(self, target: Path) -> None:
        """Write the package: unchanged members as they lie in the file, in their old order."""
        new = dict(self._new)
        with target.open("wb") as out:
            archive = ZipWriter(out)
            for info in self._zip.infolist():
                if info.filename in self._gone:
                    continue
                changed = new.pop(info.filename, None)
                if changed is not None:
                    archive.pack(copy(info), changed)
                else:
                    archive.copy(info, packed(self.path, self._zip, info))
            for part, data in new.items():
                archive.pack(ZipInfo(part), data)
            archive.close()


def relations_of(part: str) -> str:
    """Return the member that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def part_text(head: bytes) -> bytes:
    """Return a new part: the XML declaration and the content."""
    return _HEAD + head
