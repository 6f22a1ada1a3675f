"""Every page and heading that code, tests and pages cite is there.

A page is cited by its name, and a heading of it in stars: flow.md, *Order states*. A name without
a folder is a page of ``docs/spec`` or ``docs/dev``; any other is a path from the repository's
root. What stands in code marks after it must stand so in the page: cli.md, ``left_out``.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOMES = (ROOT / "docs" / "spec", ROOT / "docs" / "dev")

_CITED = re.compile(
    r"(?<![\w./-])(?P<page>(?:[\w.-]+/)*[\w-]+\.(?:md|csv))\b"
    r"(?P<more>(?:(?:,| and) (?:\*[^*]+\*|``[^`]+``))*)",
    re.ASCII,
)
_MORE = re.compile(r"\*(?P<heading>[^*]+)\*|``(?P<code>[^`]+)``")
_UNMARKED = re.compile(r"[\w-]\.(?:md|csv), [A-Z“\"]|``[\w./-]+\.(?:md|csv)``")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)|!\[[^\]]*\]\((?P<image>[^)\s]+)\)")
_FILE = re.compile(r"`(?P<path>[\w.-]+(?:/[\w.-]+)+\.(?:py|md|csv|toml|yaml|yml))`(?!, a new file)")
_CLAUSE = re.compile(r"regulation (?P<part>\([一二三四五]\))")


# --- pages -----------------------------------------------------------------------------------


def page_of(name: str, base: Path = ROOT) -> Path | None:
    """Return the page that a citation names, or None."""
    places = [home / name for home in HOMES] if "/" not in name else []
    return next((p for p in [*places, base / name, ROOT / name] if p.is_file()), None)


@cache
def headings_of(page: Path) -> tuple[str, ...]:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return tuple(
        re.sub(r"[`*]", "", found) for found in re.findall(r"^#+ (.+?) *$", text, re.MULTILINE)
    )


def anchor_of(heading: str) -> str:
    """Return the anchor that a heading has on a page as it is shown."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# --- citations -------------------------------------------------------------------------------


def troubles(text: str, base: Path = ROOT) -> Iterator[str]:
    """Yield what is wrong with the citations of a text whose lines are joined."""
    for found in _CITED.finditer(text):
        page = page_of(found["page"], base)
        if page is None:
            yield f"no page {found['page']}"
            continue
        for more in _MORE.finditer(found["more"]):
            if more["heading"] and more["heading"] not in headings_of(page):
                yield f"{found['page']} has no heading “{more['heading']}”"
            if more["code"] and not has_code(page, more["code"]):
                yield f"{found['page']} does not have {more['code']}"
    for found in _UNMARKED.finditer(text):
        yield f"a heading is cited in stars, a page without marks: {found[0]}"
    parts = headings_of(HOMES[0] / "duties.md")
    for found in _CLAUSE.finditer(text):
        if not any(found["part"].strip("()") in re.findall(r"[一-五]", part) for part in parts):
            yield f"duties.md has no part {found['part']} of the regulation"


def has_code(page: Path, code: str) -> bool:
    text = page.read_text("utf-8")
    if page.suffix == ".csv":
        cells = re.escape(code.replace(".", ","))
        return re.search(rf"^\w+,{cells},", text, re.MULTILINE) is not None
    return re.search(rf"[`{{ ]{re.escape(code)}\b", text) is not None


def joined(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def told_in(path: Path) -> Iterator[str]:
    """Yield docstrings and comments of a file; of other texts the paths of pages in them."""
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        comments = re.findall(r"^\s*[#'] ?(.*)$", source, re.MULTILINE)
        yield joined(" ".join(comments))
        return
    if not re.search(r"\.(?:md|csv)\b|regulation \(", source):
        return  # most files cite nothing
    tree = ast.parse(source)
    told = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            told.add(id(node.value))
            if isinstance(node.value.value, str):
                yield joined(node.value.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from re.findall(r"\bdocs/[\w/-]+\.(?:md|csv)\b", node.value)
    lines = io.StringIO(source).readline
    comments = [t.string for t in tokenize.generate_tokens(lines) if t.type == tokenize.COMMENT]
    yield joined(" ".join(comment.lstrip("#: ") for comment in comments))


FOLDERS = ("xlsales", "tests", "bench")
CODE = [
    *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))),
    *sorted((ROOT / "xlsales").rglob("*.bas")),
    *(ROOT / name for name in ("pyproject.toml", "Makefile", ".importlinter")),
]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("folder", sorted({p.relative_to(ROOT).parts[0] for p in CODE}))
def test_what_code_cites_is_there(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {trouble}"
        for path in CODE
        if path.relative_to(ROOT).parts[0] == folder
        for text in told_in(path)
        for trouble in troubles(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_a_page_cites_is_there(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    wrong = []
    for found in _LINK.finditer(text):
        target, _, anchor = (found["target"] or found["image"]).partition("#")
        if re.match(r"\w+:", target):
            continue
        linked = (page.parent / target).resolve() if target else page
        if not linked.exists():
            wrong.append(f"no file {target}")
        elif anchor and anchor not in map(anchor_of, headings_of(linked)):
            wrong.append(f"{target or page.name} has no anchor {anchor}")
    wrong += [f"no file {path}" for path in _FILE.findall(text) if not is_file(path)]
    plain = re.sub(r"`[^`]*`", "", _LINK.sub(cited_name, text))
    wrong += troubles(joined(plain), page.parent)
    assert wrong == []


def pictures_of(page: Path) -> set[Path]:
    """Return the pictures that a page shows."""
    links = _LINK.finditer(page.read_text("utf-8"))
    return {(page.parent / link["image"]).resolve() for link in links if link["image"]}


def test_pages_show_pictures_of_their_own_language_and_no_picture_is_left_over() -> None:
    pictures = ROOT / "docs" / "pictures"
    shown = {page: pictures_of(page) for page in PAGES}
    for lang, readme in (("en", "README.md"), ("zh", "README.zh.md")):
        own = [page for page in PAGES if page.parent.name == lang or page == ROOT / readme]
        for page in own:
            assert {path.parent for path in shown[page]} <= {pictures / lang}, page
    assert set(pictures.rglob("*.png")) == set().union(*shown.values())


def is_file(path: str) -> bool:
    return any((place / path).is_file() for place in (ROOT, ROOT / "xlsales"))


def cited_name(link: re.Match[str]) -> str:
    """Return a link to a page as the citation that it is, since a heading may follow it."""
    target = link["target"] or ""
    return f" {target}" if target.endswith(".md") and ":" not in target else " "


@pytest.mark.parametrize(
    "text",
    [
        "see nowhere.md for it",
        "see docs/../nowhere.md",
        "(flow.md, *Order state*)",
        "(flow.md, *Numbers* and *Order state*)",
        "(flow.md, *Numbers*, *Order state*)",
        "(cli.md, ``left_in``)",
        "(columns.csv, ``orders.marked``)",
        "(flow.md, Numbers)",
        "as ``flow.md`` says",
        "regulation (五) 3",
    ],
)
def test_what_is_not_there_is_told(text: str) -> None:
    assert list(troubles(text))


@pytest.mark.parametrize(
    "text",
    [
        "(flow.md, *Numbers* and *Order states*; regulation (三) 1)",
        "(cli.md, ``left_out``)",
        "(columns.csv, ``orders.market``)",
        "docs/en/limits.md says it, flow.md, *Validation*: all of it",
    ],
)
def test_what_is_there_is_not_told(text: str) -> None:
    assert not list(troubles(text))
