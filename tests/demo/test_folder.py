"""Where the demonstration goes, and what it leaves alone."""

from pathlib import Path

import pytest

from xlsales.demo.folder import MARK, built
from xlsales.office.folder import HIDDEN
from xlsales.office.unusable import Unusable


def _make(root: Path, name: str) -> None:
    with built(root) as place:
        (place / HIDDEN).mkdir()
        (place / name).write_text(name)


def _names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


@pytest.mark.parametrize("there", [False, True])
def test_goes_into_a_new_or_an_empty_folder(tmp_path: Path, there: bool) -> None:
    root = tmp_path / "展示" / "demo"
    if there:
        root.mkdir(parents=True)
    _make(root, "甲")
    assert _names(root) == [HIDDEN, "甲"]
    assert (root / HIDDEN / MARK).is_file()
    assert _names(root.parent) == ["demo"]


def test_takes_the_place_of_an_earlier_demonstration(tmp_path: Path) -> None:
    _make(tmp_path / "demo", "甲")
    _make(tmp_path / "demo", "乙")
    assert _names(tmp_path / "demo") == [HIDDEN, "乙"]
    assert _names(tmp_path) == ["demo"]


def test_leaves_anything_else_alone(tmp_path: Path) -> None:
    root = tmp_path / "office"
    (root / HIDDEN).mkdir(parents=True)
    with pytest.raises(Unusable, match="已有其他内容"):
        _make(root, "甲")
    assert _names(root) == [HIDDEN]
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(Unusable):
        _make(file, "甲")


def test_a_failure_leaves_all_as_it_was(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    _make(root, "甲")

    def fail() -> None:
        with built(root) as place:
            (place / "乙").write_text("")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert _names(root) == [HIDDEN, "甲"]
    assert _names(tmp_path) == ["demo"]


def test_a_failed_exchange_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "demo"
    _make(root, "甲")
    rename = Path.rename

    def held(self: Path, target: Path) -> Path:
        if self.name == "乙":
            raise PermissionError(13, "in use", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(Unusable, match="乙"):
        _make(root, "乙")
    assert _names(root) == [HIDDEN, "甲"]
    assert _names(tmp_path) == ["demo"]
