"""Chinese is written with full-width punctuation, wherever a person reads it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import xlsales

PACKAGE = Path(xlsales.__file__).parent
# a comma, colon, semicolon or stop right behind a Chinese character
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”》][,;:?!](?=[\u4e00-\u9fff“《{]|$)")
FILES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    # what people type is read there, in either width
    if path.relative_to(PACKAGE).as_posix() != "core/typed.py"
)


def texts(tree: ast.AST) -> list[str]:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and id(node) not in docstrings
    ]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_half_width_punctuation_in_chinese(path: Path) -> None:
    wrong = [text for text in texts(ast.parse(path.read_text("utf-8"))) if HALF_WIDTH.search(text)]
    assert wrong == []


def test_the_check_knows_both_widths() -> None:
    assert HALF_WIDTH.search("好" + "," + "请看")
    assert not HALF_WIDTH.search("好" + "\uff0c" + "请看")
