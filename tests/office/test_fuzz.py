"""Workbooks broken at random: read or refused in words, quickly, in little memory.

A quick run is part of ``make test``; with ``XLSALES_TORTURE`` set it goes on for some minutes
(``XLSALES_TORTURE=30`` tries thirty times as many). One seed names one broken workbook, so that a
failure can be looked at again: ``broken(seed)``.
"""

from __future__ import annotations

import io
import os
import random
import re
import sys
import threading
import time
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.office.branch import ORDER, REGISTER, founded, run
from tests.office.packages import PROPERTIES, Strange, typed
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.reading import read_grid
from xlsales.forms.tables import TABLES, tables_of
from xlsales.office.packages.package import identify
from xlsales.office.reading.reader import read_workbook
from xlsales.office.unusable import Unusable

_SAID = os.environ.get("XLSALES_TORTURE", "")
MORE = (int(_SAID) if _SAID.isdecimal() and int(_SAID) > 1 else 20) if _SAID else 1
SHIPPED = sorted(Path(__file__).parents[2].glob("workbooks/*/*.xlsx"))
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
REAL = sorted(CORPUS.glob("*.xl*")) if CORPUS.is_dir() else []
SECONDS, MEMORY = 5, 1_000_000_000

SNIPPETS = [
    b"<", b">", b"&", b'"', b"'", b"/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x ?>", b"\0",
    b"\xff\xfe", b"\xed\xa0\x80", b"&#0;", b"&#x110000;", b"&lt;", b"&foo;", b"<!DOCTYPE x>",
    b'<c r="XFD1048576"><v>1</v></c>', b"<c><v>1</v></c>", b'<c r="A1" t="s"><v>99999</v></c>',
    b'<row r="1048576">', b"</row>", b"<row>", b"</sheetData>", b"<sheetData>", b"</worksheet>",
    b'<c r="A3" t="e"><v>#N/A</v></c>', b"<f>1+1</f>", b'<f t="shared" si="0"/>', b"<v>-1E300</v>",
    b"<v>NaN</v>", b"<v>1E400</v>", b"<v>99999999999999999999</v>", b' t="d"', b' t="b"', b' t="s"',
    b' s="9999"', b' r="A1"', b' r="B0"', b' r="AAAA1"', b"<is><t>x</t></is>", b"_x0000_", b"_xD800_",
    b'ref="A1:XFD1048576"', b'ref="B9:A1"', b'totalsRowCount="1"', b'headerRowCount="0"',
    b'date1904="1"', b'<mergeCell ref="A1:XFD1048576"/>', b'TargetMode="External"',
    b'Target="../../../../etc/passwd"', b"<si/>", b"<t/>", b"</si>", b"9" * 400, b"A" * 5000,
]  # fmt: skip
VALUES = [
    "", "abc", "-1", "0", "1", "2026", "9" * 5000, "register", "masters", "zh", "en", "../../x",
    "a\nb", "张三", "{owner}", "%s", "=1+1", "\u202e", "１２", "1e9", "NaN", "x" * 100_000, "<&>\"'",
]  # fmt: skip


def seedlings() -> list[bytes]:
    """The workbooks that are broken: as shipped, and a register with rows of many sorts."""
    cells: list[dict[str, object]] = [
        {"customer": "东风", "quantity": 3, "order_date": 46329, "unit_price": 12.5},
        {"order_no": "CL-202611-ZS-001", "customer": "一汽", "quantity": "5件", "remark": "=1"},
        {"customer": "东风", "quantity": 110101199001011234, "required_date": "2026.11.3"},
    ]
    data = "".join(typed(n, **cells[n % 3]) for n in range(3, 30))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, held in Strange(data, last=20).members().items():
            package.writestr(name, held)
    return [out.getvalue(), out.getvalue(), *(path.read_bytes() for path in SHIPPED)]


SEEDLINGS = seedlings()


