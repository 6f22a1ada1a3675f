"""A form and a result as tkinter windows."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from tkinter import font, ttk
from typing import Any

from xlsales.core.measuring import width_of
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import Listing
from xlsales.ribbon.desk import View, Wish
from xlsales.ribbon.fields import Field, Given, Kind, pairs_of
from xlsales.ribbon.form import Form
from xlsales.ribbon.ticking import ALL, HOW, Ticking

_PAIRS = 3
_WIDTH = 46
_QUANTITY = 12
_WRAP = 420
_MOST = 500
_MOST_ROWS = 18
_RED, _GREY = "#c00000", "#707070"

OK, CANCEL = Words("确定", "OK"), Words("取消", "Cancel")
GO, NEW = Words("转到这一行", "Go to row"), Words("放到新工作簿", "New workbook")
CLOSE = Words("关闭", "Close")


class Window:
    """A window in the middle of the screen; Esc closes it."""

    def __init__(self, root: tkinter.Tk, title: str, lang: Lang) -> None:
        self.lang = lang
        self.root = root
        self.top = tkinter.Toplevel(root)
        self.top.title(title)
        self.top.attributes("-topmost", True)
        self.top.bind("<Escape>", lambda _: self.top.destroy())
        self.body = ttk.Frame(self.top, padding=12)
        self.body.pack(fill="both", expand=True)

    def button(self, place: ttk.Frame, words: Words, act: Callable[[], None]) -> ttk.Button:
        """Put a button to the right."""
        made = ttk.Button(place, text=words.said(self.lang), command=act)
        made.bind("<Return>", lambda _: act())
        made.pack(side="right", padx=(8, 0))
        return made

    def run(self, focus: Any = None) -> None:
        """Show it until it is closed."""
        self.top.update_idletasks()
        x = (self.top.winfo_screenwidth() - self.top.winfo_reqwidth()) // 2
        y = (self.top.winfo_screenheight() - self.top.winfo_reqheight()) // 3
        self.top.geometry(f"+{max(x, 0)}+{max(y, 0)}")
        self.top.lift()
        self.top.focus_force()
        if focus is not None:
            focus.focus_set()
            if hasattr(focus, "selection_range"):  # so that typing takes the place of it
                focus.selection_range(0, "end")
        self.root.wait_window(self.top)


class FormWindow(Window):
    """A form's fields one below the other."""

    def __init__(self, root: tkinter.Tk, form: Form, lang: Lang) -> None:
        """Make the window; nothing is shown yet."""
        super().__init__(root, form.title.said(lang), lang)
        self._given: dict[str, Given] | None = None
        self._readers: dict[str, Callable[[], Given]] = {}
        self._firsts: dict[str, Any] = {}
        self._row = 0
        for said in dict.fromkeys(wrong.words.said(lang) for wrong in form.wrong):
            self._text(said, 0, _RED, 2)
        if not form.wrong:
            self._text(form.help.said(lang), 0, _GREY, 2)
        for each in form.fields:
            self._field(each)
        bar = ttk.Frame(self.body)
        bar.grid(row=self._row, column=0, columnspan=2, sticky="e", pady=(12, 0))
        # packed from the right, and reached by TAB in the order made
        self._cancel = self.button(bar, CANCEL, self.top.destroy)
        self._ok = self.button(bar, OK, self._take)
        self._cancel.lift()
        self.top.bind("<Return>", self._entered)
        self._focus = next((w.field for w in form.wrong if w.field in self._firsts), "")

    def answer(self) -> Mapping[str, Given] | None:
        """Show it; return what was given, None if it was cancelled."""
        first = self._firsts.get(self._focus) or next(iter(self._firsts.values()), self._ok)
        self.run(first)
        return self._given

    def _entered(self, event: Any) -> None:
        if event.widget is not self._cancel and not isinstance(event.widget, tkinter.Text):
            self._take()

    def _taken(self, _event: Any) -> str:
        """Take the form at Enter, where the control itself would make something else of it."""
        self._take()
        return "break"

    def _take(self) -> None:
        self._given = {name: read() for name, read in self._readers.items()}
        self.top.destroy()

    def _text(self, said: str, column: int, colour: str, span: int = 1) -> None:
        label = ttk.Label(self.body, text=said, foreground=colour, wraplength=_WRAP, justify="left")
        label.grid(row=self._row, column=column, columnspan=span, sticky="w", pady=(0, 6))
        self._row += 1

    def _field(self, each: Field) -> None:
        if each.kind is not Kind.TICKS:
            label = each.label.said(self.lang) + (" *" if each.required else "")
            ttk.Label(self.body, text=label).grid(
                row=self._row, column=0, sticky="nw", padx=(0, 12), pady=(3, 0)
            )
        place = ttk.Frame(self.body)
        place.grid(row=self._row, column=1, sticky="w")
        self._row += 1
        put = {
            Kind.FLAG: self._flag,
            Kind.CHOICE: self._choice,
            Kind.TICKS: self._ticks,
            Kind.PAIRS: self._pairs,
            Kind.AMOUNTS: self._amounts,
        }.get(each.kind, self._entry)
        self._readers[each.name] = put(each, place)
        if each.help != each.label and each.kind not in {Kind.FLAG, Kind.TICKS}:
            self._text(each.help.said(self.lang), 1, _GREY)

    def _first(self, each: Field, widget: Any) -> None:
        self._firsts.setdefault(each.name, widget)

    def _entry(self, each: Field, place: ttk.Frame) -> Callable[[], Given]:
        made = self._box(place, each, each.shown(str(each.value)), _WIDTH)
        made.pack()
        self._first(each, made)
        return lambda: str(made.get())

    def _box(self, place: ttk.Frame, each: Field, text: str, width: int) -> Any:
        if not each.options:
            made: Any = ttk.Entry(place, width=width)
            made.insert(0, text)
            return made
        made = ttk.Combobox(place, width=width - 3, values=[o.text for o in each.options])
        made.set(text)
        return made

    def _choice(self, each: Field, place: ttk.Frame) -> Callable[[], Given]:
        shown = [option.text for option in each.options]
        made = ttk.Combobox(place, width=_WIDTH - 3, values=shown, state="readonly")
        made.set(each.shown(str(each.value)))
        made.pack()
        self._first(each, made)
        return lambda: each.chosen(made.get())

    def _flag(self, each: Field, place: ttk.Frame) -> Callable[[], Given]:
        ticked = tkinter.BooleanVar(self.root, bool(each.value))
        made = ttk.Checkbutton(place, text=each.help.said(self.lang), variable=ticked)
        made.pack(anchor="w")
        self._first(each, made)
        return lambda: bool(ticked.get())

    def _ticks(self, each: Field, place: ttk.Frame) -> Callable[[], Given]:
        """Put a table over the whole width, in which keys and mouse choose for each line."""
        ticking = Ticking(each, self.lang)
        place.grid(column=0, columnspan=2, sticky="nsew")
        rows = list(ticking.all_texts())
        frame = ttk.Frame(place)
        table = ttk.Treeview(
            frame, show="headings", selectmode="browse", height=min(max(len(rows), 3), _MOST_ROWS),
            columns=[f"{i}" for i in range(len(ticking.heads))],
        )  # fmt: skip
        bar = ttk.Scrollbar(frame, command=table.yview)
        table.configure(yscrollcommand=bar.set)
        letter = font.nametofont("TkDefaultFont", root=self.root).measure("0")
        for i, head in enumerate(ticking.heads):
            widest = max([width_of(head), *(width_of(row[i]) for row in rows)])
            table.heading(f"{i}", text=head)
            table.column(f"{i}", width=min(widest * letter + 16, 520), stretch=False)
        for i, row in enumerate(rows):
            table.insert("", "end", iid=str(i), values=row)
        if rows:
            table.selection_set(str(ticking.first))
            table.focus(str(ticking.first))

        def show(changed: Sequence[int]) -> None:
            for at in changed:
                table.item(str(at), values=ticking.texts(at))

        def clicked(event: Any, *, twice: bool = False) -> str | None:
            row, on_box = table.identify_row(event.y), table.identify_column(event.x) == "#1"
            if not row or on_box is twice:
                return None
            show(ticking.press(int(row)))
            return "break" if twice else None

        if Ticking.chooses(each):
            ttk.Label(place, text=HOW.said(self.lang), foreground=_GREY).pack(anchor="w")
            table.bind("<space>", lambda _: show(ticking.press(int(table.focus() or 0))))
            table.bind("<Button-1>", clicked)
            table.bind("<Double-1>", lambda event: clicked(event, twice=True))
        frame.pack(fill="both", expand=True)
        bar.pack(side="right", fill="y")
        table.pack(side="left", fill="both", expand=True)
        if Ticking.chooses(each):
            act = lambda: show(ticking.press_all())  # noqa: E731  # one line for a button
            button = ttk.Button(place, text=ALL.said(self.lang), command=act)
            button.bind("<Return>", self._taken)
            button.pack(anchor="w", pady=(4, 0))
        self._first(each, table)
        return lambda: ticking.given

    def _pairs(self, each: Field, place: ttk.Frame) -> Callable[[], Given]:
        pairs = pairs_of(each.value)
        boxes = []
        for i in range(max(_PAIRS, len(pairs) + 1)):
            left, right = pairs[i] if i < len(pairs) else ("", "")
            name = self._box(place, each, each.shown(left), _WIDTH - _QUANTITY - 1)
            quantity = ttk.Entry(place, width=_QUANTITY, justify="right")
            quantity.insert(0, right)
            name.grid(row=i, column=0, padx=(0, 6), pady=1)
            quantity.grid(row=i, column=1)
            self._first(each, quantity if pairs else name)
            boxes.append((name, quantity))
        return lambda: tuple((name.get(), quantity.get()) for name, quantity in boxes)

    def _amounts(self, each: Field, place: ttk.Frame) -> Callable[[], Given]:
        known = dict(pairs_of(each.value))
        boxes = {}
        for i, option in enumerate(each.options):
            ttk.Label(place, text=option.text).grid(row=i, column=0, sticky="w", padx=(0, 8))
            amount = ttk.Entry(place, width=_QUANTITY, justify="right")
            amount.insert(0, known.get(option.value, ""))
            amount.grid(row=i, column=1, pady=1)
            self._first(each, amount)
            boxes[option.value] = amount
        return lambda: tuple((value, amount.get()) for value, amount in boxes.items())


