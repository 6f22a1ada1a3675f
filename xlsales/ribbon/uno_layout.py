"""How a form is laid out in a LibreOffice dialog, and how its controls are read again.

Measures are LibreOffice's own: a quarter of a letter's width, an eighth of its height, so that a
dialog fits whatever font the screen has. A Chinese character is two letters wide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsales.core.measuring import lines_of, width_of
from xlsales.core.words import Lang, Words
from xlsales.ribbon.fields import Field, Given, Kind, Line, pairs_of
from xlsales.ribbon.form import Form
from xlsales.ribbon.uno_grid import LETTER

EDGE = 8
_GAP = 4
_LINE = 10
_BOX = 14
_WIDEST_LABEL = 120
_CONTENT = 230
_QUANTITY = 60
_PAIRS = 3
_MOST_PAIRS = 10
_TABLE = 470
_PAGE = 16
_NAMES = 90
_ROW = 12
_MOST_ROWS = 18
_UNLABELLED = frozenset({Kind.FLAG, Kind.TICKS})
_RED, _GREY = 0xC00000, 0x707070

OK = Words("确定", "OK")
CANCEL = Words("取消", "Cancel")
_BEFORE = Words("上一页(~P)", "~Previous")
_NEXT = Words("下一页(~N)", "~Next")
_LEFT = Words("不改", "leave")


@dataclass
class Layout:
    """Controls of a dialog from top to bottom: type, name, properties; and how to read them.

    ``tables`` are to be filled: name, heads, rows. ``pages``: the first
    box on each of several pages to be turned.
    """

    lang: Lang
    label_width: int = 0
    height: int = EDGE
    controls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    readers: dict[str, Callable[[Any], Given]] = field(default_factory=dict)
    firsts: dict[str, str] = field(default_factory=dict)
    tables: list[tuple[str, Sequence[str], Sequence[Sequence[str]]]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    content: int = _CONTENT

    @property
    def width(self) -> int:
        """The width of the dialog."""
        return 2 * EDGE + self.label_width + _GAP + self.content

    @property
    def left(self) -> int:
        """Where the fields begin."""
        return EDGE + self.label_width + _GAP

    def add(self, kind: str, name: str, x: int, width: int, height: int, **more: Any) -> str:
        """Put a control at the present height."""
        place = {"PositionX": x, "PositionY": self.height, "Width": width, "Height": height}
        tab = {"TabIndex": len(self.controls)}
        self.controls.append((kind, name, {**place, **tab, **more}))
        return name

    def text(self, name: str, said: str, x: int, width: int, colour: int | None = None) -> int:
        """Put a text of as many lines as it takes; return its height.

        A coloured one is no label of a field: in Chinese it would get a key to press, as (A).
        """
        height = _LINE * lines_of(said, width / LETTER)
        more = {} if colour is None else {"TextColor": colour, "NoLabel": True}
        self.add("FixedText", name, x, width, height, Label=said, MultiLine=True, **more)
        return height

    def down(self, height: int) -> None:
        """Go on further below."""
        self.height += height


def laid_out(form: Form, lang: Lang) -> Layout:
    """Lay a form out: what it does, what is wrong, its fields, OK and Cancel."""
    labels = [_labelled(each, lang) for each in form.fields]
    widest = max((width_of(label) for label in labels), default=0)
    made = Layout(lang, min(int(widest * LETTER) + 6, _WIDEST_LABEL))
    if any(each.kind is Kind.TICKS for each in form.fields):
        made.content = _TABLE - made.label_width
    whole = made.width - 2 * EDGE
    for i, said in enumerate(dict.fromkeys(wrong.words.said(lang) for wrong in form.wrong)):
        made.down(made.text(f"wrong{i}", said, EDGE, whole, _RED) + 2)
    if not form.wrong:
        made.down(made.text("about", _sentence(form.help, lang), EDGE, whole, _GREY) + 2)
    made.down(_GAP)
    for each, label in zip(form.fields, labels, strict=True):
        _put_field(made, each, label)
    made.down(_GAP)
    ok, cancel = OK.said(lang), CANCEL.said(lang)
    right = made.width - EDGE - 50
    made.add("Button", "ok", right - 56, 50, _BOX, Label=ok, PushButtonType=1, DefaultButton=True)
    made.add("Button", "cancel", right, 50, _BOX, Label=cancel, PushButtonType=2)
    made.down(_BOX + EDGE)
    return made


def _labelled(each: Field, lang: Lang) -> str:
    return each.label.said(lang) + (" *" if each.required else "")


def _sentence(words: Words, lang: Lang) -> str:
    said = words.said(lang)
    return said if said.endswith(("。", ".")) else said + Words("。", ".").said(lang)


def _put_field(made: Layout, each: Field, label: str) -> None:
    if each.kind not in _UNLABELLED:
        made.text(f"label_{each.name}", label, EDGE, made.label_width)
    made.readers[each.name] = _PUT[each.kind](made, each)
    if each.help != each.label and each.kind not in _UNLABELLED:
        said = _sentence(each.help, made.lang)
        made.down(made.text(f"help_{each.name}", said, made.left, _CONTENT, _GREY))
    made.down(_GAP)


# --- one kind each: puts the controls and returns how to read them from the dialog's model ------


def _put_text(made: Layout, each: Field) -> Callable[[Any], Given]:
    name, value = each.name, each.shown(str(each.value))
    made.firsts[name] = name
    if each.options:
        shown = tuple(option.text for option in each.options)
        made.add(
            "ComboBox", name, made.left, _CONTENT, _BOX,
            Dropdown=True, StringItemList=shown, Text=value, LineCount=12, Autocomplete=False,
        )  # fmt: skip
    else:
        made.add("Edit", name, made.left, _CONTENT, _BOX, Text=value)
    made.down(_BOX)
    return lambda model: str(model.getByName(name).Text)


def _put_choice(made: Layout, each: Field) -> Callable[[Any], Given]:
    name, values = each.name, [option.value for option in each.options]
    made.firsts[name] = name
    chosen = (values.index(str(each.value)),) if each.value in values else ()
    shown = tuple(option.text for option in each.options)
    made.add(
        "ListBox", name, made.left, _CONTENT, _BOX,
        Dropdown=True, StringItemList=shown, SelectedItems=chosen, LineCount=12,
    )  # fmt: skip
    made.down(_BOX)

    def read(model: Any) -> Given:
        items = model.getByName(name).SelectedItems
        return values[items[0]] if items else ""

    return read


def _put_flag(made: Layout, each: Field) -> Callable[[Any], Given]:
    name = each.name
    made.firsts[name] = name
    label, state = each.help.said(made.lang), int(bool(each.value))
    made.add("CheckBox", name, made.left, _CONTENT, _BOX, Label=label, State=state)
    made.down(_BOX)
    return lambda model: bool(model.getByName(name).State)


def _put_ticks(made: Layout, each: Field) -> Callable[[Any], Given]:
    """Put lines over the whole width: a table to read, or boxes to tick, page by page."""
    if not any(line.choices for line in each.lines):
        return _put_table(made, each)
    name, first, pages = each.name, made.height, list(_pages(each.lines))
    proposed = each.value if isinstance(each.value, tuple) else ()
    boxes: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    lowest, n = first, 0
    for page, lines in enumerate(pages, 1):
        made.height = first
        step = {"Step": page} if len(pages) > 1 else {}
        top = next((at for at, line in enumerate(lines, n + 1) if line.choices), None)
        if step:
            made.pages.append(f"{name}{top}" if top else "ok")
        for line in lines:
            n += 1
            control = f"{name}{n}"
            _put_line(made, control, line, proposed, step)
            if len(line.choices) == 1:
                boxes[control] = line.choices[0].value
            elif line.choices:
                lists[control] = tuple(option.value for option in line.choices)
            if line.choices:
                made.firsts.setdefault(name, control)
        lowest = max(lowest, made.height)
    made.height = lowest
    if len(pages) > 1:
        made.down(2 * _GAP)
        made.add("Button", "before", EDGE, 50, _BOX, Label=_BEFORE.said(made.lang))
        made.add("Button", "next", EDGE + 56, 50, _BOX, Label=_NEXT.said(made.lang))
        made.add("FixedText", "page", EDGE + 114, 60, _BOX, Label=f"1 / {len(pages)}")
        made.down(-2 * _GAP)  # beside OK and Cancel

    def read(model: Any) -> Given:
        ticked = [value for control, value in boxes.items() if model.getByName(control).State]
        for control, values in lists.items():
            items = model.getByName(control).SelectedItems
            ticked += [values[items[0] - 1]] if items and items[0] else []
        return tuple(ticked)

    return read


def _put_table(made: Layout, each: Field) -> Callable[[Any], Given]:
    """Put a table that is only to be read."""
    name, width = each.name, made.width - 2 * EDGE
    made.firsts[name] = name
    height = _ROW * min(max(len(each.lines), 4), _MOST_ROWS) + 24
    grid = "com.sun.star.awt.grid.UnoControlGridModel"
    made.add(grid, name, EDGE, width, height, ShowColumnHeader=True, VScroll=True, Tabstop=True)
    made.tables.append((name, each.heads, [tuple(map(str, it.cells)) for it in each.lines]))
    made.down(height)
    return lambda _model: ()


def _pages(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Yield so many lines as fit a screen."""
    for first in range(0, len(lines), _PAGE):
        yield lines[first : first + _PAGE]


