"""A VBA project without Excel: sources in, ``vbaProject.bin`` out (MS-OVBA).

Only the sources are written. ``_VBA_PROJECT`` names version 0xFFFF, which no Excel has, so Excel
takes no compiled code from the file but compiles the sources when it opens it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from xlsales.addin.xlam.compound import compound
from xlsales.addin.xlam.compression import compress

_ID = "{7B0B3F0C-52D4-4E6E-9C0F-6B1C5A2E9D41}"
_CODE_PAGE = 1252
"""Sources are plain ASCII; the page is only named."""
_SEED = 0x58
"""Of the obfuscation below: any that asks for no random bytes."""

_AUTOMATION = (
    r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0"
    r"#C:\Windows\System32\stdole2.tlb#OLE Automation"
)
_OFFICE = (
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
    r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
    r"#Microsoft Office 16.0 Object Library"
)
_REFERENCES = (("stdole", _AUTOMATION), ("Office", _OFFICE))  # the latter for IRibbonControl

WORKBOOK_CLASS = "0{00020819-0000-0000-C000-000000000046}"
SHEET_CLASS = "0{00020820-0000-0000-C000-000000000046}"


@dataclass(frozen=True)
class Module:
    """One module: its name, its source, whether it belongs to the workbook or one of its sheets."""

    name: str
    source: str
    document: bool = False


def behind(name: str, base: str, source: str = "") -> Module:
    """Return the module of the workbook or of a sheet, which Excel expects to find."""
    attributes = {
        "VB_Name": f'"{name}"',
        "VB_Base": f'"{base}"',
        "VB_GlobalNameSpace": "False",
        "VB_Creatable": "False",
        "VB_PredeclaredId": "True",
        "VB_Exposed": "True",
        "VB_TemplateDerived": "False",
        "VB_Customizable": "True",
    }
    lines = [f"Attribute {key} = {value}\n" for key, value in attributes.items()]
    return Module(name, "".join(lines) + source, document=True)


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """Return the file of a project; ``name`` may not be that of a module.

    Raises:
        UnicodeEncodeError: A name or a source is not plain ASCII.
    """
    return compound(
        {
            "PROJECT": _settings(name, modules),
            "PROJECTwm": _names(modules),
            "VBA": {
                "_VBA_PROJECT": b"\xcc\x61\xff\xff\x00\x00\x00",
                "dir": compress(_directory(name, modules)),
                **{module.name: compress(_lines(module.source)) for module in modules},
            },
        }
    )


def _lines(text: str) -> bytes:
    return "\r\n".join([*text.splitlines(), ""]).encode("ascii")


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _twice(number: int, wide_number: int, text: str) -> bytes:
    """Return a text as two records: in the project's code page and in UTF-16."""
    return _record(number, text.encode("ascii")) + _record(wide_number, text.encode("utf-16-le"))


def _long(value: int) -> bytes:
    return struct.pack("<I", value)


def _short(value: int) -> bytes:
    return struct.pack("<H", value)


def _directory(name: str, modules: Sequence[Module]) -> bytes:
    """Return the ``dir`` stream: the project, its references, its modules (2.3.4.2)."""
    parts = [
        _record(0x01, _long(3)),  # made for 64-bit Windows; others take it as well
        _record(0x02, _long(0x409)),
        _record(0x14, _long(0x409)),
        _record(0x03, _short(_CODE_PAGE)),
        _record(0x04, name.encode("ascii")),
        _twice(0x05, 0x40, ""),  # description
        _record(0x06) + _record(0x3D),  # help file
        _record(0x07, _long(0)),
        _record(0x08, _long(0)),
        _short(0x09) + _long(4) + _long(1) + _short(0),  # version 1.0; its length is a lie by rule
        _twice(0x0C, 0x3C, ""),  # constants
    ]
    for short, library in _REFERENCES:
        where = library.encode("ascii")
        parts.append(_twice(0x16, 0x3E, short))
        parts.append(_record(0x0D, _long(len(where)) + where + bytes(6)))
    parts.append(_record(0x0F, _short(len(modules))))
    parts.append(_record(0x13, _short(0xFFFF)))
    for module in modules:
        parts += [
            _twice(0x19, 0x47, module.name),
            _twice(0x1A, 0x32, module.name),  # the stream has the module's name
            _twice(0x1C, 0x48, ""),
            _record(0x31, _long(0)),  # the source starts at once
            _record(0x1E, _long(0)),
            _record(0x2C, _short(0xFFFF)),
            _record(0x22 if module.document else 0x21),
            _record(0x2B),
        ]
    return b"".join([*parts, _record(0x10)])


def _settings(name: str, modules: Sequence[Module]) -> bytes:
    """Return the ``PROJECT`` stream (2.3.1): not protected, no password, visible."""
    listed = [
        f"Document={module.name}/&H00000000" if module.document else f"Module={module.name}"
        for module in modules
    ]
    lines = [
        f'ID="{_ID}"',
        *listed,
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{obscured(bytes(4))}"',
        f'DPB="{obscured(bytes(1))}"',
        f'GC="{obscured(bytes([0xFF]))}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return _lines("\n".join(lines))


def _names(modules: Sequence[Module]) -> bytes:
    """Return the ``PROJECTwm`` stream (2.3.3): each module's name, narrow and wide."""
    pairs = (
        module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0"
        for module in modules
    )
    return b"".join(pairs) + b"\0\0"


def obscured(data: bytes, project: str = _ID, seed: int = _SEED) -> str:
    """Return ``data`` as the ``PROJECT`` stream hides it (2.4.3.2), in hexadecimal digits."""
    assert not seed & 6, "this seed asks for random bytes"
    key = sum(project.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    plain = key
    for byte in _long(len(data)) + data:
        out.append(byte ^ ((out[-2] + plain) & 0xFF))
        plain = byte
    return bytes(out).hex().upper()
