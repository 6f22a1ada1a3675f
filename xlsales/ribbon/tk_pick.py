"""The picker as a tkinter window: a line to type in, and a list that narrows with each key."""

from __future__ import annotations

import tkinter
from tkinter import font, ttk

from xlsales.core.words import Lang
from xlsales.ribbon.picker import CHOOSE, TYPE, Picker
from xlsales.ribbon.tk_form import CANCEL, Window

_ROWS = 15


class PickWindow(Window):
    """What can be chosen; Enter takes the row at the cursor."""

    def __init__(self, root: tkinter.Tk, picker: Picker, lang: Lang) -> None:
        """Make the window with all there is; nothing is shown yet."""
        super().__init__(root, picker.title, lang)
        self._picker = picker
        self._chosen: str | None = None
        ttk.Label(self.body, text=TYPE.said(lang)).pack(anchor="w")
        self._text = tkinter.StringVar(root)
        self._line = ttk.Entry(self.body, textvariable=self._text)
        self._line.pack(fill="x", pady=(2, 6))
        keys = tuple(picker.keys)
        frame = ttk.Frame(self.body)
        frame.pack(fill="both", expand=True)
        self._table = ttk.Treeview(
            frame, show="headings", height=_ROWS, selectmode="browse", columns=keys
        )
        bar = ttk.Scrollbar(frame, command=self._table.yview)
        self._table.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self._table.pack(fill="both", expand=True)
        letter = font.nametofont("TkDefaultFont", root=root).measure("0")
        described = zip(keys, picker.heads, picker.widths, picker.numeric, strict=True)
        for key, head, letters, numeric in described:
            self._table.heading(key, text=head)
            width = letters * letter + 16
            self._table.column(key, width=width, anchor="e" if numeric else "w", stretch=False)
        self._said = ttk.Label(self.body)
        self._said.pack(anchor="w", pady=(6, 0))
        buttons = ttk.Frame(self.body)
        buttons.pack(anchor="e")
        self.button(buttons, CANCEL, self.top.destroy)
        self.button(buttons, CHOOSE, self._take)
        self._values: tuple[str, ...] = ()
        self._fill()
        self._text.trace_add("write", lambda *_: self._fill())
        self._line.bind("<Down>", lambda _: self._move(1))
        self._line.bind("<Up>", lambda _: self._move(-1))
        self._line.bind("<Return>", lambda _: self._take())
        self._table.bind("<Return>", lambda _: self._take())
        self._table.bind("<Double-1>", lambda _: self._take())

    def chosen(self) -> str | None:
        """Show it; return the value that was chosen, or None."""
        self.run(self._line)
        return self._chosen

    def _fill(self) -> None:
        shown = self._picker.shown(self._text.get())
        self._values = shown.values
        self._table.delete(*self._table.get_children())
        for i, cells in enumerate(shown.cells):
            self._table.insert("", "end", iid=str(i), values=cells)
        self._said.configure(text=shown.said.said(self.lang))
        self._go(0)

    def _move(self, by: int) -> str:
        self._go(int(self._table.focus() or 0) + by)
        return "break"

    def _go(self, row: int) -> None:
        if self._values:
            at = str(min(max(row, 0), len(self._values) - 1))
            self._table.selection_set(at)
            self._table.focus(at)
            self._table.see(at)

    def _take(self) -> None:
        if self._values:
            self._chosen = self._values[int(self._table.focus() or 0)]
        self.top.destroy()
