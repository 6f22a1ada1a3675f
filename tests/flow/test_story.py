"""Order story: every step of an order, with its workbook and row."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.build import complaint, invoice, invoice_line, order, payment, ruling
from tests.flow.branch import (
    AT_NINE,
    TODAY,
    branch,
    decision,
    delivered,
    issued,
    outbound,
    planned,
    product,
    progress,
    receipt,
    requested,
)
from xlsales.core.office import Call, Office
from xlsales.core.outcome import Refusal
from xlsales.core.reply import mapped
from xlsales.core.row import At, Book
from xlsales.core.words import Lang
from xlsales.flow.every.story import StoryArgs, status
from xlsales.forms.choices import (
    ComplaintSeverity,
    Decision,
    Disposition,
    Kind,
    Quality,
    Ruling,
    Supply,
    VisitMethod,
)
from xlsales.forms.tracking import Card

NO = "CL-202611-ZS-001"
SH, TH = "SH-202611-ZS-001", "TH-202611-ZS-001"
ORDER = order(submitted_at=AT_NINE)


def told(office: Office, no: str = NO, lang: Lang = Lang.ZH) -> Any:
    return mapped(status(office, Call(TODAY, StoryArgs(order_no=no), lang=lang)).reply)


def events(office: Office, no: str = NO, lang: Lang = Lang.ZH) -> list[tuple[str, str]]:
    return [(str(it["date"]), it["what"]) for it in told(office, no, lang)["events"]]


def test_a_whole_life() -> None:
    card = Card(
        at=At(Book(Kind.TRACKING, "张三", 2026), 3),
        card_no="GZ-202611-ZS-001",
        note_no=SH,
        visit_date=date(2026, 11, 16),
        visitor="张三",
        method=VisitMethod.PHONE,
        quality=Quality.GOOD,
        satisfaction=5,
    )
    office = branch(
        ORDER,
        decision(ORDER, opinion="可以"),
        issued(ORDER, revision="A"),
        progress(NO, 10),
        receipt(NO, 10, rejected_qty=Decimal(1)),
        delivered(ORDER, 10, signed=9),
        outbound(copy_returned_on=date(2026, 11, 15)),
        delivered(
            ORDER,
            -1,
            TH,
            row=4,
            date=date(2026, 11, 17),
            return_of=SH,
            return_reason="裂纹",
            disposition=Disposition.REWORK,
        ),
        card,
        complaint(
            "TS-202611-ZS-001",
            date(2026, 11, 17),
            note_no=SH,
            closed_on=date(2026, 11, 20),
            result="换货",
        ),
        ruling(
            "TS-202611-ZS-001",
            Ruling.YES,
            severity=ComplaintSeverity.SERIOUS,
            decided_on=date(2026, 11, 18),
        ),
        invoice("F1", 2000, date=date(2026, 11, 18)),
        invoice_line("F1", SH, NO, 900),
        invoice_line("F1", "SH-202611-ZS-009", "CL-202611-ZS-009", 1100, row=4),
        payment("HK-202611-001", 1000, invoice_no="F1", date=date(2026, 11, 23), verified=True),
        payment("HK-202611-002", 5, invoice_no="F1", customer="一汽"),  # on account of 一汽
    )
    assert events(office, lang=Lang.EN) == [
        ("2026-11-01", "registered: 东风, 曲轴 10 件, required by 2026-11-30"),
        ("2026-11-02", "submitted to the planner (2026-11-02 09:00)"),
        ("2026-11-03", "Review: passed (赵总); 可以"),
        (
            "2026-11-05",
            "issued on plan RW-202611-01 (revision A): start 2026-11-09, completion 2026-11-27",
        ),
        ("2026-11-10", "Forging: 10 件 done"),
        ("2026-11-12", "receipt RK-202611-001: 10 件 accepted, 1 件 rejected"),
        ("2026-11-13", f"delivery note {SH}: 10 件"),
        ("2026-11-13", f"note {SH}: left the warehouse"),
        ("2026-11-14", f"note {SH}: 9 件 signed for by 孙"),
        ("2026-11-15", f"note {SH}: its copy is back"),
        ("2026-11-16", "visit GZ-202611-ZS-001: quality good, satisfaction 5"),
        ("2026-11-17", f"return {TH} (of {SH}): 1 件, rework; 裂纹"),
        ("2026-11-17", "complaint TS-202611-ZS-001 (ordinary): 裂纹"),
        ("2026-11-18", "complaint TS-202611-ZS-001 ruled: confirmed yes serious"),
        ("2026-11-18", "invoice F1: 900.00 yuan"),
        ("2026-11-20", "complaint TS-202611-ZS-001 closed; 换货"),
        ("2026-11-23", "payment HK-202611-001: 450.00 yuan (invoice F1), verified"),
    ]
    zh = [what for _, what in events(office)]
    assert len(zh) == 17
    assert zh[0] == "登记\uff1a东风\uff0c曲轴 10 件\uff0c要求交期 2026-11-30"
    assert told(office)["status"] == "partly_delivered"


def test_each_step_names_its_workbook_and_row() -> None:
    office = branch(
        ORDER, issued(ORDER, row=7), receipt(NO, 10, at=At(Book(Kind.WAREHOUSE, "", 2026), 12))
    )
    places = [(it["workbook"], it["row"]) for it in told(office)["events"]]
    assert places == [
        ("承揽登记/承揽登记-张三-2026.xlsx", 3),
        ("承揽登记/承揽登记-张三-2026.xlsx", 3),
        ("计划/计划台账-2026.xlsx", 7),
        ("库房/出入库台账-2026.xlsx", 12),
    ]


def test_what_has_no_date_yet_comes_last() -> None:
    office = branch(ORDER, decision(ORDER, None))
    assert events(office)[-1] == ("None", "合同评审待定")
    listed = planned(ORDER, start_date=date(2026, 11, 9), completion_date=date(2026, 11, 27))
    assert events(branch(ORDER, listed), lang=Lang.EN)[-1] == (
        "None",
        "planned, not issued yet; to start on 2026-11-09, complete on 2026-11-27",
    )


def test_a_return_by_the_planner_is_told_while_it_holds() -> None:
    line = planned(ORDER, returned_reason="交期太紧")
    assert events(branch(ORDER, line))[-1][1] == "计划员退回\uff1a交期太紧"
    assert told(branch(ORDER, line))["status"] == "returned"


def test_a_decision_asked_for_an_earlier_version_is_no_longer_waited_for() -> None:
    changed = order(submitted_at=AT_NINE, quantity=Decimal(20))
    office = branch(changed, decision(ORDER, None), decision(ORDER, Decision.FAILED, row=4))
    assert [what for _, what in events(office)][2:] == ["合同评审不通过\uff08赵总\uff09"]


def test_a_bought_in_order() -> None:
    row = order(submitted_at=AT_NINE, product="B1")
    request = requested(
        row,
        request_no="MY-202611-001",
        requested_on=date(2026, 11, 6),
        arrival_promised=date(2026, 11, 20),
    )
    office = branch(row, product("B1", supply=Supply.BUY), request, receipt(NO, 4))
    assert [what for _, what in events(office)][2:] == [
        "外购需求 MY-202611-001 上报贸易分公司\uff0c承诺 2026-11-20 到货",
        "入库单 RK-202611-001\uff1a到货 4 件",
    ]
    unasked = branch(row, product("B1", supply=Supply.BUY), requested(row))
    assert events(unasked, lang=Lang.EN)[-1][1] == "listed to be bought in, not asked for yet"


def test_a_cancelled_order() -> None:
    row = order(cancelled_on=date(2026, 11, 20), cancel_reason="客户停产")
    assert events(branch(row))[-1] == ("2026-11-20", "客户取消\uff1b客户停产")
    assert told(branch(row))["status"] == "cancelled"


def test_an_unreadable_row_still_has_its_place() -> None:
    blank = receipt(NO, 1).model_copy(
        update={"date": None, "accepted_qty": None, "bad": frozenset({"date", "accepted_qty"})}
    )
    assert events(branch(order(), blank), lang=Lang.EN)[-1] == (
        "None",
        "receipt RK-202611-001: ? accepted",
    )


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(Refusal, match="CL-202611-ZS-404"):
        told(branch(ORDER), "CL-202611-ZS-404")
