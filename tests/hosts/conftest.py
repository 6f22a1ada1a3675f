"""What passes for Excel runs the suites of real programs too, by ``make excel``.

``test_excel.py`` tries every member that the code for Excel uses, and is part of every run. With
the other suites in both programs a run takes more than twenty minutes on two cores.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BOTH = {"test_computed_live", "test_contract", "test_headers", "test_live", "test_reading"}
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the suites in what passes for Excel, unless they are asked for."""
    if os.environ.get("XLSALES_EXCEL"):
        return
    left = [
        item
        for item in items
        if _HERE in item.path.parents and item.path.stem in _BOTH and "excel" in _given(item)
    ]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


def _given(item: pytest.Item) -> str:
    return item.name.partition("[")[2]
