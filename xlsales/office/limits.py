"""How much of a file is read at most: every bound, what it is for, and its setting.

The settings of an office stand in a workbook, and that cannot be asked before it is read: so these
are environment variables of the computer. docs/en/limits.md and docs/zh/limits.md list
them for people.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import Annotated, get_type_hints

from xlsales.core.words import Words
from xlsales.office.unusable import Unusable

MB = 1_000_000


@dataclass(frozen=True)
class Bound:
    """One bound: the environment variable that sets it, in which unit, and its words."""

    variable: str
    unit: int
    words: Words


@dataclass(frozen=True)
class Limits:
    """The bounds, counted in bytes and pieces."""

    file: Annotated[
        int,
        Bound("XLSALES_MAX_FILE_MB", MB, Words("文件大小", "size of the file")),
    ] = 200 * MB
    members: Annotated[
        int,
        Bound("XLSALES_MAX_MEMBERS", 1, Words("压缩包内的文件数", "members of the package")),
    ] = 10_000
    unpacked: Annotated[
        int,
        Bound(
            "XLSALES_MAX_UNPACKED_MB",
            MB,
            Words("全部内容展开后过大，合计", "size of all members unpacked"),
        ),
    ] = 1_000 * MB
    member: Annotated[
        int,
        Bound(
            "XLSALES_MAX_MEMBER_MB",
            MB,
            Words("单个内容展开后过大，大小", "size of a member unpacked"),
        ),
    ] = 250 * MB
    ratio: Annotated[
        int,
        Bound(
            "XLSALES_MAX_RATIO",
            1,
            Words("展开后过大，与压缩后的大小之比", "size of a member unpacked to its size packed"),
        ),
    ] = 500
    xml: Annotated[
        int,
        Bound(
            "XLSALES_MAX_PART_MB",
            MB,
            Words("工作簿结构部分的大小", "size of a part that describes the workbook"),
        ),
    ] = 8 * MB
    cells: Annotated[
        int,
        Bound("XLSALES_MAX_CELLS", 1, Words("有内容的单元格数", "filled cells")),
    ] = 4_000_000
    area: Annotated[
        int,
        Bound(
            "XLSALES_MAX_AREA",
            1,
            Words("已用区域的行数乘列数", "rows times columns of the used range of a sheet"),
        ),
    ] = 10_000_000
    strings: Annotated[
        int,
        Bound("XLSALES_MAX_STRINGS", 1, Words("不同文本的个数", "different texts")),
    ] = 2_000_000
    string: Annotated[
        int,
        Bound("XLSALES_MAX_STRING_KB", 1_000, Words("一段文本的长度", "length of one text")),
    ] = 1 * MB
    text: Annotated[
        int,
        Bound(
            "XLSALES_MAX_TEXT_MB", MB, Words("单元格文本的总长度", "length of all texts in cells")
        ),
    ] = 250 * MB
    merged: Annotated[
        int,
        Bound("XLSALES_MAX_MERGED", 1, Words("合并区域的个数", "merged ranges of a sheet")),
    ] = 100_000


SAFE_RATIO_BELOW = 1 * MB
"""A member smaller than this when unpacked may be packed as tightly as it likes."""


def bounds() -> dict[str, Bound]:
    """Return the bounds by their field's name."""
    hints = get_type_hints(Limits, include_extras=True)
    return {field.name: hints[field.name].__metadata__[0] for field in fields(Limits)}


_BOUNDS = bounds()


def limits() -> Limits:
    """Return the bounds as this computer sets them.

    Raises:
        Unusable: a setting is no whole number above zero.
    """
    found = {}
    for name, bound in _BOUNDS.items():
        text = os.environ.get(bound.variable, "").strip()
        if not text:
            continue
        if not (text.isascii() and text.isdecimal() and len(text) < 16 and int(text)):
            raise Unusable(
                f"环境变量 {bound.variable} 应为正整数，现在是“{text}”。请改正或删除它。",
                f"The environment variable {bound.variable} must be a whole number above zero, "
                f"not {text!r}. Correct or remove it.",
            )
        found[name] = int(text) * bound.unit
    return Limits(**found)


def passed(shown: str, name: str, most: int) -> Unusable:
    """Return what to say of a file (as people see its name) that passes a bound."""
    bound = _BOUNDS[name]
    said = f"{most // bound.unit:,}" + {1: "", 1_000: " KB", MB: " MB"}[bound.unit]
    return Unusable(
        f"{shown} 没有打开：{bound.words.zh}超过上限 {said}。"
        f"请删除多余的行列和内容，用 Excel 另存后再试；确实需要时可设环境变量 {bound.variable}。",
        f"{shown} was not opened: the {bound.words.en} may be {said} at most. Delete what is not "
        f"needed and save it anew in Excel; if it must be, set {bound.variable}.",
    )
