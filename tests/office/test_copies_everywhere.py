"""A copy of every workbook under every usual name: each command answers as it did without."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office.test_copies import NAMES
from tests.office.whole import BOOKS, MACROS, made, path_of, pressed
from xlsales.buttons import Button
from xlsales.core.finding import Finding
from xlsales.core.outcome import Refusal
from xlsales.core.reply import mapped
from xlsales.core.row import Book
from xlsales.hosts.files.host import of_folder

COPY = "copy-set-aside"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("named"))


@pytest.mark.parametrize("turn", range(len(NAMES)))
def test_every_command_answers_as_without_copies_but_for_a_warning_each(
    turn: int, whole: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    copied = tmp_path / "办公 室"
    shutil.copytree(whole, copied)
    copies: dict[Book, str] = {}  # after all turns each workbook had each name
    for n, book in enumerate(BOOKS):
        own = path_of(whole, book).relative_to(whole)
        copies[book] = NAMES[(n + turn) % len(NAMES)].format(own.stem)
        shutil.copy(whole / own, copied / own.with_name(copies[book]))
    count = 0
    for button in MACROS:
        (plain, said_), (among, said) = asked(whole, button), asked(copied, button)
        assert among == plain, button.id
        more = [each for each in said if each not in said_]
        for book, name in copies.items():
            told = [each for each in more if name in each]
            assert len(told) <= 1, (button.id, name)
            assert told or book.kind not in button.reads or not said, (button.id, name)
            count += len(told)
    record_property(f"copies before every command, names turned by {turn}: told", count)


def asked(root: Path, button: Button) -> tuple[object, list[str]]:
    """Return what a button answers, a refusal too, and what it says besides."""
    try:
        found = pressed(of_folder(root), button)
    except Refusal as refusal:
        return refusal.words, []
    reply = {key: without_copies(held) for key, held in mapped(found.reply).items()}
    findings = [each.words for each in found.outcome.findings]
    return reply, list(dict.fromkeys(words.zh for words in (*found.warned, *findings)))


def without_copies(held: object) -> object:
    """Return findings without those of copies, and whatever else as it is."""
    if not isinstance(held, list):
        return held
    return [each for each in held if not isinstance(each, Finding) or each.rule.code != COPY]
