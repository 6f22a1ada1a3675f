"""The findings sheet: written by us as a whole, known by its header."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlsales.core.measuring import lines_of
from xlsales.core.typed import Cell
from xlsales.office import references
from xlsales.office.editing import markup
from xlsales.office.editing.book import EditedBook
from xlsales.office.editing.change import COLOURS, Report
from xlsales.office.editing.parts import part_text
from xlsales.office.editing.sheet import SheetPart
from xlsales.office.editing.tables import TablePart
from xlsales.office.editing.values import encoded
from xlsales.office.editing.workbook import SheetEntry

LINK_COLUMN = 4
"""The column that links to the cell in question, counting from 1."""

_MOST_LINKS = 65_000
"""Excel takes no more hyperlinks on one sheet."""


def set_report(book: EditedBook, tables: dict[str, TablePart], report: Report) -> None:
    """Write the findings sheet anew, behind the others or where it stands; without rows it goes.

    A sheet of that name with another header is a person's: ours then takes a name of its own.
    """
    entry, title = _ours(book, report)
    if entry is not None:
        said = book.texts(book.sheet(entry), 2)
        wide = range(1, len(report.header) + 1)
        report = report.with_kept(
            [said.get((row, column), "") for column in wide]
            for row in sorted({row for row, _ in said})
        )
    if not report.rows:
        if entry is None:
            return
        if _may_go(book, entry):
            book.forget(entry.part)
            for relation in book.package.relations(entry.part):
                if not relation.outside and relation.target in book.package:
                    book.package.remove(relation.target)
            book.workbook.remove_sheet(entry.name)
            return
    if entry is None:
        book.workbook.add_sheet(title, _page(report))
        entry = markup.sure(book.workbook.sheet(title))
    sheet = book.sheet(entry)
    sheet.write_rows(_rows(book, sheet.prefix, report))
    _refer(book, sheet, entry, tables, report)


def _ours(book: EditedBook, report: Report) -> tuple[SheetEntry | None, str]:
    def head_of(title: str) -> list[str] | None:
        entry = book.workbook.sheet(title)
        if entry is None:
            return None
        if entry.kind != "worksheet":
            return []
        head = book.texts(book.sheet(entry), 1, 1)
        return [text for _, text in sorted(head.items())]

    there, title = title_of(report, head_of)
    return book.workbook.sheet(title) if there else None, title


def title_of(report: Report, head_of: Callable[[str], list[str] | None]) -> tuple[bool, str]:
    """Return whether the findings sheet is there, and its title, or the one that it is to get.

    ``head_of`` gives the texts of a sheet's first row by its title, None where there is no sheet.
    """
    title, number = report.title, 1
    while (head := head_of(title)) is not None:
        if tuple(head[: len(report.header)]) == report.header:
            return True, title
        number += 1
        title = f"{report.title} {number}"
    return False, title


def _may_go(book: EditedBook, entry: SheetEntry) -> bool:
    """Return whether nothing of a person's goes with the sheet: a drawing, a macro's module."""
    for relation in book.package.relations(entry.part):
        empty = relation.is_a("drawing") and b"Anchor" not in book.package.read(relation.target)
        if not (empty or relation.is_a("printerSettings") or relation.is_a("hyperlink")):
            return False
    has_code = any(r.is_a("vbaProject") for r in book.package.relations(book.workbook.part))
    return not (has_code and b"codeName=" in book.sheet(entry).head)


def _page(report: Report) -> bytes:
    """Return the empty sheet: frozen header, widths, landscape A4, header row on each page."""
    widths = b"".join(
        b'<col min="%d" max="%d" width="%d" customWidth="1"/>' % (i, i, width)
        for i, width in enumerate(report.widths, 1)
    )
    return part_text(
        b'<worksheet xmlns="%s"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        b'<dimension ref="A1"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        b'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        b'<sheetFormatPr defaultRowHeight="15"/><cols>%s</cols><sheetData></sheetData>'
        b'<autoFilter ref="A1"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" '
        b'header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" '
        b'fitToHeight="0"/></worksheet>' % (markup.MAIN, widths)
    )


_HIGHEST = 400
"""Points; a spreadsheet program shows no row higher than 409."""


def _rows(book: EditedBook, prefix: bytes, report: Report) -> bytes:
    look = _Look(book)
    widths = report.widths
    lines = [_row(1, report.header, [look.head] * len(report.header), widths, prefix)]
    for i, values in enumerate(report.rows):
        formats = [look.plain] * len(values)
        formats[0] = look.severity[report.severities[i]]
        if report.links[i] is not None and i < _MOST_LINKS:
            formats[LINK_COLUMN - 1] = look.link
        lines.append(_row(i + 2, values, formats, widths, prefix))
    return b"".join(lines)


def _row(
    row: int,
    values: Sequence[Cell],
    formats: Sequence[int],
    widths: Sequence[int],
    prefix: bytes,
) -> bytes:
    """Return a row as high as its longest text wants: LibreOffice does not raise it by itself."""
    high = max(
        lines_of(str(value), width - 1)
        for value, width in zip(values, widths, strict=True)
        if value is not None
    )
    cells = []
    for column, (value, style) in enumerate(zip(values, formats, strict=True), 1):
        kind, content, _ = encoded(value, prefix, since_1904=False)
        at = references.ref(row, column)
        cells.append(b'<%sc r="%s" s="%d"%s>%s</%sc>' % (prefix, at, style, kind, content, prefix))
    return b'<%srow r="%d" ht="%d" customHeight="1">%s</%srow>' % (
        prefix, row, min(_HIGHEST, 3 + 15 * high), b"".join(cells), prefix,
    )  # fmt: skip


class _Look:
    """The styles of the sheet's cells, made from the workbook's own font."""

    def __init__(self, book: EditedBook) -> None:
        styles, p = book.styles, book.styles.prefix
        font = (styles.items(b"fonts") or [b"<%sfont/>" % p])[0]
        bold = styles.add(b"fonts", _font(font, p, b"<%sb/>" % p))
        blue = b'<%scolor rgb="FF0563C1"/><%su/>' % (p, p)
        linked = styles.add(b"fonts", _font(font, p, blue))

        def fill(colour: str) -> int:
            return styles.add(
                b"fills",
                b'<%sfill><%spatternFill patternType="solid"><%sfgColor rgb="FF%s"/>'
                b"</%spatternFill></%sfill>" % (p, p, p, colour.encode(), p, p),
            )

        def xf(font: int = 0, fill: int = 0) -> int:
            return styles.add(
                b"cellXfs",
                b'<%sxf numFmtId="0" fontId="%d" fillId="%d" borderId="0" xfId="0" applyFont="1" '
                b'applyFill="1" applyAlignment="1"><%salignment vertical="top" wrapText="1"/>'
                b"</%sxf>" % (p, font, fill, p, p),
            )

        self.head = xf(bold, fill("D9D9D9"))
        self.plain = xf()
        self.link = xf(linked)
        self.severity = {severity: xf(0, fill(colour)) for severity, colour in COLOURS.items()}


def _font(font: bytes, p: bytes, extra: bytes) -> bytes:
    """Return a font like another one with a few parts more, in the place of its own."""
    cut = font.index(b">") + 1
    inner = b"" if font[:cut].endswith(b"/>") else font[cut : font.rindex(b"</")]
    wanted = [part.name for part in markup.children(extra)]
    for span in reversed(list(markup.children(inner))):
        if span.name in wanted or (span.name == p + b"b" and wanted == [p + b"b"]):
            inner = inner[: span.start] + inner[span.end :]
    if extra.startswith(b"<%sb/>" % p):
        inner = extra + inner
    else:
        order = (b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u",
                 b"vertAlign", b"sz", b"color", b"name")  # fmt: skip
        for span in markup.children(extra):
            at = 0 if span.name == p + b"u" else markup.place(inner, 0, order, b"color")
            inner = inner[:at] + extra[span.start : span.end] + inner[at:]
    return b"<%sfont>%s</%sfont>" % (p, inner, p)


def _refer(
    book: EditedBook,
    sheet: SheetPart,
    entry: SheetEntry,
    tables: dict[str, TablePart],
    report: Report,
) -> None:
    """Set what refers to the rows: size, filter, links to the cells, titles on each page."""
    p = sheet.prefix
    end = references.Area(1, 1, len(report.rows) + 1, len(report.header))
    covered = references.area_ref(end)
    found = markup.find(sheet.head, p, b"dimension")
    if found is not None:
        tag = markup.put(markup.tag_of(sheet.head, found), b"ref", covered)
        sheet.head = sheet.head[: found.start] + tag + sheet.head[found.inner :]
    for name in (b"autoFilter", b"hyperlinks", b"mergeCells", b"sortState"):
        found = markup.find(sheet.tail, p, name)
        if found is not None:
            sheet.tail = sheet.tail[: found.start] + sheet.tail[found.end :]
    sheet.insert(b"autoFilter", b'<%sautoFilter ref="%s"/>' % (p, covered))
    links = []
    for i, link in enumerate(report.links[:_MOST_LINKS]):
        if link is not None and link[0] in tables:
            table, row, column = link
            target = f"{references.quoted(tables[table].sheet.name)}!{references.ref(row, column + 1).decode()}"
            links.append(
                b'<%shyperlink ref="%s" location="%s"/>'
                % (p, references.ref(i + 2, LINK_COLUMN), markup.escaped(target))
            )
    if links:
        sheet.insert(b"hyperlinks", b"<%shyperlinks>%s</%shyperlinks>" % (p, b"".join(links), p))
    index = next(i for i, each in enumerate(book.workbook.sheets) if each.part == entry.part)
    quoted = references.quoted(entry.name)
    right = references.letters(len(report.header)).decode()
    filtered = f"{quoted}!$A$1:${right}${len(report.rows) + 1}"
    book.workbook.set_name("_xlnm._FilterDatabase", filtered, index, hidden=True)
    book.workbook.set_name("_xlnm.Print_Titles", f"{quoted}!$1:$1", index)
