"""A whole row copied and pasted by keys in the open register: a new row at the first Validate."""

from __future__ import annotations

import time

from tests.desktop import Desktop
from tests.hosts.live.programs import desktop, excel, in_libreoffice, libreoffice
from tests.hosts.live.test_live import Desk, desk, submitted
from xlsales.forms.choices import OrderState
from xlsales.forms.register import Order

__all__ = ["desk", "desktop", "excel", "libreoffice"]


def pasted(desk: Desk, keys: Desktop, row: int, at: int) -> None:
    """Copy a row with its formats, and paste it at another, as people do."""
    controller = desk.book.api.CurrentController
    sheet = controller.ActiveSheet
    for action, where in (("ctrl+c", row), ("ctrl+v", at)):
        controller.select(sheet.Rows.getByIndex(where - 1))
        controller.Frame.ContainerWindow.setFocus()
        time.sleep(0.4)
        keys.key(action)
        time.sleep(0.6)


@in_libreoffice
def test_a_submitted_row_pasted_below_is_a_new_one_with_one_word_about_it(
    desk: Desk,
    desktop: Desktop,
) -> None:
    first, *_ = submitted(desk)
    rows = len(desk.orders())
    desk.book.sheets[Order.table.title.zh].activate()
    pasted(desk, desktop, 3, 3 + rows)
    copy = desk.orders()[-1]
    assert (copy.order_no, copy.submitted_at is not None) == (first, True)

    found = [
        (each.rule.code, each.rule.severity.value)
        for each in desk.press("validate", annotate=True).outcome.findings
        if each.place.at.row == 3 + rows and each.place.column == "order_no"
    ]
    assert found == [("number-copied", "info")]
    original, copy = desk.orders()[0], desk.orders()[-1]
    assert original.order_no == first
    assert copy.order_no not in {None, first}
    assert (copy.submitted_at, copy.status) == (None, OrderState.DRAFT.words.zh)
    again = desk.press("validate", annotate=True).outcome.findings
    assert not [f for f in again if f.place.at.row == 3 + rows and f.is_error]
