"""The add-in's file: a workbook that holds the messages, the ribbon and the VBA.

Made from nothing but the definitions, with no time, no random number and no compression in it, so
that the same version gives the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED

from xlsales.addin.xlam.messages import MESSAGES
from xlsales.addin.xlam.project import SHEET_CLASS, WORKBOOK_CLASS, Module, behind, vba_project
from xlsales.addin.xlam.ribbon import custom_ui
from xlsales.buttons import BUTTONS, TITLE
from xlsales.core.words import Lang
from xlsales.documents.packing import zipped

NAME = "xlsales.xlam"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MICROSOFT = "http://schemas.microsoft.com/office"
_SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"

_TYPES = {
    "/xl/workbook.xml": _ADDIN,
    "/xl/worksheets/sheet1.xml": f"{_SHEET_TYPES}.worksheet+xml",
    "/xl/styles.xml": f"{_SHEET_TYPES}.styles+xml",
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}


def packed(lang: Lang) -> bytes:
    """Return the add-in with labels in ``lang``."""
    source, events = (
        Path(__file__).with_name(f"Xlsales{name}.bas").read_text("ascii")
        for name in ("Ribbon", "Events")
    )
    keys = " ".join(f"{button.key.lower()}={button.id}" for button in BUTTONS if button.key)
    cells: list[tuple[str, ...]] = [("language", lang.value, keys)]
    cells += [(key, words.zh, words.en) for key, words in MESSAGES.items()]
    return macro_workbook(
        "XlsalesAddin",
        Module("XlsalesRibbon", source),
        cells,
        custom_ui(lang),
        TITLE.said(lang),
        events,
    )


def macro_workbook(
    project: str,
    module: Module,
    cells: Sequence[tuple[str, ...]],
    ribbon: bytes | None = None,
    title: str = "",
    events: str = "",
) -> bytes:
    """Return an add-in of one module, one sheet of texts and, if given, a ribbon and events."""
    modules = (
        behind("ThisWorkbook", WORKBOOK_CLASS, events),
        behind("Sheet1", SHEET_CLASS),
        module,
    )
    relations = [("docProps/core.xml", f"{_PACKAGE}/relationships/metadata/core-properties")]
    relations.append(("xl/workbook.xml", f"{_OFFICE}/officeDocument"))
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "docProps/core.xml": _properties(title),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                ("worksheets/sheet1.xml", f"{_OFFICE}/worksheet"),
                ("styles.xml", f"{_OFFICE}/styles"),
                ("vbaProject.bin", f"{_MICROSOFT}/2006/relationships/vbaProject"),
            ]
        ),
        "xl/worksheets/sheet1.xml": _sheet(cells),
        "xl/styles.xml": _STYLES,
        "xl/vbaProject.bin": vba_project(project, modules),
    }
    if ribbon is not None:
        members["customUI/customUI14.xml"] = ribbon
        kind = f"{_MICROSOFT}/2007/relationships/ui/extensibility"
        relations.append(("customUI/customUI14.xml", kind))
    members["_rels/.rels"] = _relations(relations)
    parts = {
        name: content.encode() if isinstance(content, str) else content
        for name, content in members.items()
    }
    return zipped(parts, ZIP_STORED)


def _content_types() -> str:
    kinds = (f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _TYPES.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(kinds)}</Types>'
    )


def _relations(targets: list[tuple[str, str]]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _properties(title: str) -> str:
    """Return the name that Excel's list of add-ins shows."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>xlsales</dc:creator></cp:coreProperties>"
    )


def _workbook() -> str:
    # an add-in's window is hidden, not its sheet: Excel wants one sheet that is not
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<workbookPr codeName="ThisWorkbook"/>'
        '<bookViews><workbookView visibility="hidden"/></bookViews>'
        '<sheets><sheet name="messages" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(cells: Sequence[tuple[str, ...]]) -> str:
    rows = []
    for number, texts in enumerate(cells, 1):
        row = (
            f'<c r="{column}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in zip("ABC", texts, strict=False)
        )
        rows.append(f'<row r="{number}">{"".join(row)}</row>')
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
