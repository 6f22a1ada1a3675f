"""What masters may not become unseen: initials in numbers, names in rows, doubles of each other."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.build import MASTERS, customer, order, person, register_of
from tests.flow.branch import AT_NINE, TODAY, delivered, planned, product
from tests.flow.test_renaming import PLACES, book_of, office_of
from xlsales.buttons import FORMS
from xlsales.core.alike import folded
from xlsales.core.column import By, Column
from xlsales.core.finding import Finding
from xlsales.core.office import BookInfo, Office
from xlsales.core.row import At, Book, Table
from xlsales.core.words import Lang
from xlsales.flow.checks.validation import findings
from xlsales.flow.facts.initials import last_used, usable_initials
from xlsales.forms.choices import Kind, Role
from xlsales.forms.files import workbook_path
from xlsales.forms.masters import WorkCenter
from xlsales.forms.tables import BY_NAME, MODELS, REFERRED
from xlsales.hosts.memory import InMemory, in_memory

NAMED = {"initials-changed", "initials-taken", "renamed-by-hand", "likely-double"}


def told(office: Office, *codes: str) -> list[tuple[str, str | None, object]]:
    """Return table, column and fix of what is said in the masters."""
    return [(_table(f), f.place.column, f.fix) for f in named(office) if f.rule.code in codes]


def named(office: Office) -> list[Finding]:
    return [f for f in findings(office, MASTERS, TODAY) if f.rule.code in NAMED]


def _table(each: Finding) -> str:
    assert each.place.table is not None
    return each.place.table.name


def numbered(office: Office, given: Mapping[Book, str]) -> Office:
    """Return the office with last numbers in the properties of workbooks."""
    books = {
        book: BookInfo(workbook_path(book, Lang.ZH), properties={f"xlsales.last.{stem}": "7"})
        for book, stem in given.items()
    }
    tables = {model: office.rows(model) for model in MODELS}
    return Office(tables, {**office.books, **books})


ZHANG, LI = register_of("张三"), register_of("李四")


# --- initials --------------------------------------------------------------------------------------


def test_initials_in_numbers_are_kept() -> None:
    people = (person("张三", initials="ZSX"), person("李四", initials="LS"))
    given = {ZHANG: "CL-202611-ZS", Book(Kind.DELIVERY, "李四", 2025): "SH-202512-LS"}
    office = numbered(office_of(*people), given)
    assert told(office, "initials-changed") == [("people", "initials", "ZS")]
    assert told(office, "initials-taken") == []
    assert usable_initials(office, "张三") is None
    assert usable_initials(office, "李四") == "LS"
    (said,) = named(office)
    assert said.message(Lang.ZH) == (
        "张三的编号使用的简码是“ZS”，人员表中却是“ZSX”。"
        "简码使用后不能更改：请在人员表改回“ZS”（可“一键修正”），改正前不编新号。"
    )


def test_initials_that_were_cleared_come_back() -> None:
    office = numbered(office_of(person("张三")), {ZHANG: "CL-202611-ZY"})
    found = [f for f in findings(office, MASTERS, TODAY) if f.rule.code == "initials-missing"]
    assert [f.fix for f in found] == ["ZY"]


def test_the_latest_of_several_initials_is_meant_and_each_may_stay() -> None:
    given = {register_of("张三", 2025): "CL-202506-ZY", ZHANG: "CL-202611-ZS"}
    assert last_used(numbered(office_of(), given), "张三") == "ZS"
    for initials in ("ZY", "ZS"):
        office = numbered(office_of(person("张三", initials=initials)), given)
        assert usable_initials(office, "张三") == initials


def test_nobody_takes_the_initials_of_one_who_left() -> None:
    people = (person("李四", initials="ZS"), person("周五", initials="LS"))
    office = numbered(office_of(*people), {ZHANG: "CL-202611-ZS", LI: "CL-202611-LS"})
    assert usable_initials(office, "李四") is None
    office = numbered(
        office_of(person("张三"), person("赵四", initials="ZS"), books=[register_of("赵四")]),
        {ZHANG: "CL-202611-ZS"},
    )
    assert told(office, "initials-taken", "renamed-by-hand") == [("people", "initials", "ZS2")]
    assert usable_initials(office, "赵四") is None


def test_where_properties_are_lost_the_rows_tell() -> None:
    people = (person("张三", initials="ZSX"), person("李四", initials="LS"))
    office = office_of(*people, order("CL-202611-ZS-001"))
    assert told(office, "initials-changed") == [("people", "initials", "ZS")]


def test_a_row_pasted_from_another_register_is_no_sign() -> None:
    pasted = order("CL-202611-ZS-001").model_copy(update={"at": At(LI, 3)})
    office = office_of(order("CL-202611-ZS-001"), pasted)
    assert named(office) == []
    assert usable_initials(office, "李四") == "LS"


@pytest.mark.parametrize("initials", [None, "zs", "ZSX"])
def test_a_row_without_a_number_says_why(initials: str | None) -> None:
    office = office_of(person("张三", initials=initials), order(None))
    office = numbered(office, {ZHANG: "CL-202610-ZS"})
    codes = {f.rule.code for f in findings(office, ZHANG, TODAY) if f.place.column == "order_no"}
    assert codes == {"no-initials" if initials is None else "initials-changed"}


# --- names -----------------------------------------------------------------------------------------


def test_a_customer_renamed_by_hand_is_named_with_its_old_name() -> None:
    one = order(customer="东风汽车零部件厂", submitted_at=AT_NINE)
    masters = (customer("东风汽车零部件有限公司"), customer("一汽"))
    office = office_of(*masters, one, planned(one), delivered(one, 1, customer=one.customer))
    assert told(office, "renamed-by-hand") == [("customers", "name", "东风汽车零部件厂")]
    (said,) = named(office)
    assert said.message(Lang.ZH).startswith(
        "其他表中还有 2 行（2 个工作簿）使用“东风汽车零部件厂”，此处可能已将其改为“东风汽车零部件有限公司”。"
    )


def test_what_nobody_handed_in_may_be_a_slip_and_has_no_fix() -> None:
    one = order(customer="东风汽车零部件厂")
    office = office_of(customer("东风汽车零部件有限公司"), one)
    assert told(office, "renamed-by-hand") == [("customers", "name", None)]


def test_of_two_masters_that_it_could_be_none_is_named() -> None:
    one = order(customer="东风汽车零部件厂", submitted_at=AT_NINE)
    two = customer("东风汽车零部件有限公司"), customer("东风汽车零部件股份公司")
    assert named(office_of(*two, one)) == []


def test_a_customer_that_rows_refer_to_was_not_renamed() -> None:
    one = order(customer="东风汽车零部件厂", submitted_at=AT_NINE)
    two = order("CL-202611-ZS-002", row=4, customer="东风汽车零部件有限公司")
    assert named(office_of(customer("东风汽车零部件有限公司"), one, two)) == []


def test_a_product_is_known_by_name_spec_and_material() -> None:
    one = order(product="P1", submitted_at=AT_NINE)
    line = planned(one, product_name="曲轴", spec="Φ80", material="45")
    other = order("CL-202611-ZS-002", row=4, product="X9")
    masters = (product("X9", name="曲轴", spec="Φ80", material="45"), product("P2"))
    assert told(office_of(*masters, one, other, line), "renamed-by-hand") == [
        ("products", "code", "P1")
    ]


def test_a_person_is_known_by_the_initials_in_their_numbers() -> None:
    people = (person("张珊", initials="ZS"), person("王副", Role.DEPUTY))
    office = numbered(office_of(*people, order(submitted_at=AT_NINE)), {ZHANG: "CL-202611-ZS"})
    assert told(office, "renamed-by-hand", "initials-taken") == [("people", "name", "张三")]
    assert usable_initials(office, "张珊") is None


def test_a_work_centre_too() -> None:
    one = order(submitted_at=AT_NINE)
    forge = WorkCenter(name="第一车间", capacity_unit="kg", daily_capacity=Decimal(1000))
    office = office_of(forge, one, planned(one), product(work_center="一车间"))
    assert told(office, "renamed-by-hand") == [("work_centers", "name", "一车间")]


# --- doubles ---------------------------------------------------------------------------------------

ALIKE = ("东风（武汉）A", "东风 (武汉)A", "东风（武汉）Ａ", "东风（武汉）a", "东　风（武汉）A")


def typed(*rows: tuple[str, Mapping[str, Any]], kind: Kind = Kind.MASTERS) -> InMemory:
    host = in_memory()
    for each in {Kind.MASTERS, kind}:
        host.cells.add_book(book_of(each))
    for table, values in rows:
        host.cells.type(book_of(BY_NAME[table].kind), table, values)
    return host


def found(host: InMemory, kind: str, code: str) -> list[tuple[int, str | None, object]]:
    office = host.cells.office(FORMS)
    return [
        (f.place.at.row, f.place.column, f.fix)
        for f in findings(office, book_of(kind), TODAY)
        if f.rule.code == code
    ]


@pytest.mark.parametrize("master", REFERRED)
@pytest.mark.parametrize("alike", ALIKE[1:])
def test_masters_that_look_alike_are_shown_at_the_later_row(master: str, alike: str) -> None:
    key = REFERRED[master]
    host = typed((master, {key: ALIKE[0]}), (master, {key: "别的"}), (master, {key: alike}))
    assert found(host, Kind.MASTERS, "likely-double") == [(5, key, None)]


@pytest.mark.parametrize("master", REFERRED)
def test_equal_ones_are_no_likely_doubles(master: str) -> None:
    key = REFERRED[master]
    host = typed((master, {key: ALIKE[0]}), (master, {key: ALIKE[0]}))
    assert found(host, Kind.MASTERS, "likely-double") == []


def test_products_are_alike_in_name_spec_and_material_together() -> None:
    one = {"code": "1", "name": "齿轮 坯", "spec": "Φ80×120", "material": "45钢"}
    like = {**one, "code": "2", "name": "齿轮坯", "material": "45 钢"}
    other = {**one, "code": "3", "name": "齿轮坯", "spec": "Φ81×120"}
    host = typed(("products", one), ("products", like), ("products", other))
    assert found(host, Kind.MASTERS, "likely-double") == [(4, "name", None)]


@pytest.mark.parametrize(
    ("master", "table", "column"), [p for p in PLACES if p.values[2].ref]  # type: ignore[union-attr]
)  # fmt: skip
def test_a_reference_that_is_only_written_otherwise_has_its_fix(
    master: str, table: Table, column: Column
) -> None:
    key, typed_key = REFERRED[master], next(c.key for c in table.columns if c.by is By.PERSON)
    own = table.name == master
    rows = [(master, {key: ALIKE[0]})]
    names = (*ALIKE[1:], "别的厂")
    rows += [(table.name, {typed_key: "x", column.key: name}) for name in names]
    first = 4 if own else 3
    host = typed(*rows, kind=Kind(table.kind))
    (code,) = {
        f.rule.code
        for f in findings(host.cells.office(FORMS), book_of(table.kind), TODAY)
        if f.place.column == column.key and f.rule.code.startswith("unknown-")
    }
    assert found(host, table.kind, code) == [
        *((first + n, column.key, ALIKE[0]) for n in range(4)),
        (first + 4, column.key, None),
    ]


def test_folding_leaves_what_can_be_told_apart() -> None:
    assert len({folded(name) for name in ALIKE}) == 1
    assert len({folded(name) for name in ("东风一厂", "东风二厂", "东风1厂", "P-1", "P1")}) == 5
