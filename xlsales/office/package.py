"""An .xlsx as a package: bounded before it is read, and known by its properties (forms.md)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.choices import Kind
from xlsales.forms.files import FORM_VERSION
from xlsales.office.unusable import Unusable

MAX_BYTES = 1_000_000_000
"""Most bytes that a workbook may unpack to."""
MAX_RATIO = 500
"""Most that a member of over a megabyte may be larger than what is stored of it."""
MAX_MEMBERS = 10_000
"""Most members of a workbook."""

_CUSTOM = "docProps/custom.xml"
_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


@dataclass(frozen=True)
class Identity:
    """What a workbook says of itself in its custom properties."""

    book: Book
    lang: Lang
    form_version: int
    properties: Mapping[str, str]


def opened(path: Path) -> zipfile.ZipFile:
    """Open a package whose size is within bounds; the caller closes it.

    Raises:
        Unusable: it is missing, no .xlsx, or unpacks to more than the bounds allow.
    """
    try:
        package = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Unusable(
            f"找不到文件：{path}。请检查路径。", f"There is no file {path}. Check the path."
        ) from None
    except PermissionError:
        raise Unusable(
            f"没有权限读取：{path.name}。请找管理员开通。",
            f"You may not read {path.name}. Ask for access to it.",
        ) from None
    except (zipfile.BadZipFile, OSError, ValueError):
        raise damaged(path) from None
    members = package.infolist()
    total = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > 1_000_000 and member.file_size > MAX_RATIO * max(1, member.compress_size)
        for member in members
    )
    if len(members) > MAX_MEMBERS or total > MAX_BYTES or swollen:
        package.close()
        raise Unusable(
            f"{path.name} 展开后过大，不予打开。请用 Excel 另存一份再试。",
            f"{path.name} unpacks to too much and was not opened. Save it anew in Excel first.",
        )
    return package


def damaged(path: Path) -> Unusable:
    """Return what to say of a file that is no workbook."""
    return Unusable(
        f"{path.name} 不是可读的工作簿，可能已损坏。请用 Excel 打开修复，或从备份恢复。",
        f"{path.name} is not a readable workbook. Repair it in Excel or restore a backup.",
    )


def xml(path: Path, data: bytes) -> ElementTree.Element:
    """Parse a member without ever meeting an entity declaration.

    Raises:
        Unusable: it is not XML, or it declares entities.
    """
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise damaged(path)
    try:
        return ElementTree.fromstring(data)  # noqa: S314  # no entities: checked just above
    except ElementTree.ParseError:
        raise damaged(path) from None


def properties(path: Path, package: zipfile.ZipFile) -> dict[str, str]:
    """Return the custom properties of a package, as text."""
    if _CUSTOM not in package.namelist():
        return {}
    try:
        data = package.read(_CUSTOM)
    except (zipfile.BadZipFile, OSError, EOFError):
        raise damaged(path) from None
    return {
        element.get("name", ""): "".join(element.itertext()).strip()
        for element in xml(path, data).iter(_PROPERTY)
    }


def identify(path: Path) -> Identity | None:
    """Return what standard workbook a file is, or None if it is none of ours.

    Raises:
        Unusable: it cannot be opened, or its form is newer than this program knows.
    """
    with opened(path) as package:
        found = properties(path, package)
    kind = found.get("xlsales.kind", "")
    if kind not in set(Kind):
        return None
    version = found.get("xlsales.form_version", "1")
    year = found.get("xlsales.year", "")
    number = int(version) if version.isdecimal() else 0
    if number > FORM_VERSION:
        raise Unusable(
            f"{path.name} 是更新版本的表单（{version}），请先升级本程序。",
            f"{path.name} has a newer form ({version}). Update this program first.",
        )
    lang = Lang.EN if found.get("xlsales.lang") == "en" else Lang.ZH
    book = Book(kind, found.get("xlsales.owner", ""), int(year) if year.isdecimal() else 0)
    return Identity(book, lang, number, found)
