"""A score worked out from the workbooks alone, written without the product's code.

Only openpyxl, fractions and the regulation: revenue when signed and net of tax, profit, external
sales, verified collection, complaints as ruled; the shipped deduction rules. It is a second
opinion, kept simple rather than fast.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

Row = dict[str, Any]
FEN = Decimal("0.01")


def rounded(value: Fraction) -> Decimal:
    """Half up to the fen, away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(FEN, ROUND_HALF_UP)


def number(value: Any) -> Fraction:
    """The exact number that a cell shows."""
    return Fraction(repr(value) if isinstance(value, float) else str(value or 0))


def day(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def sheets(office: Path) -> dict[str, list[Row]]:
    """Every row of every standard workbook, by sheet and Chinese header."""
    found: dict[str, list[Row]] = defaultdict(list)
    for path in sorted(office.rglob("*.xlsx")):
        if ".xlsales" in path.parts or path.stem.endswith(" - 副本"):
            continue
        workbook = openpyxl.load_workbook(path, data_only=True, read_only=True)
        properties = {p.name: p.value for p in workbook.custom_doc_props.props}  # type: ignore[attr-defined]
        if "xlsales.form_version" in properties:
            for sheet in workbook.worksheets:
                lines = sheet.iter_rows(min_row=2, values_only=True)
                head = next(lines, ())
                for line in lines:
                    if any(value is not None for value in line):
                        row = {str(h): v for h, v in zip(head, line, strict=False) if h}
                        found[sheet.title].append(row)
        workbook.close()
    return found


@dataclass
class Books:
    """What the score needs of an office."""

    office: Path

    def __post_init__(self) -> None:
        book = sheets(self.office)
        self.orders = {r["承揽编号"]: r for r in book["承揽登记"] if r["承揽编号"]}
        self.customers = {r["客户名称"]: r for r in book["客户"]}
        self.deliveries = [r for r in book["送货"] if r["送货单号"]]
        self.costs = book["成本"]
        self.expenses = book["费用"]
        self.invoices = {r["发票号"]: r for r in book["发票"]}
        self.lines = [r for r in book["发票明细"] if r["发票号"]]
        self.payments = book["回款"]
        self.complaints = book["投诉"]
        self.rulings = {r["投诉编号"]: r for r in book["投诉认定"]}
        self.targets = book["目标"]
        self.people = {r["姓名"]: r for r in book["人员"]}

    # --- events: (day, order, note line, signed quantity, amount with tax) ----------------

    def events(self) -> list[tuple[date, str, Row, Fraction, Decimal]]:
        made = []
        by_order: dict[str, list[Row]] = defaultdict(list)
        for row in self.deliveries:
            by_order[row["承揽编号"]].append(row)
        for order, of_order in by_order.items():
            of_order.sort(key=lambda r: (day(r["送货日期"]), r["送货单号"], r["行号"]))
            total, before = Fraction(0), Decimal(0)
            unsigned: dict[str, Fraction] = defaultdict(Fraction)
            for row in of_order:
                quantity = number(row["数量"])
                total += quantity * number(row["含税单价"])
                row["金额算"] = rounded(total) - before
                before += row["金额算"]
                if quantity > 0:
                    signed = number(row["签收数量"]) if row["签收日期"] else Fraction(0)
                    unsigned[row["送货单号"]] += quantity - signed
            for row in of_order:
                quantity, amount = number(row["数量"]), row["金额算"]
                if quantity > 0 and row["签收日期"]:
                    signed = number(row["签收数量"])
                    part = (
                        amount
                        if signed == quantity
                        else rounded(Fraction(amount) * signed / quantity)
                    )
                    made.append((day(row["签收日期"]), order, row, signed, part))
                elif quantity < 0:
                    note = row["退自送货单"]
                    cancelled = min(-quantity, max(unsigned[note], Fraction(0)))
                    unsigned[note] -= cancelled
                    rest = -quantity - cancelled
                    if rest:
                        part = rounded(Fraction(amount) * rest / -quantity)
                        made.append((day(row["送货日期"]), order, row, -rest, part))
        return [event for event in made if event[0] is not None]  # type: ignore[misc]

    def cost(self, product: str, on: date) -> Fraction:
        valid = [r for r in self.costs if r["产品编码"] == product and day(r["生效日期"]) <= on]  # type: ignore[operator]
        return number(max(valid, key=lambda r: day(r["生效日期"]))["单位成本"])  # type: ignore[arg-type, return-value]

    # --- indicators -----------------------------------------------------------------------

    def actuals(self, person: str, year: int, month: int, today: date) -> dict[str, Decimal]:
        """The actuals of one salesperson in one month."""

        def inside(on: date | None) -> bool:
            return on is not None and (on.year, on.month) == (year, month)

        revenue = external = costs = Decimal(0)
        for on, order, row, quantity, amount in self.events():
            taken = self.orders[order]
            if taken["销售员"] != person or not inside(on):
                continue
            net = rounded(Fraction(amount) / (1 + number(row["税率"])))
            revenue += net
            if (taken["市场"] or self.customers[taken["客户"]]["市场"]) == "外销":
                external += net
            costs += rounded(quantity * self.cost(taken["产品编码"], on))
        spent = sum(
            (rounded(number(r["金额"])) for r in self.expenses
             if r["销售员"] == person and inside(day(r["日期"]))),
            Decimal(0),
        )  # fmt: skip
        counted = {"一般": 0, "严重": 0}
        for row in self.complaints:
            if row["销售员"] != person or not inside(day(row["日期"])):
                continue
            ruling = self.rulings.get(row["投诉编号"], {})
            if ruling.get("成立") == "不成立":
                continue
            counted[ruling.get("认定程度") if ruling.get("成立") else row["程度"]] += 1  # type: ignore[index]
        return {
            "revenue": revenue,
            "profit": revenue - costs - spent,
            "external_sales": external,
            "collection": self.collected(person, year, month, today),
            "ordinary_complaints": Decimal(counted["一般"]),
            "serious_complaints": Decimal(counted["严重"]),
        }

    def collected(self, person: str, year: int, month: int, today: date) -> Decimal:
        """Verified payments of the month that come from a person's orders."""
        total = Decimal(0)
        for row in self.payments:
            on, verified = day(row["回款日期"]), day(row["核准日期"])
            if row["财务核准"] != "是" or on is None or (on.year, on.month) != (year, month):
                continue
            if verified is not None and verified > today:
                continue
            amount = rounded(number(row["金额"]))
            parts = sorted(
                (r for r in self.lines if r["发票号"] == row["发票号"]),
                key=lambda r: (r["送货单号"], r["承揽编号"]),
            )
            named = self.invoices.get(row["发票号"])
            if named is None or named["客户"] != row["客户"] or not parts:
                if self.customers[row["客户"]]["销售员"] == person:
                    total += amount
                continue
            whole = sum((number(r["金额"]) for r in parts), Fraction(0))
            left = amount
            for n, part in enumerate(parts):
                share = (
                    left
                    if n == len(parts) - 1
                    else rounded(Fraction(amount) * number(part["金额"]) / whole)
                )
                left -= share
                if self.orders[part["承揽编号"]]["销售员"] == person:
                    total += share
        return total

    def target(self, person: str, period: str, indicator: str) -> Decimal | None:
        """The original target, or the manager's latest adjustment."""
        mine = [
            r for r in self.targets
            if (r["期间"], r["对象"], r["指标"]) == (period, person, indicator)
        ]  # fmt: skip
        adjusted = [
            r for r in mine
            if r["调整原因"] and r["批准人"] and "经理" in self.people[r["批准人"]]["岗位"].split("、")
        ]  # fmt: skip
        chosen = max(adjusted, key=lambda r: day(r["批准日期"])) if adjusted else None  # type: ignore[arg-type, return-value]
        original = [r for r in mine if not r["调整原因"]]
        found = chosen or (original[0] if original else None)
        return rounded(number(found["目标值"])) if found else None

    def points(self, person: str, period: str, today: date) -> dict[str, Decimal]:
        """Deductions by the shipped rules: full steps of one per cent of the target."""
        year, month = (int(part) for part in period.split("-"))
        actual = self.actuals(person, year, month, today)
        rates = {
            "revenue": ("营业收入", Decimal("0.5")),
            "profit": ("利润", Decimal("0.5")),
            "external_sales": ("外销收入", Decimal(1)),
        }
        made: dict[str, Decimal] = {}
        for indicator, (word, rate) in rates.items():
            target = self.target(person, period, word)
            if target:
                short = max(Decimal(0), target - actual[indicator])
                steps = Fraction(short) * 100 / Fraction(target)
                made[indicator] = rate * (steps.numerator // steps.denominator)
        made["ordinary_complaints"] = actual["ordinary_complaints"]
        made["serious_complaints"] = 5 * actual["serious_complaints"]
        return made
