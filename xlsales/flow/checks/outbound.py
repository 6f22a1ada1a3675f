"""What can be wrong where notes are booked out of the warehouse (flow.md, *Validation*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from xlsales.core.across import Across
from xlsales.core.finding import Finding, finding
from xlsales.core.office import Office
from xlsales.flow.checks.register import other_year
from xlsales.flow.checks.suspects import Check, Flags, of_other_year
from xlsales.flow.facts.approvals import has_role
from xlsales.flow.facts.deliveries import note_rows
from xlsales.forms.choices import Role
from xlsales.forms.masters import Person
from xlsales.forms.rules import delivery as delivery_rules
from xlsales.forms.rules import warehouse as rules
from xlsales.forms.settings import settings_of
from xlsales.forms.warehouse import Outbound


def backwards(row: Outbound) -> Finding | None:
    """Find a copy that came back before its goods went out."""
    back = row.copy_returned_on
    if back is None or "date" in row.bad or back >= row.date:
        return None
    rule = rules.COPY_BACK_BEFORE_OUT
    return finding(rule, row, "copy_returned_on", copy_returned_on=back, date=row.date)


def _judge(office: Office, row: Outbound, today: dt.date) -> Iterator[Finding]:
    """Find what an outbound row gets wrong by note, keeper and copy."""
    yield from other_year(row, "date")
    if "note_no" not in row.bad and row.note_no not in note_rows(office):
        yield finding(delivery_rules.UNKNOWN_NOTE, row, "note_no")
    if _keeps_nothing(office, row.keeper):
        yield finding(rules.KEEPER_WITHOUT_ROLE, row, "keeper")
    wrong = backwards(row)
    if wrong is not None:
        yield wrong
    if is_copy_overdue(office, row, today):
        days = (today - row.date).days
        yield finding(rules.COPY_NOT_BACK, row, "copy_returned_on", note_no=row.note_no, days=days)


def _keeps_nothing(office: Office, keeper: str | None) -> bool:
    """Return whether somebody who is known may not keep the warehouse."""
    known = office.first(Person, "name", keeper) is not None
    return known and not has_role(office, keeper, Role.WAREHOUSE)


def is_copy_overdue(office: Office, row: Outbound, today: dt.date) -> bool:
    """Return whether the signed copy of a note should be back by now, and is not."""
    if row.copy_returned_on is not None or row.bad & {"date", "note_no", "copy_returned_on"}:
        return False
    return (today - row.date).days > settings_of(office).unsigned_after_days


def _of_no_note(office: Office, rows: Across[Outbound], _today: dt.date) -> Flags:
    notes = note_rows(office)
    return (number not in notes for number in rows["note_no"])


def _by_others(office: Office, rows: Across[Outbound], _today: dt.date) -> Flags:
    return rows.each("keeper", lambda keeper: _keeps_nothing(office, keeper))


def _copy_odd(office: Office, rows: Across[Outbound], today: dt.date) -> Flags:
    """Say of which the copy came back before they went out, or should be back by now."""
    days = settings_of(office).unsigned_after_days
    return (
        (today - day).days > days if back is None else back < day
        for day, back in rows.zip("date", "copy_returned_on")
    )


check_outbound = Check(_judge, of_other_year("date"), _of_no_note, _by_others, _copy_odd)
"""Find what outbound rows get wrong by note, keeper and copy."""
