"""One month of a small branch, pressed button by button on closed workbooks."""

from __future__ import annotations

from datetime import date, datetime

from tests.cli.people import Office, cells, type_rows
from tests.office.branch import ORDER, PLAN, REGISTER, approved


def approve(office: Office) -> None:
    """Refresh the approvals and let the manager pass what waits."""
    office.run("refresh", office.at("经营考核.xlsx"))
    approved(office.root)


def test_a_month_from_the_order_to_the_score(office: Office) -> None:
    register, plan = office.path(REGISTER), office.path(PLAN)
    type_rows(register, "orders", ORDER, {**ORDER, "quantity": "5件", "customer": "东风机械"})

    # the second row has a near miss of a name: it is told, and stops only itself
    checked = office.json("validate", office.at(REGISTER), "--annotate", code=1)
    codes = {(f["row"], f["column"], f["code"]) for f in checked["findings"]}
    assert (4, "customer", "unknown-customer") in codes
    assert (4, "quantity", "number-as-text") in codes
    assert cells(register, "orders")[0]["order_no"] == "CL-202611-ZS-001"

    submitted = office.json("submit", office.at(REGISTER), code=1)
    assert submitted["submitted"] == ["CL-202611-ZS-001"]
    assert [(s["row"], s["codes"]) for s in submitted["skipped"]] == [(4, ["unknown-customer"])]
    first = cells(register, "orders")[0]
    assert isinstance(first["submitted_at"], datetime)
    assert first["amount"] == 2260

    # the customer's first order of a product waits for its review
    assert office.json("consolidate", office.at(""), "--month", "2026-11")["planned"] == []
    approve(office)
    consolidated = office.json("consolidate", office.at(""), "--month", "2026-11")
    assert consolidated["planned"] == ["CL-202611-ZS-001"]
    again = office.json("consolidate", office.at(""), "--month", "2026-11")
    assert (again["planned"], again["unchanged"]) == ([], ["CL-202611-ZS-001"])

    # 20 pieces at 10 a day from Wednesday 25 November on, and two days afterwards
    (line,) = office.json("schedule", office.at(""))["lines"]
    assert (line["start_date"], line["completion_date"]) == ("2026-11-25", "2026-11-30")
    assert line["late_days"] == 0

    issued = office.json("issue", office.at(""), "--month", "2026-11")
    assert issued["plan_no"] == "RW-202611-01"
    assert issued["files"] == ["计划/任务计划单-RW-202611-01.xlsx"]
    assert office.path(issued["files"][0]).is_file()
    assert cells(plan, "plan_lines")[0]["plan_no"] == "RW-202611-01"

    type_rows(
        office.path("库房/出入库台账-2026.xlsx"),
        "receipts",
        {
            "date": date(2026, 11, 24),
            "order_no": "CL-202611-ZS-001",
            "accepted_qty": 20,
            "heat_no": "H0012",
            "inspector": "周检",
        },
    )
    note = office.json("deliver", office.at(""), "--owner", "张三", "--customer", "东风机械厂")
    assert note["note_no"] == "SH-202611-ZS-001"
    assert note["lines"] == [{"order_no": "CL-202611-ZS-001", "quantity": "20"}]
    office.run("outbound", note["note_no"], office.at(""), "--keeper", "钱库管")
    office.run(
        "sign", note["note_no"], office.at(""), "--date", "2026-11-24", "--by", "李收货"
    )  # fmt: skip

    score = office.json("score", office.at(""), "--period", "2026-11")
    person = next(s for s in score["subjects"] if s["subject"] == "张三")
    revenue = next(d for d in person["deductions"] if d["indicator"] == "revenue")
    assert (revenue["target"], revenue["actual"]) == ("2000.00", "2000.00")
    assert revenue["points"] == "0"
    assert office.path(score["files"][0]).is_file()

    story = office.json("status", "CL-202611-ZS-001", office.at(""))
    assert story["status"] == "signed"
    assert office.json("stock", office.at(""))["stock"] == []


def test_pressing_twice_changes_nothing_the_second_time(office: Office) -> None:
    type_rows(office.path(REGISTER), "orders", ORDER)
    before = office.path(REGISTER).read_bytes()
    assert office.json("refresh", office.at(REGISTER))["changed"] > 0
    assert office.json("refresh", office.at(REGISTER))["changed"] == 0
    assert before != office.path(REGISTER).read_bytes()


def test_what_is_typed_into_a_grey_cell_is_told_and_put_right(office: Office) -> None:
    register = office.path(REGISTER)
    type_rows(
        register, "orders", {**ORDER, "amount": "很多", "paid_amount": "都收了", "spec": "自己填的"}
    )
    told = office.json("validate", office.at(REGISTER))["findings"]
    assert {(f["column"], f["code"]) for f in told if f["code"] == "grey-cell-typed"} == {
        ("amount", "grey-cell-typed"),
        ("paid_amount", "grey-cell-typed"),
    }
    office.run("refresh", office.at(REGISTER))
    (row,) = cells(register, "orders")
    assert (row["amount"], row["paid_amount"], row["spec"]) == (2260, None, None)


def test_the_whole_office_is_annotated_workbooks_without_edits_too(office: Office) -> None:
    type_rows(
        office.path("基础资料.xlsx"), "people", {"name": "张三", "roles": "销售员", "active": "是"}
    )
    told = office.json("validate", office.at(""), "--annotate", code=1)["findings"]
    assert {(f["workbook"], f["code"]) for f in told} >= {("基础资料.xlsx", "duplicate")}
    last = cells(office.path("基础资料.xlsx"), "people")[-1]
    assert "重复" in last["check"]
