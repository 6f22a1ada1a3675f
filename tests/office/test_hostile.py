"""Hostile files: refused in words, before they take time or memory; nothing they name is opened."""

from __future__ import annotations

import builtins
import io
import os
import resource
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office.packages import (
    MAIN,
    PROPERTIES,
    RELATIONS,
    TYPES,
    Strange,
    at,
    cell,
    column,
    doctored,
    letters,
    lying,
    orders,
    related,
    row,
    typed,
)
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.forms.files import document_path, workbook_path
from xlsales.forms.tables import BY_NAME
from xlsales.office.packages.package import identify, opened
from xlsales.office.reading.reader import read_workbook
from xlsales.office.unusable import Unusable

SHEET = "xl/worksheets/sheet1.xml"
MILLION = 1_000_000


def refused(make: Callable[[], object]) -> str:
    """Return what is said, in English; the Chinese must be there too."""
    with pytest.raises(Unusable) as trouble:
        make()
    assert trouble.value.words.zh
    return trouble.value.words.en


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "登记.xlsx"


# --- how much ------------------------------------------------------------------------------


def test_a_member_that_swells_is_refused_by_its_ratio(path: Path) -> None:
    Strange(parts={SHEET: b" " * (20 * MILLION)}).write(path)
    assert "XLSALES_MAX_RATIO" in refused(lambda: opened(path))


def test_a_lying_directory_gets_no_further_than_its_lie(path: Path) -> None:
    cells = "".join(typed(n, customer="东风") for n in range(3, 5000))
    Strange(cells).write(path)
    lying(path, SHEET, 1500)
    assert zipfile.ZipFile(path).testzip() is None  # Python's zipfile believes it
    assert "not a readable workbook" in refused(lambda: orders(path))


def test_a_lying_bomb_is_not_unpacked(path: Path) -> None:
    Strange(parts={SHEET: b" " * (200 * MILLION)}).write(path)
    lying(path, SHEET, 1000)
    began = time.perf_counter()
    assert "not a readable workbook" in refused(lambda: orders(path))
    assert time.perf_counter() - began < 1


def test_a_member_that_claims_too_much_is_damaged(path: Path) -> None:
    Strange(typed(3, customer="东风")).write(path)

    def longer(data: bytes, local: int, central: int) -> bytes:
        held = bytearray(data)
        for place in (local + 22, central + 24):
            held[place : place + 4] = struct.pack("<L", 100_000)
        return bytes(held)

    doctored(path, SHEET, longer)
    assert "not a readable workbook" in refused(lambda: orders(path))


def test_members_that_share_their_bytes_are_refused(path: Path) -> None:
    Strange(parts={"xl/a.xml": b"x" * 4000, "xl/b.xml": b"y" * 4000}).write(path)
    with zipfile.ZipFile(path) as package:
        first = package.getinfo("xl/a.xml").header_offset

    def shared(data: bytes, _local: int, central: int) -> bytes:
        return data[: central + 42] + struct.pack("<L", first) + data[central + 46 :]

    doctored(path, "xl/b.xml", shared)
    assert "not a readable workbook" in refused(lambda: opened(path))


