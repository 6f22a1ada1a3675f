"""The buttons *Score*, *My score* and *What if* (appraisal.md; cli.md, ``score``, ``what-if``)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from xlsales.appraisal.dashboard import dashboard
from xlsales.appraisal.gains import gains
from xlsales.appraisal.indicators import FUNCTIONS, reads_of
from xlsales.appraisal.periods import Period
from xlsales.appraisal.reply import (
    Assumed,
    GainReply,
    LeftOutReply,
    Scored,
    SubjectReply,
    changed_reply,
    subject_reply,
)
from xlsales.appraisal.score import Score, score_period
from xlsales.appraisal.subjects import BRANCH, named, subject_of
from xlsales.core.arguments import Ask
from xlsales.core.exact import plain
from xlsales.core.finding import Finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Document, Later, Outcome, Refusal
from xlsales.core.reply import P, flat, raised
from xlsales.core.row import Row
from xlsales.core.words import Lang, Words
from xlsales.flow.every.story import path_of
from xlsales.flow.facts.past import digest_for_scores, lost
from xlsales.forms.files import document_path
from xlsales.forms.indicators import SCORED, Indicator
from xlsales.forms.management import DeductionRule, ScoringSetting, Target
from xlsales.forms.masters import Customer, Person, Setting
from xlsales.forms.rules import appraisal as rules
from xlsales.forms.rules.reading import GIVEN_TYPED_OVER
from xlsales.forms.tables import MODELS

_OWN = {Person, Customer, Setting, Target, DeductionRule, ScoringSetting}
READS: tuple[type[Row], ...] = tuple(
    model for model in MODELS if model in _OWN.union(reads_of(*FUNCTIONS.values()))
)
"""The tables that a score is made of, in the order of the workbooks."""

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
def score(office: Office, call: Call[ScoreArgs]) -> Outcome[Scored]:
    """Score a period; the full score makes the score sheet, a single subject's only a reply.

    Raises:
        Refusal: there is no such period, or no such subject in its score.
    """
    period = Period.asked(call.args.period)
    if call.args.subject:
        return _of_one(office, call, period, call.args.subject)
    made: list[Score] = []

    def whole() -> Score:
        if not made:
            found = score_period(office, period, call.today)
            made.append(replace(found, charts=dashboard(office, found)))
        return made[0]

    told = digest_for_scores(office.journal.lines())
    what = ("score", str(period), call.today, call.lang, told)
    answer = office.worked_out(what, lambda: _laid_out(_of_all(office, whole(), call)))
    sheet = Document(
        "score",
        document_path("score", str(period)),
        made[0] if made else Later(whole),
        replaces=True,
        made_of=office.sign(what),
    )
    return replace(_put_together(answer), documents=(sheet,))


def _of_all(office: Office, made: Score, call: Call[ScoreArgs]) -> Outcome[Scored]:
    return _outcome(office, made, _scored(office, made, call))


def _laid_out(outcome: Outcome[Scored]) -> tuple[object, ...]:
    """Return the answer to a score as values and findings, which can be kept."""
    counts = outcome.refused, outcome.read, outcome.skipped
    return (flat(outcome.reply), outcome.notes, counts, *outcome.findings)


def _put_together(answer: tuple[Any, ...]) -> Outcome[Scored]:
    """Return the answer that :func:`_laid_out` laid out."""
    reply, notes, (refused, read, skipped), *findings = answer
    return Outcome(
        raised(Scored, reply),
        findings=tuple(findings),
        notes=notes,
        refused=refused,
        read=read,
        skipped=skipped,
    )


@needs(*READS)
def my_score(office: Office, call: Call[MyScoreArgs]) -> Outcome[Scored]:
    """Score the owner of the register in the running month up to today.

    Raises:
        Refusal: it was not pressed in a register, or the owner is no subject of the score.
    """
    if not call.book.owner:
        raise Refusal(
            "请在本人的承揽登记簿中按“我的得分”。", "Press My score in your own register."
        )
    return _of_one(office, call, Period.month_of(call.today), call.book.owner)


@needs(*READS)
def what_if(office: Office, call: Call[WhatIfArgs]) -> Outcome[Assumed]:
    """Score a period with assumed amounts, writing nothing.

    Each amount changes the actual of its indicator alone, on that indicator's own tax basis; it
    is the subject's, or the branch's where none is named. Of a collection rate it is yuan paid.

    Raises:
        Refusal: there is no such period, subject or scored indicator, or an amount counts events
            and is no whole number.
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
    reply = Assumed(
        period=str(made.period),
        subjects=_subjects(made, subject),
        gains=tuple(
            GainReply(
                subject=each.subject,
                indicator=each.indicator.value,
                amount=each.amount,
                points=each.points,
            )
            for scored in made.subjects
            if subject in {"", scored.subject}
            for each in gains(scored, made.inputs.scoring)
        ),
        left_out=_left_out(office, made, call.lang),
    )
    return _outcome(office, made, reply, notes=notes)


