"""Finding by part of name, code or initials, among thousands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.build import MASTERS, NOV, customer, invoice, order
from xlsales.core.office import Office
from xlsales.core.outcome import Refusal
from xlsales.core.row import At, Row
from xlsales.core.words import Lang
from xlsales.flow.choosing.finding import Finder, the_one
from xlsales.flow.choosing.matching import initials_of
from xlsales.forms.choices import Findable, Supply
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Product
from xlsales.forms.tables import MODELS

NAMES = ("齿轮坯", "连杆毛坯", "曲轴", "转向节", "重载法兰", "行星轮", "传动轴", "吊耳")


def product(code: str, name: str, row: int = 3, **cells: object) -> Product:
    values = {"unit": "件", "supply": Supply.MAKE, "post_days": 0, "active": True, **cells}
    return Product.model_validate({"at": At(MASTERS, row), "code": code, "name": name, **values})


def office_of(*rows: Row) -> Office:
    tables: dict[type[Row], list[Row]] = {model: [] for model in MODELS}
    for row in rows:
        tables[type(row)].append(row)
    return Office(tables)


def found(office: Office, what: Findable, text: str) -> list[str]:
    return [entry.value for entry in Finder(office, what).find(text)]


MANY = office_of(
    *(
        product(f"{n:05}", f"{NAMES[n % 8]}{n}型", n + 3, spec=f"φ{n}×45", guide_price="46.5")
        for n in range(5000)
    )
)
THOUSANDS = Finder(MANY, Findable.PRODUCTS)


@pytest.mark.parametrize("n", range(0, 5000, 97))
def test_each_of_five_thousand_is_found_by_code_name_and_initials(n: int) -> None:
    code, name = f"{n:05}", f"{NAMES[n % 8]}{n}型"
    assert THOUSANDS.find(code)[0].value == code
    for text in (name, f"{n}型 {NAMES[n % 8]}"):
        assert code in [entry.value for entry in THOUSANDS.find(text)], text
    typed = "".join(each[0] for each in initials_of(name).split(",")[1:])
    assert code in [entry.value for entry in THOUSANDS.find(typed, 5000)], typed


def test_nothing_typed_shows_the_first_fifty_and_nonsense_shows_none() -> None:
    assert [entry.value for entry in THOUSANDS.find("")] == [f"{n:05}" for n in range(50)]
    assert THOUSANDS.find("qqqqq") == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("clp", ["0101", "0102"]),
        ("CLP", ["0101", "0102"]),
        ("ｃｌｐ", ["0101", "0102"]),
        ("0101", ["0101"]),
        ("101", ["0101"]),
        ("轮坯", ["0101", "0102"]),
        ("clp 165", ["0102"]),
        ("jd-0102", ["0102"]),
        ("20crmnti", ["0101"]),
        ("zzfl", ["0201"]),  # 重 is zhong and chong
        ("czfl", ["0201"]),
        (".*", []),
    ],
)
def test_what_is_typed_finds(text: str, codes: list[str]) -> None:
    office = office_of(
        product("0101", "齿轮坯", spec="φ120×45", material="20CrMnTi"),
        product("0102", "齿轮坯", spec="φ165×52", drawing_no="JD-0102-01"),
        product("0201", "重载法兰"),
        product("0301", "停产的齿轮坯", active=False),
    )
    assert found(office, Findable.PRODUCTS, text) == codes


def test_the_code_itself_comes_first_then_what_begins_so() -> None:
    office = office_of(product("112", "轴"), product("9", "12号轴"), product("12", "盘"))
    assert found(office, Findable.PRODUCTS, "12") == ["12", "9", "112"]


def test_a_customer_is_found_by_initials_and_an_order_by_its_customer_and_product() -> None:
    office = office_of(
        customer("悦来车辆有限公司", code="K001"),
        customer("东风机械厂", code="K002"),
        product("0101", "齿轮坯"),
        order("CL-202611-ZS-001", customer="东风机械厂", product="0101"),
        order("CL-202611-ZS-002", customer="悦来车辆有限公司", product="0101", row=4),
    )
    assert found(office, Findable.CUSTOMERS, "ylcl") == ["悦来车辆有限公司"]
    assert found(office, Findable.CUSTOMERS, "k002") == ["东风机械厂"]
    assert found(office, Findable.ORDERS, "ylcl clp") == ["CL-202611-ZS-002"]
    assert found(office, Findable.ORDERS, "") == ["CL-202611-ZS-002", "CL-202611-ZS-001"]


def test_the_facts_say_last_price_and_what_is_open() -> None:
    office = office_of(
        customer("东风", salesperson="张三", address="东风路1号"),
        product("P1", "齿轮坯", guide_price="46.5"),
        order("CL-202611-ZS-001", quantity=Decimal(10), unit_price=Decimal(45)),
        order("CL-202611-ZS-002", quantity=Decimal(5), unit_price=Decimal(47), row=4),
        order("CL-202611-ZS-003", customer="别家", unit_price=Decimal(1), row=5),
        invoice("001", 1000),
        Delivery.model_validate(
            {"date": NOV, "order_no": "CL-202611-ZS-001", "quantity": 1, "address": "新址2号"}
        ),
    )
    goods = Finder(office, Findable.PRODUCTS, "东风")
    facts = goods.facts(goods.entries[0])
    assert (facts["guide_price"], facts["last_price"]) == (Decimal("46.5"), Decimal(47))
    assert (facts["open_qty"], facts["stock"]) == (25, 0)
    who = Finder(office, Findable.CUSTOMERS)
    said = who.facts(who.entries[0])
    assert (said["salesperson"], said["credit_days"], said["open_orders"]) == ("张三", 30, 2)
    assert (said["receivable"], said["address"]) == (Decimal("1000.00"), "新址2号")
    orders = Finder(office, Findable.ORDERS)
    last = orders.facts(orders.entries[-1])
    assert (last["customer"], last["product"], last["open_qty"]) == ("东风", "齿轮坯", 10)


def test_a_cancelled_order_gives_no_price_and_is_not_open() -> None:
    office = office_of(
        product("P1", "齿轮坯"),
        order(cancelled_on="2026-11-05", cancel_reason="客户取消"),
    )
    goods = Finder(office, Findable.PRODUCTS, "东风")
    facts = goods.facts(goods.entries[0])
    assert (facts["last_price"], facts["open_qty"]) == (None, 0)


def test_a_part_is_enough_where_it_is_the_only_one() -> None:
    office = office_of(customer("东风机械厂", code="1"), customer("东风", code="2"))
    for text in ("东风机械", "dfjx", "1"):
        one = the_one(office, Findable.CUSTOMERS, text)
        assert one is not None
        assert one.value == "东风机械厂"
    exact = the_one(office, Findable.CUSTOMERS, "东风")
    assert exact is not None
    assert exact.value == "东风"
    assert the_one(office, Findable.CUSTOMERS, "重机") is None
    assert the_one(office, Findable.CUSTOMERS, "") is None


@pytest.mark.parametrize("text", ["东", "df"])
def test_of_several_none_is_guessed_and_all_are_told(text: str) -> None:
    office = office_of(customer("东风机械厂", code="1"), customer("东风车桥", code="2"))
    with pytest.raises(Refusal) as refused:
        the_one(office, Findable.CUSTOMERS, text)
    said = refused.value.words
    assert said.said(Lang.ZH) == f"“{text}”对应多个客户：东风机械厂、东风车桥。请写全。"


def test_codes_are_told_with_what_they_stand_for() -> None:
    office = office_of(
        product("0101", "齿轮坯", spec="φ120×45"), product("0102", "齿轮坯", spec="φ165×52")
    )
    with pytest.raises(Refusal, match="0101 齿轮坯 φ120×45、0102 齿轮坯 φ165×52"):
        the_one(office, Findable.PRODUCTS, "clp")


def test_a_customer_of_the_past_is_meant_where_nothing_new_is_written() -> None:
    office = office_of(customer("东风机械厂", code="1", active=False))
    assert the_one(office, Findable.CUSTOMERS, "东风") is None
    one = the_one(office, Findable.CUSTOMERS, "东风", every=True)
    assert one is not None
    assert one.value == "东风机械厂"


def test_blanks_within_a_name_need_not_be_typed() -> None:
    office = office_of(customer("东风 (武汉) 机械厂"))
    one = the_one(office, Findable.CUSTOMERS, "东风（武汉）机械")
    assert one is not None
