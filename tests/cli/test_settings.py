"""Settings by their Chinese names and words, as a planner writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import Office, cells, type_rows
from tests.office.branch import ORDER, REGISTER

MASTERS = "基础资料.xlsx"


def write(path: Path, key: str, name: str, value: object) -> None:
    """Write a setting's Chinese name over its key, and a value."""
    workbook: Any = openpyxl.load_workbook(path)
    heads, *rows = workbook["设置"].iter_rows(min_row=2)
    at, of = ([cell.value for cell in heads].index(head) for head in ("键", "值"))
    for row in rows:
        if row[at].value == key:
            row[at].value, row[of].value = name, value
    workbook.save(path)


def test_a_rate_and_a_switch_by_their_chinese_names(office: Office) -> None:
    masters = office.path(MASTERS)
    write(masters, "tax_rate", "税率", "6%")
    write(masters, "review_first_order", "首单评审", "否")
    assert office.json("validate", str(masters))["findings"] == []
    type_rows(office.path(REGISTER), "orders", ORDER)
    office.run("submit", office.at(REGISTER))
    (row,) = cells(office.path(REGISTER), "orders")
    assert (row["tax_rate"], row["review"]) == (0.06, "免评审")


def test_the_name_comes_first_in_its_explanation(office: Office) -> None:
    told = {row["key"]: row["meaning"] for row in cells(office.path(MASTERS), "settings")}
    assert told["tax_rate"] == "税率：可写 13%"
    assert told["branch"] == "本单位名称"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_office_has_its_choices_in_its_own_words(office: Office, lang: str) -> None:
    root = office.root.with_name("another")
    office.run("init", str(root), "--lang", lang)
    masters = root / {"zh": MASTERS, "en": "Masters.xlsx"}[lang]
    held = {row["key"]: row["value"] for row in cells(masters, "settings")}
    told = {row["key"]: row["meaning"] for row in cells(masters, "settings")}
    assert held["review_first_order"] == {"zh": "是", "en": "yes"}[lang]
    assert held["language"] == {"zh": "中文", "en": "zh"}[lang]
    management = root / {"zh": "经营考核.xlsx", "en": "Management.xlsx"}[lang]
    scoring = {row["key"]: row["value"] for row in cells(management, "scoring")}
    assert scoring["revenue_basis"] == {"zh": "签收", "en": "signed"}[lang]
    assert told["language"] == {"zh": "语言：中文或英文", "en": "language: zh or en"}[lang]
    for path in (masters, management):
        assert office.json("validate", str(path))["findings"] == []


def test_one_setting_by_both_its_names_is_said(office: Office) -> None:
    type_rows(office.path(MASTERS), "settings", {"key": "税率", "value": "9%"})
    (found,) = office.json("validate", office.at(MASTERS), code=1)["findings"]
    assert found["code"] == "double-setting"
    assert found["message"].startswith("“税率”与第 7 行是同一项设置（税率）。")


@pytest.mark.parametrize("name", ["Tax rate", "TAX_RATE", "税 率"])
def test_a_name_may_be_written_in_many_ways(office: Office, name: str) -> None:
    write(office.path(MASTERS), "tax_rate", name, "13%")
    assert office.json("validate", office.at(MASTERS))["findings"] == []


def test_an_unknown_setting_is_told_the_known_ones_by_name(office: Office) -> None:
    type_rows(office.path(MASTERS), "settings", {"key": "增值税", "value": "9%"})
    (found,) = office.json("validate", office.at(MASTERS))["findings"]
    assert found["code"] == "unknown-setting"
    assert "合同限额、评审限额、首单评审" in found["message"]
