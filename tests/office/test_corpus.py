"""Real workbooks made by real programs: one cell is set, and nothing else is any different.

The files are not part of the repository: they are found beside the checkout, in
``../shared/corpus``, and the tests are skipped where they are not.
"""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineError, CalamineWorkbook

from tests.office.raw import same_bytes
from tests.office.soffice import SOFFICE, converted
from tests.schema import problems
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.parts import Package
from xlsales.office.editing.rows import cells_of
from xlsales.office.editing.sheet import SheetPart
from xlsales.office.packages.compare import differences
from xlsales.office.references import area, ref
from xlsales.office.unusable import Unusable

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
FILES = sorted(path for path in CORPUS.glob("*.xl*")) if CORPUS.is_dir() else []
VALUE = " 承揽 <&> _x0041_ "

REFUSED = {
    "oxsdk_f75371_ActiveXControls-O12-XL-Controls.xlsx": "Strict Open XML",
    "poi_3a25e5_clusterfuzz-testcase-minimized-POIXSSFFuzzer-5265527465181184.xlsx": "not a readable workbook",
}
"""The files that are not edited, with what is said of them."""

pytestmark = pytest.mark.skipif(not FILES, reason="../shared/corpus is not there")


def set_one(source: Path, target: Path, *, absent: bool = True) -> tuple[str, str, str]:
    """Set one cell of the first worksheet, an absent one or the first there is; say where."""
    with Package(source) as package:
        book = EditedBook(package)
        entry = next(each for each in book.workbook.sheets if each.kind == "worksheet")
        sheet = book.sheet(entry)
        row, column = below(sheet) if absent else first(sheet)
        book.set_cells(sheet, {row: {column: VALUE}})
        book.settle()
        package.save(target)
    return entry.name, entry.part, ref(row, column).decode()


def below(sheet: SheetPart) -> tuple[int, int]:
    """Return a cell in the last row that lies in no merged area, or under it."""
    last = max((row for row, _, _ in sheet.each_row(1, 1_048_576)), default=0)
    taken = [each for each in sheet.merged() if each[0] <= last <= each[2]]
    return (last + 1, 2) if taken or not last else (last, 30)


def first(sheet: SheetPart) -> tuple[int, int]:
    """Return the first cell that is there without a formula, or one below."""
    for row, _, inner in sheet.each_row(1, 1_048_576):
        for column, span in cells_of(inner, sheet.prefix):
            if b"<%sf" % sheet.prefix not in inner[span.start : span.end]:
                return row, column
    return below(sheet)


@pytest.mark.parametrize("absent", [True, False], ids=["absent", "existing"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:40])
def test_one_cell_is_set_and_nothing_else_changes(path: Path, tmp_path: Path, absent: bool) -> None:
    target = tmp_path / path.name
    if path.name in REFUSED:
        with pytest.raises(Unusable) as refusal:
            set_one(path, target, absent=absent)
        said = refusal.value.words
        assert REFUSED[path.name] in said.en
        return
    sheet, part, at = set_one(path, target, absent=absent)
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
        with zipfile.ZipFile(path) as before:
            assert package.namelist() == before.namelist()
    found = differences(path, target)
    changed = {each.part for each in found}
    assert changed <= {part, "xl/workbook.xml"}
    assert same_bytes(path, target) == set(zipfile.ZipFile(path).namelist()) - changed
    inside = [each.place for each in found if each.part == part]
    assert inside[0] == at
    assert {place.split("[")[0] for place in inside[1:]} <= {"dimension", "sheetData"}
    assert [e.place for e in found if e.part == "xl/workbook.xml"] in ([], ["calcPr[1]"])
    assert problems(target.read_bytes()) == problems(path.read_bytes())
    readers = [
        read(target, sheet, at)
        for read in (calamine, by_openpyxl)
        if read(path, sheet, "A1") != BAD
    ]
    assert readers == [VALUE] * len(readers)
    assert readers


BAD = object()
"""What a reader returns that cannot open the file as it was: an empty part, a macro sheet."""


def calamine(path: Path, sheet: str, at: str) -> Any:
    place = area(at)
    assert place is not None
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except CalamineError:
        return BAD
    return rows[place[0] - 1][place[1] - 1] if place[0] <= len(rows) else None


def by_openpyxl(path: Path, sheet: str, at: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            workbook = openpyxl.load_workbook(path)
        except Exception:  # noqa: BLE001  # it raises whatever its parts raise
            return BAD
        value = workbook[sheet][at].value
    # it shows texts as they are written
    return value.replace("_x005F_", "_") if isinstance(value, str) else value


HANDFUL = (
    "ClosedXML_d2d5a9_TemplateWithTableSourcePivotTables.xlsx",
    "oxsdk_e0fd4c_Spreadsheet.xlsx",
    "poi_f82be1_56644.xlsx",
    "umya_0452b3_aaa.xlsx",
    "umya_d83f8e_issue_285.xlsx",
)


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_what_was_edited(tmp_path: Path) -> None:
    edited = tmp_path / "edited"
    edited.mkdir()
    places = {}
    for name in HANDFUL:
        places[name] = set_one(CORPUS / name, edited / name)
    opened = converted([edited / name for name in HANDFUL], tmp_path, "ods")
    for path, (name, (sheet, _, at)) in zip(opened, places.items(), strict=True):
        assert calamine(path, sheet, at) == VALUE, name
