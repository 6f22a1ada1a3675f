"""The score workbook and the analysis, part by part, as they were last looked at."""

import pytest

from tests.documents.golden_managers import kept, made, texts


@pytest.mark.parametrize("folder", ["golden-score", "golden-analysis"])
def test_each_part_says_what_it_said(folder: str) -> None:
    """``python -m tests.documents.golden_managers`` writes anew what is meant to differ."""
    now, was = texts(made()[folder]), kept(folder)
    assert now.keys() == was.keys()
    for name in now:
        assert now[name].splitlines() == was[name].splitlines(), name
