"""Make the extension: one .oxt, byte for byte the same from the same buttons."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED

import xlsales
from xlsales.addin.oxt import registry
from xlsales.addin.oxt.names import FILE, IDENTIFIER, LICENCE, PUBLISHER, SUMMARY
from xlsales.addin.oxt.xcu import HEAD
from xlsales.buttons import BUTTONS, TITLE
from xlsales.derive.icons import BIG, EMBLEM, SMALL, file_of
from xlsales.documents.packing import zipped
from xlsales.resources import shipped_icons

_DATE = (2020, 1, 1, 0, 0, 0)
HANDLER_FILE = "xlsales_handler.py"
PICKED_FILE = "pythonpath/xlsales_picked.py"  # LibreOffice lets a component import from there


def build(target: Path) -> Path:
    """Write the extension to ``target``, a folder or the file itself; return the file."""
    file = target / FILE if target.is_dir() else target
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(zipped(members(), ZIP_STORED, _DATE))
    return file


def members() -> dict[str, bytes]:
    """Return the extension's files by their paths in it."""
    texts = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "description/zh.txt": SUMMARY.zh + LICENCE.zh + "\n",
        "description/en.txt": SUMMARY.en + LICENCE.en + "\n",
        "LICENSE": distribution("xlsales").read_text("licenses/LICENSE") or "MIT\n",
        "Accelerators.xcu": registry.keys(BUTTONS),
        "Addons.xcu": registry.addons(BUTTONS),
        "CalcCommands.xcu": registry.commands(BUTTONS),
        "CalcWindowState.xcu": registry.window_state(),
        "Jobs.xcu": registry.jobs(),
        "ProtocolHandler.xcu": registry.protocol_handler(),
        HANDLER_FILE: (Path(__file__).parent / "handler.py").read_text("utf-8"),
        PICKED_FILE: (Path(__file__).parent / "picked.py").read_text("utf-8"),
    }
    files = {name: text.encode() for name, text in texts.items()}
    shown = [file_of(button, size) for button in BUTTONS for size in (SMALL, BIG)]
    for name in (*shown, EMBLEM, "LICENSE"):
        files[f"icons/{name}"] = (shipped_icons() / name).read_bytes()
    return files


def _manifest() -> str:
    setting = "application/vnd.sun.star.configuration-data"
    entries = {
        "Accelerators.xcu": setting,
        "Addons.xcu": setting,
        "CalcCommands.xcu": setting,
        "CalcWindowState.xcu": setting,
        "Jobs.xcu": setting,
        "ProtocolHandler.xcu": setting,
        HANDLER_FILE: "application/vnd.sun.star.uno-component;type=Python",
    }
    return (
        f'{HEAD}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        + "".join(
            f"<manifest:file-entry manifest:media-type={quoteattr(kind)}"
            f" manifest:full-path={quoteattr(name)}/>\n"
            for name, kind in entries.items()
        )
        + "</manifest:manifest>\n"
    )


def _description() -> str:
    def named(language: str, text: str) -> str:
        return f'<name lang="{language}">{escape(text)}</name>'

    return (
        f'{HEAD}<description xmlns="http://openoffice.org/extensions/description/2006"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:l="http://libreoffice.org/extensions/description/2011">\n'
        f"<identifier value={quoteattr(IDENTIFIER)}/>\n"
        f"<version value={quoteattr(xlsales.__version__)}/>\n"
        '<dependencies><l:LibreOffice-minimal-version value="7.0" name="LibreOffice 7.0"/>'
        "</dependencies>\n"
        f"<publisher>{named('en', PUBLISHER)}</publisher>\n"
        f"<display-name>{named('en', TITLE.en + ' (xlsales)')}"
        f"{named('zh-CN', TITLE.zh + ' (xlsales)')}</display-name>\n"
        '<extension-description><src lang="en" xlink:href="description/en.txt"/>'
        '<src lang="zh-CN" xlink:href="description/zh.txt"/></extension-description>\n'
        f'<icon><default xlink:href="icons/{EMBLEM}"/></icon>\n'
        "</description>\n"
    )
