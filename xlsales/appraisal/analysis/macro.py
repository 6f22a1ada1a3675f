"""The button *Monthly report* 月度分析 (analysis.md; cli.md, ``report``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from xlsales.appraisal.analysis.making import analyse
from xlsales.appraisal.indicators import reads_of
from xlsales.appraisal.periods import Period
from xlsales.appraisal.profit import gather_profit
from xlsales.appraisal.revenue import gather_revenue
from xlsales.core.arguments import Ask
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Document, Outcome, Refusal
from xlsales.core.reply import Reply, by_press
from xlsales.core.words import Words
from xlsales.flow.facts import reads
from xlsales.forms.files import document_path
from xlsales.forms.management import Approval, ScoringSetting, Target
from xlsales.forms.plan import PlanLine
from xlsales.forms.register import MarketNote, Prospect
from xlsales.forms.tracking import Complaint


class ReportArgs(Arguments):
    """What *Monthly report* asks for."""

    month: Annotated[str, Ask("月份", "Month", "如 2026-11", "such as 2026-11", metavar="YYYY-MM")]


_READ = reads_of(gather_revenue, gather_profit)


@dataclass(frozen=True, kw_only=True)
class Reported(Reply):
    """The workbook that was made."""

    files: tuple[str, ...] = by_press()


@needs(
    *_READ,
    *reads.STOCK,
    *reads.AGEING,
    Approval,
    Prospect,
    (MarketNote, ("source", "party", "topic", "note", "action")),
    (Complaint, ("cause",)),
    Target,
    ScoringSetting,
    PlanLine,
)
def report(office: Office, call: Call[ReportArgs]) -> Outcome[Reported]:
    """Make the analysis of a month.

    Raises:
        Refusal: there is no such month, or it has not begun.
    """
    month = Period.asked(call.args.month)
    if month.length != 1 or month.span.first > call.today:
        raise Refusal(
            f"“{call.args.month}”不是已开始的月份，请按 2026-11 的格式填写。",
            f"“{call.args.month}” is no month that has begun; write it like 2026-11.",
        )
    made = analyse(office, month, call.today)
    missing = [said for section in made.sections for said in section.missing]
    notes = [made.headline]
    if missing:
        notes.append(
            Words(
                f"{len(missing)} 处无法列出，原因写在表中。",
                f"What could not be shown, and why, is said in {len(missing)} places.",
            )
        )
    return Outcome(
        reply=Reported(),
        documents=(Document("report", document_path("report", str(month)), made, replaces=True),),
        notes=tuple(notes),
        read=sum(len(office.rows(model)) for model in _READ),
    )
