"""``python -m xlsales.derive`` writes what is made from the definitions; ``--check`` compares.

``--check`` names each file that is missing, out of date or no longer made, and exits 1 if there
is any; otherwise it prints nothing. A button whose icon does not exist is refused, and so are
tables that differ from those of a form version that offices have: ``--raise-form-version`` begins
the next.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xlsales.core.words import Lang
from xlsales.derive import form_versions, readers
from xlsales.derive.icons import NoSuchIcon, icons
from xlsales.documents.packing import is_same
from xlsales.forms.choices import Kind
from xlsales.forms.files import RELEASED
from xlsales.forms.former import text_of
from xlsales.forms.tables import TABLES
from xlsales.forms.versions import FORMS
from xlsales.resources import shipped_templates

DOCS = Path(__file__).resolve().parents[2] / "docs"
"""The reference pages; they are no part of the package."""
_ONLY_MADE = ("*.xlsx", "*.png")
"""Files of which a folder with made files holds none made by hand."""


def derived() -> dict[Path, bytes]:
    """Return every file that is made from the definitions, with its content."""
    versions = {form_versions.path(): _versions(), readers.path(): readers.written()}
    return {**versions, **dict([*_workbooks(), *_templates(), *icons(), *_pages()])}


def _versions(*, may_raise: bool = False) -> bytes:
    now = text_of(TABLES)
    return form_versions.written(form_versions.due(FORMS, now, RELEASED, may_raise=may_raise))


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
        for made in _ONLY_MADE:
            wrong += [path for path in folder.glob(made) if path not in files]
    return sorted(wrong)


def _same(path: Path, content: bytes) -> bool:
    found = path.read_bytes()
    return is_same(found, content) if path.suffix == ".xlsx" else found == content


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or check them; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m xlsales.derive", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument(
        form_versions.RAISE,
        dest="may_raise",
        action="store_true",
        help="begin a form version where the tables differ from those that offices have",
    )
    given = parser.parse_args(arguments)
    if given.may_raise:  # the rest is made by a program that has the new version
        form_versions.path().write_bytes(_versions(may_raise=True))
        return subprocess.run([sys.executable, "-m", "xlsales.derive"], check=False).returncode
    try:
        files = derived()
    except (NoSuchIcon, form_versions.Changed) as refused:
        sys.exit(str(refused))
    if given.check:
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
