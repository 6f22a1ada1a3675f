"""Every bound is a documented setting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlsales.office.limits import Limits, bounds, limits

DOCS = Path(__file__).parents[2] / "docs"
LINE = re.compile(r"^\| `(XLSALES_\w+)` \| (\d+) \| .+ \|$", re.MULTILINE)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_lists_every_bound_with_its_default(lang: str) -> None:
    listed = LINE.findall((DOCS / lang / "limits.md").read_text("utf-8"))
    defaults = Limits()
    assert [(variable, int(value)) for variable, value in listed] == [
        (bound.variable, getattr(defaults, name) // bound.unit) for name, bound in bounds().items()
    ]


def test_a_setting_changes_its_bound_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLSALES_MAX_TEXT_MB", " 12 ")
    assert limits() == Limits(text=12_000_000)
