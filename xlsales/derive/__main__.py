"""``python -m xlsales.derive`` writes what is made from the definitions; ``--check`` compares.

``--check`` names each file that is missing, out of date or no longer made, and exits 1 if there
is any; otherwise it prints nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xlsales.core.words import Lang
from xlsales.documents.package import is_same
from xlsales.forms.choices import Kind
from xlsales.resources import shipped_templates

DOCS = Path(__file__).resolve().parents[2] / "docs"
"""The reference pages; they are no part of the package."""


def derived() -> dict[Path, bytes]:
    """Return every file that is made from the definitions, with its content."""
    return dict([*_workbooks(), *_templates(), *_pages()])


def _workbooks() -> Iterator[tuple[Path, bytes]]:
    from xlsales.derive.blank import blank_workbook
    from xlsales.derive.new import blank_path

    for lang in Lang:
        for kind in Kind:
            yield blank_path(kind, lang), blank_workbook(kind, lang)


def _templates() -> Iterator[tuple[Path, bytes]]:
    from xlsales.derive.form_templates import templates

    for lang in Lang:
        for name, content in templates(lang).items():
            yield shipped_templates() / str(lang) / name, content


def _pages() -> Iterator[tuple[Path, bytes]]:
    from xlsales.derive.reference import pages

    for lang in Lang:
        for name, text in pages(lang).items():
            yield DOCS / str(lang) / name, text.encode()


def out_of_date(files: Mapping[Path, bytes]) -> list[Path]:
    """Return the files that differ from what is made now, are missing, or are made no longer."""
    wrong = [
        path for path, content in files.items() if not path.is_file() or not _same(path, content)
    ]
    for folder in {path.parent for path in files}:
        wrong += [path for path in folder.glob("*.xlsx") if path not in files]
    return sorted(wrong)


def _same(path: Path, content: bytes) -> bool:
    found = path.read_bytes()
    return is_same(found, content) if path.suffix == ".xlsx" else found == content


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or check them; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m xlsales.derive", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    files = derived()
    if parser.parse_args(arguments).check:
        wrong = out_of_date(files)
        sys.stdout.writelines(f"{path}\n" for path in wrong)
        return 1 if wrong else 0
    for path in out_of_date(files):
        if path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path])
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
