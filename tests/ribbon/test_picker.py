"""What the picker's window shows, whatever draws it; and as a tkinter window, used by keys."""

from __future__ import annotations

import pytest

from tests.build import customer, order
from tests.desktop import Desktop
from tests.flow.test_finding_rows import MANY, office_of, product
from tests.ribbon.test_tk import answered, screen  # noqa: F401  # a fixture
from xlsales.core.measuring import width_of
from xlsales.core.words import Lang
from xlsales.flow.choosing.finding import Finder
from xlsales.forms.choices import Findable
from xlsales.ribbon.picker import Picker


def test_prices_agreed_are_a_column_for_a_customer_alone() -> None:
    office = office_of(
        customer("东风"), product("P1", "齿轮坯", guide_price="1246.5"), order(unit_price="45")
    )
    known = Picker(Finder(office, Findable.PRODUCTS, "东风"), Lang.ZH)
    assert known.title == "选择产品（东风）"
    assert known.heads == ("编码", "名称", "单位", "指导价", "上次单价", "库存", "未交数量")
    assert known.shown("clp").cells == (
        ("P1", "齿轮坯", "件", "1,246.50", "45.00", "0", "10"),
    )  # fmt: skip
    assert known.numeric == (False, False, False, True, True, True, True)
    nobody = Picker(Finder(office, Findable.PRODUCTS), Lang.EN)
    assert nobody.title == "Choose product"
    assert "Last price" not in nobody.heads


def test_a_column_is_as_wide_as_its_longest_text_however_far_down() -> None:
    many = [product(f"{n:04}", "轴", n) for n in range(500)]
    office = office_of(*many, product("9999", "发动机曲轴平衡块总成", 503, material="42CrMoA"))
    picker = Picker(Finder(office, Findable.PRODUCTS), Lang.ZH)
    widths = dict(zip(picker.keys, picker.widths, strict=True))
    assert widths["name"] == width_of("发动机曲轴平衡块总成")
    assert widths["material"] == width_of("42CrMoA")


def test_fifty_of_five_thousand_are_shown_and_it_is_said() -> None:
    picker = Picker(Finder(MANY, Findable.PRODUCTS), Lang.ZH)
    shown = picker.shown("clp")
    assert (len(shown.values), shown.said.zh) == (50, "显示前 50 条，请再输入几个字")
    assert picker.shown("04999").said.zh == "找到 1 条"
    assert picker.shown("没有").said.zh == "没有找到，请少输入几个字。"


def test_an_office_without_a_product_has_an_empty_list() -> None:
    picker = Picker(Finder(office_of(), Findable.PRODUCTS), Lang.ZH)
    assert picker.shown("").values == ()
    assert len(picker.widths) == len(picker.heads) == len(picker.numeric) == 1


def products() -> Picker:
    """The picker that a program of its own opens."""
    office = office_of(
        product("0101", "齿轮坯"), product("0102", "齿轮坯"), product("0201", "曲轴")
    )
    return Picker(Finder(office, Findable.PRODUCTS), Lang.ZH)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("=clp", "Return"), "0101"),
        (("=clp", "Down", "Return"), "0102"),
        (("=clp", "Down", "Up", "Return"), "0101"),
        (("=nothing", "Return"), None),
        (("=qz", "Escape"), None),
    ],
)
def test_excels_people_type_and_press_enter(
    screen: Desktop,  # noqa: F811
    keys: tuple[str, ...],
    value: str | None,
) -> None:
    code = 'desk.pick(__import__("tests.ribbon.test_picker", fromlist=["x"]).products())'
    assert answered(screen, "picker", code, *keys) == value
