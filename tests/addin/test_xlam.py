"""The Excel add-in is made from the list of buttons, the same bytes every time."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from tests.addin.scanner import alarms, dangerous, sources
from tests.schema import SCHEMA, problems
from xlsales.addin.xlam import build
from xlsales.addin.xlam.keytips import keytips
from xlsales.addin.xlam.macro_workbook import packed
from xlsales.addin.xlam.messages import MESSAGES
from xlsales.addin.xlam.ribbon import CALLBACK, NAMESPACE, custom_ui
from xlsales.buttons import BUTTONS
from xlsales.core.words import Lang, Words

RIBBON = etree.XMLSchema(etree.parse(SCHEMA.with_name("customui14.xsd")))
SOURCE = Path(keytips.__code__.co_filename).with_name("XlsalesRibbon.bas")
EVENTS = SOURCE.with_name("XlsalesEvents.bas")


@pytest.fixture(scope="module", params=list(Lang))
def lang(request: pytest.FixtureRequest) -> Lang:
    return Lang(request.param)


@pytest.fixture(scope="module")
def parts(lang: Lang) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed(lang))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_is_built_to_the_same_bytes_in_every_process(lang: Lang, tmp_path: Path) -> None:
    first = build(tmp_path, lang)
    assert first == tmp_path / "xlsales.xlam"
    second = tmp_path / "again" / "other.xlam"
    program = (
        "import sys; from pathlib import Path; from xlsales.addin.xlam import build;"
        "from xlsales.core.words import Lang; build(Path(sys.argv[1]), Lang(sys.argv[2]))"
    )
    hashing = {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PATH": ""}
    command = [sys.executable, "-c", program, str(second), lang.value]
    subprocess.run(command, check=True, env=hashing, cwd=Path(__file__).parents[2])
    assert first.read_bytes() == second.read_bytes()
    assert [path.name for path in second.parent.iterdir()] == ["other.xlam"]


def test_nothing_binary_is_kept_in_the_repository() -> None:
    for file in SOURCE.parent.iterdir():
        if file.is_file():
            file.read_text("utf-8")


# --- the package -----------------------------------------------------------------------------


def test_every_part_is_related_and_of_a_known_type(parts: dict[str, bytes]) -> None:
    kinds = etree.fromstring(parts["[Content_Types].xml"])
    overridden = {entry.get("PartName") for entry in kinds.iter("{*}Override")}
    known = {entry.get("Extension") for entry in kinds.iter("{*}Default")}
    for name in parts.keys() - {"[Content_Types].xml"}:
        assert f"/{name}" in overridden or name.rpartition(".")[2] in known, name
    for entry in kinds.iter("{*}Override"):
        assert (entry.get("PartName") or "")[1:] in parts
    targets = set()
    for base, relations in (("", "_rels/.rels"), ("xl/", "xl/_rels/workbook.xml.rels")):
        for entry in etree.fromstring(parts[relations]):
            targets.add(base + (entry.get("Target") or ""))
    assert targets == {name for name in parts if "rels" not in name and name[0] != "["}


def test_excel_is_told_of_an_add_in_with_a_ribbon(parts: dict[str, bytes]) -> None:
    assert (
        b'"/xl/workbook.xml" ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"'
        in parts["[Content_Types].xml"]
    )
    assert (
        b'Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
        b'Target="customUI/customUI14.xml"' in parts["_rels/.rels"]
    )


def test_its_workbook_keeps_to_the_schema(lang: Lang) -> None:
    assert problems(packed(lang)) == []


# --- the ribbon ------------------------------------------------------------------------------


def test_the_ribbon_keeps_to_the_schema(parts: dict[str, bytes]) -> None:
    RIBBON.assertValid(etree.fromstring(parts["customUI/customUI14.xml"]))


def test_the_schema_of_the_ribbon_is_strict() -> None:
    ribbon = etree.fromstring(custom_ui(Lang.ZH))
    next(ribbon.iter("{*}button")).set("colour", "red")
    assert not RIBBON.validate(ribbon)


def test_every_button_is_there_once_in_its_group_and_in_order(lang: Lang) -> None:
    ribbon = etree.fromstring(custom_ui(lang))
    shown = [
        (group.get("label"), button.get("id"), button.get("label"), button.get("imageMso"))
        for group in ribbon.iter(f"{{{NAMESPACE}}}group")
        for button in group
    ]
    assert shown == [
        (button.group.said(lang), button.id, button.words.said(lang), button.image_mso)
        for button in BUTTONS
    ]
    (tab,) = ribbon.iter("{*}tab")
    assert tab.get("label") == {Lang.ZH: "销售管理", Lang.EN: "Sales"}[lang]


def test_no_name_is_given_twice(lang: Lang) -> None:
    ribbon = etree.fromstring(custom_ui(lang))
    ids = Counter(element.get("id") for element in ribbon.iter() if element.get("id"))
    assert max(ids.values()) == 1
    tips = Counter(button.get("keytip") for button in ribbon.iter("{*}button"))
    assert max(tips.values()) == 1
    # all of one length: none is the beginning of another
    assert {len(tip or "") for tip in tips} == {2}


def test_every_button_explains_itself_and_calls_the_one_callback(lang: Lang) -> None:
    ribbon = etree.fromstring(custom_ui(lang))
    for shown, button in zip(ribbon.iter("{*}button"), BUTTONS, strict=True):
        assert shown.get("onAction") == CALLBACK
        assert shown.get("screentip") == button.words.said(lang)
        tip = shown.get("supertip") or ""
        assert tip.lower().startswith(button.help.said(lang).lower())
        assert tip.endswith("。" if lang is Lang.ZH else ".")
    assert f"Public Sub {CALLBACK}(control As IRibbonControl)" in SOURCE.read_text()


def test_only_the_buttons_of_the_workbook_in_front_are_there(lang: Lang) -> None:
    ribbon = etree.fromstring(custom_ui(lang))
    assert ribbon.get("onLoad") == "XlsalesLoaded"
    for shown, button in zip(ribbon.iter("{*}button"), BUTTONS, strict=True):
        assert shown.get("getVisible") == "XlsalesVisible"
        kinds = "any" if button.id == "doctor" else ".".join(button.kinds)
        assert shown.get("tag") == kinds
    source = SOURCE.read_text()
    assert "Public Sub XlsalesLoaded(ribbon As IRibbonUI)" in source
    assert "Public Sub XlsalesVisible(control As IRibbonControl, ByRef visible" in source


def test_the_keys_stand_in_the_add_ins_cells_and_in_the_tips(
    lang: Lang, parts: dict[str, bytes]
) -> None:
    sheet = etree.fromstring(parts["xl/worksheets/sheet1.xml"])
    keys = [cell.text or "" for cell in sheet.iter("{*}t")][2]
    assert keys == "e=validate i=refresh d=today w=pick a=submit"
    tips = {b.get("id"): b.get("supertip") or "" for b in etree.fromstring(custom_ui(lang)).iter()}
    for button in BUTTONS:
        assert ("Ctrl+Shift+" in tips[button.id]) == bool(button.key)


def test_excel_tells_the_add_in_which_workbook_is_in_front(parts: dict[str, bytes]) -> None:
    behind = sources(parts["xl/vbaProject.bin"])["ThisWorkbook.cls"]
    assert behind.endswith(EVENTS.read_text())
    for event in ("WorkbookActivate", "WorkbookDeactivate", "WorkbookOpen"):
        assert f"Private Sub excelItself_{event}(ByVal Wb As Workbook)" in behind


def test_a_new_button_needs_no_new_vba() -> None:
    source = SOURCE.read_text() + EVENTS.read_text()
    assert not [button.id for button in BUTTONS if f'"{button.id}"' in source]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [(Lang.ZH, ["JY", "CK", "CH"]), (Lang.EN, ["VA", "OU", "DL"])],
)
def test_keytips_are_initials_and_differ(lang: Lang, expected: list[str]) -> None:
    labels = [
        Words("校验", "Validate"),
        Words("出库", "Outbound"),
        Words("催款函", "Dunning letter"),
    ]
    assert keytips(labels, lang) == expected


def test_a_label_without_free_letters_is_reported() -> None:
    with pytest.raises(ValueError, match="Aa"):
        keytips([Words("一", "Aa"), Words("二", "Aa")], Lang.EN)


# --- the VBA ---------------------------------------------------------------------------------


def test_a_scanner_reads_the_same_source_and_finds_only_what_must_be(
    parts: dict[str, bytes],
) -> None:
    project = parts["xl/vbaProject.bin"]
    assert sources(project)["XlsalesRibbon.bas"] == SOURCE.read_text()
    assert alarms(project) == {
        # Application.Run: how an add-in calls xlwings'
        ("Suspicious", "Run"),
        # the class ids of a workbook and a sheet, which stand in every project of Excel
        ("Suspicious", "Hex Strings"),
    }
    assert not dangerous(project)


def test_the_vba_says_only_what_stands_in_the_cells(parts: dict[str, bytes]) -> None:
    sheet = etree.fromstring(parts["xl/worksheets/sheet1.xml"])
    texts = [cell.text or "" for cell in sheet.iter("{*}t")][3:]  # after the language
    rows = zip(texts[::3], texts[1::3], texts[2::3], strict=True)
    assert {key: Words(zh, en) for key, zh, en in rows} == MESSAGES
    source = SOURCE.read_text()
    assert source.isascii()
    for key in MESSAGES:
        assert f'XlsalesText("{key}")' in source


def test_messages_have_the_same_places_in_both_languages() -> None:
    for words in MESSAGES.values():
        for place in ("{path}", "{error}", "{button}"):
            assert (place in words.zh) == (place in words.en)
