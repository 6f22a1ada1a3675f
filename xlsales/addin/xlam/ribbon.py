"""The ribbon tab, as Excel reads it, from the list of buttons."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from xlsales.addin.xlam.keytips import keytips
from xlsales.buttons import BUTTONS, TITLE, Button
from xlsales.core.words import Lang, Words

CALLBACK = "XlsalesClick"
LOADED = "XlsalesLoaded"
VISIBLE = "XlsalesVisible"
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
_TAB_KEYTIP = "XS"


def custom_ui(lang: Lang, buttons: Sequence[Button] = BUTTONS) -> bytes:
    """Return ``customUI14.xml``: one tab, a group for each group of buttons, one callback a click.

    Labels are plain text. Which buttons are there is asked when another workbook comes to the
    front: each has the kinds of its workbooks in its tag.
    """
    ui = ET.Element("customUI", xmlns=NAMESPACE, onLoad=LOADED)
    tabs = ET.SubElement(ET.SubElement(ui, "ribbon"), "tabs")
    tab = ET.SubElement(tabs, "tab", id="xlsales", label=TITLE.said(lang), keytip=_TAB_KEYTIP)
    groups: dict[Words, ET.Element] = {}
    tips = keytips([button.words for button in buttons], lang)
    for button, tip in zip(buttons, tips, strict=True):
        group = groups.get(button.group)
        if group is None:
            group = groups[button.group] = ET.SubElement(
                tab,
                "group",
                id=f"group_{button.group.en.lower()}",
                label=button.group.said(lang),
                autoScale="true",
            )
        made = ET.SubElement(
            group,
            "button",
            id=button.id,
            label=button.words.said(lang),
            imageMso=button.image_mso,
            size="large",
            screentip=button.words.said(lang),
            supertip=_tip(button, lang),
            getVisible=VISIBLE,
            keytip=tip,
            onAction=CALLBACK,
        )
        made.set("tag", button.shown_in)
    text: bytes = ET.tostring(ui, encoding="utf-8", xml_declaration=True)
    return text


def _tip(button: Button, lang: Lang) -> str:
    keys = Words(f"快捷键 Ctrl+Shift+{button.key}。", f" Keys: Ctrl+Shift+{button.key}.")
    return _sentence(button.help, lang) + (keys.said(lang) if button.key else "")


def _sentence(words: Words, lang: Lang) -> str:
    said = words.said(lang)
    return f"{said}。" if lang is Lang.ZH else f"{said[0].upper()}{said[1:]}."