def _put_line(
    made: Layout, name: str, line: Line, proposed: Sequence[object], step: Mapping[str, int]
) -> None:
    """Put a line: a box to tick, a list of several choices, or a text to read."""
    width, several = made.width - 2 * EDGE, len(line.choices) > 1
    cells = (line.choices[0].text if cell is None else cell for cell in line.cells)
    if several:
        cells = (cell for cell in line.cells if cell is not None)
    said = "　".join(filter(None, cells))
    room = width - (_NAMES + _GAP if several else 12)
    height = max(_BOX, _LINE * lines_of(said, room / LETTER))
    if several:
        names = (_LEFT.said(made.lang), *(option.text for option in line.choices))
        values = [option.value for option in line.choices]
        at = next((n for n, value in enumerate(values, 1) if value in proposed), 0)
        made.add(
            "ListBox", name, EDGE, _NAMES, _BOX,
            Dropdown=True, StringItemList=names, SelectedItems=(at,), LineCount=8, **step,
        )  # fmt: skip
        text = {"Label": said, "MultiLine": True, "NoLabel": True}
        made.add("FixedText", f"{name}_said", EDGE + _NAMES + _GAP, room, height, **text, **step)
    elif line.choices:
        state = int(line.choices[0].value in proposed)
        more = {"Label": said, "State": state, "MultiLine": True}
        made.add("CheckBox", name, EDGE, width, height, **more, **step)
    else:
        text = {"Label": said, "MultiLine": True, "NoLabel": True, "TextColor": _GREY}
        made.add("FixedText", name, EDGE, width, height, **text, **step)
    made.down(height)


