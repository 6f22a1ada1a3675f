"""A button's picture needs a word in its definition, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xlsales.buttons import BUTTONS, COMMAND_ONLY
from xlsales.derive import __main__ as derive
from xlsales.derive import icons


def test_no_two_buttons_have_one_icon() -> None:
    assert len({button.icon for button in BUTTONS}) == len(BUTTONS)


def test_what_is_on_no_toolbar_has_no_icon() -> None:
    assert {button.icon for button in COMMAND_ONLY} == {""}


def test_a_new_button_gets_its_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    new = replace(BUTTONS[0], id="new", icon="rocket")
    before = dict(icons.icons())
    monkeypatch.setattr(icons, "BUTTONS", (*BUTTONS, new))
    made = dict(icons.icons())
    assert {path.name for path in made.keys() - before.keys()} == {"new_16.png", "new_26.png"}
    changed = {path.name for path in before if made[path] != before[path]}
    assert changed == {"strip_16.png", "strip_24.png", "strip_32.png"}


@pytest.mark.parametrize(("icon", "near"), [("calender-check", "calendar-check"), ("", "none")])
def test_an_icon_that_does_not_exist_is_refused(
    icon: str, near: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icons, "BUTTONS", (replace(BUTTONS[0], icon=icon),))
    monkeypatch.setattr(derive, "derived", lambda: dict(icons.icons()))
    with pytest.raises(SystemExit) as refused:
        derive.main(["--check"])
    assert f"icon {icon!r} of the button 'validate' is not in the set" in str(refused.value)
    assert near in str(refused.value)
