"""Typing mistakes of the kinds that people make, left in rows that are not handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from xlsales.core.typed import Cell, CellError
from xlsales.demo.branch import END, Branch, Deal, register
from xlsales.demo.catalogue import CLIENT, PRODUCT
from xlsales.demo.people import SELLERS

CLJ, WXM, ZYG, LF, SW, ZK = (seller.name for seller in SELLERS)


class Slip(NamedTuple):
    """One row with a mistake: whose register, which customer and product, what is typed wrong.

    The other cells are as they should be; ``None`` leaves one blank.
    """

    owner: str
    customer: str
    product: str
    quantity: int
    wrong: dict[str, Cell]


_NEW_YEAR = dt.date(2027, 1, 1)

SLIPS: tuple[Slip, ...] = (
    # numbers as text
    Slip(CLJ, "云陵齿轮制造有限公司", "0101", 120, {"quantity": "１２０"}),
    Slip(CLJ, "青屿车桥有限公司", "0104", 80, {"quantity": "80件"}),
    Slip(WXM, "岱阳轴承有限公司", "0701", 1200, {"quantity": "1,200", "contract_no": "HT-2026-0391"}),
    Slip(WXM, "华岭轴承套圈厂", "0702", 60, {"unit_price": "￥162.00"}),
    Slip(ZYG, "沅溪农机有限公司", "0301", 250, {"unit_price": "36.5元"}),
    Slip(SW, "北陵起重设备厂", "0802", 100, {"quantity": "约100"}),
    Slip(SW, "临泷机械厂", "0201", 90, {"quantity": 90.5}),
    Slip(ZK, "新泽减速机有限公司", "0102", 50, {"quantity": -50}),
    Slip(ZK, "三桥汽车零部件有限公司", "0804", 500, {"unit_price": 15.48375}),
    Slip(LF, "宏域法兰管件有限公司", "0203", 150, {"unit_price": CellError("#N/A")}),
    # dates
    Slip(CLJ, "启盛重卡配件有限公司", "0603", 90, {"order_date": "2026.12.30"}),
    Slip(WXM, "东屏工程机械有限公司", "0805", 80, {"order_date": "12月30日"}),
    Slip(ZYG, "翠湖拖拉机配件厂", "0302", 120, {"required_date": "20270122"}),
    Slip(ZYG, "明川曲轴有限公司", "0401", 40, {"required_date": "03/04/2027"}),
    Slip(LF, "广澜石化装备有限公司", "0803", 60, {"required_date": "元月底"}),
    Slip(LF, "西陵电力金具厂", "0806", 300, {"required_date": dt.date(2026, 12, 18)}),
    Slip(SW, "远屏铁路配件有限公司", "0807", 150, {"required_date": _NEW_YEAR}),
    Slip(ZK, "瑞恒传动科技有限公司", "0503", 30, {"order_date": dt.datetime(2026, 12, 30, 15, 20)}),
    Slip(SW, "白石岭建筑机械厂", "0103", 40, {"order_date": dt.date(2025, 12, 30)}),
    # names, codes, lists
    Slip(CLJ, "云陵齿轮制造公司", "0102", 60, {}),
    Slip(WXM, "岱阳 轴承有限公司", "0702", 50, {}),
    Slip(ZYG, "天柏矿山机械有限公司", "0801", 50, {"product": 801}),
    Slip(LF, "汉沙电力设备有限公司", "0807", 200, {"product": "0870"}),
    Slip(LF, "金鼎公司维修分公司", "0903", 2, {"plan_type": "加急"}),
    Slip(SW, "金鼎公司铸造分公司", "0902", 1, {"kind": "修理"}),
    Slip(ZK, "永湖船用机械有限公司", "0808", 700, {"contract_no": 20261230}),
    Slip(ZK, "金鼎公司齿轮分公司", "0106", 500, {"salesperson": LF}),
    # what is missing, doubled or odd
    Slip(CLJ, "鼎峰液压件厂", "0803", 70, {"quantity": None}),
    Slip(WXM, "金鼎公司机械分公司", "0802", 90, {"kind": None, "plan_type": None}),
    Slip(ZYG, "金鼎公司农机分公司", "0303", 60, {"required_date": None, "customer_wish": "急"}),
    Slip(SW, "临泷机械厂", "0802", 220, {"contract_no": None}),
    Slip(ZK, "新泽减速机有限公司", "0103", 20, {"unit_price": 1860}),
    Slip(LF, "宏域法兰管件有限公司", "0204", 60, {"unit_price": 84}),
)  # fmt: skip


def make(branch: Branch) -> None:
    """Leave the rows in the registers, and one order typed twice."""
    for number, slip in enumerate(SLIPS):
        branch.desk.type(register(slip.owner), "orders", **dict(_cells(slip, number)))
    _twice(branch)


def _cells(slip: Slip, number: int) -> Iterator[tuple[str, Cell]]:
    item = PRODUCT[slip.product]
    price = CLIENT[slip.customer].price if slip.customer in CLIENT else 1
    unit_price = Decimal(str(round(item.guide * price, 1)))
    cells: dict[str, Cell] = {
        "order_date": END - dt.timedelta(days=1),
        "salesperson": slip.owner,
        "customer": slip.customer,
        "kind": "新制",
        "product": item.code,
        "quantity": slip.quantity,
        "unit_price": unit_price,
        "required_date": dt.date(2027, 1, 25),
        "plan_type": "月度",
        "contract_no": None,
    }
    if unit_price * slip.quantity >= 10_000:
        cells["contract_no"] = f"HT-2026-{401 + number:04}"
    yield from (cells | slip.wrong).items()


def _twice(branch: Branch) -> None:
    """Let an order that was handed in lately be typed once more."""
    deal: Deal = max(
        (deal for deal in branch.deals.values() if not deal.dead and deal.owner == WXM),
        key=lambda deal: (deal.day, deal.number),
    )
    branch.desk.type(
        register(deal.owner),
        "orders",
        order_date=END - dt.timedelta(days=1),
        salesperson=deal.owner,
        customer=deal.client.name,
        kind="维修" if deal.repair else "新制",
        product=deal.item.code,
        quantity=deal.quantity,
        unit_price=deal.price,
        required_date=branch.working(deal.due + dt.timedelta(days=2)),
        plan_type="月度",
        contract_no=deal.contract,
    )
