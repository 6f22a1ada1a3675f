"""The drop-down lists and the custom properties: only what is new is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.office import raw
from tests.office.raw import same_bytes
from tests.schema import problems
from xlsales.core.words import Lang
from xlsales.derive.new import blank_path
from xlsales.office.editing import BookChange
from xlsales.office.packages.compare import differences
from xlsales.office.packages.package import opened, properties

CUSTOM = "docProps/custom.xml"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "登记.xlsx"
    path.write_bytes(blank_path("register", Lang.ZH).read_bytes())
    return path


def listed(book: Path, **lists: list[str]) -> Path:
    return raw.changed(book, BookChange(lists=lists))


def columns(book: Path) -> list[list[Any]]:
    sheet: Any = openpyxl.load_workbook(book)["lists"]
    return [[cell.value for cell in column] for column in sheet.iter_cols()]


def test_a_list_of_the_shipped_workbook_is_filled_and_nothing_else(register: Path) -> None:
    new = listed(register, list_people_name=["张三", "李四"], list_products_code=["007"])
    assert columns(new) == [
        ["people_name", "张三", "李四"],
        ["customers_name", None, None],
        ["products_code", "007", None],
        ["work_centers_name", None, None],
        ["labels_products_code", None, None],
    ]
    (part,) = {each.part for each in differences(register, new)}
    assert part.startswith("xl/worksheets/")
    assert same_bytes(register, new) == set(raw.members(register)) - {part}
    assert problems(new.read_bytes()) == []


def test_a_shorter_list_leaves_nothing_behind_and_the_same_one_changes_nothing(
    register: Path,
) -> None:
    one = listed(register, list_people_name=["张三", "李四", "王五"])
    two = listed(one, list_people_name=["赵六"])
    assert columns(two)[0] == ["people_name", "赵六", None, None]
    assert differences(two, listed(two, list_people_name=["赵六"])) == []


def test_a_list_longer_than_its_name_reaches_gets_a_longer_name(register: Path) -> None:
    new = listed(register, list_customers_name=[f"客户{n}" for n in range(6000)])
    name = openpyxl.load_workbook(new).defined_names["list_customers_name"].attr_text
    assert name == "lists!$B$2:$B$6001"


def test_a_workbook_without_lists_gets_the_hidden_sheet(tmp_path: Path) -> None:
    new = listed(raw.write(tmp_path / "a.xlsx"), list_people_name=["张三"], list_x=[])
    workbook: Any = openpyxl.load_workbook(new)
    assert workbook["lists"].sheet_state == "hidden"
    assert columns(new) == [["people_name", "张三"], ["x", None]]
    assert workbook.defined_names["list_people_name"].attr_text == "lists!$A$2:$A$2"
    assert problems(new.read_bytes()) == []


def test_lists_saved_by_excel_as_shared_texts_are_read(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.title = "lists"
    for row in (["people_name", "我的"], ["张三", "别动"], ["李四", None]):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    new = listed(path, list_people_name=["张三", "王五"])
    assert columns(new) == [["people_name", "张三", "王五"], ["我的", "别动", None]]
    changed = [each.place for each in differences(path, new) if "sheet" in each.part]
    assert changed == ["A3"]


# --- properties ------------------------------------------------------------------------------


def given(book: Path) -> dict[str, str]:
    with opened(book) as package:
        return properties(book, package)


def test_a_property_is_set_and_the_others_stay(register: Path) -> None:
    new = raw.changed(
        register, BookChange(properties={"xlsales.last.CL": "7", "xlsales.owner": "张<三>"})
    )
    assert given(new) == {**given(register), "xlsales.last.CL": "7", "xlsales.owner": "张<三>"}
    assert {each.part for each in differences(register, new)} == {CUSTOM}
    again = raw.changed(new, BookChange(properties={"xlsales.last.CL": "7"}))
    assert differences(new, again) == []


def test_a_workbook_without_properties_gets_the_part(tmp_path: Path) -> None:
    new = raw.changed(
        raw.write(tmp_path / "a.xlsx"), BookChange(properties={"xlsales.kind": "plan"})
    )
    assert given(new) == {"xlsales.kind": "plan"}
    custom: Any = openpyxl.load_workbook(new).custom_doc_props  # type: ignore[attr-defined]  # not in the stubs
    assert custom["xlsales.kind"].value == "plan"


@pytest.mark.parametrize("saved_by", ["openpyxl", "Excel"])
def test_properties_of_other_programs_and_kinds_stay(tmp_path: Path, saved_by: str) -> None:
    vt = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    on_each = f' xmlns:vt="{vt}"' if saved_by == "openpyxl" else ""
    root = "" if on_each else f' xmlns:vt="{vt}"'
    one = (
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="9" name="部门">'
        f"<vt:i4{on_each}>3</vt:i4></property>"
    )
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'custom-properties"{root}>{one}</Properties>'
    )
    rels = raw.part(raw.write(tmp_path / "p.xlsx"), "_rels/.rels").replace(
        "</Relationships>",
        f'<Relationship Id="r9" Type="{raw.R}/custom-properties" Target="docProps/custom.xml"/>'
        "</Relationships>",
    )
    book = raw.write(tmp_path / "a.xlsx", parts={CUSTOM: custom, "_rels/.rels": rels})
    new = raw.changed(book, BookChange(properties={"xlsales.kind": "plan"}))
    assert one in raw.part(new, CUSTOM)
    assert 'pid="10"' in raw.part(new, CUSTOM)
    assert given(new) == {"部门": "3", "xlsales.kind": "plan"}
