"""An analysis put together: the first page, the sheets behind it, their rows."""

from __future__ import annotations

import datetime as dt

from xlsales.appraisal.analysis.known import Known
from xlsales.appraisal.analysis.model import Analysis
from xlsales.appraisal.analysis.sheets import (
    brief,
    forecast,
    holdings,
    margins,
    market,
    plan,
    sales,
)
from xlsales.appraisal.periods import Period
from xlsales.core.office import Office


def analyse(office: Office, month: Period, today: dt.date) -> Analysis:
    """Return the analysis of a month, as it is known on a day."""
    known = Known(office, month, today)
    return Analysis(
        month,
        today,
        brief.section(known),
        tuple(part.sheet(known) for part in (sales, plan, margins, market, holdings, forecast)),
        (brief.chart(known),),
        tuple(known.ledgers),
        tuple((book, info.path) for book, info in sorted(office.books.items())),
        known.gathered.left_out,
    )
