"""Documents as PDFs and pictures beside their workbooks, by a LibreOffice without a window.

One LibreOffice, with a profile of its own, makes those of a whole batch; nothing of a document
appears under its name before all of them are made. PDFs need the program alone, pictures its
Python bridge, too.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from xlsales.core.words import Words

Progress = Callable[[int, int], None]
"""Is told how many of how many are done."""

RESOLUTION = 150
"""Dots an inch of a picture: a page of A4 has 1240 × 1754."""

_PATIENCE, _EACH = 60.0, 10.0
"""Seconds that LibreOffice may take to start, and for each document."""

_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


class CannotPrint(Exception):
    """No PDF or picture can be made here; ``words`` say why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        """Take the sentence in both languages."""
        super().__init__(zh)
        self.words = Words(zh, en)


def printed(
    documents: Sequence[Path], *, pdf: bool, png: bool, progress: Progress = lambda *_: None
) -> tuple[Path, ...]:
    """Put a PDF, a picture of each page, or both beside each document; return the files.

    Former ones of the same name are replaced: they are of the same document.

    Raises:
        CannotPrint: there is no LibreOffice, or it did not make them; then there is none of them.
    """
    program = _program()
    with tempfile.TemporaryDirectory(prefix="xlsales-", ignore_cleanup_errors=True) as held:
        folder = Path(held)
        copies = []
        for number, document in enumerate(documents):
            copies.append(folder / f"{number}.xlsx")  # short names, and no two alike
            shutil.copyfile(document, copies[-1])
        made = _pdfs(program, folder, copies, progress)
        pictures = _pictures(program, folder, copies, made) if png else {}
        wanted: list[tuple[Path, Path]] = []
        for document, copy in zip(documents, copies, strict=True):
            if pdf:
                wanted.append((made[copy], document.with_suffix(".pdf")))
            pages = pictures.get(copy, [])
            for page, picture in enumerate(pages, 1):
                name = f"{document.stem}-{page}" if len(pages) > 1 else document.stem
                wanted.append((picture, document.with_name(f"{name}.png")))
        return placed(wanted)


def _program() -> str:
    from xlsales.libreoffice.bridge import NoLibreOffice
    from xlsales.libreoffice.launch import find_soffice

    try:
        found = find_soffice()
    except NoLibreOffice as trouble:
        raise CannotPrint(
            "没有找到 LibreOffice，只生成了 .xlsx。请在 Excel 中打开后另存为 PDF，或安装 LibreOffice。",
            "There is no LibreOffice here, so there is the .xlsx alone. Open it in Excel and save "
            "it as PDF, or install LibreOffice.",
        ) from trouble
    waiting = Path(found).with_suffix(".com")  # on Windows the one that ends when it is done
    return str(waiting) if waiting.is_file() else found


def _failed() -> CannotPrint:
    return CannotPrint(
        "LibreOffice 没有生成 PDF，只有 .xlsx。请打开单据后另存为 PDF。",
        "LibreOffice made no PDF, so there is the .xlsx alone. Open the document and save it as "
        "PDF.",
    )


def _pdfs(
    program: str, folder: Path, copies: Sequence[Path], progress: Progress
) -> dict[Path, Path]:
    """Have all documents converted by one LibreOffice."""
    out = folder / "pdf"
    out.mkdir()
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(out)),
        *(copy.name for copy in copies),
    ]
    made = {copy: out / f"{copy.stem}.pdf" for copy in copies}
    running = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + _PATIENCE + _EACH * len(copies)
    while running.poll() is None:
        if time.monotonic() > end:
            running.kill()
            running.wait()
            raise _failed()
        progress(sum(path.is_file() for path in made.values()), len(copies))
        time.sleep(0.05)
    if not all(path.is_file() and path.stat().st_size for path in made.values()):
        raise _failed()
    return made


def _pictures(
    program: str, folder: Path, copies: Sequence[Path], pdfs: dict[Path, Path]
) -> dict[Path, list[Path]]:
    """Have a picture made of every page: LibreOffice draws the first page of a PDF alone.

    So each page is exported by itself, and drawn.
    """
    from xlsales.libreoffice import bridge
    from xlsales.libreoffice.launch import Launched

    try:
        bridge.load_uno()
    except bridge.NoLibreOffice as trouble:
        raise CannotPrint(
            "没有找到 LibreOffice 的 Python 接口（python3-uno），不能存成图片，可以存成 PDF。",
            "LibreOffice's bridge to Python (python3-uno) is not here, so there are no pictures; "
            "PDFs can be made.",
        ) from trouble
    launched = Launched(program, visible=False, env={"PDFIMPORT_RESOLUTION_DPI": f"{RESOLUTION}"})
    try:
        context = bridge.remote_context(launched.pipe, _PATIENCE)
        return {
            copy: _pages(context, copy, len(_PAGE.findall(pdfs[copy].read_bytes())), folder)
            for copy in copies
        }
    except (bridge.NoLibreOffice, OSError, RuntimeError, bridge.failure()) as trouble:
        raise CannotPrint(
            "LibreOffice 没有生成图片，只有 .xlsx。请打开单据后截图，或存成 PDF。",
            "LibreOffice made no pictures, so there is the .xlsx alone. Open the document, or save "
            "it as PDF.",
        ) from trouble
    finally:
        launched.end(0)


def _pages(context: object, copy: Path, count: int, folder: Path) -> list[Path]:
    from xlsales.libreoffice.bridge import load_uno, properties, service, url_of

    options = properties(Hidden=True, ReadOnly=True, OnMainThread=True)
    desktop = service(context, "com.sun.star.frame.Desktop")
    graphics = service(context, "com.sun.star.graphic.GraphicProvider")
    document = desktop.loadComponentFromURL(url_of(copy), "_blank", 0, options)
    found = []
    for page in range(1, count + 1):
        single, picture = folder / "page.pdf", folder / f"{copy.stem}-{page}.png"
        pages = load_uno().Any(
            "[]com.sun.star.beans.PropertyValue", properties(PageRange=str(page))
        )
        document.storeToURL(
            url_of(single), properties(FilterName="calc_pdf_Export", FilterData=pages)
        )
        drawn = graphics.queryGraphic(properties(URL=url_of(single)))
        graphics.storeGraphic(drawn, properties(URL=url_of(picture), MimeType="image/png"))
        found.append(picture)
    document.close(True)
    return found


def placed(wanted: Sequence[tuple[Path, Path]]) -> tuple[Path, ...]:
    """Put what was made beside its documents: first all of it into the folder, then the names.

    ``wanted`` are the files that were made, each with where it goes.

    Raises:
        CannotPrint: one cannot be written, being open somewhere, say.
    """
    beside = []
    try:
        for made, path in wanted:
            part = path.with_name(f".{path.name}.part")
            beside.append((part, path))
            shutil.copyfile(made, part)
        for part, path in beside:
            Path(part).replace(path)
    except OSError as trouble:
        for part, _ in beside:
            part.unlink(missing_ok=True)
        raise CannotPrint(
            f"PDF 或图片无法写入（{trouble.strerror}），请关闭正在打开的同名文件后再试。",
            f"The PDF or picture cannot be written ({trouble.strerror}); close what is open under "
            "its name and try again.",
        ) from trouble
    return tuple(path for _, path in beside)
