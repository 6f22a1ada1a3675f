"""What the editor does not understand it leaves alone, and says why and what to do."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.office import raw
from xlsales.office.editing import BookChange, Mark, Report
from xlsales.office.unusable import Unusable

SHEET = "xl/worksheets/sheet1.xml"


def refused(book: Path) -> str:
    with pytest.raises(Unusable) as refusal:
        raw.set_cells(book, {"A3": 1})
    assert not book.with_name(f"new-{book.name}").exists()
    assert book.name in refusal.value.words.zh
    assert refusal.value.words.zh.endswith("。")
    return refusal.value.words.en


def with_sheet(tmp_path: Path, sheet: str | bytes) -> Path:
    return raw.write(tmp_path / "登记.xlsx", parts={SHEET: sheet})


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    return raw.part(raw.write(tmp_path / "plain.xlsx"))


def test_strict_open_xml(tmp_path: Path) -> None:
    said = raw.part(raw.write(tmp_path / "a.xlsx"), "xl/workbook.xml")
    strict = said.replace(raw.MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    book = raw.write(tmp_path / "登记.xlsx", parts={"xl/workbook.xml": strict})
    assert "Strict Open XML" in refused(book)


def test_utf_16(tmp_path: Path, sheet: str) -> None:
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    assert "not understood" in refused(with_sheet(tmp_path, (head + sheet).encode("utf-16")))


def test_other_encodings(tmp_path: Path, sheet: str) -> None:
    head = '<?xml version="1.0" encoding="gbk"?>'
    assert "not understood" in refused(with_sheet(tmp_path, (head + sheet).encode("gbk")))


@pytest.mark.parametrize(
    "strange",
    [
        '<!DOCTYPE worksheet [<!ENTITY a "b">]>{}',
        "{}<!-- made by hand -->",
        "{}<![CDATA[x]]>",
    ],
)
def test_document_types_comments_and_cdata(tmp_path: Path, sheet: str, strange: str) -> None:
    assert "not understood" in refused(with_sheet(tmp_path, strange.format(sheet)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="4">', '<row r="2">'),
        ('<c r="B3">', '<c r="A3">'),
        ("</row></sheetData>", "</sheetData>"),
        ("<sheetData>", "<sheet>"),
    ],
)
def test_rows_and_cells_out_of_order_or_cut(tmp_path: Path, sheet: str, old: str, new: str) -> None:
    book = with_sheet(tmp_path, sheet.replace(old, new))
    with pytest.raises(Unusable):
        raw.set_cells(book, {"A3": 1, "C3": 2, "A4": 1})


def test_a_signed_workbook(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "登记.xlsx", parts={"_xmlsignatures/sig1.xml": "<Signature/>"})
    assert "Remove the signature" in refused(book)


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    book = tmp_path / "登记.xlsx"
    streams = "EncryptedPackage".encode("utf-16-le")
    book.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000) + streams)
    assert "password" in refused(book)


def test_an_archive_with_a_password(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "登记.xlsx")
    data = bytearray(book.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    book.write_bytes(data)
    assert "password" in refused(book)


def test_no_workbook_at_all(tmp_path: Path) -> None:
    book = tmp_path / "登记.xlsx"
    book.write_bytes(b"hello")
    assert "not a readable workbook" in refused(book)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.99])
def test_a_file_cut_short(tmp_path: Path, cut: float) -> None:
    book = raw.write(tmp_path / "登记.xlsx")
    data = book.read_bytes()
    book.write_bytes(data[: int(len(data) * cut)])
    assert "not a readable workbook" in refused(book)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    book = raw.write(tmp_path / "登记.xlsx", listed=raw.table(name="others"))
    assert "no table orders" in refused(book)


PARTS = (
    SHEET,
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/tables/table1.xml",
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/_rels/sheet1.xml.rels",
)
CHANGE = BookChange(
    {"orders": {(3, 0): date(2026, 1, 1), (5, 2): "甲"}},
    {"orders": 5},
    {"xlsales.kind": "x"},
    {"list_a": ["b"]},
    [Mark("orders", 3, 1, "error", "错")],
    Report("校验报告", ("a",) * 4, (("b", "c", "d", "e"),), ("error",), (None,), (9,) * 4),
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PARTS), st.floats(0, 1), st.binary(max_size=3), st.integers(0, 9))
def test_a_part_with_a_few_bytes_wrong_is_edited_or_refused(
    tmp_path: Path, part: str, where: float, new: bytes, cut: int
) -> None:
    """Whatever a file holds: a sentence, never a traceback."""
    good = raw.write(tmp_path / "good.xlsx", before='<dimension ref="A1:C4"/>')
    data = raw.members(good)[part]
    at = int(where * len(data))
    broken = raw.write(
        tmp_path / "broken.xlsx",
        before='<dimension ref="A1:C4"/>',
        parts={part: data[:at] + new + data[at + cut :]},
    )
    with contextlib.suppress(Unusable):
        raw.changed(broken, CHANGE)
