"""What people add to a register: made by openpyxl where it can, by hand where it cannot."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from tests.office import raw
from xlsales.core.column import By
from xlsales.forms.register import Order

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MS = "http://schemas.microsoft.com/office"
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
RICH = '<is><r><rPr><b/><color rgb="FFFF0000"/></rPr><t>急</t></r><r><t>件</t></r></is>'

_ANCHOR = (
    "<xdr:twoCellAnchor><xdr:from><xdr:col>{0}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>{1}</xdr:col><xdr:colOff>0</xdr:colOff>"
    "<xdr:row>19</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{2}<xdr:clientData/></xdr:twoCellAnchor>"
)
_SIZE = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1" cy="1"/></a:xfrm>'
DRAWING = (
    f'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{raw.R}">'
    + _ANCHOR.format(
        1,
        5,
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="图"/>'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.'
        'openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.'
        'org/drawingml/2006/chart" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>',
    )
    + _ANCHOR.format(
        6,
        8,
        '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="章"/><xdr:cNvPicPr/></xdr:nvPicPr>'
        '<xdr:blipFill><a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        f'<xdr:spPr>{_SIZE}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>',
    )
    + _ANCHOR.format(
        9,
        11,
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="4" name="箭头"/><xdr:cNvSpPr/>'
        f'</xdr:nvSpPr><xdr:spPr>{_SIZE}<a:prstGeom prst="rightArrow"><a:avLst/></a:prstGeom>'
        "</xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>注意</a:t></a:r></a:p></xdr:txBody></xdr:sp>",
    )
    + "</xdr:wsDr>"
)
CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart>'
    '<c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser>'
    '<c:idx val="0"/><c:order val="0"/><c:val><c:numRef><c:f>承揽登记!$L$3:$L$4</c:f></c:numRef>'
    '</c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/>'
    '<c:scaling/><c:delete val="0"/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx>'
    '<c:axId val="2"/><c:scaling/><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx>'
    "</c:plotArea></c:chart></c:chartSpace>"
)
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "606060000000050001a5f645400000000049454e44ae426082"
)
BUTTON = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s1025" type="#_x0000_t201">'
    '<x:ClientData ObjectType="Button"><x:Row>3</x:Row><x:Column>0</x:Column></x:ClientData>'
    "</v:shape>"
)
EXTENSIONS = (
    f'<extLst><ext xmlns:x14="{X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">'
    f'<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{XM}"><x14:cfRule '
    'type="dataBar" id="{DA7ABA51-AAAA-BBBB-0001-000000000001}"><x14:dataBar minLength="0" '
    'maxLength="100"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/></x14:dataBar>'
    "</x14:cfRule><xm:sqref>M3:M4</xm:sqref></x14:conditionalFormatting>"
    f'</x14:conditionalFormattings></ext><ext xmlns:x14="{X14}" '
    'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
    f'xmlns:xm="{XM}" count="1"><x14:dataValidation type="list" allowBlank="1"><x14:formula1>'
    "<xm:f>lists!$A$2:$A$9</xm:f></x14:formula1><xm:sqref>AH3:AH9</xm:sqref></x14:dataValidation>"
    f'</x14:dataValidations></ext><ext xmlns:x14="{X14}" '
    'uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups '
    f'xmlns:xm="{XM}"><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>承揽登记!L3:M3</xm:f>'
    "<xm:sqref>AI3</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>"
    f'</x14:sparklineGroups></ext><ext xmlns:x14="{X14}" '
    'uri="{A8765BA9-456A-4dab-B4F3-ACF838C121DE}"><x14:slicerList><x14:slicer r:id="rId92" '
    f'xmlns:r="{raw.R}"/></x14:slicerList></ext></extLst>'
)
CONTROLS = (
    f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:x14="{X14}" Requires="x14"><controls>'
    f'<mc:AlternateContent><mc:Choice Requires="x14"><control xmlns:r="{raw.R}" shapeId="1025" '
    'r:id="rId93" name="按钮"/></mc:Choice></mc:AlternateContent></controls></mc:Choice>'
    "</mc:AlternateContent>"
)
THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
    'threadedcomments"><threadedComment ref="A3" dT="2026-11-01T00:00:00.00" personId='
    '"{AAAAAAAA-0000-0000-0000-000000000001}" id="{BBBBBBBB-0000-0000-0000-000000000001}"><text>'
    "下周再问</text></threadedComment></ThreadedComments>"
)
TC_COMMENTS = (
    f'<comments xmlns="{raw.MAIN}"><authors><author>tc={{BBBBBBBB-0000-0000-0000-000000000001}}'
    '</author></authors><commentList><comment ref="A3" authorId="0" shapeId="0"><text><t>下周再问'
    "</t></text></comment></commentList></comments>"
)
PIVOT_CACHE = (
    f'<pivotCacheDefinition xmlns="{raw.MAIN}" xmlns:r="{raw.R}" refreshOnLoad="1" recordCount="0">'
    '<cacheSource type="worksheet"><worksheetSource name="orders"/></cacheSource><cacheFields '
    'count="1"><cacheField name="承揽编号" numFmtId="0"><sharedItems/></cacheField></cacheFields>'
    "</pivotCacheDefinition>"
)

PARTS: dict[str, str | bytes] = {
    "xl/drawings/drawing91.xml": DRAWING,
    "xl/drawings/_rels/drawing91.xml.rels": f'{RELS}<Relationship Id="rId1" Type="{raw.R}/chart" '
    f'Target="../charts/chart91.xml"/><Relationship Id="rId2" Type="{raw.R}/image" '
    'Target="../media/image91.png"/></Relationships>',
    "xl/charts/chart91.xml": CHART,
    "xl/media/image91.png": PICTURE,
    "xl/slicers/slicer91.xml": f'<slicers xmlns="{X14}"><slicer name="客户" cache="c" '
    'rowHeight="1"/></slicers>',
    "xl/slicerCaches/slicerCache91.xml": f'<slicerCacheDefinition xmlns="{X14}" name="c" '
    'sourceName="客户"/>',
    "xl/ctrlProps/ctrlProp91.xml": f'<formControlPr xmlns="{X14}" objectType="Button"/>',
    "xl/threadedComments/threadedComment91.xml": THREAD,
    "xl/comments91.xml": TC_COMMENTS,
    "xl/persons/person.xml": '<personList xmlns="http://schemas.microsoft.com/office/'
    'spreadsheetml/2018/threadedcomments"/>',
    "xl/pivotCache/pivotCacheDefinition91.xml": PIVOT_CACHE,
    "customXml/item91.xml": '<我的 xmlns="urn:mine">数据</我的>',
}
"""Parts that nobody but the person who made them may change."""

_TYPES = {
    "xl/drawings/drawing91.xml": f"{raw.CT.replace('.spreadsheetml', '.drawing')}+xml",
    "xl/charts/chart91.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "xl/slicers/slicer91.xml": "application/vnd.ms-excel.slicer+xml",
    "xl/slicerCaches/slicerCache91.xml": "application/vnd.ms-excel.slicerCache+xml",
    "xl/ctrlProps/ctrlProp91.xml": "application/vnd.ms-excel.controlproperties+xml",
    "xl/threadedComments/threadedComment91.xml": "application/vnd.ms-excel.threadedcomments+xml",
    "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
    "xl/comments91.xml": f"{raw.CT}.comments+xml",
    "xl/pivotCache/pivotCacheDefinition91.xml": f"{raw.CT}.pivotCacheDefinition+xml",
}


def rearrange(path: Path, moved: str = "备注") -> None:
    """Put a column of one's own in between, move another one, hide a row, add a note."""
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import TableColumn

    workbook = openpyxl.load_workbook(path)
    sheet: Any = next(s for s in workbook.worksheets if "orders" in s.tables)
    rows = [
        [(cell.value, cell.number_format) for cell in row]
        for row in sheet.iter_rows(min_row=2, max_row=4)
    ]
    heads = [head for head, _ in rows[0]]
    order = list(range(len(heads)))
    order.remove(heads.index(moved))
    order.insert(1, heads.index(moved))  # moved to the front
    order.insert(5, -1)  # one's own
    own = [("我的列", "General"), ("自己的", "General"), (7, "0.0")]
    for at, was in enumerate(order, 1):
        for n, row in enumerate(rows):
            cell = sheet.cell(2 + n, at)
            cell.value, cell.number_format = row[was] if was >= 0 else own[n]
    listed = sheet.tables["orders"]
    last = get_column_letter(len(order))
    listed.ref = listed.autoFilter.ref = f"A2:{last}4"
    listed.tableColumns = [
        TableColumn(id=n, name=sheet.cell(2, n).value) for n in range(1, len(order) + 1)
    ]
    sheet.row_dimensions[4].hidden = True
    head = {cell.value: cell.column_letter for cell in sheet[2]}
    sheet[f"{head['客户']}3"].comment = Comment("老客户", "张三")
    sheet["AK3"] = "旁边的字"
    sheet["AK9"] = "=SUM(L3:L4)"
    workbook.save(path)


