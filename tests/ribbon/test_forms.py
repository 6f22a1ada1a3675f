"""A dialog is made of a button's arguments: what it asks, and what of it can be read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from xlsales.buttons import BUTTONS, BY_ID, Button, arguments_of
from xlsales.core.arguments import arguments
from xlsales.core.words import Lang
from xlsales.ribbon.fields import Given, Kind, Likely, Option, settled
from xlsales.ribbon.form import Form, form_of

AMOUNTS = Likely((), (Option("revenue", "营业收入"),), kind=Kind.AMOUNTS)


def form(button_id: str, lang: Lang = Lang.ZH, **likely: Likely) -> Form:
    return form_of(BY_ID[button_id], likely, lang, 2026)


def read(asked: Form, **given: Given) -> Any:
    """Return the arguments as a dict, or what is wrong by field in Chinese."""
    found = asked.read(given)
    if isinstance(found, tuple):
        return {wrong.field: wrong.words.zh for wrong in found}
    return found.model_dump(exclude_defaults=True)


@pytest.mark.parametrize("button", BUTTONS, ids=lambda b: b.id)
def test_every_argument_has_a_field_in_both_languages(button: Button) -> None:
    fields = form_of(button, {}, Lang.ZH).fields
    assert [f.name for f in fields] == [each.name for each in arguments(arguments_of(button))]
    for each in fields:
        assert each.label.zh
        assert each.label.en
        assert each.help.zh
        assert "--" not in each.label.zh + each.label.en


@pytest.mark.parametrize(
    ("button_id", "kinds"),
    [
        ("refresh", []),
        ("validate", [Kind.FLAG]),
        ("consolidate", [Kind.MONTH]),
        ("issue_plan", [Kind.MONTH, Kind.FLAG, Kind.NAMES]),
        ("issue_note", [Kind.TEXT, Kind.TEXT, Kind.PAIRS, Kind.TEXT, Kind.TEXT, Kind.TEXT]),
        ("return_goods", [Kind.TEXT, Kind.PAIRS, Kind.TEXT, Kind.CHOICE]),
        ("sign_off", [Kind.TEXT, Kind.DATE, Kind.TEXT, Kind.PAIRS]),
        ("score", [Kind.PERIOD, Kind.TEXT]),
        ("ageing", [Kind.DATE]),
        ("verify_payments", [Kind.NAMES, Kind.TEXT]),
    ],
)
def test_a_field_is_of_its_arguments_kind(button_id: str, kinds: list[Kind]) -> None:
    assert [each.kind for each in form(button_id).fields] == kinds


def test_what_is_settled_is_not_asked_and_still_given() -> None:
    asked = form("issue_temporary", month=settled(), temporary=settled(value=True))
    assert [each.name for each in asked.fields] == ["order"]
    assert read(asked, order="CL-202611-ZS-001") == {
        "temporary": True,
        "order": ("CL-202611-ZS-001",),
    }


def test_a_closed_list_is_shown_in_the_language_of_the_workbook() -> None:
    disposition = form("return_goods").fields[-1]
    assert [option.text for option in disposition.options] == ["入库", "返修", "报废"]
    assert form("return_goods", Lang.EN).fields[-1].options[0].text == "Restock"
    assert disposition.required


@pytest.mark.parametrize(
    ("button_id", "given", "means"),
    [
        ("consolidate", {"month": "2026年11月"}, {"month": "2026-11"}),
        ("consolidate", {"month": "2026/11"}, {"month": "2026-11"}),
        ("consolidate", {"month": "11月"}, {"month": "2026-11"}),
        ("consolidate", {"month": "２０２６－１１"}, {"month": "2026-11"}),
        ("score", {"period": "2026年第4季度"}, {"period": "2026-Q4"}),
        ("score", {"period": " 2026 "}, {"period": "2026"}),
        ("ageing", {"date": "2026.11.3"}, {"date": dt.date(2026, 11, 3)}),
        ("ageing", {"date": "11月3日"}, {"date": dt.date(2026, 11, 3)}),
        ("ageing", {"date": "20261103"}, {"date": dt.date(2026, 11, 3)}),
        ("ageing", {"date": "  "}, {}),
        (
            "verify_payments",
            {"payment": "HK-202611-001、HK-202611-002，HK-202611-001\n", "by": "孙财务"},
            {"payment": ("HK-202611-001", "HK-202611-002"), "by": "孙财务"},
        ),
        (
            "issue_note",
            {
                "order": (
                    ("CL-202611-ZS-001", "1,200 件"),
                    ("", ""),
                    (" CL-202611-ZS-002 ", "１２.5"),
                )
            },
            {"order": {"CL-202611-ZS-001": Decimal(1200), "CL-202611-ZS-002": Decimal("12.5")}},
        ),
        (
            "return_goods",
            {
                "note": "SH-202611-ZS-001",
                "order": (("CL-202611-ZS-001", "2"),),
                "reason": "划伤",
                "disposition": "返修",
            },
            {
                "note": "SH-202611-ZS-001",
                "order": {"CL-202611-ZS-001": Decimal(2)},
                "reason": "划伤",
                "disposition": "rework",
            },
        ),
    ],
)
def test_fields_are_read_as_people_type(
    button_id: str, given: dict[str, Given], means: dict[str, object]
) -> None:
    assert read(form(button_id), **given) == means


@pytest.mark.parametrize(
    ("button_id", "given", "wrong"),
    [
        ("consolidate", {"month": ""}, {"month": "请填“计划月份”。"}),
        (
            "consolidate",
            {"month": "下个月"},
            {"month": "计划月份：“下个月”无法识别，请按 2026-11 的格式填写。"},
        ),
        (
            "ageing",
            {"date": "03/04/2026"},
            {"date": "截止日期：03/04/2026 可能是两个日期，请按 2026-11-03 的格式填写。"},
        ),
        (
            "ageing",
            {"date": "明天"},
            {"date": "截止日期：“明天”无法识别，请按 2026-11-03 的格式填写。"},
        ),
        (
            "score",
            {"period": "去年"},
            {"period": "期间：“去年”无法识别，请按 2026、2026-Q4 或 2026-11 的格式填写。"},
        ),
        (
            "issue_note",
            {"order": (("CL-1", "一些"),)},
            {"order": "承揽编号、数量：CL-1 的“一些”不是有效数字，请填数字，如 20。"},
        ),
        (
            "issue_note",
            {"order": (("CL-1", ""),)},
            {"order": "承揽编号、数量：请填 CL-1 的数量。"},
        ),
        (
            "issue_note",
            {"order": (("", "5"),)},
            {"order": "承揽编号、数量：数量 5 前面没有编号，请补上。"},
        ),
        (
            "issue_note",
            {"order": (("CL-1", "5"), ("CL-1", "6"))},
            {"order": "承揽编号、数量：CL-1 重复，请合并为一行。"},
        ),
        (
            "return_goods",
            {"note": "", "order": (), "reason": " ", "disposition": "扔掉"},
            {
                "note": "请填“送货单号”。",
                "order": "请填“承揽编号、数量”。",
                "reason": "请填“退货原因”。",
                "disposition": "处置：没有“扔掉”这一选项，请选：入库、返修、报废。",
            },
        ),
    ],
)
def test_each_wrong_field_says_what_to_do(
    button_id: str, given: dict[str, Given], wrong: dict[str, str]
) -> None:
    assert read(form(button_id), **given) == wrong


def test_an_option_counts_by_what_is_shown_and_by_its_value() -> None:
    shown = Option("SH-202611-ZS-001", "SH-202611-ZS-001  东风机械厂")
    asked = form("new_card", note=Likely("", (shown,)))
    assert read(asked, note=shown.text) == {"note": "SH-202611-ZS-001"}
    assert read(asked, note="SH-202611-ZS-001") == {"note": "SH-202611-ZS-001"}


def test_a_blank_quantity_is_the_one_that_goes_with_the_order() -> None:
    stock = Option("CL-202611-ZS-001", "CL-202611-ZS-001  可送 15", "15")
    asked = form("issue_note", order=Likely(options=(stock,)))
    assert read(asked, order=((stock.text, ""),)) == {"order": {"CL-202611-ZS-001": 15}}
    assert read(asked, order=((stock.text, "4"),)) == {"order": {"CL-202611-ZS-001": 4}}


def test_amounts_left_blank_are_none() -> None:
    asked = form("what_if", subject=settled(), add=AMOUNTS)
    given: dict[str, Given] = {
        "period": "2026-11",
        "add": (("revenue", "10,000元"), ("profit", "")),
    }
    assert read(asked, **given) == {"period": "2026-11", "add": {"revenue": Decimal(10000)}}
    wrong = read(asked, period="2026-11", add=(("revenue", "很多"),))
    assert wrong == {"add": "假设增加：营业收入 的“很多”不是有效数字，请填数字，如 20。"}


def test_what_was_typed_stays_when_it_is_asked_again() -> None:
    asked = form("sign_off")
    given: dict[str, Given] = {"note": "SH-1", "date": "昨天", "by": "", "qty": ()}
    wrong = asked.read(given)
    assert isinstance(wrong, tuple)
    again = asked.again(given, *wrong)
    assert [each.value for each in again.fields] == ["SH-1", "昨天", "", ()]
    assert [each.field for each in again.wrong] == ["date", "by"]
