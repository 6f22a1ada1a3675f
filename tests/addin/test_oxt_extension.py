"""The LibreOffice add-in says of every button what the list of buttons says, and no more."""

from __future__ import annotations

import ast
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from pathlib import Path

import pytest

from xlsales.addin.oxt import build, names
from xlsales.addin.oxt.extension import HANDLER_FILE, PICKED_FILE, members
from xlsales.addin.oxt.registry import address, grouped, picture
from xlsales.addin.oxt.tab import with_tab
from xlsales.buttons import BUTTONS, BY_ID, TITLE, Button
from xlsales.core.text import GAP
from xlsales.core.words import Lang, Words
from xlsales.derive.icons import BIG, SMALL, STRIPS, strip_of
from xlsales.resources import shipped_icons

OOR = "{http://openoffice.org/2001/registry}"
XML = "{http://www.w3.org/XML/1998/namespace}"
FILES = members()


def read(data: bytes | str) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - what the test itself made


def parsed(name: str) -> ET.Element:
    return read(FILES[name])


def node(root: ET.Element, *path: str) -> ET.Element:
    for name in path:
        found = root.find(f"node[@{OOR}name='{name}']")
        assert found is not None, name
        root = found
    return root


def texts(root: ET.Element, name: str) -> Words | str:
    """A property of a node: in both languages, or its one value."""
    values = root.findall(f"prop[@{OOR}name='{name}']/value")
    if len(values) == 1:
        return values[0].text or ""
    by = {value.get(f"{XML}lang"): value.text or "" for value in values}
    return Words(by["zh-CN"], by["en-US"])


def members_of(root: ET.Element) -> list[ET.Element]:
    """A set's members as LibreOffice sorts them: by name."""
    return sorted(root.findall("node"), key=lambda n: n.get(f"{OOR}name", ""))


def tip(button: Button) -> Words:
    return Words(f"{button.words.zh}：{button.help.zh}", f"{button.words.en}: {button.help.en}")


def test_it_is_made_the_same_every_time(tmp_path: Path) -> None:
    one, two = build(tmp_path / "one.oxt"), build(tmp_path)
    assert two == tmp_path / "xlsales.oxt"
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as package:
        assert package.testzip() is None
        assert {i.date_time for i in package.infolist()} == {(2020, 1, 1, 0, 0, 0)}
        assert {i.compress_type for i in package.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".xcu", ".xml"))])
def test_xml_is_well_formed(name: str) -> None:
    parsed(name)


def test_the_manifest_names_what_is_there() -> None:
    paths = {
        entry.get("{http://openoffice.org/2001/manifest}full-path")
        for entry in parsed("META-INF/manifest.xml")
    }
    assert paths == {name for name in FILES if name.endswith(".xcu")} | {HANDLER_FILE}


def test_the_menu_has_a_submenu_a_group() -> None:
    (menu,) = node(parsed("Addons.xcu"), "AddonUI", "OfficeMenuBar").findall("node")
    assert texts(menu, "Title") == TITLE
    assert texts(menu, "Context") == "com.sun.star.sheet.SpreadsheetDocument"
    shown = [
        (
            texts(sub, "Title"),
            [(texts(i, "URL"), texts(i, "Title")) for i in members_of(node(sub, "Submenu"))],
        )
        for sub in members_of(node(menu, "Submenu"))
    ]
    assert shown == [
        (group, [(address(b), b.words) for b in buttons]) for group, buttons in grouped(BUTTONS)
    ]


def test_the_toolbar_has_every_button_and_a_line_between_groups() -> None:
    toolbar = node(parsed("Addons.xcu"), "AddonUI", "OfficeToolBar", names.IDENTIFIER)
    shown = [str(texts(item, "URL")) for item in members_of(toolbar)]
    assert "|".join(shown).split("|private:separator|") == [
        "|".join(map(address, buttons)) for _, buttons in grouped(BUTTONS)
    ]
    items = {texts(i, "URL"): i for i in members_of(toolbar)}
    for button in BUTTONS:
        assert texts(items[address(button)], "Title") == button.words  # beside its picture
        assert texts(items[address(button)], "Context").endswith("SpreadsheetDocument")  # type: ignore[union-attr] # has one value
    # with it LibreOffice 7.4 sends each click twice
    assert b"ControlType" not in FILES["Addons.xcu"]


def test_the_toolbar_has_a_title_and_is_shown_on_top() -> None:
    state = node(parsed("CalcWindowState.xcu"), "UIElements", "States", names.TOOLBAR)
    assert texts(state, "UIName") == TITLE
    assert (texts(state, "Docked"), texts(state, "DockingArea")) == ("true", "0")
    assert texts(state, "Visible") == "true"
    assert texts(state, "Style") == "2"  # pictures and words


def test_an_address_says_in_which_workbooks_a_button_is_shown() -> None:
    for button in BUTTONS:
        protocol, path = address(button).split(":")
        where, _, name = path.partition("/")
        assert (f"{protocol}:", name) == (names.PROTOCOL, button.id)
        if button.id == "doctor":
            assert where == "any"
        else:
            assert where.split(".") == list(button.kinds)


def test_the_daily_five_have_keys_that_libreoffice_leaves_free() -> None:
    modules = node(parsed("Accelerators.xcu"), "PrimaryKeys", "Modules")
    keys = node(modules, "com.sun.star.sheet.SpreadsheetDocument")
    given = {key.get(f"{OOR}name"): texts(key, "Command") for key in keys}
    daily = {"E": "validate", "I": "refresh", "D": "today", "W": "pick", "A": "submit"}
    assert given == {f"{key}_SHIFT_MOD1": address(BY_ID[name]) for key, name in daily.items()}


