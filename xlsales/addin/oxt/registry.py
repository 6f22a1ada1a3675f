"""What LibreOffice's registry gets: menu, toolbar, labels, pictures, and who answers clicks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from xlsales.addin.oxt.names import HANDLER, IDENTIFIER, OPENED, PROTOCOL, TOOLBAR
from xlsales.addin.oxt.xcu import component, group, member, prop, texts, words
from xlsales.buttons import TITLE, Button
from xlsales.core.words import Words
from xlsales.derive.icons import BIG, SMALL, file_of

CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"


def grouped(buttons: Iterable[Button]) -> list[tuple[Words, list[Button]]]:
    """Return the buttons by group; groups in the order of their first button."""
    buttons = list(buttons)
    order = list(dict.fromkeys(b.group for b in buttons))
    ranked = sorted(buttons, key=lambda b: order.index(b.group))
    return [(name, list(members)) for name, members in groupby(ranked, key=lambda b: b.group)]


def address(button: Button) -> str:
    """Return the command that a click on the button sends: where it is shown, and its id."""
    return f"{PROTOCOL}{button.shown_in}/{button.id}"


def picture(button: Button, size: int) -> str:
    """Return the path of the button's picture inside the extension."""
    return f"icons/{file_of(button, size)}"


def addons(buttons: Sequence[Button]) -> str:
    """Return Addons.xcu: a menu with a submenu a group, one toolbar, the pictures."""
    menu = member(
        IDENTIFIER,
        (
            words("Title", TITLE),
            prop("Target", "_self"),
            prop("Context", CONTEXT),
            group("Submenu", _submenus(buttons)),
        ),
    )
    toolbar = member(IDENTIFIER, _tools(buttons))
    images = (
        member(
            f"{IDENTIFIER}.{button.id}",
            (
                prop("URL", address(button)),
                group(
                    "UserDefinedImages",
                    (
                        prop("ImageSmallURL", f"%origin%/{picture(button, SMALL)}"),
                        prop("ImageBigURL", f"%origin%/{picture(button, BIG)}"),
                    ),
                ),
            ),
        )
        for button in buttons
    )
    return component(
        "Addons",
        "org.openoffice.Office",
        group(
            "AddonUI",
            (
                group("OfficeMenuBar", (menu,)),
                group("OfficeToolBar", (toolbar,)),
                group("Images", images),
            ),
        ),
    )


def window_state() -> str:
    """Return CalcWindowState.xcu: the toolbar's title; docked below the others, shown."""
    return component(
        "CalcWindowState",
        "org.openoffice.Office.UI",
        group(
            "UIElements",
            (
                group(
                    "States",
                    (
                        member(
                            TOOLBAR,
                            (
                                words("UIName", TITLE),
                                prop("Docked", True),
                                prop("DockingArea", 0),
                                prop("DockPos", "0,9"),
                                prop("Visible", True),
                                prop("Style", 2),  # words beside the pictures
                            ),
                            fuse=True,
                        ),
                    ),
                ),
            ),
        ),
    )


def commands(buttons: Iterable[Button]) -> str:
    """Return CalcCommands.xcu: what each command is called, and what its tooltip says."""
    return component(
        "CalcCommands",
        "org.openoffice.Office.UI",
        group(
            "UserInterface",
            (
                group(
                    "Commands",
                    (
                        member(
                            address(button),
                            (
                                words("Label", button.words),
                                words("TooltipLabel", _tooltip(button)),
                                prop("Properties", 1),  # it has a picture
                            ),
                        )
                        for button in buttons
                    ),
                ),
            ),
        ),
    )


def keys(buttons: Iterable[Button]) -> str:
    """Return Accelerators.xcu: the keys that press a button while a spreadsheet is in front."""
    pressed = (
        member(
            f"{button.key}_SHIFT_MOD1",
            (
                # LibreOffice asks for one in its own language, then for English
                f'<prop oor:name="Command"><value xml:lang="en-US">{address(button)}</value></prop>\n',
            ),
        )
        for button in buttons
        if button.key
    )
    return component(
        "Accelerators",
        "org.openoffice.Office",
        group("PrimaryKeys", (group("Modules", (group(CONTEXT, pressed),)),)),
    )


def protocol_handler() -> str:
    """Return ProtocolHandler.xcu: clicks on our addresses go to the handler."""
    return component(
        "ProtocolHandler",
        "org.openoffice.Office",
        group("HandlerSet", (member(HANDLER, (texts("Protocols", (PROTOCOL + "*",)),)),)),
    )


def jobs() -> str:
    """Return Jobs.xcu: the handler is told of each document that is opened."""
    job = member(OPENED, (prop("Service", OPENED),))
    event = member(
        "onDocumentOpened", (group("JobList", (member(OPENED, ()),)),), fuse=True
    )  # others have jobs there too
    return component(
        "Jobs", "org.openoffice.Office", group("Jobs", (job,)), group("Events", (event,))
    )


def _submenus(buttons: Sequence[Button]) -> Iterator[str]:
    for i, (name, members) in enumerate(grouped(buttons)):
        items = (_item(f"m{j:02}", button, button.words) for j, button in enumerate(members))
        yield member(
            f"g{i:02}",
            (
                words("Title", name),
                prop("Target", "_self"),
                prop("Context", CONTEXT),
                group("Submenu", items),
            ),
        )


def _tools(buttons: Sequence[Button]) -> Iterator[str]:
    place = 0
    for i, (_, members) in enumerate(grouped(buttons)):
        if i:
            place += 1
            yield member(f"t{place:03}", (prop("URL", "private:separator"),))
        for button in members:
            place += 1
            # its words stand beside the picture; the tooltip is they, and the keys
            yield _item(f"t{place:03}", button, button.words)


def _item(name: str, button: Button, title: Words) -> str:
    # no ControlType: with "Button" LibreOffice 7.4 sends each click twice
    return member(
        name,
        (
            prop("URL", address(button)),
            words("Title", title),
            prop("Target", "_self"),
            prop("Context", CONTEXT),
        ),
    )


def _tooltip(button: Button) -> Words:
    """Say name and help in a line, for instance “Submit: hands the rows … to the planner”."""
    return Words(f"{button.words.zh}：{button.help.zh}", f"{button.words.en}: {button.help.en}")
