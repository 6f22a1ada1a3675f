"""PDFs and pictures beside documents: all of a batch by one LibreOffice, or none."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest

from tests.documents.papers import delivery_note, line, tracking_card
from tests.office.soffice import SOFFICE
from xlsales.core.words import Lang
from xlsales.documents import printing, render
from xlsales.documents.printing import CannotPrint, printed
from xlsales.libreoffice import NoLibreOffice, load_uno


def has_bridge() -> bool:
    try:
        load_uno()
    except NoLibreOffice:
        return False
    return True


needs_libreoffice = pytest.mark.skipif(
    not (SOFFICE and has_bridge()), reason="needs LibreOffice and python3-uno"
)


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "送货" / "送货单-SH 1.xlsx", tmp_path / "跟踪" / "送货单-SH 1.xlsx"]
    for path, document in zip(paths, (delivery_note(line(1)), tracking_card()), strict=True):
        path.parent.mkdir()
        path.write_bytes(render(document, Lang.ZH))
    return paths


@needs_libreoffice
def test_a_batch_is_put_beside_its_documents(documents: list[Path]) -> None:
    told: list[tuple[int, int]] = []
    made = printed(documents, pdf=True, png=True, progress=lambda n, of: told.append((n, of)))
    note, card = documents
    assert made == (
        note.with_suffix(".pdf"),
        *(note.with_name(f"送货单-SH 1-{page}.png") for page in (1, 2, 3)),
        card.with_suffix(".pdf"),
        card.with_name("送货单-SH 1.png"),
    )
    for path in made:
        assert path.read_bytes().startswith(b"%PDF" if path.suffix == ".pdf" else b"\x89PNG")
    assert struct.unpack(">II", made[-1].read_bytes()[16:24]) == (1240, 1754)  # A4 at 150 dots
    assert {of for _, of in told} == {2}
    assert sorted(path.name for path in note.parent.iterdir()) == sorted(
        [note.name, *(path.name for path in made[:4])]
    )


def test_without_libreoffice_it_is_said_and_nothing_is_made(
    documents: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(CannotPrint) as problem:
        printed(documents, pdf=True, png=False)
    assert "没有找到 LibreOffice，只生成了 .xlsx" in problem.value.words.zh
    assert list(documents[0].parent.iterdir()) == [documents[0]]


@pytest.mark.parametrize("program", ["exit 0", "exit 1", "sleep 60"])
def test_a_libreoffice_that_makes_nothing_is_not_waited_for(
    documents: list[Path], program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "soffice"
    broken.write_text(f"#!/bin/sh\n{program}\n")
    broken.chmod(0o755)
    monkeypatch.setattr(printing, "_program", lambda: str(broken))
    monkeypatch.setattr(printing, "_PATIENCE", 0.3)
    monkeypatch.setattr(printing, "_EACH", 0.0)
    with pytest.raises(CannotPrint, match="没有生成 PDF"):
        printed(documents, pdf=True, png=True)
    assert list(documents[0].parent.iterdir()) == [documents[0]]


def test_what_cannot_be_put_beside_leaves_nothing_half_made(
    documents: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [path.with_suffix(".made") for path in documents]
    for path in made:
        path.write_bytes(b"%PDF")
    wanted = [(made[0], documents[0].with_suffix(".pdf")), (made[1], Path("/no/where.pdf"))]
    with pytest.raises(CannotPrint, match="无法写入"):
        printing.placed(wanted)
    assert not documents[0].with_suffix(".pdf").exists()
    assert not [path for path in documents[0].parent.iterdir() if path.suffix == ".part"]
