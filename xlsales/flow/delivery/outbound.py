"""The macro *Outbound* (flow.md, *Delivery*): a note leaves the warehouse, its copy comes back."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Append, Edit, Outcome, Refusal, SetCells
from xlsales.core.reply import Reply
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.flow.checks.outbound import backwards
from xlsales.flow.facts.approvals import has_role
from xlsales.flow.facts.deliveries import note_of
from xlsales.forms.choices import Kind, Role
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person
from xlsales.forms.rules import warehouse as rules
from xlsales.forms.warehouse import Outbound


class OutboundArgs(Arguments):
    """What *Outbound* asks for."""

    note: Annotated[str, Ask("送货单号", "Note no.", positional=True, metavar="NOTE")]
    keeper: Annotated[
        str,
        Ask(
            "库管员",
            "Keeper",
            "登记回单时可以不填",
            "not needed for the copy of a note that is out",
            metavar="NAME",
            names="people.name",
        ),
    ] = ""
    copy_back: Annotated[
        dt.date | None,
        Ask(
            "回单日期",
            "Copy returned on",
            "客户签字的库房联收回的日期",
            "the day on which the signed third copy came back",
            metavar="YYYY-MM-DD",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class BookedOut(Reply):
    """The note that was asked for, whether it could be booked or not."""

    note_no: str


@needs(Person, Outbound, Delivery)
def book_out(office: Office, call: Call[OutboundArgs]) -> Outcome[BookedOut]:
    """Book a note out of the warehouse today, or its copy back, or both.

    A note that is out, or a copy that is back already, is refused with a finding.

    Raises:
        Refusal: no such note, no keeper with that role.
    """
    args = call.args
    note = note_of(office, args.note)
    out = office.first(Outbound, "note_no", args.note)
    keeper = args.keeper or ("" if out else call.user)
    if (keeper or out is None) and not has_role(office, keeper, Role.WAREHOUSE):
        raise Refusal(
            f"{keeper or '未指明的库管员'}的岗位不是库管员，不能登记出库。请写明库管员。",
            f"{keeper or 'Nobody named'} does not have the role warehouse. Say who is the keeper.",
        )
    wrong: Finding | None = None
    edit: Edit | None = None
    if out is None:
        row = Outbound(
            note_no=args.note, date=call.today, keeper=keeper, copy_returned_on=args.copy_back
        )
        wrong = backwards(row)
        edit = Append(Book(Kind.WAREHOUSE, "", call.today.year), (row,))
        said = Words(f"送货单 {args.note} 已出库。", f"The note {args.note} is booked out.")
    elif args.copy_back is None:
        wrong = finding(rules.ALREADY_OUT, out, "note_no", note_no=args.note, date=out.date)
        said = Words(f"送货单 {args.note} 此前已出库。", f"The note {args.note} was out already.")
    else:
        row = out.model_copy(update={"copy_returned_on": args.copy_back})
        wrong = backwards(row)
        if out.copy_returned_on is not None:
            wrong = finding(
                rules.ALREADY_BACK,
                out,
                "copy_returned_on",
                note_no=args.note,
                copy_returned_on=out.copy_returned_on,
            )
        edit = SetCells(out, {"copy_returned_on": args.copy_back})
        said = Words(f"送货单 {args.note} 的回单已收回。", f"The copy of {args.note} is back.")
    return Outcome(
        edits=() if wrong or edit is None else (edit,),
        findings=(wrong,) if wrong else (),
        reply=BookedOut(note_no=args.note),
        notes=() if wrong else (said,),
        refused=wrong is not None,
        read=1,
        skipped=1 if wrong else 0,
        about=() if wrong else tuple(note),
    )
