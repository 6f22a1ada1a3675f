"""`xlsales addin` and `xlsales doctor`: what they print, in both languages, and their codes."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.demo.contract import SHAPES, differs
from xlsales.addin.status import Status
from xlsales.cli import machine, main
from xlsales.core.words import Lang, Words

Run = Callable[..., tuple[int, str, str]]
REAL = pytest.mark.skipif(
    shutil.which("soffice") is None and "CI" not in os.environ, reason="no LibreOffice here"
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*argv: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(list(argv))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


class Pretended:
    """A host's add-in that is only remembered."""

    def __init__(self, host: str, *problems: Words) -> None:
        self.host, self.problems, self.there, self.lang = host, problems, False, Lang.ZH

    def build(self, target: Path, *lang: Lang) -> Path:
        file = target / f"{self.host}.{''.join(lang)}"
        file.write_bytes(b"")
        return file

    def install(self, *lang: Lang) -> Status:
        self.there = not self.problems
        self.lang = lang[0] if lang else Lang.ZH
        return self.status()

    def remove(self) -> Status:
        self.there = False
        return self.status()

    def status(self) -> Status:
        return Status(self.host, "file" if self.there else None, self.there, self.problems)


def pretend(monkeypatch: pytest.MonkeyPatch, *addins: Pretended) -> None:
    by_host = {addin.host: addin for addin in addins}
    monkeypatch.setattr(machine, "addin_of", lambda host: by_host[host])
    monkeypatch.setattr(machine, "_here", lambda: list(by_host))


# --- build ------------------------------------------------------------------------------------


def test_build_makes_both_files(run: Run, tmp_path: Path) -> None:
    code, out, err = run("addin", "build", str(tmp_path / "新 文件夹"), "--json")
    assert (code, err) == (0, "")
    replies = json.loads(out)
    assert [reply["host"] for reply in replies] == ["excel", "libreoffice"]
    for reply in replies:
        assert differs(reply, SHAPES["addin"]) == []
        assert zipfile.is_zipfile(reply["file"])


def test_build_for_one_host_goes_to_dist(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("addin", "build", "--host", "libreoffice", "--lang", "en")
    assert code == 0
    (made,) = (tmp_path / "dist").iterdir()
    assert str(Path("dist") / made.name) in out


def test_build_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, out, err = run("addin", "build", str(tmp_path / "file"))
    assert (code, out) == (3, "")
    assert "请换一个文件夹" in err


# --- install, status, remove ------------------------------------------------------------------


def test_without_a_host_every_program_on_the_machine_is_served(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, Pretended("excel"), Pretended("libreoffice"))
    assert run("addin", "status")[1].splitlines() == [
        "Excel 加载项未安装。",
        "LibreOffice 加载项未安装。",
    ]
    assert run("addin", "install", "--lang", "en")[:2] == (
        0,
        "Excel add-in installed: file\nLibreOffice add-in installed: file\n",
    )
    assert [reply["installed"] for reply in json.loads(run("addin", "status", "--json")[1])] == [
        True,
        True,
    ]
    assert "Excel add-in removed." in run("addin", "remove", "--lang", "en")[1]


def test_the_language_goes_to_the_addin_that_speaks_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel = Pretended("excel")
    pretend(monkeypatch, excel)
    run("addin", "install", "--lang", "en")
    assert excel.lang is Lang.EN


def test_a_problem_is_said_and_makes_the_exit_code_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, Pretended("excel", Words("请关闭 Excel。", "Close Excel.")))
    code, out, err = run("addin", "install")
    assert (code, err) == (1, "")
    assert out.splitlines() == ["Excel 加载项未能安装。", "　· 请关闭 Excel。"]
    reply = json.loads(run("addin", "install", "--json", "--lang", "en")[1])
    assert reply == {
        "host": "excel",
        "file": None,
        "installed": False,
        "problems": ["Close Excel."],
    }


def test_a_machine_without_any_spreadsheet_program(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch)
    code, out, err = run("addin", "install")
    assert (code, out) == (2, "")
    assert "xlsales doctor" in err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("addin", "paint"), "只能是：build、install、status、remove"),
        (("addin", "status", "--host", "wps"), "--host 只能是：excel、libreoffice"),
        (("addin", "status", "somewhere"), "无需指定文件夹"),
        (("addin",), "缺少"),
    ],
)
def test_wrong_usage(run: Run, argv: tuple[str, ...], said: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) <= 2


@REAL
def test_the_whole_way_in_a_libreoffice_profile_of_its_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "配置"))
    host = ("--host", "libreoffice", "--json")

    def done(action: str) -> Any:
        code, out, err = run("addin", action, *host)
        assert (code, err) == (0, ""), out
        return json.loads(out)

    assert done("status")["installed"] is False
    assert done("install")["installed"] is True
    again = done("install")
    assert again["installed"] is True
    assert Path(again["file"]).exists()
    checks = {c["name"]: c for c in json.loads(run("doctor", "--json")[1])["checks"]}
    assert checks["libreoffice-addin"]["ok"] is True
    assert checks["interpreter"]["ok"] is True
    assert done("remove") == {
        "host": "libreoffice",
        "file": None,
        "installed": False,
        "problems": [],
    }
    left = (tmp_path / "配置").rglob("*xlsales*")
    # LibreOffice's own backup of its settings folder, which it keeps for a while
    assert [file for file in left if file.parent.parent.name != "pack"] == []


# --- doctor -----------------------------------------------------------------------------------


def test_doctor_answers_in_the_stated_shape(run: Run, tmp_path: Path) -> None:
    code, out, err = run("doctor", str(tmp_path), "--json", "--lang", "en")
    reply = json.loads(out)
    assert err == ""
    assert differs(reply, SHAPES["doctor"]) == []
    assert code == (0 if all(check["ok"] for check in reply["checks"]) else 1)
    rights = next(c for c in reply["checks"] if c["name"] == "folder-rights")
    assert str(tmp_path) in rights["detail"]
    assert list(tmp_path.iterdir()) == []


def test_doctor_says_what_to_do_about_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("doctor", str(tmp_path / "没有"))
    assert code == 1
    lines = out.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("✗ 文件夹权限"))
    assert lines[at + 1].startswith("　→ 请核对文件夹名称")
    assert lines[-1].endswith("项需要处理。")


def test_doctor_knows_the_office_that_it_is_run_in(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".xlsales").mkdir()
    monkeypatch.chdir(tmp_path)
    checks = json.loads(run("doctor", "--json")[1])["checks"]
    rights = next(c for c in checks if c["name"] == "folder-rights")
    assert str(tmp_path.resolve()) in rights["detail"]


@pytest.mark.parametrize(("lang", "said"), [("zh", "检查本机"), ("en", "missing on this")])
def test_both_are_in_the_list_of_commands(run: Run, lang: str, said: str) -> None:
    _, out, _ = run("--lang", lang, "--help")
    (doctor,) = (line for line in out.splitlines() if line.strip().startswith("doctor "))
    assert said in doctor
    assert any(line.strip().startswith("addin ") for line in out.splitlines())
