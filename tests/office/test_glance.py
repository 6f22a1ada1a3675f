"""A glance tells plain cells from all others as looking at each of them does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsales.office.limits import limits
from xlsales.office.reading.glance import Glance, glance

PLAIN = re.compile(
    rb'<c r="(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})"'
    rb'(?: s="[0-9]+")?(?: t="[A-Za-z]+")?(?: [cv]m="[0-9]+")*/?>'
)
"""A cell as programs write it: its place, and then style, type and metadata in this order."""

PARTS = (
    "<c", " ", "\t", "/", ">", "/>", 'r="A1"', 'r="AZ99999"', 'r="BA1"', 'r="A100000"', 'r="XFD9"',
    'r="a1"', ' s="1"', ' t="s"', ' t="inlineStr"', ' t="1"', ' cm="1"', ' x="1"', "<v>1</v>",
    "</c>", "<col/>", "<cols>", "</row>",
)  # fmt: skip


def seen(*pieces: str) -> Glance:
    return glance(Path("x.xlsx"), iter([piece.encode() for piece in pieces]), limits())


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_cells_are_plain_where_each_is_written_as_programs_do(content: str) -> None:
    data = f'<row r="1"><c r="B2" s="3"><v>1</v></c>{content}<f2/>'.encode()
    cells = re.findall(rb"<c(?=[ >/\t\r\n])", data)
    plain = list(PLAIN.finditer(data))
    found = seen(data.decode())
    assert found.plain == (len(plain) == len(cells))
    if found.plain:
        assert found.cells == len(cells)
        assert found.rows >= max(int(cell["row"]) for cell in plain)
        assert found.columns >= max(_number(cell["column"]) for cell in plain)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


@pytest.mark.parametrize(
    ("content", "telling"),
    [
        ("<dataValidation><formula1>L!$A$2</formula1></dataValidation>", False),
        ("<cfRule><formula>A1</formula></cfRule>", False),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', True),
        ('<c r="A1"><f t="shared" si="0"/><v>2</v></c>', True),
        ('<c r="A1"><f/><v>2</v></c>', True),
        ('<c r="A1"><f\n>1</f></c>', True),
        ('<c r="A1"><v>1234567890123456</v></c>', True),
        ('<c r="A1" t="e"><v>#N/A</v></c>', True),
        ('<c r="A1"><v>12</v></c>', False),
    ],
)
def test_what_calamine_does_not_show_is_told(content: str, telling: bool) -> None:
    assert seen(content).telling is telling