def broken(seed: int) -> bytes:
    """Return the workbook that a seed means."""
    chance = random.Random(seed)
    data = chance.choice(SEEDLINGS)
    if chance.random() < 0.15:
        return _bitten(chance, data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = [(name, package.read(name)) for name in package.namelist()]
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        members = _changed(chance, members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as p:
        for name, held in members:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of a name that is there twice
                p.writestr(zipfile.ZipInfo(name), held, compress_type=p.compression)
    return _bitten(chance, out.getvalue()) if chance.random() < 0.05 else out.getvalue()


def _changed(chance: random.Random, members: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    # The parts that are read are broken most.
    weights = [1 if "theme" in name or "printer" in name else 4 for name, _ in members]
    (at,) = chance.choices(range(len(members)), weights)
    name, data = members[at]
    match chance.randrange(18):
        case 0:
            return members[:at] + members[at + 1 :]
        case 1:
            return [*members, (chance.choice([name, name.upper(), f"x{name}"]), data)]
        case 2:
            other = chance.choice(members)
            members[at] = (name, other[1])
        case 3:
            members[at] = (name, data[: chance.randrange(len(data) + 1)])
        case 4:
            cut, end = sorted(chance.randrange(len(data) + 1) for _ in "12")
            members[at] = (
                name,
                data[:cut] + data[cut:end] * chance.choice([0, 2, 50]) + data[end:],
            )
        case 5 | 6:
            members[at] = (name, _spliced(chance, data))
        case 7:
            members[at] = (name, _bitten(chance, data))
        case 8 | 9 | 10 | 11 | 12:
            members[at] = (name, _reworded(chance, data))
        case 13 | 14 | 15:
            members[at] = (name, _grown(chance, data))
        case _:
            held = dict(PROPERTIES) | {
                chance.choice([*PROPERTIES, "xlsales.last.CL-202611-ZS", "xlsales.journal.x", "甲"]):
                chance.choice(VALUES)
                for _ in range(chance.randrange(1, 5))
            }  # fmt: skip
            custom = Strange(properties=held).members()["docProps/custom.xml"]
            return [(n, custom if n == "docProps/custom.xml" else d) for n, d in members]
    return members


def _spliced(chance: random.Random, data: bytes) -> bytes:
    for _ in range(chance.choice([1, 1, 2, 8])):
        places = (
            [n for n in range(len(data)) if data[n] in b'<>"/ '] if chance.random() < 0.8 else []
        )
        at = chance.choice(places) if places else chance.randrange(len(data) + 1)
        skip = chance.choice([0, 0, 0, 1, 5, 30])
        data = data[:at] + chance.choice(SNIPPETS) + data[at + skip :]
    return data


def _reworded(chance: random.Random, data: bytes) -> bytes:
    """Change values of attributes and texts, so that the XML stays XML."""
    for _ in range(chance.choice([1, 2, 5])):
        places = list(_WORD.finditer(data))
        if places:
            place = chance.choice(places)
            word = chance.choice([*WORDS, chance.choice(places)[0][1:-1]])
            data = data[: place.start() + 1] + word + data[place.end() - 1 :]
    return data


def _grown(chance: random.Random, data: bytes) -> bytes:
    """Put whole elements between others."""
    places = [found.end() for found in re.finditer(rb"/>|</[^>]*>", data)]
    for at in sorted(chance.sample(places, min(len(places), chance.choice([1, 2, 9]))))[::-1]:
        data = data[:at] + chance.choice(ELEMENTS) + data[at:]
    return data


_WORD = re.compile(rb'"[^"<>]*"|>[^<>]+<')
WORDS = [
    b"", b" ", b"0", b"1", b"-1", b"3", b"1048576", b"1048577", b"A1", b"A0", b"XFD1048576", b"B3:A1",
    b"A1:XFD1048576", b"A2:C2", b"s", b"str", b"inlineStr", b"b", b"d", b"e", b"n", b"rId1", b"rId99",
    b"-1E300", b"1E400", b"NaN", b"99999999999999999999", b"46329", b"2026-11-03", b"true", b"x" * 999,
    "东风".encode(), b"&#10;", b"_x000D_", b"_xD800_", b"orders", b"customers", b"/etc/passwd",
    b"../../x", b"worksheets/sheet1.xml", b"sharedStrings.xml", b"xl/workbook.xml", b"UTF-16",
]  # fmt: skip
ELEMENTS = [
    b'<row r="5"><c r="A5"><v>1</v></c></row>', b"<row><c><v>1</v></c></row>",
    b'<row r="40000"><c r="ZZ40000"><v>1</v></c></row>', b'<c r="B3" t="e"><v>#N/A</v></c>',
    b'<c r="C4"><f>1+1</f></c>', b"<c><v>1</v></c>", b"<v>1</v>", b"<f>1</f>", b"<is><t>x</t></is>",
    b"<si><t>x</t></si>", b"<si/>", b"<t>x</t>", b'<mergeCell ref="A1:XFD1048576"/>', b"<!-- x -->",
    b'<sheet name="x" sheetId="7"/>', b'<workbookPr date1904="1"/>', b"<?x y?>", b"<sheetData/>",
    b'<tableColumn id="1" name="x"/>', b'<xf numFmtId="46"/>', b'<xf numFmtId="14"/>', b"<x:c/>",
    b'<c r="A4" s="1"><v>-1E300</v></c>', b'<c r="A4" s="2"><v>1E300</v></c>',
]  # fmt: skip


def _bitten(chance: random.Random, data: bytes) -> bytes:
    held = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        if held:
            held[chance.randrange(len(held))] = chance.choice(
                [0, 255, chance.randrange(256), 60, 34]
            )
    return bytes(held)


def memory() -> int:
    """The most memory that this process has used so far."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def met(path: Path) -> str:
    """Meet a file as every command does; return what came of it."""
    before, began = memory(), time.perf_counter()
    try:
        found = identify(path)
        book = found.book if found else Book("register", "", 2026)
        tables = tables_of(book.kind) if found else TABLES
        grids = read_workbook(path, book, Lang.ZH, tables)
        for grid in grids:
            read_grid(grid)
        result = "read" if grids else "read, no tables"
        said = []
    except Unusable as trouble:
        said = [word.encode() for word in trouble.words]
        result = "refused"
    assert all(said)
    assert time.perf_counter() - began < SECONDS
    assert memory() - before < MEMORY
    return result


@settings(max_examples=1_500 * MORE)
@given(st.integers(0, 2**32))
@example(0)
def test_a_broken_workbook_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    path = tmp_path_factory.getbasetemp() / f"{os.getpid()}.xlsx"
    path.write_bytes(broken(seed))
    met(path)


def test_breaking_leaves_many_readable(tmp_path: Path) -> None:
    """Otherwise the test above would only show that what is no archive is refused."""
    path = tmp_path / "a.xlsx"
    results = []
    for seed in range(200):
        path.write_bytes(broken(seed))
        results.append(met(path))
    assert min(results.count("read"), results.count("refused")) > 40


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.cli.people import type_rows

    root = tmp_path_factory.mktemp("fuzz") / "办公室"
    founded(root)
    type_rows(root / REGISTER, "orders", ORDER, {**ORDER, "quantity": "5件", "unit_price": "x"})
    return root


def test_validate_meets_broken_workbooks_without_a_traceback(office: Path) -> None:
    """The whole command, on a register of a real office: codes 0, 1, 3, and never an accident."""
    real = (office / REGISTER).read_bytes()
    before = SEEDLINGS[:]
    codes = []
    try:
        SEEDLINGS[:] = [real]
        for seed in range(100 * MORE):
            (office / REGISTER).write_bytes(broken(seed))
            began = time.perf_counter()
            code, out, err = run(office, "validate", "{}", "--json")
            assert code in {0, 1, 3}, (seed, code, out, err)
            assert "程序出了意外" not in err, (seed, err)
            assert "Traceback" not in err, (seed, err)
            assert time.perf_counter() - began < 2 * SECONDS, seed
            codes.append(code)
    finally:
        SEEDLINGS[:] = before
        (office / REGISTER).write_bytes(real)
    assert {1, 3} <= set(codes)


@pytest.mark.skipif(not REAL, reason="../shared/corpus is not there")
def test_real_workbooks_are_read_or_refused(tmp_path: Path) -> None:
    refused = {path.name for path in REAL if met(path) == "refused"}
    assert refused == {
        "poi_3a25e5_clusterfuzz-testcase-minimized-POIXSSFFuzzer-5265527465181184.xlsx"
    }


@pytest.mark.skipif(not REAL, reason="../shared/corpus is not there")
def test_every_table_of_real_workbooks_shows_what_calamine_shows() -> None:
    """Our way round calamine's own package and tables changes no cell."""
    from python_calamine import CalamineWorkbook

    from tests.office.packages import renamed_reading

    compared = 0
    for path in REAL:
        try:
            workbook = CalamineWorkbook.from_path(path, load_tables=True)
        except Exception:  # noqa: BLE001, S112  # what calamine cannot open is no oracle
            continue
        for name in workbook.table_names or ():
            theirs = workbook.get_table_by_name(name)
            if theirs.start is not None:
                compared += renamed_reading(path, name, theirs.start, theirs.to_python())
    assert compared > 20


def test_nothing_is_left_running() -> None:
    assert threading.active_count() < 10
