"""The whole demonstration on disk, in a process of its own with other hashes."""

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.demo.by_hand import Books
from tests.demo.contract import SHAPES, differs
from xlsales.buttons import FORMS
from xlsales.cli import main
from xlsales.core.office import Office
from xlsales.core.row import Row
from xlsales.demo.story import ANALYSED, SCORED
from xlsales.forms.choices import Role
from xlsales.forms.collection import Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import Order
from xlsales.forms.tables import MODELS
from xlsales.forms.warehouse import Outbound, Stock
from xlsales.hosts.files.host import of_folder

TODAY = date(2026, 12, 31)


def _rows(office: Office, model: type[Row]) -> list[dict[str, object]]:
    return [row.model_dump(exclude={"bad"}, warnings=False) for row in office.rows(model)]


def test_files_hold_what_the_story_told(demo: Path, told: Any, office: Office) -> None:
    read = of_folder(demo).cells.office(FORMS)
    for model in MODELS:  # the same rows in another process: nothing hangs on chance or hashes
        there, meant = _rows(read, model), _rows(office, model)
        if model is Delivery:  # one of them was typed over when all was told
            ((now, was),) = [two for two in zip(there, meant, strict=True) if two[0] != two[1]]
            assert {key: now[key] for key in now if now[key] != was[key]} == {
                "signed_on": date(2026, 11, 24)
            }
            now["signed_on"] = was["signed_on"]
        assert there == meant, model.table.name

    files = [file for step in told["steps"] for file in step["files"]]
    assert len(files) == len(set(files))
    assert [file for file in files if not (demo / file).is_file()] == []
    scores = [f"考核/考核表-{period}.xlsx" for period in SCORED]
    assert [*scores, f"考核/月度分析-{ANALYSED}.xlsx"] == files[-len(SCORED) - 1 :]
    assert sum(file.startswith("送货/") for file in files) > 100
    made = ("对账单-2026-11-", "催款函-2026-12-31-", "客户卡-2026-12-31-")
    assert [sum(name in file for file in files) for name in made] == [1, 1, 1]


@pytest.mark.parametrize("period", ["2026-11", "2026-12"])
def test_every_persons_score_agrees_with_one_worked_out_by_hand(
    demo: Path, period: str, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["score", str(demo), "--period", period, "--json", "--today", f"{TODAY}"]
    assert main(argv) in {0, 1}
    reply = json.loads(capsys.readouterr().out)
    changed = {each["column"] for each in reply["changed_after"]}
    assert changed == ({"signed_on"} if period == ANALYSED else set())
    books = Books(demo)
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
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "office"
    shutil.copytree(demo, root)
    rows = of_folder(root).cells.office(FORMS)
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
        ["statement", str(root), "--all", "--month", "2026-11"],
        ["dun", str(root)],
        ["customer-card", str(root), "--all"],
        ["verify", str(root), "--payment", str(payment.payment_no), "--by", finance],
        ["score", str(root), "--period", "2026-11"],
        ["report", str(root), "--month", "2026-11"],
        ["score", str(root), "--period", "2026-Q4", "--subject", owner],
        ["what-if", str(root), "--period", "2026-12", "--subject", owner, "--add", "revenue=1000"],
        ["status", str(unsigned.order_no), str(root)],
        ["find", "clp", str(root)],
        ["pick", "clp 165", str(register), "--into", "orders.product", "--row", "999"],
        ["new-order", str(register), "--customer", "ylcl", "--product", "0101", "--quantity", "9"],
        ["copy-order", str(register), "--quantity", "9"],
        ["journal", str(root)],
        ["journal", str(root), "--verify"],
        ["history", str(unsigned.order_no), str(root)],
        ["undo", str(register)],
        ["put-back", "3", str(register), "--into", "orders.quantity", "--row", "3"],
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
            warned = printed.err.splitlines()  # of the copy that came home on a stick, once
            assert len(warned) <= 1
            assert all("承揽登记-刘芳-2026 - 副本.xlsx 是" in line for line in warned), warned
