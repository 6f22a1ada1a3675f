"""The likely answers: for each button what is asked, what the selection says, what is settled.

A person who presses Enter in the dialog should most often get what they came for. What the open
workbook answers already (its owner, its kind) is not asked at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from xlsales.buttons import Button, arguments_of, made_of
from xlsales.core.arguments import Argument, arguments
from xlsales.core.exact import plain
from xlsales.core.finding import Finding, show
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.flow.choosing import about
from xlsales.flow.choosing.finding import Finder
from xlsales.flow.choosing.picking import told
from xlsales.flow.facts.ageing import number_key
from xlsales.flow.facts.names import renamed_by_hand
from xlsales.flow.register.new_orders import before, still_ahead
from xlsales.forms.choices import Findable, Kind, Master, OrderKind, Role
from xlsales.forms.collection import Payment
from xlsales.forms.indicators import SCORED
from xlsales.forms.masters import Customer
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order
from xlsales.forms.settings import settings_of
from xlsales.forms.tables import BY_NAME, REFERRED
from xlsales.ribbon import fields
from xlsales.ribbon.fields import Likely, Line, Option, settled
from xlsales.ribbon.scene import Scene, options

if TYPE_CHECKING:
    from xlsales.flow.every.checking import Mend

Answers: TypeAlias = Mapping[str, Likely]

SCORE_DAYS = 10
"""In the first days of a month it is the last month that is scored."""

_MOST = 200


def likely(button: Button, scene: Scene) -> Answers:
    """Return what is known of each argument of a button before the person is asked.

    Where the button itself says nothing of one: what has a default is not asked, and of what
    stands in a table of the workbook the selected row's is likely.
    """
    said: Answers = made_of(button.likely)(scene) if button.likely else {}
    return {
        each.name: said[each.name] if each.name in said else _usual(scene, each)
        for each in arguments(arguments_of(button))
    }


def _usual(scene: Scene, argument: Argument) -> Likely:
    if not argument.required:
        return settled()
    if not argument.ask.names:
        return Likely()
    table, key = argument.ask.names.split(".")
    model = BY_NAME[table].model
    known = [str(getattr(row, key)) for row in scene.mine(model) if getattr(row, key)]
    chosen = [str(getattr(row, key)) for row in scene.selected(model) if getattr(row, key)]
    return Likely(next(iter(chosen), ""), options(known[::-1]))


# --- check ---------------------------------------------------------------------------------------


def validate(_scene: Scene) -> Answers:
    """Rows are numbered, and what is wrong is shown in the workbook."""
    return {"annotate": settled(value=True)}


def apply_fixes(scene: Scene) -> Answers:
    """Every cell that can be mended, by kind: sure fixes ticked, near names to be chosen.

    Where rows were chosen only those of theirs are ticked.
    """
    from xlsales.flow.every.checking import cell_of, mends

    groups: dict[tuple[bool, str], list[Mend]] = {}
    for mend in mends(scene.office, scene.book, scene.today):
        groups.setdefault((mend[0].fix is None, mend[0].rule.code), []).append(mend)
    lines: list[Line] = []
    ticked: list[str] = []
    for (unsure, _), found in sorted(groups.items(), key=lambda group: group[0][0]):
        head = Words(f"共 {len(found)} 处", f"{len(found)} ×")
        if unsure:
            head = Words(f"{head.zh}，请选名称", f"{head.en} choose a name")
        lines.append(Line((head.said(scene.lang), "", "", ""), leads=True))
        for each, names in found:
            cell, value = cell_of(each), show(each.value, scene.lang)
            choices = tuple(Option(f"{cell}={name}", name) for name in names) or (
                Option(cell, each.typed_fix(scene.lang)),
            )
            lines.append(
                Line((_where(each, scene), value, None, each.message(scene.lang)), choices)
            )
            ticked += () if unsure or _is_left_out(each, scene) else (cell,)
    if not lines:
        return {"cell": settled()}
    heads = (
        Words("位置", "Where"),
        Words("现在的值", "Value"),
        Words("改为", "Becomes"),
        Words("说明", "Remarks"),
    )
    return {
        "cell": Likely(
            tuple(ticked),
            kind=fields.Kind.TICKS,
            required=True,
            label=Words("要修正的单元格", "Cells to mend"),
            lines=tuple(lines),
            heads=tuple(head.said(scene.lang) for head in heads),
        ),
    }


def _is_left_out(found: Finding, scene: Scene) -> bool:
    """Return whether rows were chosen, and a finding is about none of them."""
    marked, place = scene.selection, found.place
    if not marked.chosen or marked.table not in BY_NAME:
        return False
    here = place.table is not None and place.table.name == marked.table
    return not (here and place.at.row in marked.rows)


def _where(found: Finding, scene: Scene) -> str:
    """Return a finding's cell as a person says it: 承揽登记 第 5 行 数量."""
    table, column = found.place.table, found.place.column
    if table is None:
        return ""
    row = found.place.at.row
    at = Words(f"第 {row} 行", f"row {row}") if row else Words("", "")
    header = table.by_key[column].words if column else Words("", "")
    return " ".join(filter(None, (it.said(scene.lang) for it in (table.title, at, header))))


