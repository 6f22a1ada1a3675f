"""What every command may be told: the day to act on, and who acts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from xlsales.core.words import Words

if TYPE_CHECKING:
    from xlsales.cli.output import Output
    from xlsales.hosts.files.host import OfficeHost


def day(text: str | None) -> dt.date:
    """Return the day to act on: as stated, else that of ``XLSALES_TODAY`` or of the clock.

    Raises:
        Refusal: it is no date.
    """
    from xlsales.core.outcome import Refusal
    from xlsales.office.clock import now

    if not text:
        return now().date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            f"--today 应按 2026-11-03 的格式填写，不能是“{text}”。",
            f"--today takes a day like 2026-11-03, not “{text}”.",
        ) from None


def moment(text: str) -> dt.datetime:
    """Return the moment that ``--as-known`` states.

    Raises:
        Refusal: it is none.
    """
    from xlsales.core.outcome import Refusal

    try:
        return dt.datetime.strptime(text.replace(" ", "T"), "%Y-%m-%dT%H:%M")
    except ValueError:
        raise Refusal(
            f"--as-known 应按 2026-12-05T10:00 的格式填写，不能是“{text}”。",
            f"--as-known takes a moment like 2026-12-05T10:00, not “{text}”.",
        ) from None


def user_of(host: OfficeHost, said: str | None, output: Output, *, named: bool) -> str:
    """Return who acts: as said, as the person keeps it in their profile, or as they logged in.

    ``named``: the press puts that name into a form or a row; where it is only the login's, the
    person is told how to say better. Somebody who has left or was renamed is no longer taken.
    """
    from xlsales.core.row import Book
    from xlsales.hosts.tools.who import candidates, identified
    from xlsales.office.unusable import Unusable
    from xlsales.office.user import acting, login, stated

    if said or stated():
        return said or stated()
    try:
        office = host.cells.office(("masters",))
    except Unusable:
        return acting(host.root)
    found = identified(office, host.root)
    if named and not found and candidates(office, Book("")):
        output.say(_SAY_WHO)
    return found or login()


_SAY_WHO = Words(
    "尚未说明您是谁，暂用登录名。请运行：xlsales whoami --set 姓名",
    "Nobody said who you are; the login's name is used. Say it with: xlsales whoami --set NAME",
)
