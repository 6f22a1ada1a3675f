"""The check by which edits are judged: it must see what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import raw
from tests.office.raw import same_bytes
from xlsales.office.packages.compare import differences, main


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return raw.write(tmp_path / "a.xlsx", before='<dimension ref="A1:C4"/>')


def other(book: Path, part: str, old: str, new: str) -> Path:
    held = raw.members(book)
    assert old in held[part].decode()
    held[part] = held[part].decode().replace(old, new).encode()
    return raw.write(book.with_name("b.xlsx"), parts=held)


def found(a: Path, b: Path) -> list[str]:
    return [f"{each.part.split('/')[-1]} {each.place}" for each in differences(a, b)]


def test_the_same_parts_do_not_differ(book: Path) -> None:
    copy = raw.write(book.with_name("b.xlsx"), before='<dimension ref="A1:C4"/>')
    assert differences(book, copy) == []
    assert same_bytes(book, copy) == set(raw.members(book))
    assert main([str(book), str(copy)]) == 0


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("xl/worksheets/sheet1.xml", "<v>2</v>", "<v>3</v>", ["sheet1.xml B3"]),
        ("xl/worksheets/sheet1.xml", 's="3"', 's="2"', ["sheet1.xml A3"]),
        ("xl/worksheets/sheet1.xml", 'spans="1:3"', 'ht="9"', ["sheet1.xml sheetData[1]"]),
        ("xl/worksheets/sheet1.xml", "A1:C4", "A1:C5", ["sheet1.xml dimension[1]"]),
        ("xl/worksheets/sheet1.xml", "<worksheet ", '<worksheet a="1" ', ["sheet1.xml root"]),
        ("xl/styles.xml", 'numFmtId="14"', 'numFmtId="15"', ["styles.xml cellXfs[1]"]),
        ("xl/workbook.xml", "承揽登记", "登记", ["workbook.xml sheets[1]"]),
    ],
)
def test_what_differs_is_named(book: Path, part: str, old: str, new: str, said: list[str]) -> None:
    assert found(book, other(book, part, old, new)) == said


def test_parts_only_in_one_are_named_and_bytes_of_others_compared(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = raw.write(
        book.with_name("b.xlsx"),
        before='<dimension ref="A1:C4"/>',
        parts={"xl/media/a.png": b"\x89PNG"},
    )
    less = raw.write(book.with_name("c.xlsx"), parts={"xl/media/a.png": b"\x89PNG2"})
    assert found(book, more) == ["a.png "]
    assert "a.png bytes" in found(more, less)
    assert main([str(book), str(more)]) == 1
    assert capsys.readouterr().out == "+ xl/media/a.png\n"
    assert main([str(more), str(book)]) == 1
    assert capsys.readouterr().out == "- xl/media/a.png\n"


def test_a_cell_is_shown_before_and_after(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(book), str(other(book, "xl/worksheets/sheet1.xml", "<v>2</v>", "<v>3</v>"))])
    assert capsys.readouterr().out == (
        '~ xl/worksheets/sheet1.xml B3: <c r="B3"><v>2</v></c> → <c r="B3"><v>3</v></c>\n'
    )


def test_wrong_usage_and_no_workbooks(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(book)]) == 2
    assert main([str(book), str(book.with_name("none.xlsx"))]) == 2
    assert "none.xlsx" in capsys.readouterr().err
