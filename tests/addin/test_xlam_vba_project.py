"""The VBA project is written without Excel: other programs must read back what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.addin.scanner import compound_file, decompressed, sources
from xlsales.addin.xlam.compound import Storage, compound
from xlsales.addin.xlam.compression import compress
from xlsales.addin.xlam.project import (
    SHEET_CLASS,
    WORKBOOK_CLASS,
    Module,
    behind,
    obscured,
    vba_project,
)


def test_it_compresses_as_the_standard_shows() -> None:
    # MS-OVBA 3.2.1 and 3.2.3: no repetition, and as many as there can be
    assert compress(b"abcdefghijklmnopqrstuv.") == bytes.fromhex(
        "01 19B0 00 6162636465666768 00 696A6B6C6D6E6F70 00 71727374757 62E".replace(" ", "")
    )
    assert compress(b"a" * 73) == bytes.fromhex("01 03B0 02 61 4500".replace(" ", ""))


@given(st.one_of(st.binary(max_size=9000), st.text("ab\r\n", max_size=9000).map(str.encode)))
def test_what_was_compressed_comes_back(data: bytes) -> None:
    back = decompressed(compress(data))
    if len(back) == len(data):
        assert back == data
    else:  # the last chunk did not shrink, and one that is kept as it is has full length
        assert not data.isascii()
        assert back == data.ljust(-(-len(data) // 4096) * 4096, b"\0")


@given(
    st.dictionaries(
        st.text("abcDEF_1", min_size=1, max_size=12),
        st.integers(0, 20_000).map(lambda size: bytes(i % 251 for i in range(size))),
        max_size=20,
    )
)
def test_a_compound_file_gives_back_its_streams(streams: dict[str, bytes]) -> None:
    distinct = {name.upper(): (name, content) for name, content in streams.items()}
    inner: Storage = dict(distinct.values())
    file = compound({"PROJECT": b"x" * 5000, "VBA": inner})
    read = compound_file(file)
    assert read.parsing_issues == []
    assert {path[-1] for path in read.listdir()} == {"PROJECT", *inner}
    for name, content in inner.items():
        assert read.openstream(["VBA", name]).read() == content
    assert file == compound({"VBA": inner, "PROJECT": b"x" * 5000})


def test_names_are_found_by_halving() -> None:
    # olefile walks the whole directory; Excel searches it, so the order counts
    names = [f"{'m' * (n % 5)}{n}" for n in range(40)]
    read = compound_file(compound(dict.fromkeys(names, b".")))

    def depth(number: int, low: tuple[int, str], high: tuple[int, str], blacks: int) -> set[int]:
        if number == 0xFFFFFFFF:
            return {blacks}
        entry = read.direntries[number]
        rank = (len(entry.name), entry.name.upper())
        assert low < rank < high
        black = blacks + (entry.color == 1)
        if entry.color == 0:
            for child in (entry.sid_left, entry.sid_right):
                assert child == 0xFFFFFFFF or read.direntries[child].color == 1
        return depth(entry.sid_left, low, rank, black) | depth(entry.sid_right, rank, high, black)

    heights = depth(read.root.sid_child, (0, ""), (99, ""), 0)
    assert len(heights) == 1, "red-black: every way down passes as many black entries"


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="7 MB"):
        compound({"PROJECT": bytes(8_000_000)})


def test_sources_are_read_back_as_written() -> None:
    source = 'Attribute VB_Name = "Some"\nPublic Sub Nothing_()\nEnd Sub\n'
    modules = [behind("ThisWorkbook", WORKBOOK_CLASS), behind("Sheet1", SHEET_CLASS)]
    assert sources(vba_project("Trial", [*modules, Module("Some", source)])) == {
        "ThisWorkbook.cls": modules[0].source,
        "Sheet1.cls": modules[1].source,
        "Some.bas": source,
    }


def test_the_project_is_neither_locked_nor_hidden() -> None:
    # Excel itself wrote this, of the project of xlwings' add-in, which is hidden
    by_excel = _plain("5456F8BF1E6B1F6B1F6B", "{00000000-0000-0000-0000-000000000000}")
    assert by_excel == b"\0"
    project = "{7B0B3F0C-52D4-4E6E-9C0F-6B1C5A2E9D41}"
    assert _plain(obscured(b"\xff", project), project) == b"\xff"
    assert _plain(obscured(bytes(4), project), project) == bytes(4)


def _plain(hexadecimal: str, project: str) -> bytes:
    """Undo the obfuscation of MS-OVBA 2.4.3.3, written after the standard's own steps."""
    seed, version_enc, key_enc, *rest = bytes.fromhex(hexadecimal)
    assert version_enc ^ seed == 2
    key = key_enc ^ seed
    assert key == sum(project.encode()) % 256
    plain, encrypted_1, encrypted_2 = key, key_enc, version_enc
    data = bytearray()
    for byte in rest:
        plain = byte ^ ((encrypted_2 + plain) % 256)
        encrypted_2, encrypted_1 = encrypted_1, byte
        data.append(plain)
    ignored = (seed & 6) // 2
    length = int.from_bytes(data[ignored : ignored + 4], "little")
    assert len(data) == ignored + 4 + length
    return bytes(data[ignored + 4 :])
