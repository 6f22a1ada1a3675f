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
CHINESE = re.compile(r"[\u3001\u3002\uff0c\u4e00-\u9fff]")
FILES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    # what people type is read there, in either width
    if path.relative_to(PACKAGE).as_posix() != "core/typed.py"
)


def texts(tree: ast.AST) -> list[str]:
    """Every text of a module but its docstrings; what an f-string fills in stands as a word."""
    found, inside = [], {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
            parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
            if any(CHINESE.search(str(part or "")) for part in parts):
                found.append("".join("\u4e2d" if part is None else str(part) for part in parts))
        elif isinstance(node, ast.Constant) and id(node) not in inside:
            found.append(str(node.value))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_half_width_punctuation_in_chinese(path: Path) -> None:
    wrong = [text for text in texts(ast.parse(path.read_text("utf-8"))) if HALF_WIDTH.search(text)]
    assert wrong == []


def test_the_check_knows_both_widths() -> None:
    assert HALF_WIDTH.search("好" + "," + "请看")
    assert not HALF_WIDTH.search("好" + "\uff0c" + "请看")