def test_the_handler_is_told_of_opened_documents() -> None:
    jobs = parsed("Jobs.xcu")
    assert texts(node(jobs, "Jobs", names.OPENED), "Service") == names.OPENED
    node(jobs, "Events", "onDocumentOpened", "JobList", names.OPENED)


def test_commands_have_labels_and_tooltips() -> None:
    commands = node(parsed("CalcCommands.xcu"), "UserInterface", "Commands")
    assert len(commands) == len(BUTTONS)
    for button in BUTTONS:
        command = node(commands, address(button))
        assert texts(command, "Label") == button.words
        assert texts(command, "TooltipLabel") == tip(button)


def test_every_button_has_its_own_picture() -> None:
    images = node(parsed("Addons.xcu"), "AddonUI", "Images")
    assert [texts(i, "URL") for i in images] == [address(b) for b in BUTTONS]
    for size in (SMALL, BIG):
        drawn = {FILES[picture(button, size)] for button in BUTTONS}
        assert len(drawn) == len(BUTTONS)
    for image, button in zip(images, BUTTONS, strict=True):
        named = node(image, "UserDefinedImages")
        assert texts(named, "ImageSmallURL") == f"%origin%/{picture(button, SMALL)}"
        assert texts(named, "ImageBigURL") == f"%origin%/{picture(button, BIG)}"


@pytest.mark.parametrize("button", BUTTONS, ids=lambda b: b.id)
@pytest.mark.parametrize("size", [SMALL, BIG])
def test_a_picture_is_a_png_with_something_in_it(button: Button, size: int) -> None:
    assert_drawn(FILES[picture(button, size)], size, size)


@pytest.mark.parametrize("size", STRIPS)
def test_a_strip_has_the_pictures_side_by_side(size: int) -> None:
    assert_drawn((shipped_icons() / strip_of(size)).read_bytes(), size * len(BUTTONS), size)


def assert_drawn(data: bytes, width: int, height: int) -> None:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (width, height)
    pixels = zlib.decompress(data[data.index(b"IDAT") + 4 : -16])
    assert len(pixels) == height * (1 + 4 * width)
    assert len(set(pixels)) > 20


def test_the_licence_of_the_icons_goes_with_them() -> None:
    assert b"Lucide" in FILES["icons/LICENSE"]


def test_clicks_go_to_the_handler() -> None:
    handlers = node(parsed("ProtocolHandler.xcu"), "HandlerSet")
    assert texts(node(handlers, names.HANDLER), "Protocols") == "vnd.xlsales:*"


def _known_inside(file: str) -> dict[str, object]:
    """A file's constants; it is Python 3.7, and of xlsales it knows what lies beside it alone."""
    tree = ast.parse(FILES[file], feature_version=(3, 7))
    imported = {
        name.split(".")[0]
        for n in ast.walk(tree)
        for name in (
            [n.module or ""]
            if isinstance(n, ast.ImportFrom)
            else [a.name for a in n.names]
            if isinstance(n, ast.Import)
            else []
        )
    }
    assert "xlsales" not in imported
    return {
        target.id: ast.literal_eval(n.value)
        for n in tree.body
        if isinstance(n, ast.Assign) and isinstance(n.value, ast.Constant)
        for target in n.targets
        if isinstance(target, ast.Name)
    }


def test_the_handler_runs_in_every_python_that_libreoffice_brings() -> None:
    known = _known_inside(HANDLER_FILE)
    assert known["IMPLEMENTATION"] == names.HANDLER
    assert known["OPENED"] == names.OPENED
    assert known["PROTOCOL"] == names.PROTOCOL
    assert known["SETTING"] == names.SETTING


def test_what_is_picked_is_cut_in_every_python_that_libreoffice_brings() -> None:
    assert _known_inside(PICKED_FILE)["GAP"] == GAP


def test_the_handler_speaks_both_languages() -> None:
    tree = ast.parse(FILES[HANDLER_FILE])
    (said,) = [
        ast.literal_eval(n.value)
        for n in tree.body
        if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "WORDS"
    ]
    assert said["title"] == tuple(TITLE)
    assert all(len(both) == 2 and all(both) for both in said.values())


def test_a_tab_is_added_behind_libreoffices_own() -> None:
    drawing = (
        b"<interface><object class='sfxlo-NotebookbarTabControl'>"
        b"<child><object class='a'/><packing><property name='position'>4</property></packing></child>"
        b"<child type='tab'><object class='GtkLabel'/></child></object></interface>"
    )
    for lang in Lang:
        text = with_tab(drawing, BUTTONS, lang)
        assert text is not None
        notebook = read(text)[0]
        assert [child.get("type") for child in notebook] == [None, "tab", None, "tab"]
        page, label = notebook[2], notebook[3]
        assert TITLE.said(lang) in ET.tostring(label, "unicode")
        assert page.findtext("./packing/property[@name='position']") == "5"
        actions = [a.text for a in page.iter("property") if a.get("name") == "action_name"]
        assert sorted(map(str, actions)) == sorted(map(address, BUTTONS))
        ids = [o.get("id") for o in read(text).iter("object") if o.get("id")]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("drawing", [b"<interface/>", b"no XML", b""])
def test_a_drawing_that_is_not_as_known_is_left_alone(drawing: bytes) -> None:
    assert with_tab(drawing, BUTTONS, Lang.ZH) is None