def decorate(path: Path) -> None:
    """Add what openpyxl cannot: the file is as several programs could have left it."""
    held = raw.members(path)
    text = {name: data.decode() for name, data in held.items() if name.endswith((".xml", ".rels"))}
    sheet = _part_of(text, "承揽登记")
    prospects = _part_of(text, "意向")

    def after(part: str, mark: str, addition: str) -> None:
        assert text[part].count(mark) == 1, (part, mark)
        text[part] = text[part].replace(mark, mark + addition)

    def before(part: str, mark: str, addition: str) -> None:
        assert text[part].count(mark) == 1, (part, mark)
        text[part] = text[part].replace(mark, addition + mark)

    def relate(part: str, *relations: tuple[str, str, str]) -> None:
        folder, name = part.rsplit("/", 1)
        member = f"{folder}/_rels/{name}.rels"
        for id_, kind, target in relations:
            before(
                member,
                "</Relationships>",
                f'<Relationship Id="{id_}" Type="{kind}" Target="/{target}"/>',
            )

    before(sheet, "<legacyDrawing", f'<drawing xmlns:r="{raw.R}" r:id="rId91"/>')
    before(sheet, "<tableParts", CONTROLS)
    after(sheet, "</tableParts>", EXTENSIONS)
    relate(
        sheet,
        ("rId91", f"{raw.R}/drawing", "xl/drawings/drawing91.xml"),
        ("rId92", f"{MS}/2007/relationships/slicer", "xl/slicers/slicer91.xml"),
        ("rId93", f"{raw.R}/ctrlProp", "xl/ctrlProps/ctrlProp91.xml"),
    )
    vml = next(name for name in held if name.endswith(".vml"))
    held[vml] = held[vml].replace(b"</xml>", f"{BUTTON}</xml>".encode())
    remark = text[sheet].index('<row r="3"')
    cell = text[sheet].index('<c r="F3"', remark)
    end = text[sheet].index("</c>", cell) + 4
    text[sheet] = f'{text[sheet][:cell]}<c r="F3" t="inlineStr">{RICH}</c>{text[sheet][end:]}'
    relate(
        prospects,
        (
            "rId91",
            f"{MS}/2017/10/relationships/threadedComment",
            "xl/threadedComments/threadedComment91.xml",
        ),
        ("rId92", f"{raw.R}/comments", "xl/comments91.xml"),
    )
    relate(
        "xl/workbook.xml",
        ("rId91", f"{raw.R}/pivotCacheDefinition", "xl/pivotCache/pivotCacheDefinition91.xml"),
        ("rId92", f"{raw.R}/customXml", "customXml/item91.xml"),
        ("rId93", f"{MS}/2017/10/relationships/person", "xl/persons/person.xml"),
        ("rId94", f"{MS}/2007/relationships/slicerCache", "xl/slicerCaches/slicerCache91.xml"),
    )
    before(
        "xl/workbook.xml",
        "</workbook>",
        f'<pivotCaches><pivotCache xmlns:r="{raw.R}" cacheId="9" r:id="rId91"/></pivotCaches>',
    )
    before(
        "[Content_Types].xml",
        "</Types>",
        '<Default Extension="png" ContentType="image/png"/>'
        + "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in _TYPES.items()),
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in held.items():
            package.writestr(name, text.get(name, data))
        for name, part in PARTS.items():
            package.writestr(name, part)


def _part_of(text: dict[str, str], title: str) -> str:
    id_ = text["xl/workbook.xml"].split(f'name="{title}"')[1].split('r:id="')[1].split('"')[0]
    rels = text["xl/_rels/workbook.xml.rels"]
    line = next(each for each in rels.split("<Relationship ") if f'Id="{id_}"' in each)
    return line.split('Target="')[1].split('"')[0].lstrip("/")


OURS = {
    word for column in Order.table.columns if column.by is not By.PERSON for word in column.words
}
"""The headers of the columns that macros write."""
