"""The likely answers: for each button what is asked, what the selection says, what is settled.

A person who presses Enter in the dialog should most often get what they came for. What the open
workbook answers already (its owner, its kind) is not asked at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from xlsales.core.exact import plain
from xlsales.core.finding import Finding, show
from xlsales.core.row import Row
from xlsales.core.words import Words
from xlsales.flow import facts
from xlsales.flow.ageing import number_key
from xlsales.flow.finding_rows import Finder
from xlsales.flow.names import renamed_by_hand
from xlsales.flow.new_orders import before, still_ahead
from xlsales.flow.picking import told
from xlsales.forms.choices import Findable, Indicator, Kind, Master, OrderKind, Role
from xlsales.forms.collection import Payment
from xlsales.forms.plan import PlanLine, TradeRequest
from xlsales.forms.register import Order
from xlsales.forms.tables import BY_NAME, REFERRED
from xlsales.ribbon import fields, likely_goods
from xlsales.ribbon.fields import Likely, Line, Option, settled
from xlsales.ribbon.scene import Scene, options

if TYPE_CHECKING:
    from xlsales.flow.checking import Mend

Answers: TypeAlias = Mapping[str, Likely]

SCORE_DAYS = 10
"""In the first days of a month it is the last month that is scored."""

_MOST = 200


def likely(button_id: str, scene: Scene) -> Answers:
    """Return what is known of a button's arguments before the person is asked."""
    return DECIDED[button_id](scene)


def _nothing(_scene: Scene) -> Answers:
    return {}


# --- check ---------------------------------------------------------------------------------------


def _validate(_scene: Scene) -> Answers:
    return {"annotate": settled(value=True)}


def _apply_fixes(scene: Scene) -> Answers:
    """Every cell that can be mended, by kind: sure fixes ticked, near names to be chosen."""
    from xlsales.flow.checking import cell_of, mends

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
            ticked += () if unsure else (cell,)
    if not lines:
        return {"code": settled(), "cell": settled()}
    heads = (
        Words("位置", "Where"),
        Words("现在的值", "Value"),
        Words("改为", "Becomes"),
        Words("说明", "Remarks"),
    )
    return {
        "code": settled(),
        "cell": Likely(
            tuple(ticked),
            kind=fields.Kind.TICKS,
            required=True,
            label=Words("要修正的单元格", "Cells to mend"),
            lines=tuple(lines),
            heads=tuple(head.said(scene.lang) for head in heads),
        ),
    }


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
    """Return the selected rows of a table by their place; none stands for all."""
    return settled(tuple(row.at.row for row in scene.selected(model)) or None)


def _promise(scene: Scene) -> Answers:
    """The selected orders, or the one at the cursor, whether they have a number or not."""
    return {"order": settled(), "row": _places(scene, Order)}


def _new_order(scene: Scene) -> Answers:
    """What was picked, at the price last agreed, of the kind last done; how much, and by when?"""
    customer, product = scene.picked.get("customer", ""), scene.picked.get("product", "")
    price = facts.likely_price(scene.office, customer, product)
    kind = facts.last_kind(scene.office, customer) or OrderKind.NEW
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


def _copy_order(scene: Scene) -> Answers:
    """The selected order, else the latest of the selected row's customer, else the latest."""
    marked = scene.selected(Order)[:1]
    number = next((row.order_no for row in marked if row.order_no), None)
    if number is None and marked and marked[0].customer:
        last = facts.last_order(scene.office, marked[0].customer)
        number = last.order_no if last else None
    order = before(scene.office, scene.book, number)
    if order is None:
        return {"order": settled(), "quantity": settled(), "required_date": settled()}
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


def _submit(scene: Scene) -> Answers:
    """The rows that were chosen; else all that is not submitted.

    Where nothing is left to be submitted it is the order at the cursor once more.
    """
    rows = scene.mine(Order)
    left = any(row.submitted_at is None and row.cancelled_on is None for row in rows)
    chosen = scene.selection.chosen or not left
    return {"order": settled(), "row": _places(scene, Order) if chosen else settled()}


# --- plan ----------------------------------------------------------------------------------------


def _months(today: dt.date) -> tuple[Option, ...]:
    first = today.replace(day=1)
    before = (first - dt.timedelta(days=1)).replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    return tuple(Option(f"{day:%Y-%m}") for day in (first, before, after))


def _month(scene: Scene) -> Answers:
    months = _months(scene.today)
    return {"month": Likely(months[0].value, months)}


def _issue_plan(scene: Scene) -> Answers:
    month = _month(scene)["month"]
    return {
        "month": Likely(month.value, month.options, required=True),
        "temporary": settled(),
        "order": settled(),
    }


def _issue_temporary(scene: Scene) -> Answers:
    """The selected lines that are not issued yet."""
    numbers = [
        row.order_no for row in scene.selected(PlanLine) if row.order_no and row.plan_no is None
    ]
    return {
        "month": settled(),
        "temporary": settled(value=True),
        "order": Likely("、".join(dict.fromkeys(numbers)), required=True),
    }


