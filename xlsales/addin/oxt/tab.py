"""The tab of its own in LibreOffice's tabbed interface.

LibreOffice offers add-ins no tab: they share one called *Extension*. But it prefers a drawing of
the interface that lies in the person's profile to its own. So its ``notebookbar.ui`` is copied
there with one tab more. The copy belongs to the LibreOffice version that it was made from; when
that changes, ``stale`` says so, and installing again makes a new one.
"""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET  # reads only LibreOffice's own files
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from xlsales.addin.oxt.registry import address, grouped
from xlsales.buttons import TITLE, Button
from xlsales.core.words import Lang

FILES = ("notebookbar.ui", "notebookbar_compact.ui")
_MARK = "xlsales"  # begins the id of everything added
_NOTEBOOK = "sfxlo-NotebookbarTabControl"


def put(source: Path, profile: Path, buttons: Sequence[Button], lang: Lang) -> list[str]:
    """Write the copies into ``profile``; return the names of the files that could be made.

    A copy that somebody else made is left alone, and so is a file whose drawing is not as known.
    """
    made = []
    for name in FILES:
        target = _folder(profile) / name
        if not (source / name).is_file() or (target.exists() and not _ours(target)):
            continue
        original = (source / name).read_bytes()
        text = with_tab(original, buttons, lang)
        if text is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(f"{text}<!-- {_note(original)} -->\n", "utf-8")
            made.append(name)
    return made


def take(profile: Path) -> None:
    """Remove our copies from ``profile``, and the folders that held nothing else."""
    for name in FILES:
        target = _folder(profile) / name
        if _ours(target):
            target.unlink()
    folder = _folder(profile)
    top = profile / "user" / "config"
    with suppress(OSError):  # not empty, or never there
        while folder != top:
            folder.rmdir()
            folder = folder.parent


def there(profile: Path) -> bool:
    """Say whether a tab is in ``profile``."""
    return any(_ours(_folder(profile) / name) for name in FILES)


def stale(source: Path, profile: Path) -> bool:
    """Say whether a copy was made from another LibreOffice version's drawing."""
    for name in FILES:
        target, original = _folder(profile) / name, source / name
        if _ours(target) and original.is_file():
            last = target.read_text("utf-8").rstrip().rpartition("\n")[2]
            if _note(original.read_bytes()) not in last:
                return True
    return False


def with_tab(original: bytes, buttons: Sequence[Button], lang: Lang) -> str | None:
    """Return LibreOffice's drawing with our tab behind its own, None if it has no tabs."""
    try:
        root = ET.fromstring(original)  # noqa: S314 - LibreOffice's own file, not a person's
    except ET.ParseError:
        return None
    notebook = root.find(f".//object[@class='{_NOTEBOOK}']")
    if notebook is None:
        return None
    places = [
        int(p.text or 0) for p in notebook.findall("./child/packing/property[@name='position']")
    ]
    place = max(places, default=0) + 1
    label = TITLE.said(lang)
    # a page, then its label: a GtkNotebook's children come in pairs
    for text in (_page(buttons, place), _label(label, place)):
        notebook.append(ET.fromstring(text))  # noqa: S314 - made below
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _folder(profile: Path) -> Path:
    return profile / "user" / "config" / "soffice.cfg" / "modules" / "scalc" / "ui"


def _ours(file: Path) -> bool:
    return file.is_file() and f'id="{_MARK} Tab"' in file.read_text("utf-8", "replace")


def _note(original: bytes) -> str:
    return f"{_MARK}: made from {hashlib.sha256(original).hexdigest()}"


def _page(buttons: Iterable[Button], place: int) -> str:
    tools = [_tools(i, members) for i, (_, members) in enumerate(grouped(buttons))]
    boxes = "".join(_child(box, i) for i, box in enumerate(_separated(tools)))
    inner = _child(_object("sfxlo-PriorityMergedHBox", _MARK, boxes), 0, "True")
    return _child(_object("sfxlo-PriorityHBox", f"{_MARK} Tab", inner), place)


def _label(text: str, place: int) -> str:
    label = _object("GtkLabel", f"{_MARK}Label", _property("label", text))
    return (
        f'<child type="tab">{label}<packing><property name="position">{place}</property>'
        '<property name="tab_fill">False</property></packing></child>'
    )


def _separated(boxes: Sequence[str]) -> Iterable[str]:
    for i, box in enumerate(boxes):
        if i:
            yield _object("GtkSeparator", f"{_MARK}-line{i}", _property("orientation", "vertical"))
        yield box


def _tools(group: int, buttons: Sequence[Button]) -> str:
    """Draw a group: two rows of small pictures with their words beside them."""
    half = (len(buttons) + 1) // 2
    rows = "".join(
        _child(_row(f"{_MARK}-tools{group}-{i}", row), i)
        for i, row in enumerate((buttons[:half], buttons[half:]))
        if row
    )
    box = _object("GtkBox", f"{_MARK}-box{group}", _property("orientation", "vertical") + rows)
    return _object("VclOptionalBox", f"{_MARK}-Section{group}", _child(box, 0))


def _row(name: str, buttons: Iterable[Button]) -> str:
    items = "".join(
        _child(
            _object(
                "GtkToolButton", f"{_MARK}-{b.id}", _property("action_name", address(b)), bare=True
            ),
            None,
        )
        for b in buttons
    )
    return _object(
        "sfxlo-NotebookbarToolBox",
        name,
        _property("toolbar_style", "both-horiz") + _property("show_arrow", "False") + items,
    )


def _object(kind: str, name: str, inside: str, *, bare: bool = False) -> str:
    middle = "" if bare else _property("valign", "center") + _property("vexpand", "True")
    return (
        f"<object class={quoteattr(kind)} id={quoteattr(name)}>"
        f"{_property('visible', 'True')}{middle}{inside}</object>"
    )


def _property(name: str, value: str) -> str:
    return f"<property name={quoteattr(name)}>{escape(value)}</property>"


def _child(inside: str, place: int | None, expand: str = "False") -> str:
    packing = _property("expand", expand) + _property("fill", "True")
    packing += _property("homogeneous", "True") if place is None else ""
    packing += _property("position", str(place)) if place is not None else ""
    return f"<child>{inside}<packing>{packing}</packing></child>"
