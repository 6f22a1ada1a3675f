"""Papers to customers from the command line, on an office on disk, and in other forms beside."""

from __future__ import annotations

import shutil
from datetime import date

import openpyxl
import pytest

from tests.cli.people import Office, type_rows
from tests.office.soffice import SOFFICE
from xlsales.resources import shipped_templates

DONGFENG = "东风机械厂"


@pytest.fixture
def owing(office: Office) -> Office:
    """An office whose customer owes an old invoice, and paid a part of it."""
    ledger = office.path("回款/回款台账-2026.xlsx")
    type_rows(
        ledger,
        "invoices",
        {"invoice_no": "F1", "date": date(2026, 6, 1), "customer": DONGFENG, "amount": 1000.5},
    )
    type_rows(
        ledger,
        "payments",
        {"date": date(2026, 11, 9), "customer": DONGFENG, "invoice_no": "F1", "amount": 200,
         "method": "电汇"},
    )  # fmt: skip
    return office


def test_a_statement_a_letter_and_a_card(owing: Office) -> None:
    root = owing.at("")
    stated = owing.json("statement", root, "--customer", "东风", "--month", "2026-11")
    assert stated == {
        "opening": "1000.5",
        "delivered": "0",
        "returned": "0",
        "paid": "200",
        "closing": "800.5",
        "files": [f"回款/对账单-2026-11-{DONGFENG}.xlsx"],
    }
    letters = owing.json("dun", root)
    assert [(each["stage"], each["overdue"]) for each in letters["letters"]] == [("last", "800.5")]
    made = owing.json("customer-card", root, "--all")
    assert made["customers"][0]["receivable"] == "800.5"
    for reply in (stated, letters, made):
        assert [file for file in reply["files"] if not owing.path(file).is_file()] == []
    # a paper that went out is never overwritten
    again = owing.json("statement", root, "--customer", "东风", "--month", "2026-11")
    assert again["files"] != stated["files"]


def test_without_libreoffice_the_documents_stand_alone(
    owing: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    out, err = owing.run("dun", owing.at(""), "--pdf", code=1)
    assert "催款函" in out
    assert err.strip() == (
        "没有找到 LibreOffice，只生成了 .xlsx。请在 Excel 中打开后另存为 PDF，或安装 LibreOffice。"
    )
    assert len(list(owing.path("回款").glob("催款函*"))) == 1


@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice")
def test_a_pdf_is_among_the_files(owing: Office) -> None:
    reply = owing.json("dun", owing.at(""), "--pdf")
    name = f"回款/催款函-2026-11-24-{DONGFENG}"
    assert reply["files"] == [f"{name}.xlsx", f"{name}.pdf"]
    assert owing.path(f"{name}.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            ("statement", "--month", "2026-11"),
            "请写明一个客户（--customer），或者全部客户（--all）",
        ),
        (("statement", "--all", "--month", "11月"), "“11月”不是有效月份"),
        (("statement", "--all"), "缺少 --month"),
        (("statement", "--all", "--month", "2026-11"), "所有客户到 2026-11-25 没有送货"),
        (("dun",), "没有客户的发票逾期满 1 天"),
        (("dun", "--customer", "没有的"), "没有客户“没有的”"),
        (("customer-card",), "请写明一个客户"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(
    command: tuple[str, ...], said: str, office: Office
) -> None:
    before = sorted(office.path("").rglob("*.xlsx"))
    _, err = office.run(command[0], office.at(""), *command[1:], code=2)
    assert said in err
    assert sorted(office.path("").rglob("*.xlsx")) == before


def test_a_form_of_the_offices_own_that_lacks_a_name_stops_the_press_whole(owing: Office) -> None:
    own = owing.path("templates")
    own.mkdir()
    form = openpyxl.load_workbook(shipped_templates() / "zh" / "催款函.xlsx")
    del form.defined_names["line"]
    form.save(own / "催款函.xlsx")
    before = {path: path.read_bytes() for path in owing.path("").rglob("*.xlsx")}
    _, err = owing.run("dun", owing.at(""), code=3)
    assert "单据模板“催款函.xlsx”缺少名称“line”（需重复的行）" in err
    assert {path: path.read_bytes() for path in owing.path("").rglob("*.xlsx")} == before
