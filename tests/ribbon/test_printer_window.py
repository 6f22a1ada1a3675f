"""Documents printed from a real LibreOffice window, on a printer that is a file, or on none."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop import Desktop, require_desktop
from tests.documents.papers import letter
from xlsales.core.words import Lang
from xlsales.documents import render
from xlsales.flow.collection.dunning import DunStage
from xlsales.ribbon import sheets, words

PAPER = letter(2, DunStage.LAST)


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that has what LibreOffice prints by in it: ``lpr``, which writes a file."""
    folder = tmp_path_factory.mktemp("printer")
    command = folder / "lpr"
    command.write_text(
        f'#!/bin/sh\ncat > "{folder}/printed.part"\nmv "{folder}/printed.part" "{folder}/printed"\n'
    )
    command.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        yield folder


@pytest.fixture(scope="module")
def desktop(printer: Path) -> Iterator[Desktop]:
    require_desktop()
    with Desktop("zh-CN") as made:
        yield made


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "催款函 翠湖.xlsx"
    path.write_bytes(render(PAPER, Lang.ZH))
    return path


def test_without_a_printer_it_is_said_and_nothing_is_printed(
    desktop: Desktop, document: Path, printer: Path
) -> None:
    assert sheets.print_files(desktop.app, [document]) == words.NO_PRINTER
    assert desktop.app.books.active.name == document.name  # to be saved as a PDF, say
    assert not (printer / "printed").exists()


def test_a_document_goes_to_the_usual_printer(
    desktop: Desktop, document: Path, printer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "NO_PRINTER", "no such name")
    assert sheets.print_files(desktop.app, [document]).zh == "已送打印 1 份单据。"
    printed = printer / "printed"
    desktop.wait(printed.exists)
    text = subprocess.run(
        [shutil.which("pdftotext") or "pdftotext", printed, "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "最后催款函" in text
    assert "翠湖拖拉机配件厂" in text
