"""The journal shows every line that was removed, edited or cut off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.office.branch import REGISTER, must, run
from xlsales.core.words import Words
from xlsales.office.saving import journal
from xlsales.office.saving.journal import START, Head


def three(folder: Path, user: str = "张三") -> tuple[Path, list[str]]:
    path = journal.path_of(folder, journal.name_of(user))
    path.parent.mkdir(parents=True, exist_ok=True)
    previous, texts = journal.head(path), []
    for n in range(3):
        line = {"time": f"2026-11-24T09:0{n}", "user": user, "changes": [{"row": n}]}
        text, previous = journal.written(previous, line)
        journal.append(path, path.stat().st_size if path.exists() else 0, text)
        texts.append(text)
    assert journal.head(path) == previous
    return path, texts


def problems(folder: Path) -> list[str]:
    return [words.en for lines in journal.read(folder) for words in lines.problems]


def test_lines_are_chained(tmp_path: Path) -> None:
    path, _ = three(tmp_path)
    before = START.hash
    for n, line in enumerate(map(json.loads, path.read_text("utf-8").splitlines()), 1):
        digest = line.pop("hash")
        assert (line["n"], line["before"]) == (n, before)
        assert journal.chained(before, line) == digest
        before = digest
    assert journal.head(path) == Head(3, before)
    assert problems(tmp_path) == []


def test_an_edited_line_shows(tmp_path: Path) -> None:
    path, _ = three(tmp_path)
    path.write_text(path.read_text("utf-8").replace('"row":1', '"row":7'), "utf-8")
    assert [text.split(": ")[1] for text in problems(tmp_path)] == ["was edited."]


def test_a_line_edited_with_its_hash_made_to_fit_breaks_the_next(tmp_path: Path) -> None:
    path, texts = three(tmp_path)
    line = json.loads(texts[1])
    del line["hash"]
    line["changes"] = []
    line["hash"] = journal.chained(line["before"], line)
    path.write_text("".join([texts[0], json.dumps(line) + "\n", texts[2]]), "utf-8")
    assert [text[:27] for text in problems(tmp_path)] == [f"Journal {path.stem}, line 3: does"[:27]]


@pytest.mark.parametrize("gone", [0, 1])
def test_a_removed_line_shows(tmp_path: Path, gone: int) -> None:
    path, texts = three(tmp_path)
    del texts[gone]
    path.write_text("".join(texts), "utf-8")
    assert len(problems(tmp_path)) >= 1


def test_a_line_cut_off_shows_by_the_head_kept_elsewhere(tmp_path: Path) -> None:
    path, texts = three(tmp_path)
    known = journal.head(path)
    path.write_text("".join(texts[:2]), "utf-8")
    assert problems(tmp_path) == []
    found = {lines.name: lines for lines in journal.read(tmp_path)}
    where = Words("登记", "the register")
    said = journal.against(found, path.stem, known, where)
    assert said is not None
    assert "has 2 lines, but the register knows of 3" in said.en
    assert journal.against({}, path.stem, known, where) is not None


def test_a_torn_line_is_finished_and_a_whole_one_not_written_twice(tmp_path: Path) -> None:
    path, _ = three(tmp_path)
    whole = path.read_bytes()
    text, _ = journal.written(journal.head(path), {"user": "张三"})
    path.write_bytes(whole + text.encode()[:20])
    for _ in range(2):
        journal.append(path, len(whole), text)
        assert path.read_bytes() == whole + text.encode()
    journal.take_back(path, len(whole), text)
    assert path.read_bytes() == whole


def test_a_damaged_last_line_stops_nobody(tmp_path: Path) -> None:
    path, texts = three(tmp_path)
    path.write_text("".join(texts[:2]) + "{broken\n", "utf-8")
    assert journal.head(path) == START
    assert problems(tmp_path) == [f"Journal {path.stem}, line 3: cannot be read."]


# --- the command ---------------------------------------------------------------------------


def whole(root: Path) -> tuple[bool, str]:
    code, out, err = run(root, "journal", "{}", "--verify", "--json")
    found = json.loads(out)["whole"]
    assert code == (0 if found else 1)
    return found, err


@pytest.fixture
def pressed(office: Path) -> Path:
    """An office with three presses in its journal, the last one with a document alone."""
    must(office, "validate", "{}", "--annotate")
    must(office, "submit", "{}/" + REGISTER, "--user", "张三")
    must(office, "score", "{}", "--period", "2026-11")
    return office


def test_the_history_is_listed_with_the_newest_last(pressed: Path) -> None:
    entries = json.loads(must(pressed, "journal", "{}", "--json"))["entries"]
    assert {entry["button"] for entry in entries} == {"typed", "validate", "submit", "score"}
    submit = next(entry for entry in entries if entry["button"] == "submit")
    assert set(submit) == {"time", "user", "button", "workbooks", "changes", "files"}
    assert (submit["user"], submit["workbooks"]) == ("张三", [REGISTER])
    assert submit["changes"] > 0
    assert [entry["time"] for entry in entries] == sorted(entry["time"] for entry in entries)
    assert json.loads(must(pressed, "journal", "{}", "--json"))["whole"] is None


def test_an_untouched_journal_is_whole(pressed: Path) -> None:
    assert whole(pressed) == (True, "")


def test_every_line_cut_off_shows_in_the_office(pressed: Path) -> None:
    for path in (pressed / ".xlsales/journal").glob("*.jsonl"):
        kept = path.read_bytes()
        lines = kept.splitlines(keepends=True)
        for left in range(len(lines)):
            path.write_bytes(b"".join(lines[:left]))
            found, err = whole(pressed)
            assert not found
            assert "被删除" in err
        path.unlink()
        assert not whole(pressed)[0]
        path.write_bytes(kept)
    assert whole(pressed)[0]


def test_a_gap_is_not_forgotten_by_writing_on(pressed: Path) -> None:
    path = journal.path_of(pressed / ".xlsales", journal.name_of("张三"))
    path.write_bytes(b"")
    must(pressed, "refresh", "{}/" + REGISTER, "--user", "张三")
    must(pressed, "validate", "{}/" + REGISTER, "--annotate", "--user", "张三")
    assert not whole(pressed)[0]


def test_the_workbooks_alone_show_a_cut(pressed: Path) -> None:
    (pressed / ".xlsales/last.json").unlink()
    for note in (pressed / ".xlsales/backups").rglob("*.json"):
        note.unlink()
    journal.path_of(pressed / ".xlsales", journal.name_of("张三")).write_bytes(b"")
    found, err = whole(pressed)
    assert not found
    assert REGISTER in err