def test_two_members_of_one_name_are_refused(path: Path) -> None:
    Strange().write(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/WorkSheets/Sheet1.xml", "<worksheet/>")
    assert "not a readable workbook" in refused(lambda: opened(path))


@pytest.mark.parametrize(
    ("variable", "value", "strange"),
    [
        ("XLSALES_MAX_MEMBERS", "5", Strange()),
        ("XLSALES_MAX_UNPACKED_MB", "1", Strange(parts={"a.bin": os.urandom(MILLION)})),
        ("XLSALES_MAX_MEMBER_MB", "1", Strange(parts={"a.bin": os.urandom(MILLION + 1)})),
        ("XLSALES_MAX_FILE_MB", "1", Strange(parts={"a.bin": os.urandom(MILLION + 1)})),
        (
            "XLSALES_MAX_PART_MB",
            "1",
            Strange(workbook=f"<x>{os.urandom(MILLION // 2).hex()}y</x>"),
        ),
        ("XLSALES_MAX_CELLS", "100", Strange("".join(typed(n, customer=n) for n in range(3, 99)))),
        ("XLSALES_MAX_AREA", "10000", Strange(typed(3, customer=1) + typed(5000, customer=1))),
        ("XLSALES_MAX_STRINGS", "10", Strange(shared=("<si/>",) * 12)),
        ("XLSALES_MAX_STRING_KB", "5", Strange(typed(3, customer="长" * 5000))),
        ("XLSALES_MAX_STRING_KB", "5", Strange(shared=(f"<si><t>{'x' * 6000}</t></si>",))),
        (
            "XLSALES_MAX_STRING_KB",
            "5",
            Strange(shared=(f"<si>{f'<r><t>{0:999}</t></r>' * 6}</si>", "<si/>")),
        ),
        (
            "XLSALES_MAX_TEXT_MB",
            "1",
            Strange(
                "".join(row(n, cell("customer", n, 0, ' t="s"')) for n in range(3, 103)),
                shared=(f"<si><t>{'x' * 20_000}</t></si>",),
            ),
        ),
        ("XLSALES_MAX_MERGED", "5", Strange(after='<mergeCell ref="A1:B1"/>' * 6)),
    ],
)
def test_every_bound_holds_and_names_its_setting(
    path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, strange: Strange
) -> None:
    strange.write(path)
    orders(path)
    monkeypatch.setenv(variable, value)
    assert variable in refused(lambda: orders(path))


@pytest.mark.parametrize("value", ["lots", "0", "-5", "１０", "9" * 5000])
def test_a_bound_that_is_no_number_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    Strange().write(path)
    monkeypatch.setenv("XLSALES_MAX_CELLS", value)
    assert "XLSALES_MAX_CELLS must be a whole number" in refused(lambda: orders(path))


def test_a_cell_in_the_last_corner_makes_no_grid_of_17_billion(path: Path) -> None:
    Strange(typed(3, customer=1) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>').write(
        path
    )
    assert "XLSALES_MAX_AREA" in refused(lambda: orders(path))


@pytest.mark.parametrize(
    "far",
    [
        '<c r="A1" r="XFD1048576"><v>1</v></c>',  # calamine takes the last of the two
        '<c s="0" r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c\tr="XFD1048576"><v>1</v></c>',
        '<c r = "XFD1048576"><v>1</v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
        '<x:c r="XFD1048576"><x:v>1</x:v></x:c>',
        '<c r="AAAAAA1"><v>1</v></c>',
        '<c r="A99999999999"><v>1</v></c>',
        '<row r="1048576"><c><v>1</v></c></row>' + "<row><c><v>1</v></c></row>",
        '<row r="99999999999"><c><v>1</v></c></row>',
    ],
)
def test_however_the_corner_is_written(path: Path, far: str) -> None:
    wide = "<row>" + "<c><v>1</v></c>" * 200 + "</row>"
    Strange(wide + f"<row>{far}</row>").write(path)
    said = refused(lambda: orders(path))
    assert "XLSALES_MAX_AREA" in said or "not a readable workbook" in said


def test_cells_without_a_value_take_no_room(tmp_path: Path) -> None:
    strange = Strange(
        typed(3, customer="东风") + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    assert column(strange.grid(tmp_path), "customer") == ["东风"]


def test_a_merged_range_over_the_whole_sheet_marks_the_rows_there_are(tmp_path: Path) -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    grid = Strange(typed(3, customer=1) + typed(4, customer=2), last=4, after=merged).grid(tmp_path)
    assert grid.merged == {0, 1}


def test_thousands_of_tables_are_read_past(path: Path) -> None:
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{TYPES}/table" Target="../tables/table{n}.xml"/>'
        for n in range(1, 4000)
    )
    tables: dict[str, str | bytes | None] = {
        f"xl/tables/table{n}.xml": f'<table xmlns="{MAIN}" displayName="t{n}" ref="A1:A2"/>'
        for n in range(2, 4000)
    }
    relations = f'<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'
    tables["xl/worksheets/_rels/sheet1.xml.rels"] = relations
    Strange(typed(3, customer="东风"), parts=tables).write(path)
    assert column(orders(path), "customer") == ["东风"]


def test_a_long_directory_is_not_even_listed(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for n in range(70_000):
            package.writestr(f"{n:0100}", b"")
    assert "XLSALES_MAX_MEMBERS" in refused(lambda: opened(path))


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits there")
def test_a_million_formulas_are_read_within_a_gigabyte(path: Path) -> None:
    data = "".join(
        row(n, *(f'<c r="{letters(c)}{n}"><f>A{n}*2</f><v>{n}</v></c>' for c in range(20)))
        for n in range(3, 50_003)
    )
    Strange(data, last=50_002).write(path)
    script = (
        "import sys; from pathlib import Path; from tests.office.packages import orders\n"
        "grid = orders(Path(sys.argv[1]))\n"
        "print(len(grid.cells), len(grid.formulas), grid.formulas[49_999, 19])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9)),
    )
    assert done.stdout == "50000 1000000 True\n", done.stderr


# --- entities and paths --------------------------------------------------------------------

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", sorted(Strange().members()))
def test_no_part_may_declare_entities(path: Path, part: str, encoding: str) -> None:
    text = Strange().members()[part].decode()
    with_entities = f'<?xml version="1.0" encoding="{encoding}"?>{" " * 5000}{LAUGHS}{text}'
    Strange(parts={part: with_entities.encode(encoding)}).write(path)
    if part == "[Content_Types].xml":  # nobody reads it here
        orders(path)
        return

    def both() -> None:
        identify(path)
        orders(path)

    assert "not a readable workbook" in refused(both)


def test_nothing_that_a_workbook_names_is_opened(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bait = tmp_path / "诱饵.xml"
    bait.write_text("<x/>", "utf-8")
    outside = "".join(
        f'<Relationship Id="x{n}" Type="{TYPES}/{kind}" Target="{target}" TargetMode="External"/>'
        f'<Relationship Id="y{n}" Type="{TYPES}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            (kind, target)
            for kind in ("table", "externalLinkPath", "hyperlink", "attachedTemplate", "styles")
            for target in (
                bait.as_uri(),
                str(bait),
                f"../../../../../..{bait}",
                "http://x.invalid/",
            )
            if not (kind == "table" and "invalid" not in target)
        )
    )
    members = Strange(typed(3, customer="东风")).members()
    parts: dict[str, str | bytes | None] = {}
    for name in ("_rels/.rels", "xl/_rels/workbook.xml.rels"):
        end = b"</Relationships>"
        parts[name] = members[name].replace(end, outside.encode() + end)
    Strange(typed(3, customer="东风"), parts=parts).write(path)
    named: set[str] = set()
    for module, name in ((builtins, "open"), (io, "open"), (os, "open")):
        real = getattr(module, name)

        def watched(file: object, *args: object, real: object = real, **kw: object) -> object:
            named.add(str(file))
            assert callable(real)
            return real(file, *args, **kw)

        monkeypatch.setattr(module, name, watched)
    identify(path)
    orders(path)
    assert {each for each in named if "xlsales" not in each and "site-packages" not in each} == {
        str(path)
    }


def test_a_table_outside_the_package_is_no_table(path: Path) -> None:
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": related(table="../../../../etc/passwd")}
    Strange(parts=parts).write(path)
    assert "not a readable workbook" in refused(lambda: orders(path))


@pytest.mark.parametrize(
    "owner", ["../../x", "..\\..\\x", "/etc/x", "C:\\x", "a\0b", "..", "~", "x" * 5000]
)
def test_an_owner_never_becomes_a_path(path: Path, owner: str) -> None:
    if "\0" not in owner:
        Strange(properties={**PROPERTIES, "xlsales.owner": owner}).write(path)
        found = identify(path)
        assert found is not None
        owner = found.book.owner
    for lang in Lang:
        parts = Path(workbook_path(Book("register", owner, 2026), lang)).parts
        assert len(parts) == 2
        assert ".." not in parts
        assert "\\" not in parts[1]
        assert "\0" not in parts[1]
        assert len(document_path("delivery_note", owner).said(lang).split("/")) == 2


def test_an_owner_is_one_clean_line(path: Path) -> None:
    Strange(properties={**PROPERTIES, "xlsales.owner": " 张\u200b三\n\x85李四 "}).write(path)
    found = identify(path)
    assert found is not None
    assert found.book.owner == "张三 李四"


@pytest.mark.parametrize("year", ["abc", "20266", "-1", "9" * 5000, "1e3", "2026.5"])
def test_a_year_that_is_none_is_said(path: Path, year: str) -> None:
    Strange(properties={**PROPERTIES, "xlsales.year": year}).write(path)
    assert "xlsales.year" in refused(lambda: identify(path))


def test_what_a_kind_does_not_have_is_not_believed(path: Path) -> None:
    Strange(properties={**PROPERTIES, "xlsales.kind": "masters"}).write(path)
    found = identify(path)
    assert found is not None
    assert found.book == Book("masters")


@pytest.mark.parametrize("version", ["9" * 5000, "９", "x", "", "-1"])
def test_form_versions_of_all_sorts(path: Path, version: str) -> None:
    Strange(properties={**PROPERTIES, "xlsales.form_version": version}).write(path)
    if version[:1].isdecimal():
        assert "newer form" in refused(lambda: identify(path))
    else:
        assert identify(path) is not None


# --- what is no workbook -------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(1000), "protected by a password"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(1000), "(.xls)"),
        (zipped("mimetype", "content.xml"), "(.ods)"),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), "(.xlsb)"),
        (zipped("word/document.xml"), "a Word document"),
        (b"\xef\xbb\xbf\n<html>", "a web page"),
        (b"PK\3\4" + bytes(1000), "not a readable workbook"),
        (b"hello", "not a readable workbook"),
        (bytes(100_000), "not a readable workbook"),
        (b"PK\5\6" + bytes(18), "not a readable workbook"),
    ],
)
def test_each_other_kind_of_file_has_its_own_words(path: Path, data: bytes, said: str) -> None:
    path.write_bytes(data)

    def read() -> None:
        identify(path)
        read_workbook(path, Book("register"), Lang.ZH, [BY_NAME["orders"]])

    assert said in refused(read)


