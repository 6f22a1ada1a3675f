"""The programs that a workbook is open in: LibreOffice, and what passes for Excel in its window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import pytest

from tests.desktop import Desktop, require_desktop
from tests.hosts.live.excel_model.facade import InExcel

Program: TypeAlias = Desktop | InExcel

in_libreoffice = pytest.mark.parametrize("desktop", ["libreoffice"], indirect=True)
"""A test of what LibreOffice alone has: its undo, its styles, its keys."""


@pytest.fixture(scope="module")
def libreoffice() -> Iterator[Desktop]:
    require_desktop()
    with Desktop() as opened:
        yield opened


@pytest.fixture(scope="module")
def excel(libreoffice: Desktop) -> InExcel:
    return InExcel(libreoffice)


@pytest.fixture(scope="module", params=["libreoffice", "excel"])
def desktop(request: pytest.FixtureRequest) -> Program:
    found: Program = request.getfixturevalue(request.param)
    return found
