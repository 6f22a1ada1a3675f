"""The add-in goes into a LibreOffice profile, twice as well as once, and out without a trace."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop import Desktop
from xlsales.addin.oxt import install, managing, places, remove, status, tab, tab_images
from xlsales.addin.oxt.names import SETTING, TOOLBAR
from xlsales.buttons import BUTTONS
from xlsales.core.words import Lang

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
OTHERS = '<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="UILocale" oor:op="fuse"><value>zh-CN</value></prop></item>\n'


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    if shutil.which("soffice") is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "user").mkdir()
    noted = f"{HEAD}\n{OTHERS}</oor:items>\n"
    (tmp_path / "user" / "registrymodifications.xcu").write_text(noted, "utf-8")
    return tmp_path


def naming(profile: Path) -> Iterator[Path]:
    """The files of a profile that speak of us."""
    for file in profile.rglob("*"):
        if "xlsales" in file.name or (file.is_file() and b"xlsales" in file.read_bytes()):
            yield file.relative_to(profile)


def test_twice_is_as_good_as_once_and_removing_leaves_nothing(profile: Path) -> None:
    assert not status(profile).installed
    for _ in range(2):
        found = install(profile)
        assert (found.host, found.installed, found.problems) == ("libreoffice", True, ())
        assert found == status(profile)
        assert found.file is not None
        assert (Path(found.file) / "Addons.xcu").is_file()
        assert len(managing.carried(profile)) == 1
    config = profile / "user" / "config"
    assert json.loads((config / SETTING).read_text("utf-8"))["python"] == sys.executable
    # LibreOffice speaks Chinese in this profile, so the tab does
    assert "销售管理" in (config / "soffice.cfg/modules/scalc/ui/notebookbar.ui").read_text("utf-8")

    # what LibreOffice notes of a toolbar that was moved
    noted = profile / "user" / "registrymodifications.xcu"
    moved = f'<item oor:path="/org.openoffice.Office.UI.CalcWindowState/UIElements/States/{TOOLBAR}"><prop/></item>\n'
    noted.write_text(noted.read_text("utf-8").replace("</oor:items>", f"{moved}</oor:items>"))
    found = remove(profile)
    assert (found.installed, found.file, found.problems) == (False, None, ())
    assert list(naming(profile)) == []
    assert not (config / "soffice.cfg").exists()
    assert "UILocale" in noted.read_text("utf-8")
    assert remove(profile) == found


def test_a_python_that_is_gone_is_told(profile: Path) -> None:
    install(profile)
    setting = profile / "user" / "config" / SETTING
    setting.write_text(json.dumps({"python": str(profile / "gone")}), "utf-8")
    (problem,) = status(profile).problems
    assert "xlsales addin install" in problem.zh
    assert str(profile / "gone") in problem.en
    setting.unlink()
    found = status(profile)
    assert not found.installed
    assert "xlsales addin install" in found.problems[0].zh


def test_without_libreoffice_a_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_candidates", lambda: iter(()))
    found = install(tmp_path)
    assert not found.installed
    assert found.problems[0].zh.startswith("未找到 LibreOffice")
    assert list(tmp_path.iterdir()) == []


def test_an_open_libreoffice_is_told_to_be_started_again() -> None:
    from tests.desktop import require_desktop

    require_desktop()
    with Desktop() as desktop:
        found = install(desktop.profile)
        assert found.installed
        assert "LibreOffice is open" in found.problems[-1].en
        assert desktop.app.books is not None  # it still runs
        found = remove(desktop.profile)
        assert not found.installed
        assert "LibreOffice is open" in found.problems[-1].en


def test_another_libreoffice_makes_the_tab_stale(tmp_path: Path) -> None:
    source, profile = tmp_path / "ui", tmp_path / "profile"
    source.mkdir()
    drawing = source / "notebookbar.ui"
    drawing.write_text("<interface><object class='sfxlo-NotebookbarTabControl'/></interface>")
    assert tab.put(source, profile, BUTTONS, Lang.ZH) == ["notebookbar.ui"]
    assert not tab.stale(source, profile)
    drawing.write_text(
        "<interface><object class='sfxlo-NotebookbarTabControl' id='n'/></interface>"
    )
    assert tab.stale(source, profile)
    tab.take(profile)
    assert not (profile / "user/config/soffice.cfg").exists()


def test_a_persons_own_drawing_and_pictures_are_left_alone(tmp_path: Path) -> None:
    source, profile = tmp_path / "ui", tmp_path / "profile"
    source.mkdir()
    (source / "notebookbar.ui").write_text(
        "<interface><object class='sfxlo-NotebookbarTabControl'/></interface>"
    )
    own = profile / "user/config/soffice.cfg/modules/scalc/ui/notebookbar.ui"
    pictures = profile / "user/config/soffice.cfg/modules/scalc/images/sc_imagelist.xml"
    for file, text in ((own, "<interface/>"), (pictures, '<x image:command=".uno:Copy"/>')):
        file.parent.mkdir(parents=True)
        file.write_text(text)
    assert tab.put(source, profile, BUTTONS, Lang.ZH) == []
    tab_images.put(profile)
    tab.take(profile)
    tab_images.take(profile)
    assert own.read_text() == "<interface/>"
    assert [f.name for f in pictures.parent.iterdir()] == ["sc_imagelist.xml"]