class ViewWindow(Window):
    """A result's lines, and its tables: one at a time."""

    def __init__(self, root: tkinter.Tk, view: View, lang: Lang) -> None:
        """Make the window; nothing is shown yet."""
        super().__init__(root, view.title, lang)
        self._view = view
        self._wish: Wish | None = None
        for line in view.lines:
            ttk.Label(self.body, text=line, wraplength=800, justify="left").pack(anchor="w")
        if len(view.listings) > 1:
            titles = [listing.title for listing in view.listings]
            pick = ttk.Combobox(self.body, values=titles, state="readonly", width=_WIDTH)
            pick.current(0)
            pick.bind("<<ComboboxSelected>>", lambda _: self._fill(view.listings[pick.current()]))
            pick.pack(anchor="w", pady=(6, 0))
        frame = ttk.Frame(self.body)
        frame.pack(fill="both", expand=True, pady=6)
        self._table = ttk.Treeview(frame, show="headings", height=16, selectmode="browse")
        bar = ttk.Scrollbar(frame, command=self._table.yview)
        self._table.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self._table.pack(fill="both", expand=True)
        if view.listings:
            self._fill(view.listings[0])
        self._tick = tkinter.BooleanVar(root, bool(view.tick and view.tick.on))
        buttons = ttk.Frame(self.body)
        buttons.pack(fill="x")
        if view.tick:
            made = ttk.Checkbutton(buttons, text=view.tick.words.said(lang), variable=self._tick)
            made.pack(side="left")
        self.button(buttons, CLOSE, self.top.destroy)
        self.button(buttons, NEW, self._new)
        if view.further:
            self.button(buttons, view.further.words, self._further)
        if view.spots:
            self.button(buttons, GO, self._go)
            self._table.bind("<Double-1>", lambda _: self._go())
            self.top.bind("<Return>", lambda _: self._go())

    def wish(self) -> Wish | None:
        """Show it; return what is wanted of it."""
        self.run(self._table)
        tick = self._view.tick
        if tick and self._tick.get() != tick.on:
            tick.keep(not tick.on)
        return self._wish

    def _fill(self, listing: Listing) -> None:
        table, heads = self._table, listing.heads(self.lang)
        table.delete(*table.get_children())
        table.configure(columns=listing.keys)
        letter = font.nametofont("TkDefaultFont", root=self.root).measure("0")
        rows = list(islice(listing.texts(self.lang), _MOST))
        for i, (key, head, numeric) in enumerate(
            zip(listing.keys, heads, listing.numeric, strict=True)
        ):
            widest = max([width_of(head), *(width_of(row[i]) for row in rows)])
            table.heading(key, text=head)
            width = min(widest * letter + 16, 520)
            table.column(key, width=width, anchor="e" if numeric else "w", stretch=False)
        for i, row in enumerate(rows):
            table.insert("", "end", iid=str(i), values=row)
        if rows:
            table.selection_set("0")
            table.focus("0")

    def _go(self) -> None:
        self._wish = Wish(int(self._table.focus() or 0))
        self.top.destroy()

    def _further(self) -> None:
        self._wish = Wish(int(self._table.focus() or 0), further=True)
        self.top.destroy()

    def _new(self) -> None:
        self._wish = Wish()
        self.top.destroy()
