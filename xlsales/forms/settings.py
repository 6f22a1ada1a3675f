"""Settings of the office and of the appraisal (forms.md, *Settings*), each said once.

Keys and values are the same in both languages, and read in either: ``tax_rate`` and 税率, ``yes`` and
是. A missing setting has its default; one that is unknown or unreadable keeps the default and is a
finding (``check_settings``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, TypeVar

from xlsales.core.alike import folded
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
    """One setting: how its text is read, its default as written, its Chinese name, what it means.

    ``allowed``: the words it takes, where they are few; the explanation begins with the name.
    """

    read: Callable[[str], object]
    written: str
    zh: str
    told: Words
    allowed: tuple[Words, ...] = ()

    @property
    def begun(self) -> Words:
        """The default as a new workbook has it: a word that is chosen in the workbook's language."""
        return next((w for w in self.allowed if w.en == self.written), Words(*[self.written] * 2))

    @property
    def meaning(self) -> Words:
        """The name of the setting and what it means, as it stands beside it."""
        zh = f"{self.zh}：{self.told.zh}" if self.told.zh else self.zh
        return Words(zh, self.told.en)


def _text(text: str) -> str:
    return text


def _one_of(allowed: tuple[Words, ...]) -> Callable[[str], str]:
    known = {folded(word): words.en for words in allowed for word in words}

    def read(text: str) -> str:
        if folded(text) not in known:
            raise ValueError(text)
        return known[folded(text)]

    return read


_SWITCH = Words("是", "yes"), Words("否", "no")
_PAPER = Words("A4", "A4"), Words("241x140", "241x140"), Words("241x93", "241x93")
_SPOKEN = Words("中文", "zh"), Words("英文", "en")
_BASES = Words("签收", "signed"), Words("送货", "delivered"), Words("开票", "invoiced")
_TAXES = Words("不含税", "excluded"), Words("含税", "included")
_COLLECTED = Words("金额", "amount"), Words("回款率", "rate")
_COUNTS = Words("收到", "received"), Words("到期", "due")
_SCOPES = (
    Words("同一客户", "customer"),
    Words("同一销售员", "salesperson"),
    Words("本单位", "branch"),
)


def _yes(text: str) -> bool:
    value = read_cell(Column("", "", Type.YES_NO), text).value
    if not isinstance(value, bool):
        raise ValueError(text)  # the text is wrong, not its type
    return value


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
        _text, "金鼎公司", "公司名称", Words("印在单据上", "company, as printed on forms")
    ),
    "branch": Entry(_text, "精密锻造分公司", "本单位名称", Words("", "name of the branch")),
    "parent_group": Entry(_text, "金鼎公司", "所属集团", Words("", "parent group")),
    "currency": Entry(_text, "CNY", "币种", Words("", "currency")),
    "tax_rate": Entry(
        _like(Column("", "", Type.PERCENT, at_least=0, at_most=HIGHEST_TAX)),
        "0.13",
        "税率",
        Words("可写 13%", "tax rate; 13% will do too"),
    ),
    "contract_threshold": Entry(
        _AMOUNT,
        "10000",
        "合同限额",
        Words(
            "含税金额达到此数须有合同编号", "from this amount on, an order needs a contract number"
        ),
    ),
    "review_threshold": Entry(
        _AMOUNT,
        "50000",
        "评审限额",
        Words(
            "含税金额达到此数须合同评审", "from this amount on, an order needs a contract review"
        ),
    ),
    "review_first_order": Entry(
        _yes,
        "yes",
        "首单评审",
        Words("客户首次订购某产品须评审", "a customer's first order of a product needs a review"),
        _SWITCH,
    ),
    "review_first_since": Entry(
        _optional(_DATE),
        "",
        "首单评审起始日",
        Words("此日期前登记的免首单评审", "orders before this day need no first-order review"),
    ),
    "delivery_paper": Entry(
        _one_of(_PAPER), "A4", "送货单纸张", Words("", "paper of the delivery note"), _PAPER
    ),
    "delivery_prices": Entry(
        _yes, "yes", "送货单印价格", Words("", "whether delivery notes show prices"), _SWITCH
    ),
    "unsigned_after_days": Entry(
        _whole(0, 3650, "天数"),
        "7",
        "未签收提醒天数",
        Words("送货后多少天未签收即提醒", "days after which an unsigned note is reported"),
    ),
    "closing_day": Entry(_whole(1, 31), "25", "对账截止日", Words("", "closing day of statements")),
    "dun_friendly_days": Entry(
        _whole(1, 3650, "天数"),
        "1",
        "催款函：提醒",
        Words("逾期满多少天发提醒函", "days overdue from which a friendly letter is sent"),
    ),
    "dun_firm_days": Entry(
        _whole(1, 3650, "天数"),
        "31",
        "催款函：催告",
        Words("逾期满多少天发催告函", "days overdue from which the letter is a firm one"),
    ),
    "dun_last_days": Entry(
        _whole(1, 3650, "天数"),
        "91",
        "催款函：最后催告",
        Words("逾期满多少天发最后催告函", "days overdue from which the letter is the last one"),
    ),
    "backups": Entry(
        _whole(1, 1000),
        "20",
        "备份份数",
        Words("每个工作簿保留的备份数", "backups kept a workbook"),
    ),
    "language": Entry(
        _one_of(_SPOKEN), "zh", "语言", Words("中文或英文", "language: zh or en"), _SPOKEN
    ),
    "store_days": Entry(
        _optional(_whole(0, 3650, "天数")),
        "",
        "读取缓存天数",
        Words(
            "清理时，旧版内容保留多少天；不填则只留各工作簿现有的内容",
            "days that readings of older contents stay when the store is pruned; blank: none stays",
        ),
    ),
}