# --- register ------------------------------------------------------------------------------------


def _places(scene: Scene, model: type[Row]) -> Likely:
    """Return the selected rows of a table by their place; none stands for all.

    Blank rows that were chosen are no choice of all the others: the macro says that they are blank.
    """
    marked = scene.selection
    rows = tuple(row.at.row for row in scene.selected(model))
    if not rows and marked.chosen and marked.table == model.table.name:
        first = min((row.at.row for row in scene.mine(model)), default=0)  # heads are no rows
        rows = tuple(row for row in marked.rows if row >= first)
    return settled(rows or None)


def promise(scene: Scene) -> Answers:
    """The selected orders, or the one at the cursor, whether they have a number or not."""
    return {"row": _places(scene, Order)}


def new_order(scene: Scene) -> Answers:
    """What was picked, at the price last agreed, of the kind last done; how much, and by when?"""
    customer, product = scene.picked.get("customer", ""), scene.picked.get("product", "")
    price = about.likely_price(scene.office, customer, product)
    kind = about.last_kind(scene.office, customer) or OrderKind.NEW
    return {
        "quantity": Likely(required=True),
        "required_date": Likely(required=True),
        "price": Likely("" if price is None else plain(price), required=True),
        "customer": Likely(customer, help=_known(scene, customer)),
        "product": Likely(product, help=_known(scene, product, customer)),
        "kind": Likely(kind.value),
    }


def _known(scene: Scene, text: str, customer: str = "") -> Words | None:
    """Return in a line what is known of what was picked."""
    what = Findable.PRODUCTS if customer else Findable.CUSTOMERS
    finder = Finder(scene.office, what, customer)
    entry = next((each for each in finder.entries if text and each.value == text), None)
    return told(finder, entry, whole=False) if entry else None


def copy_order(scene: Scene) -> Answers:
    """The selected order, else the latest of the selected row's customer, else the latest."""
    marked = scene.selected(Order)[:1]
    number = next((row.order_no for row in marked if row.order_no), None)
    if number is None and marked and marked[0].customer:
        last = about.last_order(scene.office, marked[0].customer)
        number = last.order_no if last else None
    order = before(scene.office, scene.book, number)
    if order is None:
        return {}
    ahead = still_ahead(order, scene.today)
    return {
        "order": settled(number),
        "quantity": Likely(
            "" if "quantity" in order.bad else plain(order.quantity),
            required=True,
            help=Words(*2 * (scene.said(number, order.customer, order.product_name),)),
        ),
        "required_date": Likely(f"{ahead}" if ahead else "", required=True),
    }


def submit(scene: Scene) -> Answers:
    """The rows that were chosen; else all that is not submitted.

    Where nothing is left to be submitted it is the order at the cursor once more.
    """
    rows = scene.mine(Order)
    left = any(row.submitted_at is None and row.cancelled_on is None for row in rows)
    chosen = scene.selection.chosen or not left
    return {"row": _places(scene, Order)} if chosen else {}


# --- plan ----------------------------------------------------------------------------------------


def _months(today: dt.date) -> tuple[Option, ...]:
    first = today.replace(day=1)
    before = (first - dt.timedelta(days=1)).replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    return tuple(Option(f"{day:%Y-%m}") for day in (first, before, after))


