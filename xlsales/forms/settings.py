"""Settings of the office and of the appraisal (forms.md, *Settings*), each said once.

Keys and values are the same in both languages. A missing setting has its default; one that is
unknown or unreadable keeps the default and is a finding (``check_settings``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, TypeVar

from xlsales.core.column import Column, Type
from xlsales.core.exact import plain
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.core.typed import read_cell
from xlsales.core.words import Words
from xlsales.forms.management import ScoringSetting
from xlsales.forms.masters import HIGHEST_TAX, Setting
from xlsales.forms.reading import bounds as limits_of
from xlsales.forms.rules import masters as rules


@dataclass(frozen=True)
class Entry:
    """One setting: how its text is read, its default as written, what it means."""

    read: Callable[[str], object]
    written: str
    meaning: Words
    allowed: tuple[str, ...] = ()


def _text(text: str) -> str:
    return text


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in {word.lower() for word in allowed}:
            raise ValueError(text)
        return next(word for word in allowed if word.lower() == text.lower())

    return read


def _yes(text: str) -> bool:
    known = {"yes": True, "no": False, "是": True, "否": False, "true": True, "false": False}
    if text.lower() not in known:
        raise ValueError(text)
    return known[text.lower()]


class _Unreadable(ValueError):
    """A value that its column refuses: why, and the sure mend if there is one."""

    def __init__(self, column: Column, text: str, code: str, fix: object) -> None:
        super().__init__(text)
        limits = limits_of(column)
        self.fix = f"{plain(fix * 100)}%" if isinstance(fix, Decimal) else None
        self.why = {
            "comma-in-number": Words(
                "中的逗号无法确定是小数点还是千位分隔符", "has a comma that may be a decimal point"
            ),
            "percent-unclear": Words(
                f"没有百分号，无法确定是 {text}% 还是其一百倍",
                f"has no sign: it may mean {text}% or a hundred times that",
            ),
            "out-of-range": Words(f"超出范围（{limits.zh}）", f"is out of range ({limits.en})"),
        }.get(code)


def _like(column: Column) -> Callable[[str], Any]:
    """Return what reads a setting as a cell of such a column is read."""

    def read(text: str) -> object:
        reading = read_cell(column, text)
        code = reading.code if reading.value is None else column.trouble(reading.value)
        if code:
            raise _Unreadable(column, text, code, reading.fix)
        return reading.value

    return read


_AMOUNT = _like(Column("", "", Type.MONEY, at_least=0, at_most=10**12))
_POINTS = _like(Column("", "", Type.DECIMAL, at_least=0, at_most=10_000))


def _whole(low: int, high: int, unit: str = "") -> Callable[[str], int]:
    return _like(Column(unit, "", Type.INTEGER, at_least=low, at_most=high))


def _optional(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: read(text) if text else None


_DATE = _like(Column("", "", Type.DATE))


OFFICE: Mapping[str, Entry] = {
    "company": Entry(
        _text, "金鼎公司", Words("公司名称，印在单据上", "company, as printed on forms")
    ),
    "branch": Entry(_text, "精密锻造分公司", Words("本单位名称", "name of the branch")),
    "parent_group": Entry(_text, "金鼎公司", Words("所属集团", "parent group")),
    "currency": Entry(_text, "CNY", Words("币种", "currency")),
    "tax_rate": Entry(
        _like(Column("", "", Type.PERCENT, at_least=0, at_most=HIGHEST_TAX)),
        "0.13",
        Words("税率，可写 13%", "tax rate; 13% will do too"),
    ),
    "contract_threshold": Entry(
        _AMOUNT,
        "10000",
        Words(
            "含税金额达到此数须有合同编号", "from this amount on, an order needs a contract number"
        ),
    ),
    "review_threshold": Entry(
        _AMOUNT,
        "50000",
        Words(
            "含税金额达到此数须合同评审", "from this amount on, an order needs a contract review"
        ),
    ),
    "review_first_order": Entry(
        _yes,
        "yes",
        Words("客户首次订购某产品须评审", "a customer's first order of a product needs a review"),
        ("yes", "no"),
    ),
    "review_first_since": Entry(
        _optional(_DATE),
        "",
        Words("此日期前登记的免首单评审", "orders before this day need no first-order review"),
    ),
    "delivery_paper": Entry(
        _one_of("A4", "241x140", "241x93"),
        "A4",
        Words("送货单纸张", "paper of the delivery note"),
        ("A4", "241x140", "241x93"),
    ),
    "delivery_prices": Entry(
        _yes, "yes", Words("送货单是否印价格", "whether delivery notes show prices"), ("yes", "no")
    ),
    "unsigned_after_days": Entry(
        _whole(0, 3650, "天数"),
        "7",
        Words("送货后多少天未签收即提醒", "days after which an unsigned note is reported"),
    ),
    "closing_day": Entry(_whole(1, 31), "25", Words("对账截止日", "closing day of statements")),
    "backups": Entry(
        _whole(1, 1000), "20", Words("每个工作簿保留的备份数", "backups kept a workbook")
    ),
    "language": Entry(
        _one_of("zh", "en"),
        "zh",
        Words("语言：zh 中文，en 英文", "language: zh or en"),
        ("zh", "en"),
    ),
}

SCORING: Mapping[str, Entry] = {
    "base_score": Entry(_POINTS, "100", Words("基础分", "score before deductions")),
    "score_floor": Entry(_POINTS, "0", Words("最低分", "lowest score")),
    "score_decimals": Entry(_whole(0, 6), "2", Words("得分小数位", "decimals of a score")),
    "revenue_basis": Entry(
        _one_of("signed", "delivered", "invoiced"),
        "signed",
        Words(
            "收入口径：signed 签收，delivered 送货，invoiced 开票",
            "revenue counts when signed, delivered or invoiced",
        ),
        ("signed", "delivered", "invoiced"),
    ),
    "revenue_tax": Entry(
        _one_of("excluded", "included"),
        "excluded",
        Words("收入是否含税：excluded 不含，included 含", "revenue without or with tax"),
        ("excluded", "included"),
    ),
    "collection_basis": Entry(
        _one_of("amount", "rate"),
        "amount",
        Words("回款口径：amount 金额，rate 回款率", "collection by amount or as a rate"),
        ("amount", "rate"),
    ),
    "acceptance_counts": Entry(
        _one_of("received", "due"),
        "received",
        Words(
            "承兑汇票何时计回款：received 收到，due 到期",
            "a draft counts when received or when due",
        ),
        ("received", "due"),
    ),
    "consecutive_window_days": Entry(
        _optional(_whole(0, 3650, "天数")),
        "",
        Words("连续投诉：相邻两次不超过的天数", "consecutive complaints: most days between two"),
    ),
    "consecutive_count": Entry(
        _optional(_whole(1, 1000)),
        "",
        Words("连续投诉：达到几次算一次", "consecutive complaints: how many make a run"),
    ),
    "consecutive_scope": Entry(
        _optional(_one_of("customer", "salesperson", "branch")),
        "",
        Words(
            "连续投诉范围：customer 同一客户，salesperson 同一销售员，branch 本单位",
            "consecutive complaints within a customer, salesperson or branch",
        ),
        ("customer", "salesperson", "branch"),
    ),
}


@dataclass(frozen=True)
class Settings:
    """The office's settings; amounts in yuan with tax, ``tax_rate`` 0.13 for 13 %."""

    company: str
    branch: str
    parent_group: str
    currency: str
    tax_rate: Decimal
    contract_threshold: Decimal
    review_threshold: Decimal
    review_first_order: bool
    review_first_since: dt.date | None
    delivery_paper: str
    delivery_prices: bool
    unsigned_after_days: int
    closing_day: int
    backups: int
    language: str


