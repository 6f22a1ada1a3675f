"""All forms: their parts as they are kept (``golden``), and as LibreOffice prints them in one go.

Paper, pages, and every cell's text whole on them. A form that is meant to be other:
``.venv/bin/python -m tests.documents.golden`` writes what is kept anew, and git shows the change.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.appraisal.branch import REGULATION, scored
from tests.appraisal.test_analysis import analysis
from tests.appraisal.test_analysis_lacking import sold
from tests.build import complaint, cost, person, target
from tests.documents.golden import GOLDEN, made_of, text_of
from tests.documents.papers import KINDS, PAPERS, one_copy, opened
from tests.documents.test_score_dashboard import with_charts
from tests.documents.test_score_sheet import sheet_of as score_of
from tests.documents.test_score_sheet import shipped as score_sheet
from tests.office.soffice import SOFFICE, converted
from xlsales.core.outcome import Document
from xlsales.core.row import Row
from xlsales.core.words import Lang, Words
from xlsales.documents import fitting, render
from xlsales.forms.choices import Role
from xlsales.forms.indicators import Indicator

PDFTOTEXT, PDFINFO = shutil.which("pdftotext") or "", shutil.which("pdfinfo") or ""
printer = pytest.mark.skipif(not SOFFICE or not PDFTOTEXT, reason="needs LibreOffice and pdftotext")

ON_PAPER = [name for name, paper in PAPERS.items() if paper.on_paper]


def _many() -> tuple[Row, ...]:
    """Forty people with long names, who sold, missed their targets and were complained of."""
    rows: list[Row] = []
    long = ("阿依古丽·买买提江·热合曼", "Alexandra Konstantinopolskaya", "欧阳司徒上官慕容长孙")
    for n in range(40):
        name, customer = (
            f"{long[n % 3]}{n:02d}",
            f"第{n:02d}号特别长的机械制造股份有限公司（呼和浩特）",
        )
        day = date(2026, 11, 1 + n % 25)
        rows.append(person(name, Role.SALESPERSON, initials=f"A{n:02d}"))
        rows.extend(sold(str(n), 1000 + n, day, salesperson=name, customer=customer))
        rows.append(target(Indicator.REVENUE, 10**9 + n, subject=name, row=n + 3))
        rows.append(complaint(f"TS-{n}", day, salesperson=name, row=n + 3))
    return tuple(rows)


def _analysis(*rows: Row, lang: Lang = Lang.ZH) -> bytes:
    return render(Document("report", Words("a", "a"), analysis(*rows)), lang)


def _scored(*rows: Row, lang: Lang = Lang.ZH) -> bytes:
    return score_of(scored(REGULATION, *rows), lang)


SHEETS: dict[str, Callable[[], bytes]] = {
    "score": partial(score_sheet, lang=Lang.ZH),
    "score-en": partial(score_sheet, lang=Lang.EN),
    "score-first-day": lambda: score_of(with_charts()),
    "score-first-day-en": lambda: score_of(with_charts(), Lang.EN),
    "score-one": lambda: _scored(*sold()),
    "score-forty": lambda: _scored(*_many(), cost(50)),
    "analysis-first-day": _analysis,
    "analysis-one-en": lambda: _analysis(*sold(), lang=Lang.EN),
    "analysis-forty-en": lambda: _analysis(*_many(), cost(50), lang=Lang.EN),
}
"""Workbooks of several printed sheets, their texts at places of their own."""


@pytest.mark.parametrize("name", PAPERS)
def test_the_parts_hold_what_is_kept(name: str) -> None:
    kept = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert text_of(made_of(name)).splitlines() == kept.splitlines()


def test_nothing_else_is_kept() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(PAPERS)


@pytest.mark.parametrize("name", KINDS)
def test_a_line_more_than_a_page_holds_begins_another(name: str) -> None:
    kind = KINDS[name]
    sheet = opened(one_copy(kind.made(kind.page + 1))).worksheets[0]
    assert len(sheet.row_breaks.brk) == 1


@dataclass(frozen=True)
class Word:
    """A word on a page, and its box in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every paper, as a workbook and as LibreOffice prints it."""
    folder = tmp_path_factory.mktemp("papers")
    for name in ON_PAPER:
        (folder / f"{name}.xlsx").write_bytes(made_of(name))
    for name, made_by in SHEETS.items():
        (folder / f"{name}.xlsx").write_bytes(made_by())
    for made in converted(sorted(folder.glob("*.xlsx")), folder, "pdf"):
        shutil.move(made, folder)
    return folder


def pages(path: Path) -> tuple[tuple[int, int], int]:
    told = subprocess.run([PDFINFO, path], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Page size: +([\d.]+) x ([\d.]+)", told)
    count = re.search(r"Pages: +(\d+)", told)
    assert found
    assert count
    return (round(float(found[1])), round(float(found[2]))), int(count[1])


def sizes(path: Path) -> list[tuple[float, float]]:
    """Return the size of each page in points."""
    command = [PDFINFO, "-l", "9999", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", told)
    return [(float(width), float(height)) for width, height in found]


def words(path: Path) -> Iterator[list[Word]]:
    """Yield the words of each page."""
    told = subprocess.run(
        [PDFTOTEXT, "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    for page in told.split("<page ")[1:]:
        yield [
            Word(unescape(text), *map(float, box))
            for *box, text in re.findall(
                r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>',
                page,
            )
        ]


@printer
@pytest.mark.parametrize("name", ON_PAPER)
def test_a_paper_is_of_its_size_and_has_its_pages(name: str, printed: Path) -> None:
    paper = PAPERS[name]
    assert pages(printed / f"{name}.pdf") == (paper.size, paper.pages)


@printer
@pytest.mark.parametrize("name", ON_PAPER)
def test_every_cells_text_is_on_the_paper(name: str, printed: Path) -> None:
    said = "".join(word.text for page in words(printed / f"{name}.pdf") for word in page)
    have = re.sub(r"\s", "", said)
    left = sorted(have)
    for sheet in load_workbook(BytesIO((printed / f"{name}.xlsx").read_bytes())).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in {None, ""}:
                    text = re.sub(r"\s", "", fitting.shown(cell))
                    assert set(text) <= set(left), (cell.coordinate, text)
                    if len(text) <= 8:  # what is longer may go on in another line
                        assert text in have, (cell.coordinate, text)
    assert "###" not in have


@printer
@pytest.mark.parametrize("name", SHEETS)
def test_every_text_of_a_printed_sheet_is_on_the_paper(name: str, printed: Path) -> None:
    said = "".join(word.text for page in words(printed / f"{name}.pdf") for word in page)
    have = re.sub(r"\s", "", said)
    there = Counter(have)
    assert "###" not in have
    workbook = load_workbook(BytesIO((printed / f"{name}.xlsx").read_bytes()), data_only=True)
    sheets = [each for each in workbook.worksheets if "$A$1" in (each.print_area or "$A$1")]
    ledgers = {"score": 2, "analysis": 9}[name.partition("-")[0]]
    assert len(sheets) == len(workbook.worksheets) - ledgers  # printed for whoever wants them
    for sheet in sheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    text = re.sub(r"\s", "", cell.value)
                    assert Counter(text) <= there, (sheet.title, cell.coordinate, text)
                    if len(text) <= 6:  # what is longer may go on in another line
                        assert text in have, (sheet.title, cell.coordinate, text)


@printer
@pytest.mark.parametrize("name", [*ON_PAPER, *SHEETS])
def test_no_word_lies_over_another_or_beyond_the_paper(name: str, printed: Path) -> None:
    """What does not fit its cell is drawn into the next one."""
    path = printed / f"{name}.pdf"
    for (width, height), page in zip(sizes(path), words(path), strict=True):
        page.sort(key=lambda word: word.top)
        for index, one in enumerate(page):
            assert 0 <= one.left <= one.right <= width, one
            assert 0 <= one.top <= one.bottom <= height, one
            for other in page[index + 1 :]:
                if other.top > one.bottom:
                    break
                across = min(one.right, other.right) - max(one.left, other.left)
                down = min(one.bottom, other.bottom) - max(one.top, other.top)
                assert not (across > 1 and down > 4), (one, other)


SAVED = ("plan-three", "note-page", "statement-en", "letter-firm", "customer-one", "tracking-one",
         "request-one", "score", "analysis-one-en")  # fmt: skip


@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice")
def test_libreoffice_saves_what_stands_in_them(printed: Path, tmp_path: Path) -> None:
    paths = [printed / f"{name}.xlsx" for name in SAVED]
    for path, saved in zip(paths, converted(paths, tmp_path), strict=True):
        was, now = (load_workbook(each, data_only=True) for each in (path, saved))
        assert now.sheetnames == was.sheetnames
        for sheet in was.worksheets:
            held, kept = cells_of(sheet), cells_of(now[sheet.title])
            assert kept.keys() == held.keys(), (path, sheet.title)
            for place, value in held.items():
                if isinstance(value, int | float):
                    assert kept[place] == pytest.approx(value, abs=1e-6), (path, place)
                else:
                    assert kept[place] == value, (path, place)


def cells_of(sheet: Worksheet) -> dict[str, object]:
    """Return what stands in the cells of a sheet, by their places."""
    filled = (cell for row in sheet.iter_rows() for cell in row if cell.value not in {None, ""})
    return {cell.coordinate: cell.value for cell in filled}
