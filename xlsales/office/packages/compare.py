"""Compare two packages part by part: ``python -m xlsales.office.packages.compare A B``.

Says which parts are only in one of them, which cells of a sheet differ, and which elements of
other XML parts; parts whose bytes are the same are not looked into. Exit 0: the same parts with
the same content; 1: they differ; 2: a file cannot be compared.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from xlsales.office.packages.package import opened, xml
from xlsales.office.unusable import Unusable

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHOWN = 200
"""Most characters shown of a value."""


@dataclass(frozen=True)
class Difference:
    """One difference: the part, the cell or element in it, what was there and what is."""

    part: str
    place: str
    was: str | None
    now: str | None

    def __str__(self) -> str:
        """Return it as one line."""
        if not self.place:
            return f"{'+' if self.was is None else '-'} {self.part}"
        return f"~ {self.part} {self.place}: {_shown(self.was)} → {_shown(self.now)}"


def _shown(value: str | None) -> str:
    if value is None:
        return "∅"
    value = re.sub(r' xmlns:ns\d+="[^"]*"|(?<=[</ ])ns\d+:', "", value)
    return value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"


def differences(before: Path, after: Path) -> list[Difference]:
    """Return what differs, part by part in the order of the first package.

    Raises:
        Unusable: a file cannot be opened, or a part that differs is no XML.
    """
    with opened(before) as a, opened(after) as b:
        names, others = a.namelist(), b.namelist()
        there, missing = set(others), set(names)
        found: list[Difference] = []
        for name in names:
            if name not in there:
                found.append(Difference(name, "", "", None))
            elif _stored(a, name) != _stored(b, name):
                found += _inside(name, before, a.read(name), after, b.read(name))
        found += [Difference(name, "", None, "") for name in others if name not in missing]
        return found


def _stored(package: zipfile.ZipFile, name: str) -> tuple[int, int]:
    info = package.getinfo(name)
    return info.CRC, info.file_size


def _inside(part: str, before: Path, old: bytes, after: Path, new: bytes) -> Iterator[Difference]:
    if not part.endswith((".xml", ".rels", ".vml")):
        yield Difference(part, "bytes", f"{len(old)}", f"{len(new)}")
        return
    was, now = xml(before, old), xml(after, new)
    if was.tag == now.tag == f"{_MAIN}worksheet":
        yield from _cells(part, was, now)
    yield from _elements(part, was, now)


def _cells(part: str, was: ElementTree.Element, now: ElementTree.Element) -> Iterator[Difference]:
    """Yield the cells that differ, and take all cells out of both, rows staying as tags."""
    old, new = _taken_out(was), _taken_out(now)
    for at in {**old, **new}:
        if old.get(at) != new.get(at):
            yield Difference(part, at, old.get(at), new.get(at))


def _taken_out(sheet: ElementTree.Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in sheet.iter(f"{_MAIN}row"):
        for cell in list(row):
            found[cell.get("r", "")] = _canonical(cell)
            row.remove(cell)
    return found


def _elements(
    part: str, was: ElementTree.Element, now: ElementTree.Element
) -> Iterator[Difference]:
    """Yield the elements side by side under the root that are not in both alike."""
    if was.tag != now.tag or was.attrib != now.attrib:
        yield Difference(part, "root", f"{was.tag} {was.attrib}", f"{now.tag} {now.attrib}")
    for name in dict.fromkeys(child.tag for child in (*was, *now)):
        old = [_canonical(child) for child in was if child.tag == name]
        new = [_canonical(child) for child in now if child.tag == name]
        local = name.split("}")[-1]
        for i in range(max(len(old), len(new))):
            a = old[i] if i < len(old) else None
            b = new[i] if i < len(new) else None
            if a != b:
                yield Difference(part, f"{local}[{i + 1}]", a, b)


def _canonical(element: ElementTree.Element) -> str:
    return ElementTree.canonicalize(ElementTree.tostring(element, "unicode"))


def main(arguments: list[str]) -> int:
    """Compare the two files named; say what differs."""
    if len(arguments) != 2:
        sys.stderr.write("python -m xlsales.office.packages.compare A.xlsx B.xlsx\n")
        return 2
    try:
        found = differences(*map(Path, arguments))
    except Unusable as trouble:
        sys.stderr.write(f"{trouble.words.zh}\n{trouble.words.en}\n")
        return 2
    sys.stdout.writelines(f"{difference}\n" for difference in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
