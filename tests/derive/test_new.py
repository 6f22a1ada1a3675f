"""A personal workbook is a copy of the shipped one that names its owner and year."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.derive.new import blank_path, new_workbook
from xlsales.forms.choices import Kind
from xlsales.forms.files import FORM_VERSION


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def properties(path: Path) -> dict[str, str]:
    text = parts(path)["docProps/custom.xml"].decode()
    return dict(re.findall(r'name="([^"]*)"><vt:lpwstr>([^<]*)', text))


def test_only_the_properties_differ_from_the_shipped_workbook(tmp_path: Path) -> None:
    path = tmp_path / "承揽登记" / "承揽登记-张三-2026.xlsx"
    new_workbook(path, Book(Kind.REGISTER, "张三", 2026), Lang.ZH)
    made, shipped = parts(path), parts(blank_path(Kind.REGISTER, Lang.ZH))
    assert list(made) == list(shipped)
    assert {name for name in made if made[name] != shipped[name]} == {"docProps/custom.xml"}
    assert properties(path) == {
        "xlsales.kind": "register",
        "xlsales.owner": "张三",
        "xlsales.year": "2026",
        "xlsales.lang": "zh",
        "xlsales.form_version": str(FORM_VERSION),
    }


def test_a_workbook_of_nobody_names_no_owner_and_no_year(tmp_path: Path) -> None:
    new_workbook(tmp_path / "Masters.xlsx", Book(Kind.MASTERS), Lang.EN)
    found = properties(tmp_path / "Masters.xlsx")
    assert (found["xlsales.owner"], found["xlsales.year"]) == ("", "")
    assert found["xlsales.lang"] == "en"


def test_a_name_is_only_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    new_workbook(path, Book(Kind.DELIVERY, 'A&B <"李">', 2026), Lang.ZH)
    assert properties(path)["xlsales.owner"] == 'A&amp;B &lt;"李"&gt;'


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        new_workbook(path, Book(Kind.PLAN, "", 2026), Lang.ZH)
    assert path.read_bytes() == b"mine"
