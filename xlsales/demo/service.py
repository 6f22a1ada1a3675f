"""After the delivery: tracking cards and visits, complaints and rulings, market notes, expenses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

from xlsales.demo.branch import (
    END,
    MANAGEMENT,
    START,
    Branch,
    Note,
    delivery,
    dice,
    register,
    tracking,
)
from xlsales.demo.catalogue import CLIENTS, Client
from xlsales.demo.desk import rows_written
from xlsales.demo.people import DEPUTY, MANAGER, SELLER, Seller
from xlsales.forms.choices import ComplaintSeverity, Kind
from xlsales.forms.management import ComplaintRuling

_CHANCE = dice("service")
_USAGE = ("装机使用正常", "首批试用中", "加工余量合适", "加工时发现个别硬点", "使用情况良好")
_OPINIONS = (
    None,
    None,
    "希望缩短交期",
    "包装可再加强",
    "价格偏高",
    "质量稳定，满意",
    "合格证要随货",
)
_QUALITY = (("优", 5), ("良", 4), ("良", 4), ("优", 5), ("中", 3), ("差", 2))


def visit_after(branch: Branch, note: Note) -> None:
    """Let the salesperson follow a delivery up with a tracking card."""
    owner = note.client.seller
    if branch.in_quarter:
        pressed = branch.desk.press("new_card", tracking(owner), owner, note=note.no)
        row = rows_written(pressed.changes, "cards", "note_no")[note.no]
        _fill(branch, note.client, row, note_no=None)
    else:
        _fill(branch, note.client, None, note_no=note.no)


def visit_due(branch: Branch) -> None:
    """Let the salespeople see customers whose turn it is; the less careful forget some."""
    for client in CLIENTS:
        if client.visit is None:
            continue
        last = branch.visited.setdefault(client.name, START)
        late = (branch.today - last).days - client.visit
        if late >= -6 and _CHANCE.random() < (SELLER[client.seller].care - 0.75) / 2:
            _fill(branch, client, None, note_no=None, customer=client.name)


def _fill(
    branch: Branch,
    client: Client,
    row: int | None,
    note_no: str | None,
    customer: str | None = None,
) -> None:
    branch.visited[client.name] = branch.today
    quality, satisfaction = _CHANCE.choice(_QUALITY[: 5 if _CHANCE.random() < 0.93 else 6])
    fresh = row is None
    branch.desk.type(
        tracking(client.seller),
        "cards",
        row,
        note_no=note_no,
        customer=customer,
        visit_date=branch.today if fresh else None,
        visitor=client.seller if fresh else None,
        method="上门" if _CHANCE.random() < 0.55 else "电话",
        usage=_CHANCE.choice(_USAGE),
        quality=quality,
        satisfaction=satisfaction,
        service_satisfaction=min(5, satisfaction + _CHANCE.choice((0, 0, 1))),
        opinion=_CHANCE.choice(_OPINIONS),
    )


# --- complaints --------------------------------------------------------------------------------

_COMPLAINTS: tuple[tuple[str, str, str, str], ...] = (
    ("2026-05-21", "孙伟", "一般", "到货件表面有磕碰"),
    ("2026-06-09", "赵永刚", "一般", "交货比约定晚4天"),
    ("2026-06-24", "王晓梅", "一般", "材质单与实物炉号不符"),
    ("2026-07-14", "孙伟", "严重", "装机后断裂，客户停线"),
    ("2026-08-06", "刘芳", "一般", "漏发2件"),
    ("2026-08-27", "赵永刚", "一般", "硬度偏高，刀具磨损快"),
    ("2026-09-10", "郑凯", "一般", "包装散乱"),
    ("2026-09-22", "陈立军", "一般", "余量不足，个别件加工不起来"),
    ("2026-10-13", "孙伟", "一般", "送货车辆未按时到"),
    ("2026-10-21", "赵永刚", "严重", "曲轴毛坯探伤发现裂纹"),
    ("2026-10-28", "王晓梅", "一般", "防锈油涂覆不匀"),
    ("2026-11-05", "孙伟", "一般", "错差超过协议"),
    ("2026-11-11", "陈立军", "一般", "标识不清，两种规格混装"),
    ("2026-11-18", "赵永刚", "一般", "比承诺交期晚一周"),
    ("2026-11-19", "孙伟", "严重", "吊钩批次硬度不合格，整批退换"),
    ("2026-11-26", "刘芳", "一般", "法兰密封面有锈点"),
    ("2026-12-08", "郑凯", "一般", "合格证缺失"),
    ("2026-12-15", "赵永刚", "一般", "连杆重量超差"),
    ("2026-12-23", "王晓梅", "严重", "套圈材料混号，客户拒收"),
    ("2026-12-29", "陈立军", "一般", "收货数量与送货单不符"),
)
_UNCONFIRMED = frozenset({"2026-06-24", "2026-11-11", "2026-12-08"})
_LOWERED = frozenset({"2026-10-21"})
_PENDING = frozenset({"2026-12-23", "2026-12-29"})
_CAUSES = ("搬运磕碰", "模具磨损", "回火温度偏低", "车间混料", "运输调度不当", "检验漏检")
_ACTIONS = ("补货并向客户致歉", "返修后重发", "调整工艺并全检库存", "更换包装", "派人到现场处理")


def plan_complaints(branch: Branch) -> None:
    """Put the complaints of the story on the agenda."""
    for day, owner, severity, what in _COMPLAINTS:
        branch.on(
            dt.date.fromisoformat(day),
            partial(_complain, branch, owner, severity, what),
        )


def _complain(branch: Branch, owner: str, severity: str, what: str) -> None:
    """Let the salesperson record a complaint about one of the last notes, and see to it."""
    lately = [note for note in branch.notes if note.client.seller == owner and note.signed_on]
    lines = [(note, line) for note in lately[-30:] for line in note.lines]
    named = [(note, line) for note, line in lines if line.deal.item.name[-2:] in what]
    note, line = _CHANCE.choice(named or lines[-12:])
    grave = severity == "严重"
    heat = branch.desk.cell(delivery(owner), "deliveries", line.row, "heat_nos")
    row = branch.desk.type(
        tracking(owner),
        "complaints",
        date=branch.today,
        customer=note.client.name,
        note_no=note.no,
        order_no=line.deal.no,
        heat_no=str(heat).split("、")[0] if heat else None,
        defect_qty=Decimal(max(1, int(line.quantity * Decimal("0.02")))),
        salesperson=owner,
        severity=severity,
        description=what,
        owner=owner,
        responsible_unit=_CHANCE.choice(("锻造车间", "检验室", "库房", "热处理车间")),
        due_date=branch.today + dt.timedelta(days=14 if grave else 7),
    )
    settled = branch.today + dt.timedelta(days=_CHANCE.randint(3, 18))
    cause, action = _CHANCE.choice(_CAUSES), _CHANCE.choice(_ACTIONS)

    def close() -> None:
        branch.desk.type(
            tracking(owner),
            "complaints",
            row,
            cause=cause,
            action=action,
            closed_on=branch.today,
            result="客户认可" if _CHANCE.random() < 0.8 else "客户同意让步接收",
        )

    if _CHANCE.random() < 0.85:
        branch.on(settled, close)
    branch.desk.press("refresh", tracking(owner), owner)


def rule(branch: Branch) -> None:
    """Let deputy and manager rule on the complaints that were listed."""
    for row in branch.desk.office(Kind.MANAGEMENT).rows(ComplaintRuling):
        if row.confirmed is not None or row.date is None or f"{row.date}" in _PENDING:
            continue
        grave = row.reported_severity is ComplaintSeverity.SERIOUS
        confirmed = f"{row.date}" not in _UNCONFIRMED
        lowered = f"{row.date}" in _LOWERED
        branch.desk.type(
            MANAGEMENT,
            "rulings",
            row.at.row,
            confirmed="成立" if confirmed else "不成立",
            severity=("严重" if grave and not lowered else "一般") if confirmed else None,
            decided_by=MANAGER if grave else DEPUTY,
            decided_on=branch.today,
            opinion="经查属客户使用不当"
            if not confirmed
            else "影响不大，按一般投诉"
            if lowered
            else None,
        )


# --- market, prospects, expenses ---------------------------------------------------------------

_NEWS: tuple[tuple[str, str, str, str], ...] = (
    ("需求", "客户来访", "四季度排产上调一成，要求提前备料", "已报计划员"),
    ("价格", "电话", "同行齿轮坯报价每公斤低3角", "按量给阶梯价"),
    ("同行", "展会", "临县新上一条热模锻线，年底投产", "关注其客户"),
    ("质量", "现场", "客户提高探伤等级要求", "与技术沟通"),
    ("需求", "客户来访", "新车型半轴试制，首批50件", "列入意向"),
    ("价格", "网络", "42CrMo圆钢上涨每吨120元", "报价有效期改为15天"),
    ("其他", "会议", "客户推行供应商评级，交付率占四成", "跟踪交期"),
    ("同行", "客户告知", "竞争对手交期拖延两周", "争取转单"),
    ("需求", "电话", "农机淡季，订单减三成", "调整计划"),
    ("质量", "回访", "轴承套圈椭圆度波动", "反馈车间"),
)
_PROSPECTS = (
    "转向节新品开发",
    "四缸曲轴年度协议",
    "风电法兰环批量",
    "电力金具年度招标",
    "连杆试制",
)
_NEWCOMERS = ("长屏传动设备有限公司", "石溪泵业有限公司", "丰野收获机械有限公司", "海棠船舶配套厂")


def market(branch: Branch, owner: str) -> None:
    """Let a salesperson note what was heard on the market."""
    topic, source, note, action = _CHANCE.choice(_NEWS)
    client = _CHANCE.choice([c for c in CLIENTS if c.seller == owner])
    told = _CHANCE.random() < 0.6
    branch.desk.type(
        register(owner),
        "market_notes",
        date=branch.today,
        source=source,
        party=client.name if topic in ("需求", "质量") else None,
        topic=topic,
        note=note,
        action=action,
        reported_to=DEPUTY if told else None,
        reported_on=branch.today if told else None,
    )


def prospect(branch: Branch, owner: str) -> None:
    """Let a salesperson enter an intention; it is won, lost or left open later."""
    client = _CHANCE.choice([c for c in CLIENTS if c.seller == owner])
    new = _CHANCE.random() < 0.3
    ahead = branch.today + dt.timedelta(days=_CHANCE.randint(20, 100))
    row = branch.desk.type(
        register(owner),
        "prospects",
        date=branch.today,
        customer=_CHANCE.choice(_NEWCOMERS) if new else client.name,
        product=_CHANCE.choice(_PROSPECTS),
        expected_amount=Decimal(_CHANCE.randint(2, 30) * 10_000),
        probability=Decimal(_CHANCE.choice(("0.3", "0.5", "0.6", "0.8"))),
        expected_month=f"{ahead:%Y-%m}",
        outcome="进行中",
    )

    def end() -> None:
        won = next(
            (d for d in reversed(branch.deals.values()) if d.client is client and d.no), None
        )
        if not new and won is not None and _CHANCE.random() < 0.6:
            cells = {"outcome": "签约", "order_no": won.no}
        else:
            cells = {"outcome": "失单", "remark": "价格高于对手"}
        branch.desk.type(register(owner), "prospects", row, **cells)

    if _CHANCE.random() < 0.6 and ahead < END:
        branch.on(ahead, end)


def spend(branch: Branch, seller: Seller) -> None:
    """Let a salesperson enter an expense."""
    clients = [c for c in CLIENTS if c.seller == seller.name]
    kind, low, high, what = _CHANCE.choice(
        (
            ("差旅", 0.3, 1.1, "走访客户"),
            ("差旅", 0.2, 0.8, "催款"),
            ("运费", 0.3, 0.9, "零担运费"),
            ("招待", 0.2, 0.7, None),
            ("其他", 0.05, 0.2, "资料打印"),
        )
    )
    branch.desk.type(
        register(seller.name),
        "expenses",
        date=branch.today,
        salesperson=seller.name,
        category=kind,
        amount=Decimal(round(seller.travel * _CHANCE.uniform(low, high))),
        department="生产经营部",
        customer=_CHANCE.choice(clients).name if kind != "其他" else None,
        remark=what,
    )


def branch_expenses(branch: Branch) -> None:
    """Let the deputy enter the month's expenses that no salesperson carries."""
    for kind, amount, what in (
        ("工资", 46_800, "营销人员工资"),
        ("运费", _CHANCE.randint(5_200, 9_600), "专线运输"),
        ("差旅", _CHANCE.randint(900, 2_600), "展会和走访"),
        ("招待", _CHANCE.randint(600, 2_400), None),
        ("其他", _CHANCE.randint(700, 1_900), "办公通讯"),
    ):
        branch.desk.type(
            MANAGEMENT,
            "branch_expenses",
            date=branch.today,
            category=kind,
            amount=Decimal(amount),
            department="生产经营部",
            remark=what,
        )