def test_a_member_with_a_password_is_said(path: Path) -> None:
    Strange().write(path)

    def locked(data: bytes, local: int, central: int) -> bytes:
        held = bytearray(data)
        held[local + 6] |= 1
        held[central + 8] |= 1
        return bytes(held)

    doctored(path, SHEET, locked)
    assert "has a password" in refused(lambda: opened(path))


def test_a_folder_of_that_name_is_no_file(path: Path) -> None:
    path.mkdir()
    assert "is not a file" in refused(lambda: opened(path))


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")
def test_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    assert "is not a file" in refused(lambda: identify(path))


def test_a_file_without_read_rights_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Strange().write(path)

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert "You may not read" in refused(lambda: identify(path))


def test_a_name_that_steers_the_terminal_is_not_repeated(tmp_path: Path) -> None:
    said = refused(lambda: opened(tmp_path / "a\x1b[2Jb.xlsx"))
    assert "\x1b" not in said


@pytest.mark.parametrize("cell_of", ["customer", "order_no"])
def test_the_places_of_the_columns_are_what_the_tests_think(cell_of: str, tmp_path: Path) -> None:
    assert at(cell_of, 3)[0].isalpha()
    grid = Strange(typed(3, **{cell_of: "x"})).grid(tmp_path)
    assert column(grid, cell_of) == ["x"]
