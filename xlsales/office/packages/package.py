"""An .xlsx as a package: bounded before it is read, and known by its properties (forms.md).

Nothing that a package says of itself is believed: a member is unpacked here, piece by piece, and
must come out as large and with the checksum that was said. Its names lead nowhere but to members
of the same package: no link, external workbook or template is ever followed, and no XML with a
document type is parsed, so there are no entities to expand.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from xlsales.core.row import Book
from xlsales.core.text import clean
from xlsales.core.words import Lang
from xlsales.forms.choices import OWNED, YEARLY, Kind
from xlsales.forms.files import FORM_VERSION
from xlsales.office.limits import SAFE_RATIO_BELOW, Limits, limits, passed
from xlsales.office.packages.foreign import foreign
from xlsales.office.unusable import Unusable, shown

BROKEN = (
    zipfile.BadZipFile, OSError, EOFError, zlib.error, struct.error, ValueError, LookupError,
    NotImplementedError, OverflowError,
)  # fmt: skip
"""What libraries raise at a file that is broken; a file that is out of reach is asked before."""

BLOCK = 1 << 18
"""Bytes that are unpacked at once."""

CUSTOM = "docProps/custom.xml"
FORM_PROPERTY = "xlsales.form_version"
"""The property that says of which form a workbook is."""
_LONGEST_PROPERTY = 255  # as in Excel; other programs allow more
_HEADER = 30  # bytes before a member's name
_ENTRY = 46  # bytes of a member in the directory, without its name
_NAMES = 400  # bytes that the names and extra fields of members have on average, at most


@dataclass(frozen=True)
class Identity:
    """What a workbook says of itself in its custom properties."""

    book: Book
    lang: Lang
    form_version: int
    properties: Mapping[str, str]


def damaged(path: Path) -> Unusable:
    """Return what to say of a file that is no workbook."""
    return Unusable(
        f"{shown(path)} 不是可读的工作簿，可能已损坏。请用 Excel 打开修复，或从备份恢复。",
        f"{shown(path)} is not a readable workbook. Repair it in Excel or restore a backup.",
    )


# --- opening -------------------------------------------------------------------------------


def opened(path: Path) -> zipfile.ZipFile:
    """Open a package that claims to be within bounds; the caller closes it.

    Only its directory is looked at. What is then unpacked with :func:`contents` or
    :func:`unpacked` is measured as it comes out.

    Raises:
        Unusable: it is missing, no .xlsx, protected by a password, or would unpack to more than
            the bounds allow.
    """
    bound = limits()
    try:
        _check_file(path, bound)
        package = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Unusable(
            f"找不到文件：{shown(path, whole=True)}。请检查路径。",
            f"There is no file {shown(path, whole=True)}. Check the path.",
        ) from None
    except PermissionError:
        raise Unusable(
            f"没有权限读取：{shown(path)}。请联系管理员开通。",
            f"You may not read {shown(path)}. Ask for access to it.",
        ) from None
    except BROKEN:
        raise damaged(path) from None
    try:
        _check_directory(path, package, bound)
    except Unusable:
        package.close()
        raise
    return package


def _check_file(path: Path, bound: Limits) -> None:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):  # reading a pipe would wait for ever
        raise Unusable(
            f"{shown(path)} 不是文件。请检查路径。",
            f"{shown(path)} is not a file. Check the path.",
        )
    if found.st_size > bound.file:
        raise passed(shown(path), "file", bound.file)
    with path.open("rb") as file:
        trouble = foreign(path, file)
        if trouble is not None:
            raise trouble
        if _directory_size(file, found.st_size) > bound.members * (_ENTRY + _NAMES):
            raise passed(shown(path), "members", bound.members)


def _directory_size(file: IO[bytes], size: int) -> int:
    """Return how large the directory at the end of an archive claims to be."""
    file.seek(-min(size, 65_536 + 22 + 76), 2)
    tail = file.read()
    sizes = [0]
    for mark, at, form in ((b"PK\5\6", 12, "<L"), (b"PK\6\6", 40, "<Q")):
        place = tail.rfind(mark)
        held = tail[place + at : place + at + struct.calcsize(form)]
        if place >= 0 and len(held) == struct.calcsize(form):
            sizes.append(struct.unpack(form, held)[0])
    return min(max(sizes), size)  # one that claims to be larger than the file is found broken


def _check_directory(path: Path, package: zipfile.ZipFile, bound: Limits) -> None:
    members = package.infolist()
    if len(members) > bound.members:
        raise passed(shown(path), "members", bound.members)
    if len({_key(member.filename) for member in members}) != len(members):
        raise damaged(path)
    trouble = foreign(path, None, {_key(member.filename) for member in members})
    if trouble is not None:
        raise trouble
    for member in members:
        _check_size(path, member, member.file_size, bound)
        if member.flag_bits & 0x1:
            raise Unusable(
                f"{shown(path)} 的压缩包有密码，不能读取。请用 Excel 另存为不加密码的 .xlsx。",
                f"The archive of {shown(path)} has a password. Save it from Excel without one.",
            )
    if sum(member.file_size for member in members) > bound.unpacked:
        raise passed(shown(path), "unpacked", bound.unpacked)
    end = package.start_dir
    for member in sorted(members, key=lambda each: each.header_offset, reverse=True):
        if not 0 <= member.header_offset <= end - _HEADER - member.compress_size:
            raise damaged(path)  # it lies outside, or two members share their bytes
        end = member.header_offset


def _check_size(path: Path, member: zipfile.ZipInfo, size: int, bound: Limits) -> None:
    if size > bound.member:
        raise passed(shown(path), "member", bound.member)
    if size > SAFE_RATIO_BELOW and size > bound.ratio * max(1, member.compress_size):
        raise passed(shown(path), "ratio", bound.ratio)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def members_of(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the members by their names in small letters: capitals make no difference."""
    return {_key(member.filename): member for member in package.infolist()}


