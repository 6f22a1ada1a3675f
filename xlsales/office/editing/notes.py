"""Findings as cell notes. A note of a person's stays; only those that we wrote go again.

A note is a comment in the sheet's comments part and a shape in its legacy drawing (VML), which
shows it. A sheet with threaded comments gets none: programs that write those rebuild the plain
notes from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from xlsales.office import references
from xlsales.office.editing import markup
from xlsales.office.editing.book import EditedBook, text_of
from xlsales.office.editing.change import AUTHOR
from xlsales.office.editing.parts import Relation, part_text
from xlsales.office.editing.sheet import SheetPart

SIGNATURE = f"\n—— {AUTHOR}"
"""How our notes end, and are known by. The author would not do: LibreOffice forgets it, and a
person may write on below in a note of ours, which is then theirs."""

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# Programs name the namespaces of a drawing as they like: v:shape, ns0:shape.
_SHAPE = re.compile(rb"<((?:\w+:)?)shape\s[^>]*(?<!/)>.*?</\1shape>", re.DOTALL)
_DRAWN = re.compile(rb"<(?:\w+:)?(?:shape|group|rect|roundrect|oval|line|polyline|image)[\s>]")
_ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)")
_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([\d,\s]+)")
_BLOCKS = re.compile(rb"""(<(?:\w+:)?idmap\b[^>]*\sdata=["'])([\d,\s]*)""")
_SPACES = (
    b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE = (
    b'<v:shapetype%s id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NEW_VML = b'<xml%s><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%s"/></o:shapelayout>%s%s</xml>'
_CLUSTER = 1024
"""Shapes are numbered in blocks; each drawing of a workbook has blocks of its own."""

Notes = Mapping[tuple[int, int], str]
"""Texts by row and column, both counting from 1."""


def _related(book: EditedBook, sheet: SheetPart, kind: str) -> Relation | None:
    found = (r for r in book.package.relations(sheet.part) if r.is_a(kind))
    return next((r for r in found if r.target in book.package), None)


def is_threaded(book: EditedBook, sheet: SheetPart) -> bool:
    """Return whether a sheet has threaded comments."""
    return any(r.is_a("threadedComment") for r in book.package.relations(sheet.part))


# --- away ------------------------------------------------------------------------------------


def unnote(book: EditedBook, sheet: SheetPart) -> None:
    """Take our notes out of a sheet; parts that we made for them go too."""
    relation = _related(book, sheet, "comments")
    if relation is None:
        return
    data = book.package.text(relation.target)
    p = markup.prefix_of(data, b"comments")
    if p is None:
        raise book.package.strange(relation.target)
    authors = list(markup.find_all(data, p, b"author"))
    ours = [
        i for i, span in enumerate(authors) if markup.text(markup.inner_of(data, span)) == AUTHOR
    ]
    gone: set[tuple[int, int]] = set()
    left: set[bytes | None] = set()
    for span in reversed(list(markup.find_all(data, p, b"comment"))):
        tag = markup.attributes(markup.tag_of(data, span))
        area = references.area(markup.text(tag.get(b"ref", b"")))
        said = text_of(markup.inner_of(data, span), p)
        if said.rstrip().endswith(SIGNATURE) and area is not None:
            gone.add(area[:2])
            data = data[: span.start] + data[span.end :]
        else:
            left.add(tag.get(b"authorId"))
    if not gone:
        return
    _unshape(book, sheet, gone)
    if not left:
        book.package.unrelate(sheet.part, relation.id)
        book.package.remove(relation.target)
        return
    last = len(authors) - 1  # only the last may go: the others keep their numbers
    if last in ours and b"%d" % last not in left:
        data = data[: authors[-1].start] + data[authors[-1].end :]
    book.package.write(relation.target, data)


def _unshape(book: EditedBook, sheet: SheetPart, gone: set[tuple[int, int]]) -> None:
    drawing = _drawing(book, sheet)
    if drawing is None:
        return
    data = book.package.read(drawing.target)

    def without(m: re.Match[bytes]) -> bytes:
        row, column = _ROW.search(m[0]), _COLUMN.search(m[0])
        if row is None or column is None or b'ObjectType="Note"' not in m[0]:
            return m[0]
        return b"" if (int(row[1]) + 1, int(column[1]) + 1) in gone else m[0]

    data = _SHAPE.sub(without, data)
    if _DRAWN.search(data):
        book.package.write(drawing.target, data)
        return
    book.package.unrelate(sheet.part, drawing.id)
    book.package.remove(drawing.target)
    found = markup.find(sheet.tail, sheet.prefix, b"legacyDrawing")
    if found is not None:
        sheet.tail = sheet.tail[: found.start] + sheet.tail[found.end :]


def _drawing(book: EditedBook, sheet: SheetPart) -> Relation | None:
    """Return the sheet's legacy drawing: that of its ``legacyDrawing``, not of its header."""
    found = markup.find(sheet.tail, sheet.prefix, b"legacyDrawing")
    if found is None:
        return None
    held = markup.attributes(markup.tag_of(sheet.tail, found))
    id_ = next((v.decode() for k, v in held.items() if k.endswith(b":id")), "")
    for relation in book.package.relations(sheet.part):
        if relation.id == id_ and relation.target in book.package:
            return relation
    return None


# --- with the rows ---------------------------------------------------------------------------


def _comments(book: EditedBook, sheet: SheetPart) -> Iterator[tuple[Relation, bytes, bytes]]:
    """Yield the parts that hold notes, the prefix and name of each one's elements."""
    for relation in book.package.relations(sheet.part):
        for kind, root, name in (
            ("comments", b"comments", b"comment"),
            ("threadedComment", b"ThreadedComments", b"threadedComment"),
        ):
            if relation.is_a(kind) and relation.target in book.package:
                p = markup.prefix_of(book.package.text(relation.target), root)
                if p is None:
                    raise book.package.strange(relation.target)
                yield relation, p, name


def texts(book: EditedBook, sheet: SheetPart) -> dict[tuple[int, int], str]:
    """Return what the notes of a sheet say, by row and column; our own are left out.

    Threaded comments have a note each that says the same.
    """
    found = {}
    for relation, p, name in _comments(book, sheet):
        if not relation.is_a("comments"):
            continue
        data = book.package.text(relation.target)
        for span in markup.find_all(data, p, name):
            area = references.area(
                markup.text(markup.get(markup.tag_of(data, span), b"ref") or b"")
            )
            inner = markup.inner_of(data, span)
            said = "".join(
                text_of(markup.inner_of(inner, each), p)
                for each in markup.find_all(inner, p, b"text")
            )
            if area is not None and not said.rstrip().endswith(SIGNATURE):
                found[area[:2]] = said
    return found


def move(book: EditedBook, sheet: SheetPart, where: Callable[[int, int], int | None]) -> None:
    """Let notes stand in the row ``where`` says for their row and column; None: they go."""
    gone: set[tuple[int, int]] = set()
    for relation, p, name in list(_comments(book, sheet)):
        data = was = book.package.text(relation.target)
        left = False
        for span in reversed(list(markup.find_all(data, p, name))):
            tag = markup.tag_of(data, span)
            area = references.area(markup.text(markup.get(tag, b"ref") or b""))
            row = where(*area[:2]) if area else None
            if area is not None and row is None:
                gone.add(area[:2])
                data = data[: span.start] + data[span.end :]
                continue
            left = True
            if area is not None and row is not None and row != area[0]:
                tag = markup.put(tag, b"ref", references.ref(row, area[1]))
                data = data[: span.start] + tag + data[span.inner :]
        if not left:
            book.package.unrelate(sheet.part, relation.id)
            book.package.remove(relation.target)
        elif data != was:
            book.package.write(relation.target, data)
    if gone:
        _unshape(book, sheet, gone)
    drawing = _drawing(book, sheet)
    if drawing is not None:
        data = book.package.read(drawing.target)
        new = _SHAPE.sub(lambda m: _moved(m[0], where), data)
        if new != data:
            book.package.write(drawing.target, new)


def _moved(shape: bytes, where: Callable[[int, int], int | None]) -> bytes:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if row is None or column is None or b'ObjectType="Note"' not in shape:
        return shape
    was = int(row[1])
    now = where(was + 1, int(column[1]) + 1)
    if now is None or now == was + 1:
        return shape
    shape = shape[: row.start(1)] + b"%d" % (now - 1) + shape[row.end(1) :]

    def along(m: re.Match[bytes]) -> bytes:
        at = m[2].split(b",")
        if len(at) != 8:  # left, top, right, bottom, each a column or row and an offset
            return m[0]
        for i in (2, 6):
            at[i] = b" %d" % max(0, int(at[i]) + now - 1 - was)
        return m[1] + b",".join(at)

    return _ANCHOR.sub(along, shape, count=1)


# --- there -----------------------------------------------------------------------------------


def note(book: EditedBook, sheet: SheetPart, notes: Notes) -> None:
    """Add notes to a sheet, except where a person's note is."""
    if not notes or is_threaded(book, sheet):
        return
    relation = _related(book, sheet, "comments")
    package = book.package
    if relation is None:
        part = package.unused("xl/comments{}.xml")
        p = b""
        data = part_text(
            b'<comments xmlns="%s"><authors></authors><commentList></commentList></comments>'
            % markup.MAIN
        )
    else:
        part = relation.target
        data = package.text(part)
        found = markup.prefix_of(data, b"comments")
        if found is None:
            raise package.strange(part)
        p = found
    taken = {
        markup.get(markup.tag_of(data, span), b"ref")
        for span in markup.find_all(data, p, b"comment")
    }
    fresh = {at: text for at, text in sorted(notes.items()) if references.ref(*at) not in taken}
    if not fresh or not _shape(book, sheet, fresh):
        return
    author, data = _author(data, p)
    lines = b"".join(
        b'<%scomment ref="%s" authorId="%d"><%stext><%st xml:space="preserve">%s</%st></%stext>'
        b"</%scomment>"
        % (p, references.ref(*at), author, p, p, markup.cell_text(text + SIGNATURE), p, p, p)
        for at, text in fresh.items()
    )
    data = _at_end(data, p, b"commentList", lines)
    if relation is None:
        package.relate(sheet.part, "comments", part)
        package.write(part, data)
        package.declare(part, _COMMENTS_TYPE)
    else:
        package.write(part, data)


def _author(data: bytes, p: bytes) -> tuple[int, bytes]:
    authors = list(markup.find_all(data, p, b"author"))
    for i, span in enumerate(authors):
        if markup.text(markup.inner_of(data, span)) == AUTHOR:
            return i, data
    line = b"<%sauthor>%s</%sauthor>" % (p, AUTHOR.encode(), p)
    return len(authors), _at_end(data, p, b"authors", line)


def _at_end(data: bytes, p: bytes, name: bytes, lines: bytes) -> bytes:
    span = markup.sure(markup.find(data, p, name))
    if span.inner == span.end:
        tag = markup.tag_of(data, span)[:-2].rstrip() + b">"
        return data[: span.start] + tag + lines + b"</" + p + name + b">" + data[span.end :]
    return data[: span.inner_end] + lines + data[span.inner_end :]


def _shape(book: EditedBook, sheet: SheetPart, notes: Notes) -> bool:
    """Draw notes into the sheet's legacy drawing; False where it is not as Excel writes it."""
    package = book.package
    blocks = _free_blocks(book, len(notes))
    drawing = _drawing(book, sheet)
    data = book.package.read(drawing.target) if drawing is not None else b""
    # a prefix that the root does not declare is declared on each shape
    root = data[: data.find(b">") + 1] if drawing is not None else _SPACES
    spaces = b"" if all(s in root for s in (b"xmlns:v=", b"xmlns:o=", b"xmlns:x=")) else _SPACES
    shapes = b"".join(
        _box(blocks[i // (_CLUSTER - 1)] * _CLUSTER + 1 + i % (_CLUSTER - 1), at, text, spaces)
        for i, (at, text) in enumerate(notes.items())
    )
    said = b",".join(b"%d" % block for block in blocks)
    if drawing is not None:
        end = data.rfind(b"</xml>")
        if end < 0 or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return False
        kind = b"" if b'id="_x0000_t202"' in data else _SHAPE_TYPE % spaces
        data = data[:end] + kind + shapes + data[end:]
        data = _BLOCKS.sub(rb"\g<1>\g<2>," + said, data, count=1)
        package.write(drawing.target, data)
        return True
    if markup.find(sheet.tail, sheet.prefix, b"legacyDrawing") is not None:
        return False
    part = package.unused("xl/drawings/vmlDrawing{}.vml")
    package.write(part, _NEW_VML % (_SPACES, said, _SHAPE_TYPE % b"", shapes))
    package.declare_extension("vml", _VML_TYPE)
    relation = package.relate(sheet.part, "vmlDrawing", part)
    sheet.insert(
        b"legacyDrawing",
        b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>'
        % (sheet.prefix, markup.RELATIONS, relation.encode()),
    )
    return True


def _free_blocks(book: EditedBook, count: int) -> list[int]:
    used = {0}
    for part in book.package:
        if part.lower().endswith(".vml"):
            data = book.package.read(part)
            for m in _BLOCKS.finditer(data):
                used |= {int(n) for n in m[2].split(b",") if n.strip()}
            used |= {int(n) // _CLUSTER for n in re.findall(rb"_x0000_s(\d+)", data)}
    first = max(used) + 1
    return list(range(first, first + 1 + (count - 1) // (_CLUSTER - 1)))


def _box(number: int, at: tuple[int, int], text: str, spaces: bytes) -> bytes:
    """Return the shape of a note, hidden until the cell is pointed at, tall enough for its text."""
    row, column = at
    height = 30 + 16 * sum(1 + len(line) // 22 for line in text.split("\n"))
    return (
        b'<v:shape%s id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
        b'margin-top:2pt;width:240pt;height:%dpt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        b'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" '
        b'obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        b'<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        b"<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row>"
        b"<x:Column>%d</x:Column></x:ClientData></v:shape>"
        % (spaces, number, height, row - 1, column - 1)
    )
