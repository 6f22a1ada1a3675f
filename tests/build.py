"""Rows for tests, with what a sound row has unless a test says otherwise."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from xlsales.core.row import At, Book
from xlsales.forms.choices import (
    AppliesTo,
    BranchExpenseCategory,
    ComplaintSeverity,
    ExpenseCategory,
    Kind,
    Market,
    OrderKind,
    PaymentMethod,
    PlanType,
    Role,
    Rounding,
    RuleKind,
    Ruling,
)
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.indicators import Indicator
from xlsales.forms.management import (
    BranchExpense,
    ComplaintRuling,
    Cost,
    DeductionRule,
    ScoringSetting,
    Target,
)
from xlsales.forms.masters import Customer, Person
from xlsales.forms.register import Expense, Order
from xlsales.forms.tracking import Complaint

COLLECTION = Book(Kind.COLLECTION, "", 2026)
MANAGEMENT = Book(Kind.MANAGEMENT)
MASTERS = Book(Kind.MASTERS)
NOV = date(2026, 11, 1)


def register_of(owner: str, year: int = 2026) -> Book:
    return Book(Kind.REGISTER, owner, year)


def money(amount: str | int | Decimal) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def person(name: str, *roles: Role, initials: str | None = None, **cells: Any) -> Person:
    values = {"roles": roles or (Role.SALESPERSON,), "initials": initials, "active": True}
    return Person.model_validate({"name": name, **values, **cells})


def customer(name: str, **cells: Any) -> Customer:
    values = {"code": name, "market": Market.OUTSIDE, "credit_days": 30, "active": True}
    return Customer.model_validate({"name": name, **values, **cells})


def order(no: str | None = "CL-202611-ZS-001", *, row: int = 3, **cells: Any) -> Order:
    """An order of 10 at 100.00, taken on by its register's owner."""
    day = cells.get("order_date", NOV)
    values = {
        "order_date": day,
        "salesperson": "张三",
        "customer": "东风",
        "kind": OrderKind.NEW,
        "product": "P1",
        "quantity": Decimal(10),
        "unit_price": Decimal(100),
        "tax_rate": Decimal("0.13"),
        "required_date": day + timedelta(days=29),
        "plan_type": PlanType.MONTHLY,
    }
    owner = cells.get("salesperson", "张三")
    at = At(register_of(owner), row)
    return Order.model_validate({"at": at, "order_no": no, **values, **cells})


def invoice(no: str, amount: str | int | Decimal, *, row: int = 3, **cells: Any) -> Invoice:
    values = {"date": NOV, "customer": "东风", "amount": money(amount)}
    at = At(COLLECTION, row)
    return Invoice.model_validate({"at": at, "invoice_no": no, **values, **cells})


def invoice_line(
    invoice_no: str | None,
    note_no: str,
    order_no: str,
    amount: str | int | Decimal,
    *,
    row: int = 3,
) -> InvoiceLine:
    return InvoiceLine(
        at=At(COLLECTION, row),
        invoice_no=invoice_no,
        note_no=note_no,
        order_no=order_no,
        amount=money(amount),
    )


def payment(no: str | None, amount: str | int | Decimal, *, row: int = 3, **cells: Any) -> Payment:
    values = {
        "date": NOV,
        "customer": "东风",
        "amount": money(amount),
        "method": PaymentMethod.TRANSFER,
    }
    at = At(COLLECTION, row)
    return Payment.model_validate({"at": at, "payment_no": no, **values, **cells})


# --- appraisal -----------------------------------------------------------------------------------


def target(
    indicator: Indicator,
    amount: str | int | Decimal,
    *,
    subject: str = "本单位",
    period: str = "2026-11",
    row: int = 3,
    **cells: Any,
) -> Target:
    values = {"period": period, "subject": subject, "indicator": indicator, "target": amount}
    return Target.model_validate({"at": At(MANAGEMENT, row), **values, **cells})


def rule(
    rule_no: int, indicator: Indicator, points: str | int | None, *, row: int = 3, **cells: Any
) -> DeductionRule:
    """A rule of the regulation: per 1 % below the target, or per complaint."""
    kind = indicator.definition.kind
    values = {
        "clause": "(四)1",
        "kind": kind,
        "step_pct": Decimal(1) if kind is RuleKind.SHORTFALL else None,
        "points": points,
        "rounding": Rounding.FULL,
        "applies_to": AppliesTo.BOTH,
    }
    return DeductionRule.model_validate(
        {"at": At(MANAGEMENT, row), "rule_no": rule_no, "indicator": indicator, **values, **cells}
    )


def scoring_setting(key: str, value: str) -> ScoringSetting:
    return ScoringSetting(key=key, value=value)


def cost(
    unit_cost: str | int, product: str = "P1", from_date: date = date(2026, 1, 1), **cells: Any
) -> Cost:
    values = {"product": product, "from_date": from_date, "unit_cost": unit_cost}
    return Cost.model_validate({"at": At(MANAGEMENT, 3), **values, **cells})


def ruling(no: str, confirmed: Ruling | None, **cells: Any) -> ComplaintRuling:
    values = {"complaint_no": no, "confirmed": confirmed, "decided_by": "王副"}
    return ComplaintRuling.model_validate({"at": At(MANAGEMENT, 3), **values, **cells})


def branch_expense(amount: str | int, day: date = NOV, **cells: Any) -> BranchExpense:
    values = {"date": day, "category": BranchExpenseCategory.SALARY, "amount": money(amount)}
    return BranchExpense.model_validate({"at": At(MANAGEMENT, 3), **values, **cells})


def expense(amount: str | int, day: date = NOV, *, row: int = 3, **cells: Any) -> Expense:
    values = {
        "date": day,
        "salesperson": "张三",
        "category": ExpenseCategory.TRAVEL,
        "amount": money(amount),
    }
    at = At(register_of(cells.get("salesperson", "张三")), row)
    return Expense.model_validate({"at": at, **values, **cells})


def complaint(no: str | None, day: date = NOV, *, row: int = 3, **cells: Any) -> Complaint:
    values = {
        "date": day,
        "customer": "东风",
        "salesperson": "张三",
        "severity": ComplaintSeverity.ORDINARY,
        "description": "裂纹",
        "owner": "张三",
    }
    at = At(Book(Kind.TRACKING, cells.get("salesperson", "张三"), 2026), row)
    return Complaint.model_validate({"at": at, "complaint_no": no, **values, **cells})