@dataclass(frozen=True)
class Scoring:
    """The appraisal's settings; the ``consecutive_*`` are None while they are not set."""

    base_score: Decimal
    score_floor: Decimal
    score_decimals: int
    revenue_basis: str
    revenue_tax: str
    collection_basis: str
    acceptance_counts: str
    consecutive_window_days: int | None
    consecutive_count: int | None
    consecutive_scope: str | None


S = TypeVar("S", Settings, Scoring)


def _read(entry: Entry, text: str) -> tuple[ValueError | None, object]:
    try:
        return None, entry.read(text)
    except ValueError as trouble:
        return trouble, entry.read(entry.written)


def _filled(made: type[S], entries: Mapping[str, Entry], written: Mapping[str, str]) -> S:
    assert {f.name for f in fields(made)} == set(entries)
    values: dict[str, Any] = {
        key: _read(entry, written.get(key) or entry.written)[1] for key, entry in entries.items()
    }
    return made(**values)


def settings_of(office: Office) -> Settings:
    """Return the office's settings; defaults for those missing or unreadable."""
    kept = office.recall(Settings)
    if isinstance(kept, Settings):
        return kept
    rows = sound(office.rows(Setting), "key")
    made = _filled(Settings, OFFICE, {row.key: row.value or "" for row in rows})
    office.memo(Settings, made)
    return made


def scoring_of(office: Office) -> Scoring:
    """Return the appraisal's settings; defaults for those missing or unreadable."""
    rows = sound(office.rows(ScoringSetting), "key")
    return _filled(Scoring, SCORING, {row.key: row.value or "" for row in rows})


def check_settings(rows: tuple[Setting | ScoringSetting, ...]) -> Iterator[Finding]:
    """Find settings that nobody knows or that cannot be read; their default holds meanwhile."""
    for row in sound(rows, "key"):
        entries = OFFICE if isinstance(row, Setting) else SCORING
        entry = entries.get(row.key)
        if entry is None:
            yield finding(rules.UNKNOWN_SETTING, row, "key", known=tuple(entries))
        elif row.value and (trouble := _read(entry, row.value)[0]):
            said = trouble if isinstance(trouble, _Unreadable) else None
            yield finding(
                rules.BAD_SETTING,
                row,
                "value",
                fix=said.fix if said else None,
                key=row.key,
                why=(said and said.why) or Words("无法识别", "cannot be read"),
                default=entry.written or Words("空白", "blank"),
                allowed=entry.allowed or (entry.written or "2026-11-03",),
            )