def month(scene: Scene) -> Answers:
    """This month, else one near it."""
    months = _months(scene.today)
    return {"month": Likely(months[0].value, months)}


def issue_plan(scene: Scene) -> Answers:
    """A month that must be said: this one is likely."""
    asked = month(scene)["month"]
    return {
        "month": Likely(asked.value, asked.options, required=True),
    }


def issue_temporary(scene: Scene) -> Answers:
    """The selected lines that are not issued yet."""
    numbers = [
        row.order_no for row in scene.selected(PlanLine) if row.order_no and row.plan_no is None
    ]
    return {
        "temporary": settled(value=True),
        "order": Likely("、".join(dict.fromkeys(numbers)), required=True),
    }


def revise_plan(scene: Scene) -> Answers:
    """The plan of the selected line, else the newest one."""
    known = {row.plan_no for row in scene.office.rows(PlanLine) if row.plan_no}
    plans = sorted(known, key=lambda no: number_key(no.partition("-")[2]), reverse=True)
    marked = [row.plan_no for row in scene.selected(PlanLine) if row.plan_no]
    return {"plan_no": Likely((marked or plans or [""])[0], options(plans))}


def trade_request(scene: Scene) -> Answers:
    """The rows that were chosen; else all that are not requested."""
    chosen = scene.selection.chosen
    return {"row": _places(scene, TradeRequest)} if chosen else {}


# --- collection ----------------------------------------------------------------------------------


def ageing(scene: Scene) -> Answers:
    """As of today."""
    return {"date": Likely(f"{scene.today}")}


def verify(scene: Scene) -> Answers:
    """The selected payments that finance has not verified yet, by the user."""
    rows = scene.selected(Payment)
    numbers = [row.payment_no for row in rows if row.payment_no and not row.verified]
    finance = scene.people(Role.FINANCE)
    bare = sum(row.payment_no is None for row in rows)
    help_ = Words(
        f"选中的行中有 {bare} 行尚未编号，未列入；请先按“校验”。",
        f"{bare} of the selected rows have no number yet and are left out; Validate first.",
    )
    return {
        "payment": Likely(
            "、".join(dict.fromkeys(numbers)), required=True, help=help_ if bare else None
        ),
        "by": Likely(scene.likely_person(finance), options(finance), required=True),
    }


def statement(scene: Scene) -> Answers:
    """The month that closed last: of the selected row's customer; blank: of all."""
    months = _months(scene.today)
    closed = scene.today.day >= settings_of(scene.office).closing_day
    return {
        "customer": Likely(_customer(scene), _customers(scene), help=_ALL),
        "all": settled(value=True),
        "month": Likely(months[0 if closed else 1].value, months, required=True),
    }


def dunning_letter(scene: Scene) -> Answers:
    """The selected row's customer; blank: all who are overdue."""
    return {"customer": Likely(_customer(scene), _customers(scene))}


def customer_card(scene: Scene) -> Answers:
    """The selected row's customer; blank: all."""
    return {
        "customer": Likely(_customer(scene), _customers(scene), help=_ALL),
        "all": settled(value=True),
    }


_ALL = Words("空白为全部客户", "blank: all customers")


def _customers(scene: Scene) -> tuple[Option, ...]:
    return options([row.name for row in scene.office.rows(Customer) if row.name])


def _customer(scene: Scene) -> str:
    """Return the customer of the first selected row that names one."""
    table = BY_NAME.get(scene.selection.table)
    if table is None or "customer" not in table.by_key:
        return ""
    names = (getattr(row, "customer", None) for row in scene.selected(table.model))
    return next((str(name) for name in names if name), "")


# --- appraisal -----------------------------------------------------------------------------------


def _periods(month: dt.date) -> tuple[Option, ...]:
    """Return a month, the one before, its quarter and its year."""
    before = month.replace(day=1) - dt.timedelta(days=1)
    quarter = f"{month.year}-Q{(month.month + 2) // 3}"
    return options([f"{month:%Y-%m}", f"{before:%Y-%m}", quarter, f"{month.year}"])


