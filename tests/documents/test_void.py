"""A void document says so across every page, and is as before once that is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.papers import delivery_note, line, task_plan
from tests.documents.test_forms import restyled, with_logo
from tests.schema import problems
from xlsales.core.words import Lang
from xlsales.documents import render
from xlsales.documents.forms import template_path
from xlsales.documents.packing import parts_of
from xlsales.documents.void import unvoided, voided


@pytest.mark.parametrize("lines", [1, 60])
def test_a_stamp_stands_on_every_page_of_every_copy(lines: int) -> None:
    data = render(task_plan(*map(line, range(1, lines + 1))), Lang.ZH)
    pages = data and [content.count(b"<brk ") + 1 for name, content in parts_of(data).items()
                      if name.startswith("xl/worksheets/sheet")]  # fmt: skip
    stamped = voided(data, Lang.ZH)
    assert problems(stamped) == []
    parts = parts_of(stamped)
    drawn = [content.decode().count("作　废") for name, content in parts.items()
             if name.startswith("xl/drawings/")]  # fmt: skip
    assert drawn == pages
    assert unvoided(stamped) == data


def test_an_english_one_says_it_in_english() -> None:
    stamped = voided(render(delivery_note(line(1)), Lang.EN), Lang.EN)
    assert b"<a:t>VOID</a:t>" in parts_of(stamped)["xl/drawings/xlsalesVoid1.xml"]


def test_a_logo_stays_beside_the_stamp(tmp_path: Path) -> None:
    document = task_plan(line(1))
    _, path = restyled(tmp_path, document)
    shipped = template_path("task_plan", {}, Lang.ZH)
    path.write_bytes(with_logo(shipped.read_bytes(), row=0, seal_row=18))
    data = render(document, Lang.ZH, tmp_path)
    stamped = voided(data, Lang.ZH)
    drawing = parts_of(stamped)["xl/drawings/drawing1.xml"]
    assert b"<xdr:pic/>" in drawing
    assert "作　废".encode() in drawing
    assert unvoided(stamped) == data
