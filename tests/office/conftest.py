"""An office with two orders typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.people import type_rows
from tests.office.branch import ORDER, REGISTER, founded


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("office") / "办公 室"
    founded(root)
    type_rows(root / REGISTER, "orders", ORDER, {**ORDER, "quantity": "5件"})
    return root


@pytest.fixture
def office(_made: Path, tmp_path: Path) -> Path:
    root = tmp_path / "办公 室"
    shutil.copytree(_made, root)
    return root
