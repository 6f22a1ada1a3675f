"""The custom document properties by which a workbook is known, and others of ours."""

from __future__ import annotations

from collections.abc import Mapping

from xlsales.office.editing import markup
from xlsales.office.editing.parts import Package, part_text

_PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = b"{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_TYPES = b"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_NEW = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    b'xmlns:vt="%s"></Properties>'
)


def set_properties(package: Package, properties: Mapping[str, str]) -> None:
    """Set properties by name, as texts; the part is made if the package has none."""
    if not properties:
        return
    relation = next((r for r in package.relations("") if r.is_a("custom-properties")), None)
    if relation is not None and relation.target in package:
        part = relation.target
        data = old = package.text(part)
    else:
        part, data, old = _PART, part_text(_NEW % _TYPES), b""
    prefix = markup.prefix_of(data, b"Properties")
    if prefix is None:
        raise package.strange(part)
    for name, value in properties.items():
        data = _set(data, prefix, name, value)
    if data == old:
        return
    package.write(part, data)
    if not old:
        package.declare(part, _TYPE)
        package.relate("", "custom-properties", part)


def _set(data: bytes, p: bytes, name: str, value: str) -> bytes:
    root = markup.sure(markup.find(data, p, b"Properties"))
    declared = b"xmlns:vt=" in markup.tag_of(data, root)
    content = b"<vt:lpwstr%s>%s</vt:lpwstr>" % (
        b"" if declared else b' xmlns:vt="%s"' % _TYPES,
        markup.escaped(value),
    )
    ids = [1]
    for span in markup.find_all(data, p, b"property"):
        tag = markup.attributes(markup.tag_of(data, span))
        if markup.text(tag.get(b"name", b"")) == name:
            held = next(iter(markup.children(data, span.inner, span.inner_end)), None)
            if held is not None and markup.inner_of(data, held) == markup.escaped(value):
                return data
            if span.inner == span.end:
                content = b">" + content + b"</" + p + b"property>"
                return data[: span.end - 2].rstrip() + content + data[span.end :]
            return data[: span.inner] + content + data[span.inner_end :]
        ids.append(int(tag.get(b"pid", 1)))
    line = b'<%sproperty fmtid="%s" pid="%d" name="%s">%s</%sproperty>' % (
        p, _FORMAT, max(ids) + 1, markup.escaped(name), content, p
    )  # fmt: skip
    if root.inner == root.end:
        opened = markup.tag_of(data, root)[:-2].rstrip() + b">"
        return data[: root.start] + opened + line + b"</" + p + b"Properties>" + data[root.end :]
    return data[: root.inner_end] + line + data[root.inner_end :]
