"""A dialog as data: the fields of a button's arguments, and what a person typed read back.

Made from the same argument models as the command line's options. What stands in the fields at
first, and what can be chosen, comes from :mod:`xlsales.ribbon.likely`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import ValidationError

from xlsales.buttons import Button, arguments_of
from xlsales.core.arguments import Argument, Shape, arguments
from xlsales.core.office import Arguments
from xlsales.core.words import Lang, Words
from xlsales.ribbon.answers import Unread, value_of
from xlsales.ribbon.fields import Field, Given, Kind, Likely, Option, Wrong

_SHAPES: Mapping[Shape, Kind] = {
    Shape.TEXT: Kind.TEXT,
    Shape.FLAG: Kind.FLAG,
    Shape.DATE: Kind.DATE,
    Shape.CHOICE: Kind.CHOICE,
    Shape.NAMES: Kind.NAMES,
    Shape.PAIRS: Kind.PAIRS,
}
_NAMED: Mapping[str, Kind] = {"month": Kind.MONTH, "period": Kind.PERIOD}
_EMPTY: Mapping[Kind, Given] = {
    Kind.FLAG: False,
    Kind.TICKS: (),
    Kind.PAIRS: (),
    Kind.AMOUNTS: (),
}


@dataclass(frozen=True)
class Form:
    """A dialog: its title and help, its fields, and what was wrong with what was typed.

    ``fixed`` are the arguments that are not asked; ``year`` is the workbook's.
    """

    title: Words
    help: Words
    fields: tuple[Field, ...]
    model: type[Arguments]
    fixed: Mapping[str, object]
    year: int = 0
    wrong: tuple[Wrong, ...] = ()

    def again(self, given: Mapping[str, Given], *wrong: Wrong) -> Form:
        """Return the form as the person left it, with what is wrong."""
        fields = tuple(replace(f, value=given.get(f.name, f.value)) for f in self.fields)
        return replace(self, fields=fields, wrong=wrong)

    def read(self, given: Mapping[str, Given]) -> Arguments | tuple[Wrong, ...]:
        """Return the arguments that were given, or what is wrong, field by field."""
        values: dict[str, object] = {k: v for k, v in self.fixed.items() if v is not None}
        wrong: list[Wrong] = []
        for each in self.fields:
            try:
                value = value_of(each, given.get(each.name, each.value), self.year)
            except Unread as unread:
                wrong.append(_wrong(each, unread.words))
                continue
            if value in ("", None, (), {}):
                if each.required:
                    wrong.append(_missing(each))
            else:
                values[each.name] = value
        if wrong:
            return tuple(wrong)
        try:
            return self.model.model_validate(values)
        except ValidationError as trouble:
            return tuple(self._unfit(trouble))

    def _unfit(self, trouble: ValidationError) -> Iterator[Wrong]:
        by_name = {each.name: each for each in self.fields}
        for error in trouble.errors():
            each = by_name.get(str(error["loc"][0]) if error["loc"] else "")
            if each is None:
                raise trouble  # a fixed value is no doing of the person's
            if error["type"] == "missing":
                yield _missing(each)
            else:
                yield _wrong(each, Words("填写的内容无效，请改正。", "this cannot be used."))


def _wrong(field: Field, words: Words) -> Wrong:
    label = field.label
    return Wrong(field.name, Words(f"{label.zh}\uff1a{words.zh}", f"{label.en}: {words.en}"))


def _missing(field: Field) -> Wrong:
    label = field.label
    chosen = field.kind in {Kind.CHOICE, Kind.TICKS}
    verb = Words("选", "Choose") if chosen else Words("填", "Fill in")
    return Wrong(field.name, Words(f"请{verb.zh}“{label.zh}”。", f"{verb.en} “{label.en}”."))


def form_of(button: Button, likely: Mapping[str, Likely], lang: Lang, year: int = 0) -> Form:
    """Make the form of a button's arguments; one without fields has nothing to ask.

    An argument that ``likely`` does not know is asked, with nothing in its field.
    """
    model = arguments_of(button)
    fields: list[Field] = []
    fixed: dict[str, object] = {}
    for each in arguments(model):
        known = likely.get(each.name, Likely())
        if known.asked:
            fields.append(_field(each, known, lang))
        else:
            fixed[each.name] = known.fixed
    return Form(button.words, button.help, tuple(fields), model, fixed, year)


def _field(each: Argument, known: Likely, lang: Lang) -> Field:
    kind = known.kind or _NAMED.get(each.name) or _SHAPES[each.shape]
    options = known.options
    if each.choices is not None:
        options = tuple(Option(member.value, member.said(lang)) for member in each.choices)
    value = _EMPTY.get(kind, "") if known.value == "" else known.value
    required = each.required or known.required
    label, gap = known.label or each.ask.words, Words("、", ", ")
    label = Words(label.zh.replace("=", gap.zh), label.en.replace("=", gap.en))
    return Field(
        each.name,
        label,
        known.help or each.ask.help,
        kind,
        value,
        required,
        options,
        known.lines,
        known.heads,
    )
