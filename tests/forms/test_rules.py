"""Every rule speaks both languages, has a code of its own, and is shown by a test."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from xlsales.core.finding import Rule
from xlsales.derive.reference import all_rules

TESTS = Path(__file__).parents[1]


RULES = [rule for rules in all_rules().values() for rule in rules]
CASES = [pytest.param(rule, id=rule.code) for rule in RULES]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_there_are_rules() -> None:
    assert len(RULES) > 80


def test_codes_are_unique() -> None:
    codes = sorted(rule.code for rule in RULES)
    assert [code for n, code in enumerate(codes) if code in codes[:n]] == []


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_says_the_same_in_both_languages(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.code)
    assert rule.says.zh
    assert rule.says.en
    zh = placeholders(rule.says.zh + rule.cure.zh)
    en = placeholders(rule.says.en + rule.cure.en)
    assert zh == en
    assert bool(rule.cure.zh) is bool(rule.cure.en)
    assert re.search(r"[\u4e00-\u9fff]", rule.says.zh)
    assert not re.search(r"[\u4e00-\u9fff]", rule.says.en)


def test_every_rule_is_shown_by_a_test() -> None:
    here = Path(__file__).name
    text = "".join(p.read_text("utf-8") for p in TESTS.rglob("test_*.py") if p.name != here)
    silent = [rule.code for rule in RULES if f'"{rule.code}"' not in text]
    assert silent == []
