"""The macro *Dunning letter* 催款函 (flow.md, *Dunning letter*; regulation (二) 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.exact import ZERO
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Document, FormContent, Outcome, Refusal
from xlsales.core.reply import Reply, ReplyRow, by_press
from xlsales.core.showing import day, money
from xlsales.core.words import Choice, Words
from xlsales.flow.collection.letters import asked, file_names, heading, no_address
from xlsales.flow.facts import reads
from xlsales.flow.facts.ageing import Fill, ageing_at
from xlsales.forms.collection import Invoice, Payment
from xlsales.forms.files import document_path
from xlsales.forms.masters import Customer, Setting
from xlsales.forms.settings import Settings, settings_of


class DunStage(Choice):
    """How firm a letter is, by the days that the oldest of its invoices is overdue."""

    FRIENDLY = "friendly", "提醒"
    FIRM = "firm", "催告"
    LAST = "last", "最后催告"


TITLES = {
    DunStage.FRIENDLY: Words("付款提醒函", "Payment reminder"),
    DunStage.FIRM: Words("催款函", "Request for payment"),
    DunStage.LAST: Words("最后催款函", "Final request for payment"),
}
_BEFORE = {
    DunStage.FRIENDLY: Words(
        "感谢贵公司一直以来的支持。经核对，截至{day}，贵公司下列款项已过约定的付款日期，"
        "合计人民币 {total} 元，可能是一时疏漏，特此提醒。",
        "Thank you for your continued custom. According to our books the following amounts, "
        "{total} yuan in all, were past their due date on {day}. This may be an oversight; please "
        "take this letter as a reminder.",
    ),
    DunStage.FIRM: Words(
        "截至{day}，贵公司下列款项仍未付清，最长已逾期 {days} 天，合计人民币 {total} 元。"
        "请贵公司收到本函后尽快安排付款。",
        "On {day} the following amounts, {total} yuan in all, were still open, the oldest for "
        "{days} days past its due date. Please arrange payment without delay.",
    ),
    DunStage.LAST: Words(
        "贵公司下列款项经我方多次联系仍未付清，截至{day}，最长已逾期 {days} 天，"
        "合计人民币 {total} 元。现作最后催告。",
        "In spite of our earlier requests the following amounts, {total} yuan in all, were still "
        "open on {day}, the oldest for {days} days past its due date. This is our final request.",
    ),
}
_AFTER = {
    DunStage.FRIENDLY: Words(
        "请在方便时安排付款；如已付出，请忽略本函并告知付款日期。"
        "对金额有疑问，请与我方业务员联系。",
        "Please pay at your earliest convenience. If you have paid already, please disregard this "
        "letter and tell us the date. Our sales staff will gladly answer any question.",
    ),
    DunStage.FIRM: Words(
        "请于收到本函之日起七日内付清，并回复付款日期。有异议的，请在同一期限内书面提出。",
        "Please pay within seven days of receipt and let us know the date. Objections must reach "
        "us in writing within the same time.",
    ),
    DunStage.LAST: Words(
        "请于收到本函之日起七日内付清。逾期不付，我方将暂停供货，"
        "并保留依合同和法律追究违约责任的权利。",
        "Please pay within seven days of receipt. Otherwise we shall stop deliveries and reserve "
        "all rights under the contract and the law.",
    ),
}


class DunArgs(Arguments):
    """Whom *Dunning letter* is for; without a customer, all who are overdue."""

    customer: Annotated[
        str,
        Ask(
            "客户",
            "Customer",
            "空白为所有逾期的客户",
            "blank: all who are overdue",
            metavar="NAME",
            names="customers.name",
        ),
    ] = ""


@dataclass(frozen=True, kw_only=True)
class Letter(ReplyRow):
    """A letter: its stage, the days that its oldest invoice is overdue, what is overdue in yuan."""

    customer: str
    stage: DunStage
    overdue_days: int
    invoices: int
    overdue: Decimal


@dataclass(frozen=True, kw_only=True)
class Dunned(Reply):
    """The letters, by customer."""

    letters: tuple[Letter, ...]
    files: tuple[str, ...] = by_press()


@needs((Customer, ("address", "contact", "phone")), Setting, *reads.AGEING)
def dun(office: Office, call: Call[DunArgs]) -> Outcome[Dunned]:
    """Write to those whose invoices are past due today by as many days as the settings say.

    A letter lists all that is overdue of its customer; its stage follows from the oldest.

    Raises:
        Refusal: no such customer, or nothing to be reminded of.
    """
    settings = settings_of(office)
    overdue: dict[str, list[Fill]] = {}
    for fill in ageing_at(office, call.today).overdue():
        overdue.setdefault(fill.invoice.customer, []).append(fill)
    found: dict[str, DunStage] = {}
    for customer, fills in sorted(overdue.items()):
        stage = stage_of(settings, max(fill.days_past_due(call.today) for fill in fills))
        if stage is not None:
            found[customer] = stage
    names = asked(office, call.args.customer, not call.args.customer, found)
    if not set(names) & set(found):
        raise Refusal(*_nothing(call.args.customer, settings))
    bad = _unread(office, names)
    written = [name for name in names if name in found and name not in bad]
    paths = file_names(f"{call.today}", written)
    letters = tuple(_letter(call, name, found[name], overdue[name]) for name in written)
    return Outcome(
        documents=tuple(
            Document(
                "dunning",
                document_path("dunning", paths[letter.customer]),
                _content(office, call, letter, overdue[letter.customer]),
            )
            for letter in letters
        ),
        reply=Dunned(letters=letters),
        notes=(*map(_told, letters), *no_address(office, written), *map(_left, sorted(bad))),
        refused=bool(bad),
        read=len(office.rows(Invoice)) + len(office.rows(Payment)),
        skipped=len(bad),
    )


def stage_of(settings: Settings, days: int) -> DunStage | None:
    """Return the stage for an oldest invoice that many days past due; None: not yet."""
    stages = (
        (settings.dun_last_days, DunStage.LAST),
        (settings.dun_firm_days, DunStage.FIRM),
        (settings.dun_friendly_days, DunStage.FRIENDLY),
    )
    return next((stage for least, stage in stages if days >= least), None)


def _unread(office: Office, names: Sequence[str]) -> frozenset[str]:
    """Return of whom an invoice or payment cannot be read: what they owe is not known."""
    rows: tuple[Invoice | Payment, ...] = (*office.rows(Invoice), *office.rows(Payment))
    bad = {row.customer for row in rows if row.bad & {"date", "amount"}}
    return frozenset(bad.intersection(names))


def _letter(call: Call[DunArgs], customer: str, stage: DunStage, fills: Sequence[Fill]) -> Letter:
    return Letter(
        customer=customer,
        stage=stage,
        overdue_days=max(fill.days_past_due(call.today) for fill in fills),
        invoices=len(fills),
        overdue=sum((fill.open for fill in fills), ZERO),
    )


def _said(text: Words, letter: Letter, today: date) -> Words:
    facts = {"days": letter.overdue_days, "total": money(letter.overdue)}
    zh, en = (words.format(day=said, **facts) for words, said in zip(text, day(today), strict=True))
    return Words(zh, en)


def _content(
    office: Office, call: Call[DunArgs], letter: Letter, fills: Sequence[Fill]
) -> FormContent:
    return FormContent(
        fields={
            **heading(office, letter.customer),
            "title": TITLES[letter.stage],
            "stage": letter.stage,
            "date": call.today,
            "made_by": call.user or None,
            "before": _said(_BEFORE[letter.stage], letter, call.today),
            "after": _said(_AFTER[letter.stage], letter, call.today),
            "overdue_days": letter.overdue_days,
            "total_amount": letter.overdue,
        },
        lines=tuple(
            {
                "line_no": number,
                "invoice_no": fill.invoice.invoice_no,
                "date": fill.invoice.date,
                "due_date": fill.due,
                "overdue_days": fill.days_past_due(call.today),
                "amount": fill.invoice.amount,
                "paid": fill.filled,
                "open": fill.open,
            }
            for number, fill in enumerate(fills, 1)
        ),
        sums=("amount", "paid", "open"),
    )


def _nothing(customer: str, settings: Settings) -> Words:
    days = settings.dun_friendly_days
    if customer:
        return Words(
            f"{customer}没有逾期满 {days} 天的发票，不用催款。",
            f"{customer} has no invoice {days} days past due or more: no letter is needed.",
        )
    return Words(
        f"没有客户的发票逾期满 {days} 天，不用催款。",
        f"No customer has an invoice {days} days past due or more: no letter is needed.",
    )


def _told(letter: Letter) -> Words:
    stage = letter.stage.words
    return Words(
        f"{letter.customer}：{stage.zh}，{letter.invoices} 张发票逾期，"
        f"共 {money(letter.overdue)} 元，最长 {letter.overdue_days} 天",
        f"{letter.customer}: {stage.en.lower()}, {letter.invoices} invoices overdue, "
        f"{money(letter.overdue)} yuan in all, {letter.overdue_days} days at most",
    )


def _left(customer: str) -> Words:
    return Words(
        f"{customer}：有发票或回款无法识别，未出催款函。请先按“校验”改正。",
        f"{customer}: an invoice or payment cannot be read; no letter. Mend it first: see "
        "Validate.",
    )
