"""The macro *Outbound* (flow.md, *Delivery*): a note leaves the warehouse, its copy comes back."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.finding import Finding, finding
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Append, Edit, Outcome, Refusal, SetCells
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.flow.approvals import has_role
from xlsales.flow.deliveries import note_of, note_rows
from xlsales.flow.register_checks import other_year
from xlsales.forms.choices import Kind, Role
from xlsales.forms.delivery import Delivery
from xlsales.forms.masters import Person
from xlsales.forms.rules import delivery as delivery_rules
from xlsales.forms.rules import warehouse as rules
from xlsales.forms.settings import settings_of
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


@needs(Person, Outbound, Delivery)
def book_out(office: Office, call: Call[OutboundArgs]) -> Outcome:
    """Book a note out of the warehouse today, or its copy back, or both.

    Refusal: no such note, no keeper with that role. A note that is out, or a copy that is back
    already, is refused with a finding.
    """
    args = call.args
    note = note_of(office, args.note)
    out = office.first(Outbound, "note_no", args.note)
    keeper = args.keeper or ("" if out else call.user)
    if (keeper or out is None) and not has_role(office, keeper, Role.WAREHOUSE):
        raise Refusal(
            f"{keeper or '未指明的库管员'}的岗位不是库管员，不能登记出库。请写明库管员。",
            f"{keeper or 'Nobody named'} has not the role warehouse. Say who is the keeper.",
        )
    wrong: Finding | None = None
    edit: Edit | None = None
    if out is None:
        row = Outbound(
            note_no=args.note, date=call.today, keeper=keeper, copy_returned_on=args.copy_back
        )
        wrong = _backwards(row)
        edit = Append(Book(Kind.WAREHOUSE, "", call.today.year), (row,))
        said = Words(f"送货单 {args.note} 已出库。", f"The note {args.note} is booked out.")
    elif args.copy_back is None:
        wrong = finding(rules.ALREADY_OUT, out, "note_no", note_no=args.note, date=out.date)
        said = Words(f"送货单 {args.note} 此前已出库。", f"The note {args.note} was out already.")
    else:
        row = out.model_copy(update={"copy_returned_on": args.copy_back})
        wrong = _backwards(row)
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
        reply={"note_no": args.note},
        notes=() if wrong else (said,),
        refused=wrong is not None,
        read=1,
        skipped=1 if wrong else 0,
        about=() if wrong else tuple(note),
    )


def _backwards(row: Outbound) -> Finding | None:
    """Find a copy that came back before its goods went out."""
    back = row.copy_returned_on
    if back is None or "date" in row.bad or back >= row.date:
        return None
    rule = rules.COPY_BACK_BEFORE_OUT
    return finding(rule, row, "copy_returned_on", copy_returned_on=back, date=row.date)


def check_outbound(office: Office, rows: Sequence[Outbound], today: dt.date) -> Iterator[Finding]:
    """Find what outbound rows get wrong by note, keeper and copy."""
    for row in rows:
        yield from other_year(row, "date")
        if "note_no" not in row.bad and row.note_no not in note_rows(office):
            yield finding(delivery_rules.UNKNOWN_NOTE, row, "note_no")
        known = office.first(Person, "name", row.keeper) is not None
        if known and not has_role(office, row.keeper, Role.WAREHOUSE):
            yield finding(rules.KEEPER_WITHOUT_ROLE, row, "keeper")
        wrong = _backwards(row)
        if wrong is not None:
            yield wrong
        if is_copy_overdue(office, row, today):
            days = (today - row.date).days
            yield finding(
                rules.COPY_NOT_BACK, row, "copy_returned_on", note_no=row.note_no, days=days
            )


def is_copy_overdue(office: Office, row: Outbound, today: dt.date) -> bool:
    """Return whether the signed copy of a note should be back by now, and is not."""
    if row.copy_returned_on is not None or row.bad & {"date", "note_no", "copy_returned_on"}:
        return False
    return (today - row.date).days > settings_of(office).unsigned_after_days