# --- unpacking -----------------------------------------------------------------------------


def packed(path: Path, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member's bytes as they lie in the file.

    Raises:
        Unusable: they are not there.
    """
    file = package.fp
    try:
        assert file is not None
        file.seek(member.header_offset)
        head = file.read(_HEADER)
        if len(head) != _HEADER or head[:4] != b"PK\3\4":
            raise damaged(path)
        at = member.header_offset + _HEADER + sum(struct.unpack("<HH", head[26:30]))
        left = member.compress_size
        while left:
            file.seek(at)
            block = file.read(min(left, BLOCK))
            if not block:
                raise damaged(path)
            yield block
            at += len(block)
            left -= len(block)
    except BROKEN:
        raise damaged(path) from None


def unpacked(
    path: Path, package: zipfile.ZipFile, member: zipfile.ZipInfo, most: int | None = None
) -> Iterator[bytes]:
    """Yield what a member unpacks to, piece by piece, never more than is allowed.

    Raises:
        Unusable: more comes out than is allowed (``most`` bytes, if given), or another size or
            checksum than the directory says.
    """
    bound = limits()
    size = crc = 0
    for block in _inflated(path, package, member):
        size += len(block)
        if most is not None and size > most:
            raise passed(shown(path), "xml", most)
        _check_size(path, member, size, bound)
        if size > member.file_size:
            break
        crc = zlib.crc32(block, crc)
        yield block
    if size != member.file_size or crc != member.CRC:
        raise damaged(path)


def _inflated(path: Path, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    if member.compress_type == zipfile.ZIP_STORED:
        yield from packed(path, package, member)
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise damaged(path)
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for block in packed(path, package, member):
            rest = block
            while rest and not inflating.eof:
                yield inflating.decompress(rest, BLOCK)
                rest = inflating.unconsumed_tail
        while not inflating.eof:
            last = inflating.decompress(inflating.unconsumed_tail, BLOCK)
            if not last:
                raise damaged(path)
            yield last
    except zlib.error:
        raise damaged(path) from None


def contents(path: Path, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a whole member: one of those that describe the workbook, which are small.

    Raises:
        Unusable: it is too large for that, or damaged.
    """
    return b"".join(unpacked(path, package, member, limits().xml))


def xml(path: Path, data: bytes) -> ElementTree.Element:
    """Parse a member without ever meeting an entity declaration.

    Raises:
        Unusable: it is not XML in UTF-8, or it has a document type.
    """
    if b"\0" in data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # NUL: it is UTF-16
        raise damaged(path)
    try:
        return ElementTree.fromstring(data)  # noqa: S314  # no entities: checked just above
    except (ElementTree.ParseError, ValueError, LookupError):
        raise damaged(path) from None


def local(tag: str) -> str:
    """Return an element's or attribute's name without its namespace: Strict files have others."""
    return tag.rpartition("}")[2]


# --- properties ----------------------------------------------------------------------------


def properties(path: Path, package: zipfile.ZipFile) -> dict[str, str]:
    """Return the custom properties of a package, as text without what nobody sees."""
    member = members_of(package).get(CUSTOM.lower())
    if member is None:
        return {}
    return {
        clean(element.get("name", "")): clean("".join(element.itertext()))[:_LONGEST_PROPERTY]
        for element in xml(path, contents(path, package, member)).iter()
        if local(str(element.tag)) == "property"
    }


def identify(path: Path) -> Identity | None:
    """Return what standard workbook a file is, or None if it is none of ours.

    Raises:
        Unusable: it cannot be opened, its form is newer than this program knows, or its year
            cannot be read.
    """
    with opened(path) as package:
        found = properties(path, package)
    kind = found.get("xlsales.kind", "")
    if kind not in set(Kind):
        return None
    version = found.get(FORM_PROPERTY, "1")
    number = int(version) if version.isdecimal() else 0
    if number > FORM_VERSION:
        raise Unusable(
            f"{shown(path)} 是更新版本的表单（{version}），请先升级本程序。",
            f"{shown(path)} has a newer form ({version}). Update this program first.",
        )
    lang = Lang.EN if found.get("xlsales.lang") == "en" else Lang.ZH
    owner = _one_line(found.get("xlsales.owner", "")) if kind in OWNED else ""
    year = _year(path, _one_line(found.get("xlsales.year", ""))) if kind in YEARLY else 0
    return Identity(Book(kind, owner, year), lang, number, found)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _year(path: Path, text: str) -> int:
    """Return a workbook's year; a blank one is that of a workbook not yet given to anybody."""
    if text in {"", "0"}:
        return 0
    if not re.fullmatch(r"(?:19|20|21)[0-9]{2}", text):
        raise Unusable(
            f"{shown(path)} 的文档属性 xlsales.year 应为四位年份，现在是“{text}”。"
            "请在 Excel 的“文件 - 信息 - 属性 - 高级属性 - 自定义”中改正。",
            f"The document property xlsales.year of {shown(path)} should be a year of four digits, "
            f"not {text!r}. Correct it in Excel under File, Info, Properties, Advanced, Custom.",
        )
    return int(text)
