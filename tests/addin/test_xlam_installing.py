"""Installing leaves a person's own things alone, and removing leaves nothing of ours."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from xlsales.addin.status import Status
from xlsales.addin.xlam import installing
from xlsales.addin.xlam.installing import install, remove, status
from xlsales.addin.xlam.macro_workbook import packed
from xlsales.addin.xlam.places import Places, macos, of_xlwings, windows
from xlsales.core.words import Lang

PYTHON = r"C:\Users\张三\xlsales\.venv\Scripts\python.exe"
OTHER = r"C:\Python312\python.exe"


@pytest.fixture(params=["windows", "macos"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    """A home in which Excel was opened once."""
    if request.param == "macos":
        found = macos(tmp_path)
    else:
        found = windows(tmp_path / "AppData" / "Roaming", tmp_path)
    found.excel.mkdir(parents=True)
    return found


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def set_to(places: Places, *lines: str) -> None:
    places.settings.parent.mkdir(parents=True, exist_ok=True)
    places.settings.write_bytes("".join(f"{line}\r\n" for line in lines).encode(places.encoding))


def english(found: Status) -> str:
    return " ".join(words.en for words in found.problems)


def test_it_is_put_where_excel_opens_it(places: Places) -> None:
    found = install(places=places, python=PYTHON)
    assert found == Status("excel", str(places.start / "xlsales.xlam"), True)
    assert (places.start / "xlsales.xlam").read_bytes() == packed(Lang.ZH)
    assert status(places, PYTHON) == found
    # Excel opens whatever lies there
    assert {path.name for path in places.start.iterdir()} == {"xlsales.xlam", "xlwings.xlam"}
    for source, target in of_xlwings(places).items():
        assert target.read_bytes() == source.read_bytes()
    assert f'"{places.key}","{PYTHON}"' in places.settings.read_bytes().decode(places.encoding)


def test_macos_gets_the_script_that_starts_python(tmp_path: Path) -> None:
    places = macos(tmp_path)
    assert [target.suffix for target in of_xlwings(places).values()] == [".xlam", ".applescript"]


def test_twice_is_harmless(places: Places, tmp_path: Path) -> None:
    install(places=places, python=PYTHON)
    before = files(tmp_path)
    assert install(places=places, python=PYTHON).problems == ()
    assert files(tmp_path) == before


def test_remove_leaves_nothing(places: Places, tmp_path: Path) -> None:
    install(places=places, python=PYTHON)
    assert remove(places) == Status("excel", None, False)
    assert files(tmp_path) == {}
    assert not (tmp_path / ".xlwings").exists()
    assert remove(places) == Status("excel", None, False)
    assert status(places, PYTHON) == Status("excel", None, False)


def test_what_a_person_has_of_xlwings_stays(places: Places, tmp_path: Path) -> None:
    places.start.mkdir(parents=True)
    for target in of_xlwings(places).values():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"their own version")
    set_to(places, '"SHOW CONSOLE","True"', '"备注","张三"')
    before = files(tmp_path)
    found = install(places=places, python=PYTHON)
    assert found.installed
    assert all("another version of xlwings" in words.en for words in found.problems)
    assert len(found.problems) == len(of_xlwings(places))
    assert '"备注","张三"' in places.settings.read_bytes().decode(places.encoding)
    remove(places)
    after = files(tmp_path)
    settings = str(places.settings.relative_to(tmp_path))
    assert after.pop(settings).split() == before.pop(settings).split()
    assert after == before


@pytest.mark.parametrize("key", ["", "INTERPRETER", "CONDA ENV"])
def test_a_python_that_the_person_chose_stays_and_is_reported(places: Places, key: str) -> None:
    set_to(places, f'"{key or places.key}","{OTHER}"')
    before = places.settings.read_bytes()
    found = install(places=places, python=PYTHON)
    (problem,) = found.problems
    for said in problem:
        assert OTHER in said
        assert PYTHON in said
    assert before.strip() in places.settings.read_bytes()
    assert f'"{PYTHON}"' not in places.settings.read_bytes().decode(places.encoding)
    remove(places)
    assert places.settings.read_bytes().strip() == before.strip()


def test_a_python_that_we_chose_follows_the_installation(places: Places) -> None:
    install(places=places, python=OTHER)
    assert "not set to the Python that has xlsales" in english(status(places, PYTHON))
    assert install(places=places, python=PYTHON).problems == ()
    remove(places)
    assert not places.settings.exists()


def test_a_choice_made_after_us_survives_removal(places: Places) -> None:
    install(places=places, python=PYTHON)
    text = places.settings.read_bytes().decode(places.encoding)
    lines = [line for line in text.splitlines() if not line.startswith(f'"{places.key}"')]
    set_to(places, *lines, f'"{places.key}","{OTHER}"')
    (places.start / "xlwings.xlam").write_bytes(b"updated by its owner")
    remove(places)
    assert places.settings.read_bytes().decode().split() == [f'"{places.key}","{OTHER}"']
    assert (places.start / "xlwings.xlam").read_bytes() == b"updated by its owner"


def test_an_older_add_in_is_reported_and_replaced(places: Places) -> None:
    install(places=places, python=PYTHON)
    (places.start / "xlsales.xlam").write_bytes(b"of last year")
    assert "another version of the add-in" in english(status(places, PYTHON))
    assert install(places=places, python=PYTHON).problems == ()


def test_another_language_replaces_the_first(places: Places) -> None:
    install(places=places, python=PYTHON)
    install(Lang.EN, places, PYTHON)
    assert (places.start / "xlsales.xlam").read_bytes() == packed(Lang.EN)
    assert status(places, PYTHON).problems == ()


def test_xlwings_add_in_that_was_lost_is_reported(places: Places) -> None:
    install(places=places, python=PYTHON)
    (places.start / "xlwings.xlam").unlink()
    assert "xlwings.xlam of xlwings is missing" in english(status(places, PYTHON))


def test_without_excel_nothing_is_written(tmp_path: Path) -> None:
    places = windows(tmp_path / "AppData" / "Roaming", tmp_path)
    found = install(places=places, python=PYTHON)
    assert not found.installed
    assert "Open it once" in english(found)
    assert files(tmp_path) == {}


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="Excel may be here")
def test_where_excel_cannot_be_this_is_said_plainly() -> None:
    for found in (install(), status(), remove()):
        assert found.file is None
        assert not found.installed
        assert "no Excel on this machine" in english(found)


def test_excel_that_is_open_is_asked_to_be_closed(
    places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(places=places, python=OTHER)
    before = files(tmp_path)

    def held(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(32, "The process cannot access the file", str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", held)
        found = remove(places)
    assert found.installed
    assert found.file
    assert "Excel is probably open" in english(found)
    assert files(tmp_path) == before, "what is ours is still known"

    real = Path.replace

    def only_settings(self: Path, target: Path) -> Path:
        if target.parent == places.start:
            raise PermissionError(32, "The process cannot access the file", str(target))
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", only_settings)
        found = install(Lang.EN, places, OTHER)
    assert "Excel is probably open" in english(found)
    assert files(tmp_path) == before


def test_settings_are_read_as_vba_reads_them(tmp_path: Path) -> None:
    places = windows(tmp_path, tmp_path)
    places.excel.mkdir(parents=True)
    chinese = Places(places.excel, places.start, places.settings, None, places.key, encoding="gbk")
    install(places=chinese, python=PYTHON)
    assert PYTHON.encode("gbk") in chinese.settings.read_bytes()

    western = Places(
        places.excel, places.start, tmp_path / "w" / "x.conf", None, places.key, encoding="cp1252"
    )
    found = install(places=western, python=PYTHON)
    assert "Excel cannot read the characters" in english(found)
    assert "INTERPRETER" not in western.settings.read_text() if western.settings.exists() else True


def test_a_python_without_console_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    from xlsales.addin.xlam import places

    monkeypatch.setattr(sys, "executable", str(Path("x", "pythonw.exe")))
    assert places.interpreter() == str(Path("x", "python.exe"))


def test_every_problem_is_said_in_both_languages() -> None:
    makers = (installing._busy, installing._no_xlwings, installing._other_xlwings)
    for words in (make(Path("x") / "some.xlam") for make in makers):
        assert "some.xlam" in words.zh
        assert "some.xlam" in words.en
