"""The buttons *Score*, *My score* and *What if* (appraisal.md; cli.md: score, what-if)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated

from xlsales.appraisal.periods import Period
from xlsales.appraisal.reply import subject_reply
from xlsales.appraisal.score import Score, score_period
from xlsales.appraisal.scoring import COUNTED
from xlsales.appraisal.subjects import BRANCH, subject_of
from xlsales.core.arguments import Ask
from xlsales.core.exact import plain
from xlsales.core.finding import Finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Document, Outcome, Refusal
from xlsales.core.row import Row
from xlsales.core.words import Lang, Words
from xlsales.flow.story import path_of
from xlsales.forms.choices import Indicator
from xlsales.forms.collection import Invoice, InvoiceLine, Payment
from xlsales.forms.delivery import Delivery
from xlsales.forms.files import document_path
from xlsales.forms.management import (
    BranchExpense,
    ComplaintRuling,
    Cost,
    DeductionRule,
    ScoringSetting,
    Target,
)
from xlsales.forms.masters import Customer, Person, Setting
from xlsales.forms.register import Expense, Order
from xlsales.forms.rules import appraisal as rules
from xlsales.forms.rules.reading import GIVEN_TYPED_OVER
from xlsales.forms.tracking import Complaint

READS: tuple[type[Row], ...] = (
    Person,
    Customer,
    Setting,
    Target,
    DeductionRule,
    ScoringSetting,
    Cost,
    ComplaintRuling,
    BranchExpense,
    Order,
    Expense,
    Delivery,
    Complaint,
    Invoice,
    InvoiceLine,
    Payment,
)
"""The tables that a score is made of."""

_PERIOD = Ask(
    "期间",
    "Period",
    "2026、2026-Q4 或 2026-11",
    "2026, 2026-Q4 or 2026-11",
    metavar="P",
)
_SUBJECT = Ask(
    "对象",
    "Subject",
    "本单位或销售员姓名",
    "branch, or a salesperson's name",
    metavar="S",
    names="people.name",
)


class ScoreArgs(Arguments):
    """What *Score* asks for: the period; a subject shows that one alone."""

    period: Annotated[str, _PERIOD]
    subject: Annotated[str, _SUBJECT] = ""


class MyScoreArgs(Arguments):
    """What *My score* asks for: nothing; it is the register's owner, in the running month."""


class WhatIfArgs(Arguments):
    """What *What if* asks for: the period, whom, and the assumed amounts by indicator."""

    period: Annotated[str, _PERIOD]
    add: Annotated[
        Mapping[str, Decimal],
        Ask(
            "假设增加",
            "Assume",
            "指标=数额；不指定对象时计入本单位",
            "INDICATOR=AMOUNT; without a subject it is the branch's",
            metavar="INDICATOR=AMOUNT",
        ),
    ] = {}  # pydantic copies a default
    subject: Annotated[str, _SUBJECT] = ""


@needs(*READS)
def score(office: Office, call: Call[ScoreArgs]) -> Outcome:
    """Score a period; the full score makes the score sheet, a single subject's only a reply."""
    period = Period.asked(call.args.period)
    if call.args.subject:
        return _of_one(office, call, period, call.args.subject)
    made = score_period(office, period, call.today)
    sheet = Document("score", document_path("score", str(period)), made, replaces=True)
    return _outcome(office, call, made, documents=(sheet,))


@needs(*READS)
def my_score(office: Office, call: Call[MyScoreArgs]) -> Outcome:
    """Score the owner of the register in the running month up to today."""
    if not call.book.owner:
        raise Refusal(
            "请在本人的承揽登记簿中按“我的得分”。", "Press My score in your own register."
        )
    return _of_one(office, call, Period.month_of(call.today), call.book.owner)


@needs(*READS)
def what_if(office: Office, call: Call[WhatIfArgs]) -> Outcome:
    """Score a period with assumed amounts, writing nothing.

    Each amount changes the actual of its indicator alone, on that indicator's own tax basis; it
    is the subject's, or the branch's where none is named. Of a collection rate it is yuan paid.
    """
    period = Period.asked(call.args.period)
    subject = subject_of(office, call.args.subject)
    assumed = [(subject or BRANCH, *_assumption(k, v)) for k, v in call.args.add.items()]
    made = score_period(office, period, call.today, assumed, history=False)
    if subject:
        _require(made, subject)
    notes: tuple[Words, ...] = ()
    if assumed and not subject:
        notes = (
            Words(
                "未指定对象，假设数额计入本单位。",
                "No subject was named: the assumed amounts are the branch's.",
            ),
        )
    return _outcome(office, call, made, subject, notes=notes, more={"gains": []})


def _of_one(
    office: Office, call: Call[ScoreArgs] | Call[MyScoreArgs], period: Period, who: str
) -> Outcome:
    made = score_period(office, period, call.today, history=False)
    subject = subject_of(office, who)
    _require(made, subject)
    return _outcome(office, call, made, subject)


