"""Which sheets and tables a workbook has, and where: read from the parts that describe it."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from xlsales.office.packages.package import contents, damaged, local, members_of, xml
from xlsales.office.references import LAST_COLUMN, LAST_ROW, Area, number
from xlsales.office.unusable import Unusable, shown

_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")


@dataclass(frozen=True)
class ListObject:
    """A table: its name, its sheet (member and title), its area, and its headers as it lists them.

    ``area`` is what it covers with the header row and without a totals row; ``ends`` says that
    a totals row follows, so that nothing typed below belongs to it.
    """

    name: str
    member: str
    title: str
    area: Area
    headers: tuple[str, ...]
    ends: bool


@dataclass
class Layout:
    """What a package says of its workbook; members by their names in small letters."""

    members: Mapping[str, zipfile.ZipInfo]
    since_1904: bool = False
    """Whether days count from the first of 1904, as in workbooks of old Macs."""
    strings: str | None = None
    styles: str | None = None
    tables: dict[str, ListObject] = field(default_factory=dict)
    others: list[ListObject] = field(default_factory=list)
    """Tables of other names, as far as they are as spreadsheet programs write them."""
    covered: dict[str, list[Area]] = field(default_factory=dict)
    """The areas of all tables of each sheet, with header and totals rows."""


class _Relation(NamedTuple):
    kind: str
    target: str


def layout(path: Path, package: zipfile.ZipFile, wanted: Container[str]) -> Layout:
    """Return where the ``wanted`` tables of a workbook are.

    Raises:
        Unusable: a part is missing or damaged, a wanted table is there twice, has no header row,
            or covers what no sheet has.
    """
    reading = _Reading(path, package)
    found = Layout(reading.members)
    main = _first(reading.relations(""), "officeDocument") or "xl/workbook.xml"
    workbook = reading.tree(main)
    relations = reading.relations(main)
    found.strings = _first(relations, "sharedStrings")
    found.styles = _first(relations, "styles")
    seen: set[str] = set()
    for element in workbook.iter():
        tag = local(str(element.tag))
        if tag == "workbookPr":
            found.since_1904 = element.get("date1904") in {"1", "true"}
        elif tag == "sheet":
            identity = _relation_id(element)
            if not identity:  # a module of an old workbook, which holds no cells
                continue
            relation = relations.get(identity)
            if relation is None or relation.target not in found.members:
                raise damaged(path)
            if relation.kind == "worksheet" and relation.target not in seen:
                seen.add(relation.target)
                _tables(reading, found, relation.target, element.get("name", ""), wanted)
    return found


class _Reading:
    def __init__(self, path: Path, package: zipfile.ZipFile) -> None:
        self.path = path
        self.package = package
        self.members = members_of(package)

    def tree(self, name: str) -> Element:
        member = self.members.get(name.lower())
        if member is None:
            raise damaged(self.path)
        return xml(self.path, contents(self.path, self.package, member))

    def relations(self, part: str) -> dict[str, _Relation]:
        """Return the relationships of a part by id, none that leads out of the package."""
        folder, name = posixpath.split(part)
        member = posixpath.join(folder, "_rels", f"{name}.rels").lower()
        if member not in self.members:
            return {}
        found = {}
        for element in self.tree(member).iter():
            if local(str(element.tag)) != "Relationship" or element.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            target = target.lstrip("/").lower()
            if target not in self.members:
                target = unquote(target)
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = _Relation(kind, target)
        return found


def _first(relations: Mapping[str, _Relation], kind: str) -> str | None:
    return next((each.target for each in relations.values() if each.kind == kind), None)


def _relation_id(sheet: Element) -> str:
    return next((value for key, value in sheet.items() if key.endswith("}id")), "")


def _tables(
    reading: _Reading, found: Layout, member: str, title: str, wanted: Container[str]
) -> None:
    targets = (each.target for each in reading.relations(member).values() if each.kind == "table")
    for target in dict.fromkeys(targets):
        root = reading.tree(target)
        if local(str(root.tag)) != "table":
            raise damaged(reading.path)
        name = root.get("displayName") or root.get("name") or ""
        area = area_of(root.get("ref", ""))
        if area is not None:
            found.covered.setdefault(member, []).append(area)
        if name not in wanted:
            with suppress(Unusable):  # somebody's own
                found.others.append(_table(reading.path, root, name, member, title, area))
            continue
        if name in found.tables:
            raise Unusable(
                f"{shown(reading.path)} 中有两个名为 {name} 的表。请在 Excel 中删除其中一个或改名。",
                f"{shown(reading.path)} has two tables named {name}. Delete or rename one.",
            )
        found.tables[name] = _table(reading.path, root, name, member, title, area)


def _table(
    path: Path, root: Element, name: str, member: str, title: str, area: Area | None
) -> ListObject:
    if area is None:
        raise Unusable(
            f"{shown(path)} 中表 {name} 的范围有误。请用 Excel 打开修复，或从备份恢复。",
            f"The range of table {name} in {shown(path)} is wrong. Repair it in Excel or restore "
            "a backup.",
        )
    heads, totals = root.get("headerRowCount", "1"), root.get("totalsRowCount", "0")
    if heads == "0":
        raise Unusable(
            f"{shown(path)} 中表 {name} 的标题行已关闭。请在 Excel 的“表格设计”中勾选“标题行”。",
            f"Table {name} in {shown(path)} shows no header row. Tick Header Row under Table "
            "Design in Excel.",
        )
    if heads != "1" or totals not in {"0", "1"}:
        raise damaged(path)
    bottom = area.bottom - int(totals)
    if bottom < area.top:
        raise damaged(path)
    width = area.right - area.left + 1
    return ListObject(
        name,
        member,
        title,
        area._replace(bottom=bottom),
        tuple(_headers(root))[:width],
        ends=totals == "1",
    )


def _headers(root: Element) -> Iterator[str]:
    for element in root.iter():
        if local(str(element.tag)) == "tableColumn":
            yield element.get("name", "")


def area_of(ref: str) -> Area | None:
    """Return the area that a reference such as ``A2:F10`` means, None if it means none."""
    found = _REF.fullmatch(ref)
    if not found:
        return None
    left, top, right, bottom = found.groups()
    first, last = (number(letters.upper().encode()) for letters in (left, right or left))
    area = Area(int(top), first, int(bottom or top), last)
    sound = 1 <= area.top <= area.bottom <= LAST_ROW and area.left <= area.right <= LAST_COLUMN
    return area if sound else None