SCORING: Mapping[str, Entry] = {
    "base_score": Entry(_POINTS, "100", "基础分", Words("", "score before deductions")),
    "score_floor": Entry(_POINTS, "0", "最低分", Words("", "lowest score")),
    "score_decimals": Entry(_whole(0, 6), "2", "得分小数位", Words("", "decimals of a score")),
    "revenue_basis": Entry(
        _one_of(_BASES),
        "signed",
        "收入口径",
        Words(
            "签收、送货或开票时计",
            "revenue counts when signed, delivered or invoiced",
        ),
        _BASES,
    ),
    "revenue_tax": Entry(
        _one_of(_TAXES),
        "excluded",
        "收入是否含税",
        Words("不含税或含税", "revenue without or with tax"),
        _TAXES,
    ),
    "collection_basis": Entry(
        _one_of(_COLLECTED),
        "amount",
        "回款口径",
        Words("按金额或按回款率", "collection by amount or as a rate"),
        _COLLECTED,
    ),
    "acceptance_counts": Entry(
        _one_of(_COUNTS),
        "received",
        "承兑汇票计入时点",
        Words("收到时或到期时计回款", "a draft counts when received or when due"),
        _COUNTS,
    ),
    "consecutive_window_days": Entry(
        _optional(_whole(0, 3650, "天数")),
        "",
        "连续投诉间隔天数",
        Words("相邻两次不超过的天数", "consecutive complaints: most days between two"),
    ),
    "consecutive_count": Entry(
        _optional(_whole(1, 1000)),
        "",
        "连续投诉次数",
        Words("达到几次计为一次连续投诉", "consecutive complaints: how many make a run"),
    ),
    "consecutive_scope": Entry(
        _optional(_one_of(_SCOPES)),
        "",
        "连续投诉范围",
        Words(
            "同一客户、同一销售员或本单位之内",
            "consecutive complaints within a customer, salesperson or branch",
        ),
        _SCOPES,
    ),
}


def _by_name(entries: Mapping[str, Entry]) -> Mapping[str, str]:
    """Return the key of each setting by every way to write it."""
    return {
        folded(name): key
        for key, entry in entries.items()
        for name in (key, key.replace("_", ""), entry.zh)
    }


_KEYS: Mapping[type[Setting | ScoringSetting], Mapping[str, str]] = {
    Setting: _by_name(OFFICE),
    ScoringSetting: _by_name(SCORING),
}


def key_of(row: Setting | ScoringSetting) -> str | None:
    """Return which setting a row is about, by its key or its Chinese name; None if nobody knows."""
    return _KEYS[type(row)].get(folded(row.key))


def entry_of(row: Setting | ScoringSetting) -> Entry | None:
    """Return the setting that a row is about."""
    return (OFFICE if isinstance(row, Setting) else SCORING).get(key_of(row) or "")


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
    dun_friendly_days: int
    dun_firm_days: int
    dun_last_days: int
    backups: int
    language: str
    store_days: int | None


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


def _written(rows: Iterable[Setting | ScoringSetting]) -> Mapping[str, str]:
    """Return what is written for each setting; of several rows for one the last that is filled."""
    return {key: row.value for row in rows if row.value and (key := key_of(row))}


def settings_of(office: Office) -> Settings:
    """Return the office's settings; defaults for those missing or unreadable."""
    kept = office.recall(Settings)
    if isinstance(kept, Settings):
        return kept
    rows = sound(office.rows(Setting), "key")
    made = _filled(Settings, OFFICE, _written(rows))
    office.memo(Settings, made)
    return made


def scoring_of(office: Office) -> Scoring:
    """Return the appraisal's settings; defaults for those missing or unreadable."""
    rows = sound(office.rows(ScoringSetting), "key")
    return _filled(Scoring, SCORING, _written(rows))


def check_settings(rows: tuple[Setting | ScoringSetting, ...]) -> Iterator[Finding]:
    """Find settings that nobody knows or that cannot be read; their default holds meanwhile."""
    seen: dict[str, Setting | ScoringSetting] = {}
    for row in sound(rows, "key"):
        entry, key = entry_of(row), key_of(row)
        if entry is None or key is None:
            known = OFFICE if isinstance(row, Setting) else SCORING
            names = Words("、".join(each.zh for each in known.values()), ", ".join(known))
            yield finding(rules.UNKNOWN_SETTING, row, "key", known=names)
            continue
        first = seen.setdefault(key, row)
        if first.key != row.key:  # the same text twice is said of every key
            yield finding(
                rules.DOUBLE_SETTING, row, "key", name=Words(entry.zh, key), other=first.at.row
            )
        if row.value and (trouble := _read(entry, row.value)[0]):
            said = trouble if isinstance(trouble, _Unreadable) else None
            yield finding(
                rules.BAD_SETTING,
                row,
                "value",
                fix=said.fix if said else None,
                key=row.key,
                why=(said and said.why) or Words("无法识别", "cannot be read"),
                default=entry.written or Words("空白", "blank"),
                allowed=_allowed(entry),
            )


def _allowed(entry: Entry) -> Words:
    if not entry.allowed:
        return Words(*[entry.written or _example(entry)] * 2)
    return Words(
        "、".join(words.zh for words in entry.allowed),
        ", ".join(words.en for words in entry.allowed),
    )


def _example(entry: Entry) -> str:
    """Return what may be written for a setting that is blank by default."""
    return next(text for text in ("2026-11-03", "30") if _read(entry, text)[0] is None)
