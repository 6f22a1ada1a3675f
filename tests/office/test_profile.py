"""What a person chose for themself is kept, whatever lies in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlsales.office import profile


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "xlsales" / "profile.json"


def test_what_is_chosen_is_there_again(file: Path) -> None:
    assert profile.read() == {}
    assert profile.write(today_on_opening=True, name="王芳")
    assert profile.write(today_on_opening=False)
    assert profile.read() == {"today_on_opening": False, "name": "王芳"}
    assert [each.name for each in file.parent.iterdir()] == ["profile.json"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_is_no_choice_and_the_next_one_mends_it(file: Path, damage: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(damage)
    assert profile.read() == {}
    assert profile.write(today_on_opening=True)
    assert profile.read() == {"today_on_opening": True}


def test_a_place_that_takes_no_file_is_told_and_harms_nothing(file: Path) -> None:
    file.parent.write_text("a file where the folder should be")
    assert not profile.write(today_on_opening=True)
    assert profile.read() == {}


def test_each_system_keeps_it_where_it_keeps_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/wang")
    monkeypatch.setenv("APPDATA", "/roaming")
    for system, start in (("darwin", "/home/wang/Library"), ("win32", "/roaming/xlsales")):
        monkeypatch.setattr("sys.platform", system)
        assert profile.place().is_relative_to(start)
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setattr("sys.platform", "linux")
    assert profile.place() == Path("/home/wang/.config/xlsales/profile.json")
