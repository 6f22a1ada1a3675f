"""The pictures of docs/en/gallery.md and docs/zh/gallery.md, from the demonstration.

``python -m tests.gallery zh demo-office`` and ``python -m tests.gallery en demo-en`` make them anew
(``xlsales demo demo-en --lang en``). It takes LibreOffice and pdftoppm, and a minute.
"""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tests.office.soffice import converted
from xlsales.core.words import Lang, Words
from xlsales.documents.void import voided

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
PDFTOPPM = shutil.which("pdftoppm") or "pdftoppm"
PDFTOTEXT = shutil.which("pdftotext") or "pdftotext"
RESOLUTION = 72
FINANCE = {Lang.ZH: "许静", Lang.EN: "Xu Jing"}

PLACES: Mapping[str, tuple[str, str, int | Words]] = {
    "task-plan": ("计划/任务计划单-RW-202610-01-A*", "Plan/Task plan-RW-202610-01-A*", 1),
    "trade-request": ("计划/外购需求单-*", "Plan/Trade request-*", 1),
    "delivery-note": ("送货/送货单-SH-202610-CLJ-001*", "Delivery/Delivery note-SH-202610-CLJ-001*", 2),
    "tracking-card": ("跟踪/产品质量跟踪卡-*", "Tracking/Tracking card-*", 1),
    "customer-card": ("跟踪/客户卡-*", "Tracking/Customer card-*", 1),
    "statement": ("回款/对账单-*", "Collection/Statement-*", 2),
    "score": ("考核/考核表-2026-11*", "Appraisal/Score sheet-2026-11*", 1),
    "dashboard": ("考核/考核表-2026-11*", "Appraisal/Score sheet-2026-11*", 2),
    "analysis": ("考核/月度分析-*", "Appraisal/Monthly analysis-*", 1),
    "register": ("承揽登记/承揽登记-孙伟-*", "Register/Register-Sun Wei-*", 1),
    "plan-lines": ("计划/计划台账-*", "Plan/Plan-2*", 1),
    "load-chart": ("计划/计划台账-*", "Plan/Plan-2*", Words("负荷图", "Load chart")),
}  # fmt: skip
"""Where each paper lies in an office, and its page that is shown: which one, or what it says."""

UPPER = frozenset({"load-chart"})
"""Of these the upper part is shown, larger: there is nothing below."""


def main(lang: Lang, office: Path) -> None:
    """Make the pictures of a language."""
    target = PICTURES / str(lang)
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        copy = folder / "office"
        shutil.copytree(office, copy)
        papers: dict[str, tuple[Path, int | Words]] = {
            name: (next(copy.glob(zh if lang is Lang.ZH else en)), page)
            for name, (zh, en, page) in PLACES.items()
        }
        papers |= {
            f"letter-{stage}": (path, 1) for stage, path in _letters(copy, FINANCE[lang]).items()
        }
        void = folder / "made.xlsx"
        void.write_bytes(voided(papers["delivery-note"][0].read_bytes(), lang))
        papers["void"] = void, 2
        flat: dict[Path, Path] = {}
        for path, _ in papers.values():  # names of their own, in one folder
            if path not in flat:
                flat[path] = folder / f"{len(flat)}.xlsx"
                shutil.copyfile(path, flat[path])
        pdfs = dict(zip(flat, converted([*flat.values()], folder, "pdf"), strict=True))
        for name, (path, page) in papers.items():
            number = page if isinstance(page, int) else _saying(pdfs[path], page.said(lang))
            picture = target / f"{name}.png"
            picture.write_bytes(small(_drawn(pdfs[path], number, upper=name in UPPER)))
            sys.stdout.write(f"{picture} {picture.stat().st_size}\n")


def _saying(pdf: Path, text: str) -> int:
    """Return the number of the first page that says something."""
    said = subprocess.run([PDFTOTEXT, pdf, "-"], capture_output=True, text=True, check=True).stdout
    return 1 + next(number for number, page in enumerate(said.split("\f")) if text in page)


def _letters(office: Path, user: str) -> Mapping[str, Path]:
    """Have letters written; return the longest of each stage."""
    command = [sys.executable, "-m", "xlsales", "dun", str(office), "--today", "2026-12-31"]
    command += ["--user", user, "--json"]
    said: Any = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    found: dict[str, tuple[int, Path]] = {}
    for letter, file in zip(said["letters"], said["files"], strict=True):
        if letter["invoices"] > found.get(letter["stage"], (0,))[0]:
            found[letter["stage"]] = letter["invoices"], office / file
    return {stage: path for stage, (_, path) in found.items()}


def _drawn(pdf: Path, page: int, *, upper: bool = False) -> bytes:
    """Return a page as a picture of plain red, green, blue (PPM)."""
    options = ["-r", str(RESOLUTION), "-f", str(page), "-l", str(page)]
    if upper:
        options[1:2] = [str(RESOLUTION * 2), "-x", "0", "-y", "0", "-W", "1684", "-H", "640"]
    return subprocess.run([PDFTOPPM, *options, pdf], capture_output=True, check=True).stdout


def small(picture: bytes) -> bytes:
    """Return a picture as a PNG of 16 colours, or of 256 where more than grey is on it."""
    _, size, _, data = picture.split(b"\n", 3)
    width, high = map(int, size.split())
    coarse = data.translate(bytes((each + 8) // 17 * 17 for each in range(256)))
    pixels = [coarse[at : at + 3] for at in range(0, len(coarse), 3)]
    colours = [colour for colour, _ in Counter(pixels).most_common(256)]
    few = len(colours) <= 16
    index = {colour: number for number, colour in enumerate(colours)}
    for pixel in set(pixels) - index.keys():
        index[pixel] = min(range(len(colours)), key=partial(_distance, pixel, colours))
    rows = []
    for top in range(0, width * high, width):
        row = bytes(index[pixel] for pixel in pixels[top : top + width])
        if few:
            row += b"\0" * (width % 2)
            row = bytes(a << 4 | b for a, b in zip(row[::2], row[1::2], strict=True))
        rows.append(b"\0" + row)
    head = struct.pack(">IIBBBBB", width, high, 4 if few else 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content)
        for kind, content in (
            (b"IHDR", head), (b"PLTE", b"".join(colours)),
            (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""),
        )
    )  # fmt: skip


def _distance(pixel: bytes, colours: list[bytes], number: int) -> int:
    return sum((a - b) ** 2 for a, b in zip(pixel, colours[number], strict=True))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


if __name__ == "__main__":
    main(Lang(sys.argv[1]), Path(sys.argv[2]))
