"""Masters 基础资料: owned by the planner."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from xlsales.core.column import By, Column, Type, When
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.forms.choices import DayKind, Kind, Market, Role, Supply

KIND = Kind.MASTERS
HIGHEST_TAX = Decimal("0.99")
"""Of all rates: 13 is 1300 % and 1 is 100 %, which nobody means."""


class Person(
    Row,
    name="people",
    kind=KIND,
    sheet=Words("人员", ""),
    key=("name",),
):
    """Who works here and in which roles."""

    name: Annotated[str, Column("姓名", "Name", unique=True, verbatim=True)]
    initials: Annotated[
        str | None,
        Column(
            "简码",
            "Initials",
            Type.CODE,
            unique=True,
            pattern="[A-Z0-9]+",
            note=Words(
                "大写字母或数字，用于编号；可由“一键修正”按拼音给出",
                "capital letters or digits, used in numbers; Apply fixes proposes them from the pinyin",
            ),
        ),
    ] = None
    roles: Annotated[
        tuple[Role, ...],
        Column(
            "岗位", "Roles", note=Words("可填多个，用“、”分开", "one or several, separated by 、")
        ),
    ]
    active: Annotated[bool, Column("在岗", "Active", Type.YES_NO, default=True)]
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class Customer(
    Row,
    name="customers",
    kind=KIND,
    sheet=Words("客户", ""),
    key=("code",),
):
    """Whom the branch sells to."""

    code: Annotated[str, Column("客户编码", "Code", Type.CODE, unique=True)]
    name: Annotated[str, Column("客户名称", "Customer", unique=True, verbatim=True)]
    market: Annotated[
        Market,
        Column(
            "市场",
            "Market",
            note=Words("集团外为外销，集团内为内销", "outside or inside the parent group"),
        ),
    ]
    address: Annotated[str | None, Column("送货地址", "Delivery address", aside=True)] = None
    contact: Annotated[str | None, Column("联系人", "Contact", aside=True)] = None
    phone: Annotated[
        str | None,
        Column("电话", "Phone", Type.CODE, note=Words("按文本保存", "kept as text"), aside=True),
    ] = None
    tax_no: Annotated[
        str | None,
        Column("税号", "Tax no.", Type.CODE, note=Words("按文本保存", "kept as text"), aside=True),
    ] = None
    credit_days: Annotated[int, Column("账期天数", "Credit days", Type.INTEGER, at_least=0)]
    visit_cycle_days: Annotated[
        int | None, Column("回访周期天数", "Visit cycle days", Type.INTEGER, at_least=1)
    ] = None
    salesperson: Annotated[str | None, Column("销售员", "Salesperson", ref="people.name")] = None
    active: Annotated[bool, Column("有效", "Active", Type.YES_NO, default=True)]
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class Product(
    Row,
    name="products",
    kind=KIND,
    sheet=Words("产品", ""),
    key=("code",),
    together=(("name", "spec", "material"),),
):
    """What is sold, made here or bought in; a repair service too."""

    code: Annotated[
        str,
        Column(
            "产品编码",
            "Code",
            Type.CODE,
            unique=True,
            note=Words("维修服务单列为产品", "a repair service is a product of its own"),
        ),
    ]
    name: Annotated[str, Column("产品名称", "Product")]
    spec: Annotated[str | None, Column("规格", "Spec", verbatim=True)] = None
    drawing_no: Annotated[str | None, Column("图号", "Drawing no.", Type.CODE, aside=True)] = None
    material: Annotated[str | None, Column("材质", "Material", verbatim=True)] = None
    unit: Annotated[
        str,
        Column(
            "单位",
            "Unit",
            note=Words("件、套、个、台、只按整数计", "件 套 个 台 只 are counted in whole numbers"),
        ),
    ]
    unit_weight_kg: Annotated[
        Decimal | None,
        Column(
            "单重kg",
            "Unit weight kg",
            Type.DECIMAL,
            more_than=0,
            note=Words("工作中心按 kg 计产能时必填", "required when the work centre counts kg"),
        ),
    ] = None
    supply: Annotated[Supply, Column("供应方式", "Supply")]
    work_center: Annotated[
        str | None,
        Column(
            "工作中心",
            "Work centre",
            ref="work_centers.name",
            when=When(column="supply", values=(Supply.MAKE,)),
        ),
    ] = None
    post_days: Annotated[
        int,
        Column(
            "后续工序天数",
            "Post-forging days",
            Type.INTEGER,
            at_least=0,
            default=0,
            may_be_blank=True,
            note=Words("锻造后还需的工作日；空白按 0", "working days after forging; blank is 0"),
        ),
    ]
    tax_rate: Annotated[
        Decimal | None,
        Column(
            "税率",
            "Tax rate",
            Type.PERCENT,
            at_least=0,
            at_most=HIGHEST_TAX,
            note=Words("空白按设置中的税率", "blank: the tax rate of the settings"),
        ),
    ] = None
    guide_price: Annotated[
        Decimal | None,
        Column("指导价", "Guide price", Type.PRICE, at_least=0, note=Words("含税", "with tax")),
    ] = None
    floor_price: Annotated[
        Decimal | None,
        Column("底价", "Floor price", Type.PRICE, at_least=0, note=Words("含税", "with tax")),
    ] = None
    active: Annotated[bool, Column("有效", "Active", Type.YES_NO, default=True)]
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class WorkCenter(
    Row,
    name="work_centers",
    kind=KIND,
    sheet=Words("工作中心", ""),
    key=("name", "from_date"),
    together=(("name", "from_date"),),
):
    """A forge and what it can do a day, from a date on."""

    name: Annotated[str, Column("工作中心", "Work centre", verbatim=True)]
    capacity_unit: Annotated[
        str,
        Column(
            "产能单位",
            "Capacity unit",
            note=Words("kg，或其产品的单位", "kg or the unit of its products"),
        ),
    ]
    daily_capacity: Annotated[
        Decimal, Column("日产能", "Daily capacity", Type.DECIMAL, more_than=0)
    ]
    from_date: Annotated[
        dt.date | None,
        Column("生效日期", "From", Type.DATE, note=Words("空白为一直有效", "blank: always")),
    ] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class CalendarDay(
    Row,
    name="calendar",
    kind=KIND,
    sheet=Words("日历", ""),
    key=("date",),
):
    """A day on which the office's calendar differs from the national one."""

    date: Annotated[dt.date, Column("日期", "Date", Type.DATE, unique=True)]
    kind: Annotated[DayKind, Column("类别", "Kind")]
    remark: Annotated[str | None, Column("备注", "Remark", aside=True)] = None
    check: Annotated[str | None, Column("校验结果", "Check", by=By.MACRO)] = None


class Setting(
    Row,
    name="settings",
    kind=KIND,
    sheet=Words("设置", ""),
    key=("key",),
):
    """One setting of the office; see ``settings.py``."""

    meaning: Annotated[str | None, Column("说明", "Meaning", by=By.MACRO)] = None
    value: Annotated[str | None, Column("值", "Value")] = None
    key: Annotated[str, Column("键", "Key", unique=True)]
