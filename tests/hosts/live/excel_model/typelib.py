"""Excel's type library: which members its objects have, with what arguments, and its constants.

``typelib.json`` holds a part of what the npm packages @types/activex-excel and
@types/activex-office say (DefinitelyTyped, MIT licence, made from the type libraries of Excel 2010
and Office 2016): the classes and enumerations named here, whole. To make it anew, or with another
class, unpack both packages (``npm pack``) and give their ``index.d.ts``::

    python -m tests.hosts.live.excel_model.typelib EXCEL.d.ts OFFICE.d.ts
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = Path(__file__).with_name("typelib.json")

CLASSES = (
    "Areas", "Comment", "Comments", "Font", "FormatCondition", "FormatConditions",
    "Interior", "Range", "Shape", "Shapes", "TextFrame", "Window", "Windows", "Workbook",
    "Worksheet", "Office.DocumentProperties", "Office.DocumentProperty",
)  # fmt: skip
ENUMS = (
    "XlColorIndex", "XlFindLookIn", "XlFixedFormatType", "XlFormatConditionType", "XlPasteType",
    "XlSearchDirection", "XlSearchOrder", "XlUnderlineStyle", "XlVAlign", "Office.MsoDocProperties",
)  # fmt: skip

_ORIGIN = (
    "A part of @types/activex-excel 14.0.11 and @types/activex-office 16.0.7 by Zev Spitz, from "
    "https://github.com/DefinitelyTyped/DefinitelyTyped. MIT License. Copyright (c) Microsoft "
    "Corporation. Permission is hereby granted, free of charge, to any person obtaining a copy of "
    'this software and associated documentation files (the "Software"), to deal in the Software '
    "without restriction, including without limitation the rights to use, copy, modify, merge, "
    "publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to "
    "whom the Software is furnished to do so, subject to the following conditions: The above "
    "copyright notice and this permission notice shall be included in all copies or substantial "
    'portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, '
    "EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR "
    "A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE "
    "LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR "
    "OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS "
    "IN THE SOFTWARE."
)

NEWER = {("Worksheet", "CommentsThreaded"): "CommentsThreaded"}
"""Members that came after Excel 2010 with their classes: threaded comments, of Excel 365."""
NEWER_CLASSES = {"CommentsThreaded": {"Count": "Long"}}


@dataclass(frozen=True)
class Use:
    """One way to use a member: as a property, or as a method with so many arguments."""

    type: str
    """What it gives, in TypeScript's words."""
    readonly: bool = False
    arguments: tuple[str, ...] | None = None
    """The names of a method's arguments; None for a property."""
    needed: int = 0
    """How many of them must be given."""


Library = Mapping[str, Mapping[str, list[Use]]]


def load() -> tuple[Library, Mapping[str, Mapping[str, int]]]:
    """Return the classes with their members, and the enumerations."""
    held = json.loads(FILE.read_text(encoding="utf-8"))
    classes = {
        name: {
            member: [
                Use(type_, readonly, None if said is None else tuple(said), needed)
                for type_, readonly, said, needed in uses
            ]
            for member, uses in members.items()
        }
        for name, members in held["classes"].items()
    }
    for name, members in NEWER_CLASSES.items():
        classes[name] = {member: [Use(type_, readonly=True)] for member, type_ in members.items()}
    for (name, member), type_ in NEWER.items():
        classes[name][member] = [Use(type_, readonly=True)]
    return classes, held["enums"]


# --- making the file -----------------------------------------------------------------------


def _bare(text: str) -> str:
    return re.sub(r"//[^\n]*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def _bodies(text: str, prefix: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, name and body of each class, interface and enumeration of a namespace."""
    for found in re.finditer(r"\b(class|interface|enum) (\w+)(<[^{]*>)?[^{<]*\{", text):
        depth, at = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        yield found[1], prefix + found[2], text[found.end() : at - 1]


def _parts(text: str, end: str) -> Iterator[str]:
    """Yield what stands between some sign, brackets kept together."""
    depth, start = 0, 0
    for at, sign in enumerate(text):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(sign, 0)
        if sign == end and not depth:
            yield text[start:at].strip()
            start = at + 1
    if text[start:].strip():
        yield text[start:].strip()


def _uses(body: str) -> dict[str, list[Use]]:
    members: dict[str, list[Use]] = {}
    for line in _parts(re.sub(r"\s+", " ", body), ";"):
        if "_typekey" in line or line.startswith("private"):
            continue
        method = re.fullmatch(r"(\w*)(?:<[^(]*>)?\((.*)\): (.*)", line)
        plain = re.fullmatch(r"(readonly )?(\w+)\??: (.*)", line)
        if method:
            given = [one.partition(":")[0].strip() for one in _parts(method[2], ",")]
            names = tuple(one.rstrip("?") for one in given)
            needed = sum(not one.endswith("?") for one in given)
            members.setdefault(method[1] or "()", []).append(Use(method[3], False, names, needed))
        elif plain:
            members.setdefault(plain[2], []).append(Use(plain[3], bool(plain[1])))
    return members


def make(excel: Path, office: Path) -> None:
    """Write the file from the packages' declarations."""
    classes: dict[str, dict[str, list[object]]] = {}
    enums: dict[str, dict[str, int]] = {}
    for path, prefix in ((excel, ""), (office, "Office.")):
        for kind, name, body in _bodies(_bare(path.read_text(encoding="utf-8")), prefix):
            if kind == "enum" and name in ENUMS:
                said = re.findall(r"(\w+) = (-?\d+)", body)
                enums[name] = {member: int(value) for member, value in said}
            elif kind != "enum" and name in CLASSES:
                classes[name] = {
                    member: [list(asdict(use).values()) for use in uses]
                    for member, uses in sorted(_uses(body).items())
                }
    held = {
        "origin": _ORIGIN,
        "classes": dict(sorted(classes.items())),
        "enums": dict(sorted(enums.items())),
    }
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    FILE.write_text(re.sub(r'(?<=[}\]])?,("[\w.()]+":)(?=[\[{])', r",\n\1", text) + "\n", "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
