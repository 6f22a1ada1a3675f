"""A whole row copied and pasted by keys in the open register: a new row at the first Validate."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from tests.cli.people import type_rows
from tests.desktop import Desktop
from tests.hosts.live.programs import desktop, excel, in_libreoffice, libreoffice
from tests.hosts.live.test_live import Desk, desk, submitted
from tests.office.branch import must
from xlsales.forms.choices import OrderState
from xlsales.forms.management import Target
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


@in_libreoffice
def test_an_approved_target_pasted_in_the_window_waits_for_its_own_approval(
    office: Path, desktop: Desktop
) -> None:
    path, day = office / "经营考核.xlsx", date(2026, 11, 20)
    goal = {"period": "2026-12", "subject": "张三", "indicator": "营业收入", "target": 100}
    agreed = {"reason": "年中调整", "approved_by": "王经理", "approved_on": day}
    type_rows(path, "targets", goal, {**goal, "target": 200, **agreed})
    must(office, "validate", "{}/经营考核.xlsx", "--annotate")
    desk = Management(desktop, office)
    try:
        sheet = desk.book.sheets[Target.table.title.zh]
        sheet.activate()
        pasted(desk, desktop, 4, 5)
        assert sheet.range("F5").value == "王经理"
        sheet.range("D5").value = 300
        said = [
            (each.rule.code, each.place.at.row)
            for each in desk.press("validate", annotate=True).outcome.findings
        ]
        assert said == [("row-copied", 5)]
        _, first, copy = desk.host().cells.office(["management"]).rows(Target)
        assert (first.approved_by, copy.approved_by, copy.approved_on) == ("王经理", None, None)
        assert desk.press("validate", annotate=True).outcome.findings == ()
    finally:
        desk.book.close()


class Management(Desk):
    """The management workbook open in the window."""

    def __init__(self, desktop: Desktop, root: Path) -> None:
        self.root = root
        self.path = root / "经营考核.xlsx"
        self.book = desktop.open(self.path)