def _put_pairs(made: Layout, each: Field) -> Callable[[Any], Given]:
    pairs = [(left, right) for left, right in pairs_of(each.value)]
    if len(pairs) > _MOST_PAIRS:
        return _put_lines(made, each, pairs)
    rows = max(_PAIRS, min(len(pairs) + 1, _MOST_PAIRS))
    shown = tuple(option.text for option in each.options)
    wide = _CONTENT - _QUANTITY - _GAP
    names = []
    for i in range(rows):
        left, right = pairs[i] if i < len(pairs) else ("", "")
        text = each.shown(left)
        made.add(
            "ComboBox", f"{each.name}{i}", made.left, wide, _BOX,
            Dropdown=True, StringItemList=shown, Text=text, LineCount=12, Autocomplete=False,
        )  # fmt: skip
        quantity = f"{each.name}{i}_quantity"
        made.add("Edit", quantity, made.left + wide + _GAP, _QUANTITY, _BOX, Text=right, Align=2)
        names.append((f"{each.name}{i}", quantity))
        made.down(_BOX + 1)
    made.firsts[each.name] = names[0][1] if pairs else names[0][0]
    return lambda model: tuple((_text(model, one), _text(model, two)) for one, two in names)


def _put_lines(made: Layout, each: Field, pairs: list[tuple[str, str]]) -> Callable[[Any], Given]:
    """Many pairs: a line each, as ``NO = QTY``."""
    name = made.firsts[each.name] = each.name
    text = "\n".join(f"{left} = {right}" for left, right in pairs)
    height = _LINE * 12
    made.add("Edit", name, made.left, _CONTENT, height, Text=text, MultiLine=True, VScroll=True)
    made.down(height)

    def read(model: Any) -> Given:
        lines = (line.partition("=") for line in _text(model, name).splitlines())
        return tuple((left.strip(), right.strip()) for left, _, right in lines)

    return read


def _put_amounts(made: Layout, each: Field) -> Callable[[Any], Given]:
    known = dict(pairs_of(each.value))
    wide = int(max(width_of(option.text) for option in each.options) * LETTER) + 8
    names = {}
    for i, option in enumerate(each.options):
        made.add("FixedText", f"{each.name}{i}_label", made.left, wide, _BOX, Label=option.text)
        name = f"{each.name}{i}"
        text = known.get(option.value, "")
        made.add("Edit", name, made.left + wide + _GAP, _QUANTITY, _BOX, Text=text, Align=2)
        names[name] = option.value
        made.firsts.setdefault(each.name, name)
        made.down(_BOX + 1)
    return lambda model: tuple((value, _text(model, name)) for name, value in names.items())


def _text(model: Any, name: str) -> str:
    return str(model.getByName(name).Text)


_PUT: Mapping[Kind, Callable[[Layout, Field], Callable[[Any], Given]]] = {
    Kind.TEXT: _put_text,
    Kind.DATE: _put_text,
    Kind.MONTH: _put_text,
    Kind.PERIOD: _put_text,
    Kind.NAMES: _put_text,
    Kind.FLAG: _put_flag,
    Kind.CHOICE: _put_choice,
    Kind.TICKS: _put_ticks,
    Kind.PAIRS: _put_pairs,
    Kind.AMOUNTS: _put_amounts,
}