def _require(made: Score, subject: str) -> None:
    if made.of(subject) is None:
        known = [s.subject for s in made.subjects if s.subject != BRANCH]
        raise Refusal(
            f"{made.period} 的考核中没有“{subject}”。可选：{'、'.join(['本单位', *known])}。",
            f"There is no “{subject}” in the score of {made.period}. "
            f"Choose one of: {', '.join([BRANCH, *known])}.",
        )


def _assumption(name: str, amount: Decimal) -> tuple[Indicator, Decimal]:
    indicator = DeductionRule.table.by_key["indicator"].keys.get(name.strip().casefold())
    if not isinstance(indicator, Indicator):
        raise Refusal(
            f"没有指标“{name}”。可选：{'、'.join(i.said(Lang.ZH) for i in Indicator)}。",
            f"There is no indicator “{name}”. Choose one of: {', '.join(Indicator)}.",
        )
    if indicator in COUNTED and (amount < 0 or amount != amount.to_integral_value()):
        raise Refusal(
            f"“{indicator.said(Lang.ZH)}”按次数填，应为不小于 0 的整数，不能是 {amount}。",
            f"{indicator.said(Lang.EN)} are counted: write a whole number, not {amount}.",
        )
    return indicator, amount


def _outcome(
    office: Office,
    call: Call[ScoreArgs] | Call[MyScoreArgs] | Call[WhatIfArgs],
    made: Score,
    subject: str = "",
    documents: tuple[Document, ...] = (),
    notes: tuple[Words, ...] = (),
    more: Mapping[str, object] | None = None,
) -> Outcome:
    """Return what a score answers; rows that were left out are named and make it exit 1."""
    shown = [found for found in made.subjects if subject in {"", found.subject}]
    tables = {model.table.name for model in READS}
    over = [
        found
        for found in office.findings
        if found.rule is GIVEN_TYPED_OVER
        and found.place.table is not None
        and found.place.table.name in tables
    ]
    return Outcome(
        findings=(*made.findings, *over),
        documents=documents,
        reply={
            "period": str(made.period),
            "subjects": [subject_reply(found, made.inputs.scoring) for found in shown],
            **(more or {}),
            "left_out": [_left_out(office, found, call.lang) for found in made.left_out],
        },
        notes=(*notes, *_notes(made), *_typed_over(over)),
        refused=bool(made.left_out),
        read=sum(len(office.rows(model)) for model in READS),
        skipped=made.skipped,
    )


def _typed_over(found: Sequence[Finding]) -> Iterator[Words]:
    if found:
        yield Words(
            f"{len(found)} 个由按钮填写的单元格被改动，仍按操作记录计算。",
            f"Cells that buttons fill were typed over: {len(found)}. What was given counts.",
        )


def _left_out(office: Office, found: Finding, lang: Lang) -> dict[str, object]:
    """Return a row that was not counted, as the reply names it (cli.md, ``left_out``)."""
    place = found.place
    return {
        "workbook": path_of(office, place.at.book, lang),
        "table": place.table.name if place.table else None,
        "row": place.at.row or None,
        "key": place.key,
        "code": found.rule.code,
        "message": found.words,
    }


def named(subject: str) -> Words:
    """Return how a subject is called."""
    return Words("本单位", "Branch") if subject == BRANCH else Words(subject, subject)


def _scores(made: Score) -> Iterator[Words]:
    """Yield the scores with those of the period before, where that was scored too."""
    if all(found.previous is None for found in made.subjects):
        return
    zh, en = [], []
    for found in made.subjects:
        who, score = named(found.subject), plain(found.now.score)
        was = found.previous
        if was is None or was.partial:
            zh.append(f"{who.zh} {score}")
            en.append(f"{who.en} {score}")
        else:
            zh.append(f"{who.zh} {score}（上期 {plain(was.score)}）")
            en.append(f"{who.en} {score} (before: {plain(was.score)})")
    yield Words(f"{made.period} 得分：{'，'.join(zh)}。", f"{made.period}: {', '.join(en)}.")


def _notes(made: Score) -> tuple[Words, ...]:
    """Say what of the score a person should know at once."""
    notes = []
    codes = [found.rule.code for found in made.findings]
    if not made.inputs.rules:
        notes.append(
            Words(
                "没有扣分规则，各项得分均为基础分；请核对经营考核“扣分规则”表。",
                "There are no deduction rules, so every score is the base score; see the rules "
                "table of the management workbook.",
            )
        )
    if unruled := codes.count(rules.COMPLAINT_NOT_RULED.code):
        notes.append(
            Words(
                f"{unruled} 起投诉尚未认定，按上报程度计。",
                f"Complaints not ruled on yet, counted as reported: {unruled}.",
            )
        )
    if unverified := codes.count(rules.PAYMENT_NOT_VERIFIED.code):
        notes.append(
            Words(
                f"{unverified} 笔回款尚未经财务核准，未计入。",
                f"Payments not verified by finance, not counted: {unverified}.",
            )
        )
    if made.skipped:
        notes.append(
            Words(
                f"{made.skipped} 行未计入考核，或未计入应计的人员，见“未列入”。",
                f"Rows left out of the score, or of a person's: {made.skipped}.",
            )
        )
    return (*notes, *_scores(made))