def score(scene: Scene) -> Answers:
    """The month that ended, in the first days of the next; later the running one.

    The whole branch is scored: a single subject's score is a reply without a score sheet.
    """
    today = scene.today
    if today.day <= SCORE_DAYS:
        today = today.replace(day=1) - dt.timedelta(days=1)
    periods = _periods(today)
    return {"period": Likely(periods[0].value, periods)}


def report(scene: Scene) -> Answers:
    """The month that ended, in the first days of the next; later the running one."""
    today = scene.today
    if today.day <= SCORE_DAYS:
        today = today.replace(day=1) - dt.timedelta(days=1)
    months = _months(today)
    return {"month": Likely(months[0].value, months)}


def what_if(scene: Scene) -> Answers:
    """The running month, every indicator with an empty amount; in a register it is its owner's."""
    periods = _periods(scene.today)
    kinds = tuple(Option(each.value, each.said(scene.lang)) for each in SCORED)
    subject = settled(scene.book.owner)
    if scene.book.kind != Kind.REGISTER:
        branch = Option("branch", Words("本单位", "Branch").said(scene.lang))
        known = options(scene.people(Role.SALESPERSON))
        subject = Likely(branch.value, (branch, *known))
    return {
        "period": Likely(periods[0].value, periods),
        "add": Likely(
            (),
            kinds,
            kind=fields.Kind.AMOUNTS,
            required=True,
            help=Words(
                "金额按元填，投诉按次数填，不假设的留空",
                "yuan, or a number of complaints; leave blank what is not assumed",
            ),
        ),
        "subject": subject,
    }


# --- tools ---------------------------------------------------------------------------------------


def journal(_scene: Scene) -> Answers:
    """Whether it is whole is told each time."""
    return {"verify": settled(value=True)}


def rename(scene: Scene) -> Answers:
    """The selected master, by its name; one renamed by hand with the name that rows still say."""
    here = scene.selection.table
    table = here if here in set(Master) else Master.CUSTOMERS.value
    model, key = BY_NAME[table].model, REFERRED[table]
    known = {row.at: str(getattr(row, key)) for row in scene.mine(model) if getattr(row, key)}
    marked = [row.at for row in scene.selected(model) if row.at in known]
    old, new = known[marked[0]] if len(marked) == 1 else "", ""
    by_hand = renamed_by_hand(scene.office, model).get(marked[0]) if old else None
    if by_hand is not None:
        old, new = str(by_hand.facts["old"]), old
    return {
        "table": Likely(table),
        "old": Likely(old, options(tuple(known.values()))),
        "new": Likely(new),
    }


def pick(_scene: Scene) -> Answers:
    """The picker is no form: see :mod:`xlsales.ribbon.picking`."""
    return {"value": settled(), "into": settled(), "row": settled()}


def order_story(scene: Scene) -> Answers:
    """The order of the selected row; where none or several are selected it is asked."""
    marked = list(dict.fromkeys(row.order_no for row in _chosen(scene) if row.order_no))
    if len(marked) == 1:
        return {"order_no": settled(marked[0])}
    known: dict[str, str] = {}
    for row in _here(scene):
        if row.order_no:
            known[row.order_no] = scene.said(
                row.order_no, row.customer, row.product_name, row.quantity
            )
    newest = sorted(known, key=number_key, reverse=True)[:_MOST]
    shown = tuple(Option(number, known[number]) for number in newest)
    return {"order_no": Likely(marked[0] if marked else "", shown)}


def _here(scene: Scene) -> Sequence[Order | PlanLine | TradeRequest]:
    if scene.book.kind == Kind.REGISTER:
        return scene.mine(Order)
    return (*scene.mine(PlanLine), *scene.mine(TradeRequest))


def _chosen(scene: Scene) -> Sequence[Order | PlanLine | TradeRequest]:
    return (*scene.selected(Order), *scene.selected(PlanLine), *scene.selected(TradeRequest))


def who_am_i(scene: Scene) -> Answers:
    """The active people, first the one it is so far, else the workbook's owner."""
    from xlsales.hosts.tools.who import candidates

    active = candidates(scene.office, scene.book)
    likely_one = scene.user if scene.user in active else scene.book.owner
    value = likely_one if likely_one in active else ""
    return {"set": Likely(value, options(active), kind=fields.Kind.CHOICE, required=True)}
