"""What a button is: all that ribbon, toolbar, command, press and documentation know of it.

Nothing is imported here but plain words, for a click and ``--help`` wait for start-up. What a
button does is named ``module:function`` and imported when it is done. A definition that cannot
work is refused where it stands, what needs its macro to tell by :func:`arguments_of` and
:func:`reply_of`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias, get_args, get_origin, get_type_hints

from xlsales.core.words import Words
from xlsales.forms.choices import OWNED, Kind

if TYPE_CHECKING:
    from xlsales.core.office import Arguments, Call, Office
    from xlsales.core.outcome import Outcome
    from xlsales.core.reply import Reply

    Macro: TypeAlias = Callable[[Office, Call[Any]], Outcome[Reply]]


class Misdefined(Exception):
    """A definition that cannot work."""


@dataclass(frozen=True)
class Home:
    """The workbook that a command works in; a click always works in the open one.

    ``named``: the person names it; ``optional``: or the whole office instead; ``gone``: it may be
    damaged or not there. ``kind``: else it is the office's one of that kind, of the ``owner`` and
    in the year of the ``month`` that these arguments of the macro say. None of them: the office.
    """

    kind: str = ""
    owner: str = ""
    month: str = ""
    named: bool = False
    optional: bool = False
    gone: bool = False

    def __post_init__(self) -> None:
        """Refuse a home that cannot be found."""
        if self.named and self.kind:
            raise Misdefined(f"a workbook is named, or found by its kind {self.kind}: not both")
        if self.kind and (Kind(self.kind) in OWNED) is not bool(self.owner):
            raise Misdefined(f"whose {self.kind}: an owner for those of one person, and only those")


OFFICE = Home()
NAMED = Home(named=True)
NAMED_OR_OFFICE = Home(named=True, optional=True)
NAMED_OR_GONE = Home(named=True, gone=True)


class Then(Enum):
    """Where a click leads when it is done."""

    STAY = "stay"
    FINDING = "finding"  # to the gravest finding
    ROW = "row"  # to the row that it added, whose check is told
    CELL = "cell"  # to the cell that it filled, with no more said


@dataclass(frozen=True)
class Button:
    """One button and its command.

    - ``kinds``: the workbooks that it suits; ``anywhere``: it is shown in every other file too
    - ``command``: with an option after it, one way of pressing a command that another button is
    - ``image_mso``: its picture in Excel; ``icon``: the one in LibreOffice, by its name at
      https://lucide.dev/icons; ``key``: the letter that presses it together with Ctrl and Shift,
      one that neither Excel nor LibreOffice uses for rows of a table
    - ``macro``: its ``Call[…]`` says which arguments it asks for, its ``Outcome[…]`` what it
      answers; ``reads``: the kinds whose tables it reads; ``home``: see :class:`Home`
    - ``writes``: whether it changes workbooks; ``saves``: whether an open workbook is saved with
      it, since others wait for what it did (what gives numbers or makes documents is saved in any
      case); ``tool``: it works on the office's files themselves, not on rows: the macro takes the
      host in place of the rows and saves by itself
    - ``checks``: what it finds is all that is wrong with the workbook, as it is afterwards
    - ``rewrites``: it may change what people had filled in, which is told as typing is where it had
      counted
    - ``surveys``: it says what is wrong with the office, and so goes on, unless it writes, where a
      workbook is gone
    - ``remembers``: its command can be asked as of what was known at a moment; then nothing is written
    - ``prints``: it makes documents, which its command may put beside as PDFs and pictures, too
    - ``signer``: None where what it writes stands under nobody's name; else that name is asked for
      once, for the journal (""), for a form too (``user``), or the argument that may say another

    What a click does besides, each ``module:function`` in the ribbon:

    - ``likely``: the arguments' likely answers; without, each has its default
    - ``chooser``: lets the person choose before anything is asked
    - ``previews``: others act on what it did, so it is first shown; ``foresees``: what tells what
      would be done, where the macro cannot be tried: it is shown, and asked for
    - ``answers``: what is done in place of a press, in whatever workbook
    - ``view``: what shows its reply; ``shows``: the table that is gone to, since it is the reply;
      ``opens``: documents are opened without asking; ``then``: see :class:`Then`
    """

    id: str
    group: Words
    words: Words
    kinds: tuple[str, ...]
    command: str
    image_mso: str
    icon: str
    help: Words
    macro: str
    reads: tuple[str, ...] = tuple(Kind)
    home: Home = OFFICE
    writes: bool = True
    tool: bool = False
    saves: bool = True
    checks: bool = False
    rewrites: bool = False
    surveys: bool = False
    remembers: bool = False
    prints: bool = False
    signer: str | None = ""
    key: str = ""
    likely: str = ""
    chooser: str = ""
    previews: bool = False
    foresees: str = ""
    answers: str = ""
    anywhere: bool = False
    view: str = ""
    shows: str = ""
    opens: bool = False
    then: Then = Then.STAY

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        for kind in (*self.kinds, *self.reads):
            Kind(kind)
        named = (self.macro, self.likely, self.chooser, self.foresees, self.answers, self.view)
        for reference in named:
            if reference and reference.count(":") != 1:
                raise Misdefined(f"{self.id}: {reference} is not module:function")
        if not self.kinds or not self.macro:
            raise Misdefined(f"{self.id}: it has no workbook to be pressed in, or no macro")
        if self.home.kind and self.home.kind not in self.kinds:
            raise Misdefined(f"{self.id}: its command works where the button is not")
        if self.previews and (self.tool or not self.writes):
            raise Misdefined(f"{self.id}: there is nothing to preview")
        if self.rewrites and not self.writes:
            raise Misdefined(f"{self.id}: what only looks rewrites nothing")
        if self.tool and self.reads not in {(), ("masters",)}:
            raise Misdefined(f"{self.id}: a tool reads what it needs by itself")

    @property
    def named(self) -> bool:
        """Whether its command's name is its own, and not one way of pressing another's."""
        return " " not in self.command

    @property
    def shown_in(self) -> str:
        """The kinds of workbooks that it is shown in, joined by dots, or ``any``."""
        return "any" if self.anywhere else ".".join(self.kinds)


def made_of(reference: str) -> Any:
    """Return what ``module:name`` names; its module is imported only now."""
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)


def macro_of(button: Button) -> Macro:
    """Return a button's macro; its module is imported only now."""
    found: Macro = made_of(button.macro)
    return found


