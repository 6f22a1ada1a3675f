"""What is shipped is what the definitions make."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from xlsales.derive import __main__ as derive
from xlsales.documents.packing import is_same, parts_of, zipped


def test_the_shipped_files_are_up_to_date() -> None:
    assert derive.out_of_date(derive.derived()) == []


@pytest.fixture
def files(tmp_path: Path) -> dict[Path, bytes]:
    content = zipped({"a.xml": b'<a x="1" y="2"/>', "b.png": b"\x89PNG"})
    return {tmp_path / "有.xlsx": content}


@pytest.fixture
def icons(tmp_path: Path) -> dict[Path, bytes]:
    return {tmp_path / "icons" / "submit_16.png": b"\x89PNG drawn"}


def test_a_check_names_what_is_missing_changed_or_made_no_longer(
    files: dict[Path, bytes], tmp_path: Path
) -> None:
    (path,) = files
    assert derive.out_of_date(files) == [path]
    path.write_bytes(files[path])
    assert derive.out_of_date(files) == []
    path.write_bytes(zipped({"a.xml": b'<a x="1" y="3"/>', "b.png": b"\x89PNG"}))
    assert derive.out_of_date(files) == [path]
    path.write_bytes(files[path])
    (tmp_path / "旧.xlsx").write_bytes(b"")
    assert derive.out_of_date(files) == [tmp_path / "旧.xlsx"]


def test_an_icon_is_missed_compared_and_known_to_be_of_no_button(
    icons: dict[Path, bytes],
) -> None:
    (path,) = icons
    assert derive.out_of_date(icons) == [path]
    path.parent.mkdir()
    path.write_bytes(b"\x89PNG drawn otherwise")
    assert derive.out_of_date(icons) == [path]
    path.write_bytes(icons[path])
    (path.parent / "LICENSE").write_bytes(b"")
    assert derive.out_of_date(icons) == []
    (path.parent / "gone_16.png").write_bytes(b"")
    assert derive.out_of_date(icons) == [path.parent / "gone_16.png"]


def test_writing_brings_everything_up_to_date_and_the_check_then_says_nothing(
    files: dict[Path, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(derive, "derived", lambda: files)
    (tmp_path / "旧.xlsx").write_bytes(b"")
    assert derive.main(["--check"]) == 1
    assert capsys.readouterr().out.split() == [
        str(p) for p in sorted([*files, tmp_path / "旧.xlsx"])
    ]
    assert derive.main([]) == 0
    assert derive.main(["--check"]) == 0
    assert capsys.readouterr().out == ""
    assert sorted(tmp_path.iterdir()) == sorted(files)


def test_packages_are_compared_by_their_content(files: dict[Path, bytes]) -> None:
    (content,) = files.values()
    other = BytesIO()
    with ZipFile(other, "w", ZIP_STORED) as package:
        package.writestr("b.png", b"\x89PNG")
        package.writestr("a.xml", b"<a  y='2' x='1'></a>")
    assert is_same(content, other.getvalue())
    assert not is_same(content, zipped({**parts_of(content), "c.xml": b"<c/>"}))
