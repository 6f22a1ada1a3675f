"""The settings are as docs/spec/forms.md lists them: keys, defaults, values."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.contract import SPEC
from xlsales.forms.settings import OFFICE, SCORING, Entry

PAGE = (SPEC / "forms.md").read_text("utf-8")


@pytest.mark.parametrize(("table", "entries"), [("settings", OFFICE), ("scoring", SCORING)])
def test_settings_are_as_the_page_lists_them(table: str, entries: Mapping[str, Entry]) -> None:
    listed = PAGE.partition(f"table `{table}`")[2].partition("\n\n|")[2].partition("\n\n")[0]
    stated = re.findall(r"^\| `(\w+)` \| (.*?) ?\| (.*?) ?\|", listed, re.MULTILINE)
    assert stated == [
        (key, entry.written, ", ".join(words.en for words in entry.allowed))
        for key, entry in entries.items()
    ]
