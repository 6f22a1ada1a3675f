"""Golden files of the score workbook and the analysis: what each part of them says, as text.

``python -m tests.documents.golden_managers`` writes them anew; what differs then is to be read. An
element stands on one line where it is short, else its parts on lines of their own. The theme is
left out: it is openpyxl's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from tests.appraisal.branch import REGULATION, delivery, scored
from tests.appraisal.test_analysis import analysis, plan_line, receipt
from tests.build import branch_expense, complaint, cost, expense, invoice, order, payment, target
from xlsales.core.outcome import Document
from xlsales.core.row import Row
from xlsales.core.words import Lang, Words
from xlsales.documents import render
from xlsales.documents.packing import parts_of
from xlsales.forms.choices import ComplaintSeverity
from xlsales.forms.indicators import Indicator

FOLDER = Path(__file__).parent
_LONG = 160
_OCT, _NOV = date(2026, 10, 12), date(2026, 11, 10)
_DONE: dict[str, Any] = {"completion_date": date(2026, 11, 20), "work_center": "一线"}
ROWS: tuple[Row, ...] = (
    *REGULATION,
    order("CL-1", order_date=_OCT, submitted_at=datetime(2026, 10, 1, 9)),
    order("CL-2", salesperson="李四", customer="兄弟厂", product="P2", row=4),
    cost(50),
    delivery("SH-1", 10, _OCT, order_no="CL-1", signed=10, row=3),
    delivery("SH-2", 8, _NOV, order_no="CL-1", signed=7, row=4),
    delivery("SH-3", 4, _NOV, order_no="CL-2", signed=4, row=5),
    plan_line("CL-1", quantity=Decimal(10), issued_on=_OCT, **_DONE),
    receipt("CL-1", 12, day=_NOV),
    expense("45.60", _NOV),
    branch_expense("60.00", _NOV),
    invoice("F-1", "1130.00", date=_OCT),
    payment("HK-2", "333.33", date=_NOV, row=4, verified=True, verified_on=_NOV),
    complaint("TS-2", _NOV, severity=ComplaintSeverity.SERIOUS, cause="裂纹", row=4),
    target(Indicator.REVENUE, 1000),
    target(Indicator.REVENUE, 700, subject="张三", row=4),
)


def made() -> Mapping[str, bytes]:
    """Return the two workbooks by what they are called here."""
    return {
        "golden-score": render(Document("score", Words("a", "a"), scored(*ROWS)), Lang.ZH),
        "golden-analysis": render(Document("report", Words("a", "a"), analysis(*ROWS)), Lang.ZH),
    }


def texts(workbook: bytes) -> dict[str, str]:
    """Return what the parts of a workbook say, by the names of their files."""
    return {
        f"{name.replace('/', '.')}.txt": "".join(_lines(ET.fromstring(content), ""))  # noqa: S314
        for name, content in parts_of(workbook).items()
        if "theme" not in name
    }


def _lines(element: ET.Element, indent: str) -> Iterator[str]:
    tag = element.tag.rpartition("}")[2]
    held = "".join(f' {k.rpartition("}")[2]}="{v}"' for k, v in sorted(element.attrib.items()))
    whole = f"{indent}{tag}{held}{_within(element)}"
    if len(whole) <= _LONG or not len(element):
        yield whole + "\n"
        return
    yield f"{indent}{tag}{held}\n"
    for child in element:
        yield from _lines(child, indent + " ")


def _within(element: ET.Element) -> str:
    """Return what an element holds, on one line."""
    said = [repr(element.text)] if element.text and element.text.strip() else []
    for child in element:
        held = "".join(f' {k.rpartition("}")[2]}="{v}"' for k, v in sorted(child.attrib.items()))
        said.append(f"{child.tag.rpartition('}')[2]}{held}{_within(child)}")
    return f" [{'; '.join(said)}]" if said else ""


def kept(folder: str) -> dict[str, str]:
    """Return the files that are kept of a workbook."""
    return {path.name: path.read_text() for path in sorted((FOLDER / folder).glob("*.txt"))}


if __name__ == "__main__":
    for folder, workbook in made().items():
        (FOLDER / folder).mkdir(exist_ok=True)
        for path in (FOLDER / folder).glob("*.txt"):
            path.unlink()
        for file, text in texts(workbook).items():
            (FOLDER / folder / file).write_text(text)
