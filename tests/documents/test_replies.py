"""Replies as people read them."""

from __future__ import annotations

from decimal import Decimal

from xlsales.core.words import Lang
from xlsales.documents.replies import listings, said


def test_figures_of_a_score_are_amounts_and_percentages() -> None:
    rows = [
        {
            "target": Decimal(199750),
            "actual": Decimal("205922.28"),
            "completion": Decimal("1.03090"),
        },
        {
            "target": Decimal(35000),
            "actual": Decimal("29572.58"),
            "shortfall_pct": Decimal("15.506914"),
        },
    ]
    (listing,) = listings("", rows, Lang.ZH)
    assert listing.heads(Lang.ZH) == ("目标", "实际", "完成率", "未完成%")
    assert list(listing.texts(Lang.ZH)) == [
        ("199,750", "205,922.28", "103.09 %", ""),
        ("35,000", "29,572.58", "", "15.51 %"),
    ]


def test_a_time_is_told_to_the_minute_and_without_a_letter() -> None:
    assert said("time", "2026-11-24T09:30:00", Lang.ZH) == "2026-11-24 09:30"


def test_a_single_figure_has_separators() -> None:
    assert said("total", Decimal("54720.50"), Lang.ZH) == "54,720.50"


def test_what_a_row_held_before_is_told_as_its_columns_show_it() -> None:
    changes = [
        {"column": "tax_rate", "before": "0.09", "after": "0.13", "saved": None},
        {"column": "unit_price", "before": "1108.5", "after": "1120", "saved": None},
        {"column": "date", "before": "2026-11-03", "after": None, "saved": "2026-11-24T09:30:00"},
        {"column": "vehicle", "before": "0101", "after": "0102", "saved": None},
    ]
    rows = [{"table": "deliveries", "workbook": "送货.xlsx", "row": 3, "changes": changes}]
    _, told = listings("", rows, Lang.ZH)
    assert list(told.texts(Lang.ZH)) == [
        ("税率", "9%", "13%", ""),
        ("含税单价", "1,108.50", "1,120.00", ""),
        ("送货日期", "2026-11-03", "", "2026-11-24 09:30"),
        ("车号", "0101", "0102", ""),
    ]


def test_counts_of_thousands_have_separators_and_rows_have_none() -> None:
    assert said("bytes", 425702, Lang.ZH) == "425,702"
    assert said("row", 12034, Lang.ZH) == "12034"
