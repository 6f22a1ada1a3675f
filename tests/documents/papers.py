"""Contents of print forms, as the macros give them, and all papers that tests print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from xlsales.core.outcome import Document, FormContent
from xlsales.core.words import Lang, Words
from xlsales.documents import render
from xlsales.flow.collection.dunning import TITLES, DunStage
from xlsales.flow.collection.letters import COPIES as STATEMENT_COPIES
from xlsales.flow.delivery.forms import NOTE_COPIES
from xlsales.flow.plan.task_plan import COPIES, MARKS

OFFICE = {"company": "金鼎公司", "branch": "精密锻造分公司"}
PATH = Words("单据.xlsx", "paper.xlsx")


def line(number: int, **values: object) -> dict[str, object]:
    return {
        "line_no": number,
        "order_no": f"CL-202611-ZS-{number:03d}",
        "customer": "东风",
        "product": "FL-042",
        "product_name": "法兰毛坯",
        "spec": "DN250 PN16",
        "material": "42CrMo",
        "unit": "件",
        "quantity": Decimal(10) * number,
        "work_center": "3150吨压机",
        "start_date": date(2026, 11, 9),
        "completion_date": date(2026, 11, 20),
        "required_date": date(2026, 11, 25),
        "customer_wish": None,
        "mark": None,
        "heat_nos": "H2611-08",
        "unit_price": Decimal("12.335"),
        "amount": Decimal("123.35") * number,
        "remark": None,
        **values,
    }


def task_plan(*lines: Mapping[str, object], **fields: object) -> Document:
    given = {
        **OFFICE,
        "plan_no": "RW-202611-01",
        "revision": None,
        "month": "2026-11",
        "issued_on": date(2026, 11, 6),
        "planner": "王计划",
        "line_count": len(lines),
    }
    return Document("task_plan", PATH, FormContent({**given, **fields}, lines, COPIES))


def delivery_note(*lines: Mapping[str, object], **fields: object) -> Document:
    given = {
        **OFFICE,
        "customer": "东风",
        "contact": "李工",
        "phone": "0719-8226688",
        "note_no": "SH-202611-ZS-001",
        "date": date(2026, 11, 21),
        "address": "十堰市东风大道 88 号",
        "salesperson": "张三",
        "carrier": None,
        "vehicle": None,
        "total_quantity": Decimal(30),
        "total_amount": Decimal("1234.50"),
        "prices": True,
        "paper": "A4",
    }
    content = FormContent({**given, **fields}, lines, NOTE_COPIES)
    return Document("delivery_note", PATH, content)


def tracking_card(**fields: object) -> Document:
    given = {**OFFICE, "card_no": "GZ-202611-ZS-001", "customer": "东风", "quality": None}
    return Document("tracking_card", PATH, FormContent({**given, **fields}))


def opened(document: Document, lang: Lang = Lang.ZH) -> Workbook:
    return load_workbook(BytesIO(render(document, lang)))


NAME = "重型自卸车转向节臂锻件毛坯（左）带超声波探伤报告、材质证明书、热处理曲线及首件尺寸检验记录各一式两份随货同行"


def lines(count: int, **cells: Any) -> tuple[dict[str, object], ...]:
    """Lines as they are in life: a code with capitals, now and then a long name."""
    return tuple(
        line(n, material="20CrMnTi", product_name=NAME if n % 9 == 4 else "法兰毛坯",
             spec="DN250 PN16 RF" if n % 7 else "φ165×52-HB229-269", unit_weight_kg=Decimal("12.35"),
             weight_kg=Decimal("12.35") * n, mark=MARKS["changed"] if n % 11 == 5 else None, **cells)
        for n in range(1, count + 1)
    )  # fmt: skip


def note(count: int, **fields: Any) -> Document:
    made = delivery_note(*lines(count), **fields)
    assert isinstance(made.content, FormContent)
    return replace(made, content=replace(made.content, sums=("amount",)))


def statement(count: int) -> Document:
    movements = tuple(
        {"line_no": n, "date": date(2026, 11, 2), "what": Words("送货", "Delivered"),
         "no": f"SH-202611-ZYG-{n:03d}", "order_no": f"CL-202611-ZYG-{n:03d}",
         "product_name": "行星齿轮坯", "spec": "φ165×52", "unit": "件", "quantity": Decimal(1800),
         "unit_price": Decimal("14.46"), "receivable": Decimal("1026028.00"), "paid": None,
         "balance": Decimal(1026028) * n}
        for n in range(1, count + 1)
    )  # fmt: skip
    fields: dict[str, object] = {
        **OFFICE, "customer": "东风汽车零部件（集团）有限公司通用铸锻厂", "address": "十堰市车城西路",
        "contact": "李工", "phone": "0719-8226688", "salesperson": "张三", "from": date(2026, 10, 26),
        "to": date(2026, 11, 25), "made_on": date(2026, 12, 1), "made_by": "钱会计",
        "opening": Decimal("1234567.89"), "delivered": Decimal(1026028) * count, "returned": Decimal("0.00"),
        "paid": Decimal("0.00"), "closing": Decimal("1234567.89") + Decimal(1026028) * count,
    }  # fmt: skip
    content = FormContent(fields, movements, STATEMENT_COPIES, ("receivable", "paid"), ("balance",))
    return Document("statement", Words("a", "a"), content)


def letter(count: int, stage: DunStage) -> Document:
    overdue = tuple(
        {"line_no": n, "invoice_no": f"264200000000264{n:05d}", "date": date(2026, 5, 26),
         "due_date": date(2026, 6, 25), "overdue_days": 189, "amount": Decimal("1111080.00"),
         "paid": Decimal("11000.00"), "open": Decimal("1100080.00")}
        for n in range(1, count + 1)
    )  # fmt: skip
    fields: dict[str, object] = {
        **OFFICE, "customer": "翠湖拖拉机配件厂", "address": None, "contact": "段师傅",
        "phone": "0700-8554442", "salesperson": "赵永刚", "made_by": "冯会计", "title": TITLES[stage],
        "date": date(2026, 12, 31), "before": Words("贵公司下列款项仍未付清。" * 9, "Open. " * 40),
        "after": Words("请于收到本函之日起七日内付清。", "Please pay."),
        "total_amount": Decimal("1100080.00") * count,
    }  # fmt: skip
    return Document("dunning", Words("a", "a"), FormContent(fields, overdue, (), ("open",)))


def card(count: int) -> Document:
    entries = tuple(
        {"section": Words("未交承揽", "Open orders"), "no": f"CL-202611-ZYG-{n:03d}",
         "date": date(2026, 11, 2), "what": NAME if n == 2 else "齿轮坯 φ165×52", "quantity": Decimal(350),
         "unit": "件", "amount": Decimal("1234567.89"), "due": date(2026, 12, 22),
         "state": Words("逾期 158 天", "158 days overdue")}
        for n in range(1, count + 1)
    )  # fmt: skip
    fields: dict[str, object] = {
        **OFFICE, "customer": "金鼎公司齿轮分公司", "code": "K030", "date": date(2026, 12, 31),
        "address": "金鼎工业城六号门", "contact": "常科长", "phone": "0700-8550739",
        "tax_no": "914299000000229651", "credit_days": 30, "receivable": Decimal("12345678.90"),
        "overdue": Decimal("1234567.89"), "open_orders": 5, "visit_cycle_days": 60, "complaints": 0,
        "last_visit": date(2026, 12, 17), "next_visit": date(2027, 2, 15), "salesperson": "郑凯",
    }  # fmt: skip
    return Document("customer_card", Words("a", "a"), FormContent(fields, entries))


def request(count: int) -> Document:
    wanted = tuple(
        {**each, "request_no": "MY-202611-001", "price_quoted": None, "arrival_promised": None}
        for each in lines(count)
    )
    fields: dict[str, object] = {
        **OFFICE, "request_no": "MY-202611-001", "requested_on": date(2026, 11, 6),
        "planner": "王计划", "line_count": count, "addressee": "贸易分公司",
    }  # fmt: skip
    return Document("trade_request", Words("a", "a"), FormContent(fields, wanted))


def tracking(count: int) -> Document:
    made = tracking_card(
        note_no="SH-202611-ZS-001", date=date(2026, 11, 21), address="十堰市东风大道 88 号",
        contact="李工", phone="0719-8226688", delivered_qty=Decimal(30),
    )  # fmt: skip
    assert isinstance(made.content, FormContent)
    return replace(made, content=replace(made.content, lines=lines(count)))


def plan(count: int) -> Document:
    return task_plan(*lines(count), total_weight_kg=Decimal("12.35") * count)


A4, ACROSS = (595, 842), (842, 595)
"""Pages in points."""
MANY = 200


@dataclass(frozen=True)
class Paper:
    """A document that tests print: its language, the size of a page in points, how many there are.

    ``on_paper``: LibreOffice prints it, too; all others are as it is, only longer.
    """

    document: Document
    lang: Lang
    size: tuple[int, int]
    pages: int
    on_paper: bool = True


@dataclass(frozen=True)
class Kind:
    """A form as it grows: the lines that just fit a page, and some that take three.

    ``copies`` are sheets of it; ``many`` is the pages of 200 lines.
    """

    made: Callable[[int], Document]
    size: tuple[int, int]
    page: int
    three: int
    copies: int
    many: int


KINDS: Mapping[str, Kind] = {
    "plan": Kind(plan, ACROSS, 7, 20, 2, 23),
    "note": Kind(note, A4, 12, 36, 3, 15),
    "tracking": Kind(tracking, A4, 4, 30, 1, 12),
    "request": Kind(request, ACROSS, 10, 25, 1, 22),
    "customer": Kind(card, A4, 17, 60, 1, 8),
    "statement": Kind(statement, ACROSS, 10, 36, 2, 13),
    "letter": Kind(lambda count: letter(count, DunStage.LAST), A4, 14, 60, 1, 7),
}


def one_copy(document: Document) -> Document:
    assert isinstance(document.content, FormContent)
    copies = document.content.copies[:1]
    return replace(document, content=replace(document.content, copies=copies))


def _papers() -> Iterator[tuple[str, Paper]]:
    for name, kind in KINDS.items():
        for size, count, pages in (
            ("empty", 0, 1), ("one", 1, 1), ("page", kind.page, 1), ("three", kind.three, 3)
        ):  # fmt: skip
            document = kind.made(count)
            yield f"{name}-{size}", Paper(document, Lang.ZH, kind.size, pages * kind.copies)
        yield f"{name}-en", Paper(kind.made(2), Lang.EN, kind.size, kind.copies)
        long = one_copy(kind.made(MANY))  # what is long is long on each of them
        summed = name in {"note", "statement"}
        yield f"{name}-many", Paper(long, Lang.ZH, kind.size, kind.many, on_paper=summed)
    for stage in (DunStage.FRIENDLY, DunStage.FIRM):
        yield f"letter-{stage}", Paper(letter(2, stage), Lang.ZH, A4, 1)
    for paper, high, pages in (("241x140", 397, 1), ("241x93", 264, 4)):
        yield f"note-{paper}", Paper(note(4, paper=paper), Lang.ZH, (683, high), pages)
    yield "note-no-prices", Paper(note(2, prices=False, total_amount=None), Lang.ZH, A4, 3)


PAPERS: Mapping[str, Paper] = dict(_papers())
