"""The office's calendar: the working days as its rows overrule them (flow.md, *Working days*)."""

from __future__ import annotations

from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.flow.capacity.workdays import Workdays
from xlsales.flow.facts.kept import kept
from xlsales.forms.choices import DayKind
from xlsales.forms.masters import CalendarDay


@kept
def workdays_of(office: Office) -> Workdays:
    """Return the office's working days; a day that was entered twice is as its last row says."""
    rows = sound(office.rows(CalendarDay), "date", "kind")
    return Workdays({row.date: row.kind is DayKind.WORKING for row in rows})
