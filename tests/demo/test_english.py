"""The demonstration for people who read English: the same branch, and no word of Chinese."""

import html
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlsales.demo.english import TEXTS, said

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


def test_the_english_scores_are_those_of_the_chinese_office(english: Demo, told: Any) -> None:
    def bare(scores: Any) -> list[dict[str, Any]]:
        keys = ("period", "score", "rank", "partial")
        return [{key: str(one[key]) for key in keys} for one in scores]

    assert bare(english[1]["scores"]) == bare(told["scores"])
    theirs = [said(str(one["subject"])) for one in told["scores"]]
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
