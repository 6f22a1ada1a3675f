"""What docs/dev/add-an-indicator.md says is all that it takes: done in a copy of the repository."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "dev" / "add-an-indicator.md").read_text("utf-8")
DEFINITIONS = "xlsales/forms/indicators.py"
FUNCTION = "xlsales/appraisal/orders_taken.py"
CONTRACT = "docs/spec/columns.csv"

SCORE = """
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import xlsales
from tests.appraisal.branch import TODAY, branch
from tests.build import order, rule, target
from tests.documents.test_score_sheet import opened, table
from xlsales.appraisal.macro import ScoreArgs, WhatIfArgs, score, what_if
from xlsales.core.office import Call
from xlsales.core.words import Lang
from xlsales.derive.__main__ import main
from xlsales.documents import render
from xlsales.forms.indicators import Indicator

assert Path(xlsales.__file__).is_relative_to(Path.cwd()), xlsales.__file__
assert main([]) == 0
ORDERS = Indicator.ORDERS_TAKEN
handed_in = datetime(2026, 11, 11, 9)
office = branch(
    rule(8, ORDERS, "0.2"),
    target(ORDERS, 3000),
    target(ORDERS, 1000, subject="张三"),
    target(ORDERS, 1000, subject="李四"),
    order("CL-1", submitted_at=handed_in),
    order("CL-2", submitted_at=handed_in, salesperson="李四", quantity=Decimal("9.5")),
    order("CL-3"),
    order("CL-4", submitted_at=handed_in, cancelled_on=date(2026, 11, 12), cancel_reason="x"),
)
made = score(office, Call(TODAY, ScoreArgs(period="2026-11")))
more = {"orders_taken": Decimal(50)}
richer = what_if(office, Call(TODAY, WhatIfArgs(period="2026-11", add=more, subject="李四")))
book = opened(render(made.documents[0], Lang.ZH), values=True)
figures = [
    (row["对象"], row["本期目标"], row["本期实际"], row["本期扣分"])
    for row in table(book["指标完成情况"], "本期实际")
    if row["指标"] == "承揽金额"
]
checks = [
    (row["对象"], row["核对"]) for row in table(book["依据核对"], "核对") if row["指标"] == "承揽金额"
]
said = {}
for subject in (*made.reply.subjects, *richer.reply.subjects):
    (one,) = subject.deductions
    key = ("if " if subject.subject in said else "") + subject.subject
    said[key] = [str(subject.score), one.indicator, str(one.actual), str(one.points)]
print(json.dumps({"reply": said, "figures": figures, "checks": checks}))
"""


def guided(name: str) -> str:
    """Return the code that the guide gives for a file."""
    found = re.search(rf"`{re.escape(name)}`[^`]*```python\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    return found[1]


def run(copy: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        cwd=copy,
        env={"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return done.stdout.decode()


def contents(copy: Path) -> dict[str, bytes]:
    return {
        path.relative_to(copy).as_posix(): path.read_bytes()
        for path in copy.rglob("*")
        if path.is_file()
    }


def test_a_new_indicator_takes_three_files(tmp_path: Path) -> None:
    for folder in ("xlsales", "tests", "docs", "workbooks", "templates"):
        junk = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=junk)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    before = contents(tmp_path)

    definitions = tmp_path / DEFINITIONS
    text = definitions.read_text("utf-8")
    last = text.index("\n\n\ncheck_together(")
    definitions.write_text(f"{text[:last]}\n{guided(DEFINITIONS)}{text[last + 1 :]}", "utf-8")
    (tmp_path / FUNCTION).write_text(guided("orders_taken.py"), "utf-8")
    contract = tmp_path / CONTRACT
    lines = contract.read_text("utf-8")
    new = "|orders_taken=承揽金额"
    more = re.sub(r"(management,(?:targets|rules),indicator,.*?,choice:[^,]*)", rf"\1{new}", lines)
    assert more.count(new) == 2
    contract.write_text(more, "utf-8")
    by_hand = {path for path, content in contents(tmp_path).items() if before.get(path) != content}
    assert by_hand == {DEFINITIONS, FUNCTION, CONTRACT}

    (tmp_path / "score.py").write_text(SCORE, "utf-8")
    told = json.loads(run(tmp_path, "score.py"))
    # 1,950 of 3,000 are 35 whole steps below the target
    assert told["reply"] == {
        "branch": ["93", "orders_taken", "1950.00", "7"],
        "张三": ["100", "orders_taken", "1000.00", "0"],
        "李四": ["99", "orders_taken", "950.00", "1"],
        "if 李四": ["100", "orders_taken", "1000.00", "0"],
    }
    assert told["figures"] == [
        ["本单位", 3000, 1950, 7],
        ["张三", 1000, 1000, 0],
        ["李四", 1000, 950, 1],
    ]
    assert told["checks"] == [["本单位", "相符"], ["张三", "相符"], ["李四", "相符"]]
    now = contents(tmp_path)
    derived = {path for path in now if before.get(path) != now[path]} - by_hand - {"score.py"}
    assert derived == {
        "workbooks/zh/经营考核.xlsx",
        "workbooks/en/Management.xlsx",
        "xlsales/office/store/readers.py",
        *(f"docs/{lang}/{page}.md" for lang in ("zh", "en") for page in ("tables", "indicators")),
    }
    run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/forms/test_tables.py")
