"""A file that cannot be used, a wrong word: one or two lines that say what to do, nothing done."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.cli.people import Office, type_rows
from tests.office.branch import ORDER, PLAN, REGISTER
from xlsales.cli import main
from xlsales.office.folder import HIDDEN
from xlsales.office.store.store import FOLDER


def snapshot(root: Path) -> dict[str, bytes]:
    """Return all files but what reading alone keeps: the store."""
    found = (p for p in sorted(root.rglob("*")) if p.is_file())
    return {str(p): p.read_bytes() for p in found if not p.is_relative_to(root / HIDDEN / FOLDER)}


def refused(office: Office, code: int, *argv: str, lang: str = "zh") -> str:
    """Run a command that must refuse: short, without a traceback, and nothing is written."""
    before = snapshot(office.root)
    out, err = office.run(*argv, "--lang", lang, code=code)
    assert out == ""
    assert 1 <= len(err.strip().splitlines()) <= 2, err
    assert "Traceback" not in err
    assert snapshot(office.root) == before
    return err


def set_property(path: Path, name: str, value: str) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook.custom_doc_props[name].value = value  # type: ignore[attr-defined]  # not in the stubs
    workbook.save(path)


def test_a_folder_that_is_not_there(empty: Office) -> None:
    assert "找不到文件夹" in refused(empty, 3, "schedule", empty.at("没有"))


def test_a_folder_that_is_no_office(empty: Office, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    assert "xlsales init" in refused(empty, 3, "schedule", str(tmp_path / "别处"))
    english = refused(empty, 3, "schedule", str(tmp_path / "别处"), lang="en")
    assert "is no office folder" in english


def test_a_workbook_that_is_not_there(office: Office) -> None:
    assert "找不到工作簿" in refused(office, 3, "submit", office.at("承揽登记/没有.xlsx"))


def test_a_workbook_of_another_kind(office: Office) -> None:
    said = refused(office, 3, "submit", office.at(PLAN))
    assert "上报" in said
    assert "承揽登记" in said


def test_a_foreign_workbook(office: Office) -> None:
    openpyxl.Workbook().save(office.path("别的.xlsx"))
    assert "不是本系统的标准工作簿" in refused(office, 3, "submit", office.at("别的.xlsx"))


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04" + b"\0" * 99])
def test_a_damaged_workbook(office: Office, content: bytes) -> None:
    office.path(REGISTER).write_bytes(content)
    assert "可能已损坏" in refused(office, 3, "submit", office.at(REGISTER))


def test_a_workbook_cut_off_in_the_middle(office: Office) -> None:
    data = office.path(REGISTER).read_bytes()
    office.path(REGISTER).write_bytes(data[: len(data) // 2])
    refused(office, 3, "validate", office.at(REGISTER))


def test_a_command_that_needs_a_damaged_workbook_says_which(office: Office) -> None:
    office.path(REGISTER).write_bytes(b"broken")
    said = refused(office, 3, "consolidate", office.at(""), "--month", "2026-11")
    assert Path(REGISTER).name in said


def test_a_member_that_is_no_xml(office: Office) -> None:
    path = office.path(REGISTER)
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    members["docProps/custom.xml"] = b"<Properties"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    refused(office, 3, "submit", office.at(REGISTER))


def test_entities_are_not_expanded(office: Office) -> None:
    path = office.path(REGISTER)
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    custom = members["docProps/custom.xml"]
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    members["docProps/custom.xml"] = custom.replace(b"<Properties", bomb + b"<Properties", 1)
    with zipfile.ZipFile(path, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    refused(office, 3, "submit", office.at(REGISTER))


def test_a_workbook_that_unpacks_to_too_much(office: Office) -> None:
    path = office.path(REGISTER)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.bin", b"\0" * 30_000_000)
    assert "展开后过大" in refused(office, 3, "submit", office.at(REGISTER))


def test_a_newer_form_is_refused(office: Office) -> None:
    set_property(office.path(REGISTER), "xlsales.form_version", "99")
    assert "请先升级" in refused(office, 3, "submit", office.at(REGISTER))


def test_two_workbooks_that_claim_to_be_the_same(office: Office) -> None:
    for name in ("甲.xlsx", "乙.xlsx"):  # which is the office's own, neither name says
        shutil.copy(office.path(REGISTER), office.path(f"承揽登记/{name}"))
    office.path(REGISTER).unlink()
    said = refused(office, 3, "consolidate", office.at(""), "--month", "2026-11")
    assert "甲.xlsx" in said
    assert "乙.xlsx" in said


def test_a_workbook_that_somebody_has_open(office: Office) -> None:
    type_rows(office.path(REGISTER), "orders", ORDER)
    name = Path(REGISTER).name
    lock = office.path(REGISTER).with_name(f".~lock.{name}#")
    lock.write_text(",李四,PC-7,24.11.2026 09:00,file:///C:/Users/lisi;", "utf-8")
    assert "李四" in refused(office, 3, "submit", office.at(REGISTER))
    lock.unlink()
    owner = office.path(REGISTER).with_name(f"~${name}")
    wide = "王五".encode("utf-16-le")
    owner.write_bytes(bytes([4]) + b"wang".ljust(54) + (2).to_bytes(2, "little") + wide.ljust(108))
    assert "王五" in refused(office, 3, "submit", office.at(REGISTER))


def test_a_renamed_workbook_still_works(office: Office) -> None:
    office.path(REGISTER).rename(office.path("我的登记 2026.xlsx"))
    assert office.json("submit", office.at("我的登记 2026.xlsx")) == {
        "submitted": [],
        "skipped": [],
    }


def test_wrong_words(office: Office) -> None:
    root = office.at("")
    assert "没有命令 nonsense" in refused(office, 2, "nonsense")
    assert "--foo" in refused(office, 2, "schedule", root, "--foo")
    assert "月份" in refused(office, 2, "consolidate", root, "--month", "2026-13")
    assert "--month" in refused(office, 2, "consolidate", root)
    refused(office, 2, "score", root, "--period", "2026-Q5")
    refused(office, 2, "deliver", root, "--owner", "张三", "--order", "CL-202611-ZS-001")
    refused(office, 2, "status", "CL-209901-XX-001", root)
    refused(office, 2, "new", "nothing", root)


def test_a_wrong_day(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", office.at(""), "--today", "tomorrow"]) == 2
    assert "2026-11-03" in capsys.readouterr().err


def test_an_office_is_not_made_twice(empty: Office) -> None:
    assert "已经是办公文件夹" in refused(empty, 3, "init", empty.at(""))


def test_a_workbook_is_not_made_twice(office: Office) -> None:
    refused(office, 3, "new", "register", office.at(""), "--owner", "张三", "--year", "2026")
    assert "--owner" in refused(office, 3, "new", "register", office.at(""))
