"""Texts broken into lines: at spaces and between Chinese characters, a longer word anywhere."""

from __future__ import annotations

import pytest

from xlsales.core.measuring import lines_of, width_of, words_of


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 10, 1),
        ("数量件", 6, 1),
        ("数量件", 5, 2),
        ("two words", 8, 2),
        ("two words", 9, 1),
        ("123456789", 4, 3),
        ("ab 123456789", 4, 4),  # a word longer than a line begins one
        ("123456789 ab", 4, 3),
        ("1234567890 ab", 4, 4),
        ("甲\n乙", 9, 2),
        ("甲乙", 0.5, 2),  # a line holds a character at least
    ],
)
def test_a_text_takes_so_many_lines(text: str, room: float, lines: int) -> None:
    assert lines_of(text, room) == lines


def test_another_measure_is_taken_for_words_as_they_are() -> None:
    asked: list[str] = []

    def measure(text: str) -> float:
        asked.append(text)
        return 10.0 * width_of(text)

    assert lines_of("on 31\xa0May 甲", 100, measure) == 2
    assert asked[1:] == ["on", " ", "31\xa0May", " ", "甲"]


def test_a_letters_day_is_one_word() -> None:
    assert list(words_of("on 31\xa0May\xa02026")) == ["on", " ", "31\xa0May\xa02026"]