def _of_one(
    office: Office, call: Call[ScoreArgs] | Call[MyScoreArgs], period: Period, who: str
) -> Outcome[Scored]:
    made = score_period(office, period, call.today, history=False)
    subject = subject_of(office, who)
    _require(made, subject)
    return _outcome(office, made, _scored(office, made, call, subject))


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
            f"没有指标“{name}”。可选：{'、'.join(i.said(Lang.ZH) for i in SCORED)}。",
            f"There is no indicator “{name}”. Choose one of: {', '.join(SCORED)}.",
        )
    if indicator.definition.is_counted and (amount < 0 or amount != amount.to_integral_value()):
        raise Refusal(
            f"“{indicator.said(Lang.ZH)}”按次数填，应为不小于 0 的整数，不能是 {amount}。",
            f"{indicator.said(Lang.EN)} are counted: write a whole number, not {amount}.",
        )
    return indicator, amount


def _scored(office: Office, made: Score, call: Call[Any], subject: str = "") -> Scored:
    return Scored(
        period=str(made.period),
        subjects=_subjects(made, subject),
        left_out=_left_out(office, made, call.lang),
        changed_after=tuple(
            changed_reply(each, call.lang, call.moment)
            for each in made.aftermath.touched
            if subject in {"", each.subject}
        ),
    )


def _subjects(made: Score, subject: str) -> tuple[SubjectReply, ...]:
    shown = [scored for scored in made.subjects if subject in {"", scored.subject}]
    return tuple(subject_reply(scored, made.inputs.scoring) for scored in shown)


def _outcome(
    office: Office,
    made: Score,
    reply: P,
    documents: tuple[Document, ...] = (),
    notes: tuple[Words, ...] = (),
) -> Outcome[P]:
    """Return what a score comes to; rows that were left out are named and make it exit 1."""
    tables = {model.table.name for model in READS}
    over = [
        finding
        for finding in office.findings
        if finding.rule is GIVEN_TYPED_OVER
        and finding.place.table is not None
        and finding.place.table.name in tables
    ]
    return Outcome(
        reply,
        findings=(*made.findings, *over),
        documents=documents,
        notes=(*notes, *_notes(made), *_typed_over(over), *lost(office.journal.lines())),
        refused=bool(made.left_out),
        read=sum(len(office.rows(model)) for model in READS),
        skipped=made.skipped,
    )


def _typed_over(findings: Sequence[Finding]) -> Iterator[Words]:
    if findings:
        yield Words(
            f"{len(findings)} 个由按钮填写的单元格被改动，仍按操作记录计算。",
            f"Cells that buttons fill were typed over: {len(findings)}. What was given counts.",
        )


def _left_out(office: Office, made: Score, lang: Lang) -> tuple[LeftOutReply, ...]:
    """Return the rows that were not counted, as the reply names them (cli.md, ``left_out``)."""
    return tuple(
        LeftOutReply(
            workbook=path_of(office, finding.place.at.book, lang),
            table=finding.place.table.name if finding.place.table else None,
            row=finding.place.at.row or None,
            key=finding.place.key,
            code=finding.rule.code,
            message=finding.words,
        )
        for finding in made.left_out
    )


def _scores(made: Score) -> Iterator[Words]:
    """Yield the scores with those of the period before, where that was scored too."""
    if all(scored.previous is None for scored in made.subjects):
        return
    zh, en = [], []
    for scored in made.subjects:
        who, score = named(scored.subject), plain(scored.now.score)
        was = scored.previous
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
    codes = [finding.rule.code for finding in made.findings]
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
    changed = {id(each.change) for each in made.aftermath.touched}
    if changed:
        notes.append(
            Words(
                f"{len(changed)} 处内容在计入之后被改动，见“计入后改动”。",
                f"Changed after they counted: {len(changed)}. See “Changed after counting”.",
            )
        )
    if backdated := codes.count(rules.BACKDATED.code):
        notes.append(
            Words(
                f"{backdated} 行的日期在已考核的期间内，考核之后才首次读到。",
                f"Dated in a period that was scored before they were first read: {backdated}.",
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
