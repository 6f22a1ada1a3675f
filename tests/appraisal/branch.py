"""A branch for the appraisal's tests: rows in, score out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.build import customer, person, rule
from xlsales.appraisal.macro import READS
from xlsales.appraisal.periods import Period
from xlsales.appraisal.score import Score, Standing, score_period
from xlsales.appraisal.scoring import Deduction
from xlsales.core.office import Office
from xlsales.core.row import At, Book, Row
from xlsales.core.words import Lang
from xlsales.forms.choices import Disposition, Kind, Market, Role
from xlsales.forms.delivery import Delivery
from xlsales.forms.indicators import Indicator

NOV = date(2026, 11, 10)
TODAY = date(2026, 12, 5)

PEOPLE = (
    person("李经理", Role.MANAGER),
    person("王副", Role.DEPUTY),
    person("张三"),
    person("李四"),
)
CUSTOMERS = (
    customer("东风", market=Market.OUTSIDE, salesperson="张三"),
    customer("兄弟厂", market=Market.INSIDE, salesperson="李四"),
)
REGULATION = (
    rule(1, Indicator.REVENUE, "0.5"),
    rule(2, Indicator.PROFIT, "0.5"),
    rule(3, Indicator.EXTERNAL_SALES, 1),
    rule(4, Indicator.ORDINARY_COMPLAINTS, 1),
    rule(5, Indicator.SERIOUS_COMPLAINTS, 5),
    rule(6, Indicator.COLLECTION, None),
    rule(7, Indicator.CONSECUTIVE_COMPLAINTS, None),
)


def delivery(
    note_no: str | None,
    quantity: str | int,
    day: date = NOV,
    *,
    line: int = 1,
    order_no: str = "CL-202611-ZS-001",
    price: str | int = 100,
    signed: str | int | None = None,
    signed_on: date | None = None,
    row: int = 3,
    **cells: Any,
) -> Delivery:
    """Goods at 100.00 and 13 % tax; ``signed`` on the day of delivery unless another is given."""
    number = Decimal(quantity)
    values: dict[str, Any] = {
        "line_no": line,
        "date": day,
        "order_no": order_no,
        "quantity": number,
        "unit_price": price,
        "tax_rate": Decimal("0.13"),
    }
    if signed is not None:
        values |= {"signed_on": signed_on or day, "signed_qty": signed, "receiver": "刘"}
    if number < 0:
        values |= {"return_reason": "裂纹", "disposition": Disposition.RESTOCK}
    at = At(Book(Kind.DELIVERY, "张三", 2026), row)
    return Delivery.model_validate({"at": at, "note_no": note_no, **values, **cells})


def branch(*rows: Row | Iterable[Row], masters: bool = True) -> Office:
    """An office with two salespeople, two customers and whatever else is given."""
    tables: dict[type[Row], list[Row]] = defaultdict(list)
    given = (*PEOPLE, *CUSTOMERS, *rows) if masters else rows
    for entry in given:
        for row in (entry,) if isinstance(entry, Row) else entry:
            tables[type(row)].append(row)
    return Office({model: tables[model] for model in READS})


def unreadable(row: Row, *columns: str) -> Any:
    """The row with cells that could not be read."""
    blank = dict.fromkeys(columns)
    return row.model_copy(update={**blank, "bad": frozenset(columns)})


def scored(
    *rows: Row | Iterable[Row], period: str = "2026-11", today: date = TODAY, **more: Any
) -> Score:
    return score_period(branch(*rows), Period.asked(period), today, **more)


def now(found: Score, subject: str = "branch") -> Standing:
    of = found.of(subject)
    assert of is not None
    return of.now


def deduction(found: Score, indicator: Indicator, subject: str = "branch") -> Deduction:
    """The one deduction of an indicator."""
    (one,) = [d for d in now(found, subject).deductions if d.rule.indicator is indicator]
    return one


def actual(found: Score, indicator: Indicator, subject: str = "branch") -> Decimal | None:
    """What a subject reached; it must be what the evidence adds up to."""
    reached = now(found, subject).actuals[indicator]
    if reached.value is None:
        return None
    assert not reached.due
    assert sum((row.amount for row in reached.evidence), Decimal(0)) == reached.value
    return Decimal(reached.value.numerator) / reached.value.denominator


def codes(found: Score) -> list[tuple[str, int, str | None]]:
    """The findings as (code, sheet row, column); each can be said in both languages."""
    assert all(f.message(lang) for f in found.findings for lang in Lang)
    return [(f.rule.code, f.place.at.row, f.place.column) for f in found.findings]
