"""The floors that docs/dev/architecture.md tells of are those that the code is held to."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_floors_are_those_of_the_contract() -> None:
    page = (ROOT / "docs" / "dev" / "architecture.md").read_text("utf-8")
    told = re.findall(r"^\| `(\w+)` \|", page.partition("## The floors")[2], re.MULTILINE)
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter", "utf-8")
    layers = contract["importlinter:contract:floors"]["layers"]
    assert told == re.findall(r"\w+", layers)
