"""All kinds of files that the product makes, held against a port of Microsoft's Open XML SDK.

What a person has pressed in is in the demonstration's workbooks: edits, findings beside cells,
lists. ``.venv/bin/python -m tests.documents.test_audit FOLDER`` goes through every workbook there.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from openxml_audit import (  # type: ignore[import-untyped]  # has no types
    OpenXmlValidator,
    ValidationError,
)

from tests.appraisal.test_analysis import analysis
from tests.documents.papers import delivery_note, letter, line, statement, task_plan
from tests.documents.test_score_dashboard import full, with_charts
from tests.documents.test_score_sheet import sheet_of as score_of
from tests.documents.test_score_sheet import shipped as score_sheet
from xlsales.core.outcome import Document
from xlsales.core.words import Lang, Words
from xlsales.documents import render
from xlsales.documents.void import voided
from xlsales.flow.collection.dunning import DunStage
from xlsales.resources import shipped_templates, shipped_workbooks

EXCUSED = (
    # openpyxl writes name, charset and family of a font before its size. The schema of the standard
    # lets them stand in any order (CT_Font is a choice); the validator knows that of Excel alone.
    re.compile(r"/xl/styles\.xml .*/font\[\d+\] Unexpected element '(family|charset)' found"),
    # Texts of cells made here stand in the cells, which the standard allows, so that a cell can be
    # changed without any other; Excel moves them into a part of their own when it saves.
    re.compile(r"/xl/worksheets/\S+ .*inline-string cell\(s\)"),
)
"""What findings are taken for none: place and words of each, and why."""

MADE = (
    "基础资料.xlsx",
    "承揽登记/承揽登记-孙伟-*",
    "计划/计划台账-*",
    "计划/任务计划单-RW-*-A*",
    "计划/外购需求单-*",
    "送货/送货台账-刘芳-*",
    "送货/送货单-*-LF-001*",
    "跟踪/产品质量跟踪卡-*-LF-001*",
    "跟踪/客户卡-*",
    "回款/对账单-*",
    "回款/催款函-*",
    "考核/月度分析-*",
)
"""Each document, and workbooks that were edited; the score workbook is a smaller one, below."""


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator(max_errors=0)


def findings(path: Path) -> list[str]:
    """Return what the validator says of a file, but for what is excused; each thing once."""
    told = (_told(error) for error in _validator().validate(path).errors)
    return sorted({said for said in told if not any(each.search(said) for each in EXCUSED)})


def _told(error: ValidationError) -> str:
    return f"{error.part_uri} {error.path} {error.description}"


SHIPPED = sorted(
    path for folder in (shipped_workbooks(), shipped_templates()) for path in folder.rglob("*.xlsx")
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_workbook_or_form_is_sound(path: Path) -> None:
    assert findings(path) == []


@pytest.mark.parametrize("name", MADE)
def test_what_the_demonstration_made_is_sound(name: str, demo: Path) -> None:
    assert findings(next(demo.glob(name))) == []


def test_the_register_among_them_shows_findings(demo: Path) -> None:
    with ZipFile(next(demo.glob("承揽登记/承揽登记-孙伟-*"))) as package:
        assert any("comments" in name for name in package.namelist())


def test_other_papers_are_sound(tmp_path: Path) -> None:
    """Score workbooks, what is made on a first day, pages that carry sums, a stamp, English."""
    made = {
        "score": score_sheet(),
        "dashboard": score_of(full()),
        "first day": score_of(with_charts()),
        "analysis of nothing": render(Document("report", Words("a", "a"), analysis()), Lang.EN),
        "carried": render(statement(36), Lang.ZH),
        "letter": render(letter(2, DunStage.FIRM), Lang.EN),
        "void": voided(render(task_plan(*map(line, range(1, 60))), Lang.ZH), Lang.ZH),
        "continuous": render(delivery_note(line(1), paper="241x93"), Lang.EN),
    }
    for name, data in made.items():
        (path := tmp_path / f"{name}.xlsx").write_bytes(data)
        assert findings(path) == [], name


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    """The validator is not silent: an element that is nowhere allowed is told with its part."""
    data = (shipped_templates() / "zh" / "任务计划单.xlsx").read_bytes()
    (path := tmp_path / "wrong.xlsx").write_bytes(data)
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<sheetData>", b"<wrong/><sheetData>")
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert any("sheet1.xml" in said and "wrong" in said for said in findings(path))


if __name__ == "__main__":
    wrong = 0
    for each in sorted(Path(sys.argv[1]).rglob("*.xlsx")):
        for told in findings(each):
            wrong += 1
            sys.stdout.write(f"{each}: {told}\n")
    sys.exit(bool(wrong))