def arguments_of(button: Button) -> type[Arguments]:
    """Return the model of what a button asks for, by its macro's ``Call[…]``.

    Raises:
        Misdefined: the button names an argument that it has not.
    """
    (model,) = get_args(get_type_hints(macro_of(button))["call"])
    found: type[Arguments] = model
    said = {button.home.owner, button.home.month, button.signer or ""} - {"", "user"}
    missing = said - found.model_fields.keys()
    if missing:
        raise Misdefined(f"{button.id}: {found.__name__} has no {', '.join(sorted(missing))}")
    return found


def reply_of(button: Button) -> type[Reply]:
    """Return the model of what a button answers, by its macro's ``Outcome[…]``.

    A tool returns it with the cells that changed: ``tuple[Outcome[…], …]``.

    Raises:
        Misdefined: the macro does not say it, or leaves to the press what that does not know.
    """
    from xlsales.core.outcome import Outcome
    from xlsales.core.reply import KNOWN, Reply, of_press

    said = get_type_hints(macro_of(button)).get("return")
    if button.tool:
        said = next(iter(get_args(said)), None)
    model = next(iter(get_args(said)), None) if get_origin(said) is Outcome else None
    if not isinstance(model, type) or not issubclass(model, Reply):
        raise Misdefined(f"{button.id}: {button.macro} does not say what it answers: Outcome[…]")
    if unknown := of_press(model) - KNOWN:
        raise Misdefined(f"{button.id}: no press knows {', '.join(sorted(unknown))}")
    return model
