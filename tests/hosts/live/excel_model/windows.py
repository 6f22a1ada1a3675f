"""What xlwings' Windows engine has, by its source: it can be imported on Windows alone.

Most of what it inherits from :mod:`xlwings.base_classes` raises ``NotImplementedError``.
"""

from __future__ import annotations

import ast
import importlib.util
from functools import cache


@cache
def _source(module: str) -> dict[str, ast.ClassDef]:
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    with open(spec.origin, encoding="utf-8") as file:  # noqa: PTH123  # one line for a path of a spec
        tree = ast.parse(file.read())
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


@cache
def members(name: str) -> frozenset[str]:
    """Return the members of a class of the Windows engine, but for those that only raise."""
    bases, classes = _source("xlwings.base_classes"), _source("xlwings._xlwindows")
    found: set[str] = set()
    waiting = [bases.get(name), classes.get(name)]
    while waiting:
        node = waiting.pop()
        if node is not None:
            waiting += [classes.get(base.id) for base in node.bases if isinstance(base, ast.Name)]
            found |= _assigned(node)
            found |= {
                each.name
                for each in node.body
                if isinstance(each, ast.FunctionDef) and not _only_raises(each)
            }
    return frozenset(found)


def _assigned(node: ast.ClassDef) -> set[str]:
    """Return the names set in a class, and those that it sets of itself when it is made."""
    made = [each for each in node.body if getattr(each, "name", "") == "__init__"]
    found = set()
    for part in (
        *made,
        *(each for each in node.body if isinstance(each, ast.Assign | ast.AnnAssign)),
    ):
        for each in ast.walk(part):
            targets = each.targets if isinstance(each, ast.Assign) else []
            if isinstance(each, ast.AnnAssign):
                targets = [each.target]
            found |= {
                one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "")
                for one in targets
            }
    return found


def _only_raises(function: ast.FunctionDef) -> bool:
    body = [each for each in function.body if not isinstance(each, ast.Expr)]
    return len(body) == 1 and isinstance(body[0], ast.Raise)


def asked(name: str, member: str) -> frozenset[str]:
    """Return what a member of one of xlwings' own classes asks the engine's object for."""
    node = _source("xlwings.main").get(name)
    return frozenset(
        inner.attr
        for each in (node.body if node else ())
        if isinstance(each, ast.FunctionDef) and each.name == member
        for inner in ast.walk(each)
        if isinstance(inner, ast.Attribute)
        and isinstance(inner.value, ast.Attribute)
        and inner.value.attr == "impl"
        and isinstance(inner.value.value, ast.Name)
        and inner.value.value.id == "self"
    )


def classes() -> frozenset[str]:
    """Return the names of xlwings' own classes."""
    return frozenset(_source("xlwings.main"))
