"""A small branch in memory whose month is pressed button by button, as it was before each press."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from xlsales.buttons import BY_ID, COMMAND_ONLY, Button, arguments_of
from xlsales.core.office import Call
from xlsales.core.outcome import Append
from xlsales.core.row import Book
from xlsales.core.typed import Cell
from xlsales.core.words import Lang
from xlsales.derive.starting import starting_rows
from xlsales.forms.choices import Kind
from xlsales.forms.tables import tables_of
from xlsales.hosts.grids import TypedGrid
from xlsales.hosts.host import Host
from xlsales.hosts.memory import InMemory, in_memory
from xlsales.press import Pressed, press

TODAY = dt.date(2026, 11, 24)
OWNER, DONGFENG = "张三", "东风机械厂"
MASTERS, MANAGEMENT = Book(Kind.MASTERS), Book(Kind.MANAGEMENT)
REGISTER = Book(Kind.REGISTER, OWNER, 2026)
DELIVERY = Book(Kind.DELIVERY, OWNER, 2026)
TRACKING = Book(Kind.TRACKING, OWNER, 2026)
PLAN, PROGRESS = Book(Kind.PLAN, "", 2026), Book(Kind.PROGRESS, "", 2026)
WAREHOUSE, COLLECTION = Book(Kind.WAREHOUSE, "", 2026), Book(Kind.COLLECTION, "", 2026)
BOOKS = (
    MASTERS, MANAGEMENT, REGISTER, DELIVERY, TRACKING, PLAN, PROGRESS, WAREHOUSE, COLLECTION
)  # fmt: skip
BUTTONS = {**BY_ID, **{button.id: button for button in COMMAND_ONLY}}


@dataclass(frozen=True)
class Press:
    """A button as it is pressed, and the office before that."""

    name: str
    button: Button
    call: Call[Any]
    before: InMemory

    def again(self, host: InMemory) -> Pressed:
        """Press it in another office."""
        return press(host, self.button, self.call)


def copied(host: Host) -> InMemory:
    """Return an office of its own with the same cells."""
    new = in_memory(host.cells.lang)
    new.cells.infos = dict(host.cells.infos)
    for place, sheet in host.cells.sheets.items():
        cells = [list(row) for row in sheet.grid.cells]
        new.cells.sheets[place] = TypedGrid(dataclasses.replace(sheet.grid, cells=cells))
    return new


class _Month:
    def __init__(self) -> None:
        self.host = in_memory(Lang.ZH)

    def type(self, book: Book, table: str, row: int | None = None, /, **cells: Cell) -> int:
        return self.host.cells.type(book, table, cells, row)

    def press(self, button_id: str, book: Book, /, **asked: Any) -> Press:
        button = BUTTONS[button_id]
        args = arguments_of(button).model_validate(asked)
        now = dt.datetime.combine(TODAY, dt.time(9))
        call = Call(TODAY, args, book, "某人", now, Lang.ZH)
        name = f"{button_id} {book.kind}" if button_id == "refresh" else button_id
        made = Press(name, button, call, copied(self.host))
        press(self.host, button, call)
        return made

    def presses(self) -> Iterator[Press]:
        self._found()
        order: dict[str, Cell] = {
            "order_date": dt.date(2026, 11, 3), "salesperson": OWNER, "customer": DONGFENG,
            "kind": "新制", "unit_price": 113, "required_date": dt.date(2026, 12, 30),
        }  # fmt: skip
        for product, quantity, plan_type in (
            ("P001", 20, "月度"), ("P001", 7, "月度"), ("P001", 5, "临时"), ("P002", 9, "月度"),
        ):  # fmt: skip
            self.type(
                REGISTER, "orders", **order, product=product, quantity=quantity, plan_type=plan_type
            )  # fmt: skip
        yield self.press("promise", REGISTER)
        yield self.press("submit", REGISTER)
        yield self.press("refresh", MANAGEMENT)
        self._decide()
        yield self.press("refresh", REGISTER)
        yield self.press("consolidate", PLAN, month="2026-11")
        yield self.press("schedule", PLAN)
        yield self.press(
            "issue_temporary", PLAN, temporary=True, order=("CL-202611-ZS-003",)
        )  # fmt: skip
        yield self.press("trade_request", PLAN)
        yield self.press("issue_plan", PLAN, month="2026-11")
        self.type(REGISTER, "orders", 4, quantity=8)
        self.press("submit", REGISTER, order=("CL-202611-ZS-002",))
        self.press("refresh", MANAGEMENT)
        self._decide()
        self.press("consolidate", PLAN, month="2026-11")
        yield self.press("revise_plan", PLAN, plan_no="RW-202611-01")
        yield self.press("refresh", PLAN)
        day = dt.date(2026, 11, 23)
        for no in ("CL-202611-ZS-001", "CL-202611-ZS-002"):
            self.type(
                PROGRESS, "progress", date=day, order_no=no, stage="锻造", qty_done=20
            )  # fmt: skip
            self.type(
                WAREHOUSE, "receipts", date=day, order_no=no, accepted_qty=8, rejected_qty=1,
                heat_no="H0012", inspector="周检",
            )  # fmt: skip
        yield self.press("refresh", WAREHOUSE)
        yield self.press("stock", WAREHOUSE)
        yield self.press("issue_note", DELIVERY, customer=DONGFENG, carrier="顺达", vehicle="鄂A")
        note = "SH-202611-ZS-001"
        yield self.press("outbound", WAREHOUSE, note=note, keeper="钱库管")
        yield self.press("sign_off", DELIVERY, note=note, by="李收货")
        back = {"order": {"CL-202611-ZS-001": 2}, "reason": "划伤", "disposition": "restock"}
        yield self.press("return_goods", DELIVERY, note=note, **back)
        yield self.press("new_card", TRACKING, note=note)
        self.type(
            TRACKING, "complaints", date=day, customer=DONGFENG, note_no=note, salesperson=OWNER,
            order_no="CL-202611-ZS-001", severity="一般", description="裂纹", owner=OWNER,
        )  # fmt: skip
        yield self.press("refresh", TRACKING)
        yield self.press("visits_due", TRACKING)
        self._collect(note)
        yield self.press("refresh", COLLECTION)
        yield self.press("ageing", COLLECTION)
        yield self.press(
            "verify_payments", COLLECTION, payment=("HK-202611-001",), by="孙财务"
        )  # fmt: skip
        self.press("refresh", MANAGEMENT)
        self._aim()
        yield self.press("order_story", Book(""), order_no="CL-202611-ZS-001")
        yield self.press("my_score", REGISTER)
        yield self.press("what_if", MANAGEMENT, period="2026-11", add={"revenue": 100})
        yield self.press("score", MANAGEMENT, period="2026-11")
        yield from self._entered()
        yield self.press("rename", MASTERS, table="customers", old=DONGFENG, new="东风机械")

    def _entered(self) -> Iterator[Press]:
        yield self.press("find", Book(""), text="clp")
        row = self.type(REGISTER, "orders", quantity=3)
        yield self.press("pick", REGISTER, value=DONGFENG, into="orders.customer", row=row)
        yield self.press("put_back", REGISTER, value="2", into="orders.quantity", row=row)
        yield self.press("new_order", REGISTER, customer=DONGFENG, product="P001", quantity="2")
        yield self.press("copy_order", REGISTER, quantity="4")
        yield self.press("statement", COLLECTION, all=True, month="2026-11")
        yield self.press("report", MANAGEMENT, month="2026-11")
        self.type(
            COLLECTION, "invoices", invoice_no="F0", date=dt.date(2026, 9, 1), customer=DONGFENG,
            amount=100,
        )  # fmt: skip
        yield self.press("dunning_letter", COLLECTION)
        yield self.press("customer_card", TRACKING, customer=DONGFENG)

    def _found(self) -> None:
        for book in BOOKS:
            self.host.cells.add_book(book)
            for table in tables_of(book.kind):
                if rows := starting_rows(table.name, Lang.ZH):
                    self.host.cells.apply([Append(book, rows)])
        for name, initials, roles in (
            (OWNER, "ZS", "销售员"), ("王经理", "WJ", "经理"), ("赵计划", "ZJ", "计划员"),
            ("钱库管", "QK", "库管员"), ("孙财务", "SC", "财务"),
        ):  # fmt: skip
            self.type(MASTERS, "people", name=name, initials=initials, roles=roles, active="是")
        self.type(
            MASTERS, "customers", code="K001", name=DONGFENG, market="外销", address="工业路 1 号",
            contact="刘工", phone="0700", tax_no="914", credit_days=30, visit_cycle_days=90,
            salesperson=OWNER, active="是",
        )  # fmt: skip
        self.type(MASTERS, "work_centers", name="锻一", capacity_unit="件", daily_capacity=10)
        for code, supply in (("P001", "自产"), ("P002", "外购")):
            self.type(
                MASTERS, "products", code=code, name="齿轮坯", spec="A", material="20CrMnTi",
                drawing_no="JD-1", unit="件", unit_weight_kg=2, supply=supply, post_days=2,
                work_center="锻一" if supply == "自产" else None, guide_price=113,
                floor_price=90, active="是",
            )  # fmt: skip
            self.type(
                MANAGEMENT, "costs", product=code, from_date=dt.date(2026, 1, 1), unit_cost=50
            )  # fmt: skip
        self.type(MASTERS, "calendar", date=dt.date(2026, 12, 1), kind="休息", remark="停电")

    def _decide(self) -> None:
        for row in range(3, 12):
            sheet = self.host.cells.sheets[MANAGEMENT, "approvals"]
            if row <= sheet.last_row:
                self.type(
                    MANAGEMENT, "approvals", row, decision="通过", decided_by="王经理",
                    decided_on=TODAY,
                )  # fmt: skip

    def _collect(self, note: str) -> None:
        day = dt.date(2026, 11, 23)
        self.type(
            COLLECTION, "invoices", invoice_no="F1", date=day, customer=DONGFENG, amount=1808
        )  # fmt: skip
        for no, amount in (("CL-202611-ZS-001", 904), ("CL-202611-ZS-002", 904)):
            self.type(
                COLLECTION, "invoice_lines", invoice_no="F1", note_no=note, order_no=no,
                amount=amount,
            )  # fmt: skip
        self.type(
            COLLECTION, "payments", date=day, customer=DONGFENG, invoice_no="F1", amount=500,
            method="电汇",
        )  # fmt: skip
        self.type(REGISTER, "expenses", date=day, salesperson=OWNER, category="差旅", amount=30)
        self.type(MANAGEMENT, "branch_expenses", date=day, category="工资", amount=40)

    def _aim(self) -> None:
        self.type(
            MANAGEMENT, "rulings", 3, severity="一般", confirmed="成立", decided_by="王经理",
            decided_on=TODAY,
        )  # fmt: skip
        for subject in ("本单位", OWNER):
            for indicator in ("营业收入", "利润", "外销收入", "货款回收"):
                self.type(
                    MANAGEMENT, "targets", period="2026-11", subject=subject, indicator=indicator,
                    target=2000,
                )  # fmt: skip


def founded() -> InMemory:
    """Return the branch as it is founded: masters, costs, and nothing ordered yet."""
    month = _Month()
    month._found()
    return month.host


@cache
def presses() -> tuple[Press, ...]:
    """Return the month's presses, each with the office before it."""
    return tuple(_Month().presses())
