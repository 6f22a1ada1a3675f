"""The whole demonstration on disk, in a process of its own with other hashes."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.demo.by_hand import Books
from tests.demo.contract import SHAPES, differs
from xlsales.buttons import FORMS
from xlsales.cli import main
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.demo.english import TEXTS, said
from xlsales.demo.story import SCORED
from xlsales.forms.choices import Role
from xlsales.forms.collection import Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.tables import MODELS
from xlsales.forms.warehouse import Outbound, Stock
from xlsales.hosts.file import FileHost

TODAY = date(2026, 12, 31)


def _rows(office: Office, model: type[Row]) -> list[dict[str, object]]:
    return [row.model_dump(exclude={"bad"}, warnings=False) for row in office.rows(model)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """The demonstration's folder and its reply."""
    root = tmp_path_factory.mktemp("demo") / "示例 分公司"
    done = subprocess.run(
        [sys.executable, "-m", "xlsales", "demo", str(root), "--json"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    return root, json.loads(done.stdout)


def test_files_hold_what_the_story_told(built: tuple[Path, Any], office: Office) -> None:
    root, reply = built
    assert [path.name for path in root.parent.iterdir()] == [root.name]

    read = FileHost(root).office(FORMS)
    for model in MODELS:  # the same rows in another process: nothing hangs on chance or hashes
        assert _rows(read, model) == _rows(office, model), model.table.name

    files = [file for step in reply["steps"] for file in step["files"]]
    assert len(files) == len(set(files))
    assert [file for file in files if not (root / file).is_file()] == []
    assert [f"考核/考核表-{period}.xlsx" for period in SCORED] == files[-len(SCORED) :]
    assert sum(file.startswith("送货/") for file in files) > 100


@pytest.mark.parametrize("period", ["2026-11", "2026-12"])
def test_every_persons_score_agrees_with_one_worked_out_by_hand(
    built: tuple[Path, Any], period: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = built[0]
    argv = ["score", str(root), "--period", period, "--json", "--today", f"{TODAY}"]
    assert main(argv) in {0, 1}
    reply = json.loads(capsys.readouterr().out)
    books = Books(root)
    year, month = (int(part) for part in period.split("-"))
    people = [one for one in reply["subjects"] if one["subject"] != "branch"]
    assert len(people) >= 5
    for one in people:
        name = one["subject"]
        actual = books.actuals(name, year, month, TODAY)
        points = books.points(name, period, TODAY)
        rows = {row["indicator"]: row for row in one["deductions"]}
        for indicator in ("revenue", "profit", "external_sales", "collection"):
            assert Decimal(rows[indicator]["actual"]) == actual[indicator], (name, indicator)
        for indicator in ("ordinary_complaints", "serious_complaints"):
            assert rows[indicator]["count"] == actual[indicator], (name, indicator)
        for indicator, deducted in points.items():
            assert Decimal(rows[indicator]["points"]) == deducted, (name, indicator)
        assert Decimal(one["score"]) == max(Decimal(0), 100 - sum(points.values()))
    ranks = sorted((-Decimal(one["score"]), one["rank"]) for one in people)
    for place, (score, rank) in enumerate(ranks, 1):
        assert rank == 1 + sum(other < score for other, _ in ranks) <= place


def test_every_command_answers_in_the_stated_shape(
    built: tuple[Path, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "office"
    shutil.copytree(built[0], root)
    rows = FileHost(root).office(FORMS)
    stocked = next(s for s in rows.rows(Stock) if s.order_no and s.on_hand)
    owner = next(o.salesperson for o in rows.rows(Order) if o.order_no == stocked.order_no)
    unsigned = next(
        d for d in rows.rows(Delivery) if d.note_no and d.quantity > 0 and not d.signed_on
    )
    booked = {o.note_no for o in rows.rows(Outbound)}
    unbooked = [d for d in rows.rows(Delivery) if d.note_no and d.quantity > 0]
    unbooked = [d for d in unbooked if d.note_no not in booked]
    payment = next(p for p in rows.rows(Payment) if p.payment_no and not p.verified)
    finance = next(p.name for p in rows.rows(Person) if Role.FINANCE in p.roles)
    keeper = next(p.name for p in rows.rows(Person) if Role.WAREHOUSE in p.roles)
    issued = next(p for p in reversed(rows.rows(PlanLine)) if p.plan_no)
    register = next(root.glob("承揽登记/*孙伟*"))
    note = str(unsigned.note_no)
    back = [] if unbooked else ["--copy-back", f"{TODAY}"]
    why = ["--reason", "划伤", "--disposition", "restock"]
    commands = [
        ["validate", str(root)],
        ["validate", str(register), "--annotate"],
        ["today", str(register)],
        ["promise", str(register)],
        ["fix", str(register)],
        ["submit", str(register)],
        ["refresh", str(root / "经营考核.xlsx")],
        ["consolidate", str(root), "--month", "2026-12"],
        ["schedule", str(root)],
        ["issue", str(root), "--month", "2026-12"],
        ["revise", str(issued.plan_no), str(root)],
        ["trade-request", str(root)],
        ["deliver", str(root), "--owner", owner, "--order", f"{stocked.order_no}=1"],
        [
            "outbound",
            str((unbooked or [unsigned])[0].note_no),
            str(root),
            "--keeper",
            keeper,
            *back,
        ],
        ["sign", note, str(root), "--date", f"{TODAY}", "--by", "李收货"],
        ["return", note, str(root), "--order", f"{unsigned.order_no}=1", *why],
        ["card", note, str(root)],
        ["visits", str(root)],
        ["stock", str(root)],
        ["ageing", str(root)],
        ["verify", str(root), "--payment", str(payment.payment_no), "--by", finance],
        ["score", str(root), "--period", "2026-11"],
        ["score", str(root), "--period", "2026-Q4", "--subject", owner],
        ["what-if", str(root), "--period", "2026-12", "--subject", owner, "--add", "revenue=1000"],
        ["status", str(unsigned.order_no), str(root)],
        ["find", "clp", str(root)],
        ["pick", "clp 165", str(register), "--into", "orders.product", "--row", "999"],
        ["new-order", str(register), "--customer", "ylcl", "--product", "0101", "--quantity", "9"],
        ["copy-order", str(register), "--quantity", "9"],
        ["journal", str(root)],
        ["journal", str(root), "--verify"],
        ["undo", str(register)],
        ["addin", "build", str(tmp_path / "dist"), "--host", "excel"],
        ["addin", "build", str(tmp_path / "dist"), "--host", "libreoffice"],
        ["doctor", str(root)],
    ]
    assert {command[0] for command in commands} == set(SHAPES)
    for command in commands:
        capsys.readouterr()
        code = main([*command, "--json", "--today", f"{TODAY}"])
        printed = capsys.readouterr()
        assert code in {0, 1}, (command, printed.err)
        assert differs(json.loads(printed.out), SHAPES[command[0]], command[0]) == []
        if command[0] != "undo":  # which says beside its reply what was undone
            assert printed.err == ""


# --- in English --------------------------------------------------------------------------------

Demo = tuple[Path, dict[str, Any]]
TRULY_CHINESE = ("人民币", "本单位 (the branch)", "件 套 个 台 只 are")
"""Amounts in capitals, as a bank wants them; notes on the words that may be typed as well."""
CHINESE = re.compile("[\u3400-\u9fff]")
BOOKS = {
    "Masters.xlsx",
    "Management.xlsx",
    "Plan/Plan-2026.xlsx",
    "Register/Register-Sun Wei-2026.xlsx",
    "Warehouse/Warehouse-2026.xlsx",
}


def xlsales(*argv: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "xlsales", *argv, "--lang", "en"]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demonstration for people who read English."""
    root = tmp_path_factory.mktemp("english") / "office"
    done = xlsales("demo", str(root), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return root, json.loads(done.stdout)


def test_the_english_scores_are_those_of_the_chinese_office(
    english: Demo, built: tuple[Path, Any]
) -> None:
    def bare(scores: Any) -> list[dict[str, Any]]:
        keys = ("period", "score", "rank", "partial")
        return [{key: str(one[key]) for key in keys} for one in scores]

    assert bare(english[1]["scores"]) == bare(built[1]["scores"])
    theirs = [said(str(one["subject"])) for one in built[1]["scores"]]
    assert [one["subject"] for one in english[1]["scores"]] == theirs


def test_no_name_and_no_cell_holds_chinese(english: Demo) -> None:
    root = english[0]
    files = [path for path in root.rglob("*") if ".xlsales" not in path.parts]
    names = {path.relative_to(root).as_posix() for path in files}
    assert names >= BOOKS
    assert [name for name in names if CHINESE.search(name)] == []
    found: dict[str, str] = {}
    for path in files:
        if path.suffix != ".xlsx":
            continue
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                if part.endswith(".xml") and "theme" not in part:
                    text = package.read(part).decode("utf-8")
                    for held in map(html.unescape, re.findall(r">([^<>]+)<", text)):
                        if CHINESE.search(held) and not held.startswith(TRULY_CHINESE):
                            found[held] = f"{path.name} {part}"
    assert found == {}


def test_choices_and_headers_are_english(english: Demo) -> None:
    workbook = openpyxl.load_workbook(english[0] / "Register/Register-Sun Wei-2026.xlsx")
    sheet = next(sheet for sheet in workbook.worksheets if "orders" in sheet.tables)
    heads = [str(cell.value) for cell in sheet[2]]
    assert {"Customer", "Quantity", "Required date"} <= set(heads)
    kind, customer = heads.index("Kind"), heads.index("Customer")
    assert {sheet.cell(row, kind + 1).value for row in range(3, 20)} <= {"New", "Repair"}
    assert sheet.cell(3, customer + 1).value in TEXTS.values()


@pytest.mark.parametrize(
    "argv",
    [
        ("validate", "{}"),
        ("today", "{}/Register/Register-Sun Wei-2026.xlsx"),
        ("whoami", "{}"),
    ],
    ids=lambda argv: argv[0],
)
def test_commands_answer_in_english(english: Demo, argv: tuple[str, ...]) -> None:
    done = xlsales(*(arg.replace("{}", str(english[0])) for arg in argv), "--today", "2026-12-31")
    assert done.returncode in {0, 1}, done.stderr
    assert done.stdout
    assert CHINESE.findall(done.stdout + done.stderr) == []