def _revise_plan(scene: Scene) -> Answers:
    """The plan of the selected line, else the newest one."""
    known = {row.plan_no for row in scene.office.rows(PlanLine) if row.plan_no}
    plans = sorted(known, key=lambda no: number_key(no.partition("-")[2]), reverse=True)
    marked = [row.plan_no for row in scene.selected(PlanLine) if row.plan_no]
    return {"plan_no": Likely((marked or plans or [""])[0], options(plans))}


def _trade_request(scene: Scene) -> Answers:
    """The rows that were chosen; else all that are not requested."""
    chosen = scene.selection.chosen
    return {"row": _places(scene, TradeRequest) if chosen else settled()}


# --- collection ----------------------------------------------------------------------------------


def _ageing(scene: Scene) -> Answers:
    return {"date": Likely(f"{scene.today}")}


def _verify(scene: Scene) -> Answers:
    """The selected payments that finance has not verified yet, by the user."""
    rows = scene.selected(Payment)
    numbers = [row.payment_no for row in rows if row.payment_no and not row.verified]
    finance = scene.people(Role.FINANCE)
    return {
        "payment": Likely("、".join(dict.fromkeys(numbers)), required=True),
        "by": Likely(scene.likely_person(finance), options(finance), required=True),
    }


# --- appraisal -----------------------------------------------------------------------------------


def _periods(month: dt.date) -> tuple[Option, ...]:
    """Return a month, the one before, its quarter and its year."""
    before = month.replace(day=1) - dt.timedelta(days=1)
    quarter = f"{month.year}-Q{(month.month + 2) // 3}"
    return options([f"{month:%Y-%m}", f"{before:%Y-%m}", quarter, f"{month.year}"])


def _score(scene: Scene) -> Answers:
    """The month that ended, in the first days of the next; later the running one.

    The whole branch is scored: a single subject's score is a reply without a score sheet.
    """
    today = scene.today
    if today.day <= SCORE_DAYS:
        today = today.replace(day=1) - dt.timedelta(days=1)
    periods = _periods(today)
    return {"period": Likely(periods[0].value, periods), "subject": settled()}


def _what_if(scene: Scene) -> Answers:
    """The running month, every indicator with an empty amount; in a register it is its owner's."""
    periods = _periods(scene.today)
    kinds = tuple(Option(each.value, each.said(scene.lang)) for each in Indicator)
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


def _undo(_scene: Scene) -> Answers:
    """A workbook that changed since is asked about by a question of its own."""
    return {"force": settled(), "redo": settled(), "forward": settled()}


def _journal(_scene: Scene) -> Answers:
    return {"verify": settled(value=True)}


def _rename(scene: Scene) -> Answers:
    """The selected master, by its name; one renamed by hand with the name that rows still say."""
    here = scene.selection.table
    table = here if here in REFERRED else Master.CUSTOMERS.value
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


def _pick(_scene: Scene) -> Answers:
    """The picker is no form: see :mod:`xlsales.ribbon.picking`."""
    return {"value": settled(), "into": settled(), "row": settled()}


def _order_story(scene: Scene) -> Answers:
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


def _who_am_i(scene: Scene) -> Answers:
    """The active people, first the one it is so far, else the workbook's owner."""
    from xlsales.hosts.who import candidates

    active = candidates(scene.office, scene.book)
    likely_one = scene.user if scene.user in active else scene.book.owner
    value = likely_one if likely_one in active else ""
    return {"set": Likely(value, options(active), kind=fields.Kind.CHOICE, required=True)}


DECIDED: Mapping[str, Callable[[Scene], Answers]] = {
    "validate": _validate,
    "apply_fixes": _apply_fixes,
    "refresh": _nothing,
    "today": _nothing,
    "new_order": _new_order,
    "copy_order": _copy_order,
    "pick": _pick,
    "promise": _promise,
    "submit": _submit,
    "my_score": _nothing,
    "consolidate": _month,
    "schedule": _nothing,
    "issue_plan": _issue_plan,
    "issue_temporary": _issue_temporary,
    "revise_plan": _revise_plan,
    "trade_request": _trade_request,
    "issue_note": likely_goods.issue_note,
    "return_goods": likely_goods.return_goods,
    "sign_off": likely_goods.sign_off,
    "outbound": likely_goods.outbound,
    "new_card": likely_goods.new_card,
    "visits_due": _nothing,
    "ageing": _ageing,
    "verify_payments": _verify,
    "score": _score,
    "what_if": _what_if,
    "undo": _undo,
    "journal": _journal,
    "doctor": _nothing,
    "help": _nothing,
    "order_story": _order_story,
    "rename": _rename,
    "who_am_i": _who_am_i,
}
"""What is decided for each button."""
