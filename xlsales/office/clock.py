"""What time it is for a press: the computer's, on the day of ``XLSALES_TODAY`` if that is set."""

from __future__ import annotations

import datetime as dt
import os

from xlsales.core.outcome import Refusal

VARIABLE = "XLSALES_TODAY"
"""So that an office of another time, such as the demonstration, can be worked in."""


def now() -> dt.datetime:
    """Return the moment of a click or command, by the local clock.

    Raises:
        Refusal: the variable holds no date.
    """
    moment = dt.datetime.now().astimezone().replace(tzinfo=None)
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return moment
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), moment.time())
    except ValueError:
        raise Refusal(
            f"环境变量 {VARIABLE} 应按 2026-11-03 的格式填写，不能是“{text}”。",
            f"The variable {VARIABLE} takes a day like 2026-11-03, not “{text}”.",
        ) from None
