"""Make the extension: one .oxt, byte for byte the same from the same buttons."""

from __future__ import annotations

import zipfile
from importlib.metadata import distribution
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlsales
from xlsales.addin.oxt import registry
from xlsales.addin.oxt.icons.pictures import icon
from xlsales.addin.oxt.names import FILE, IDENTIFIER, LICENCE, PUBLISHER, SUMMARY
from xlsales.addin.oxt.xcu import HEAD
from xlsales.buttons import BUTTONS, TITLE

HANDLER_FILE = "xlsales_handler.py"
_EMBLEM = "schedule"  # the picture that stands for all in the extension manager
_EPOCH = (2020, 1, 1, 0, 0, 0)


def build(target: Path) -> Path:
    """Write the extension to ``target``, a folder or the file itself; return the file."""
    file = target / FILE if target.is_dir() else target
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w") as package:
        for name, data in members().items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            # stored: what a compressor makes of it differs from machine to machine
            package.writestr(entry, data, zipfile.ZIP_STORED)
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
    }
    files = {name: text.encode() for name, text in texts.items()}
    for button in BUTTONS:
        for size in (registry.SMALL, registry.BIG):
            files[registry.picture(button, size)] = icon(button.id, size)
    files["icons/xlsales_42.png"] = icon(_EMBLEM, 42)
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
        '<icon><default xlink:href="icons/xlsales_42.png"/></icon>\n'
        "</description>\n"
    )
