"""The list of names that a form may use is what the macros give, and what the shipped forms use."""

from __future__ import annotations

import pytest

from tests.gate.month import presses
from xlsales.core.outcome import FormContent
from xlsales.core.words import Lang
from xlsales.derive.form_templates import templates
from xlsales.documents.form_names import EVERYWHERE, NAMES, words_of
from xlsales.documents.forms import FORMS, SUFFIXES
from xlsales.documents.template import read_template
from xlsales.press import answer
from xlsales.resources import shipped_templates


def test_every_form_has_its_names() -> None:
    assert set(NAMES) == set(FORMS)


def test_the_names_are_those_that_the_macros_give() -> None:
    fields: dict[str, set[str]] = {form: set() for form in FORMS}
    lines: dict[str, set[str]] = {form: set() for form in FORMS}
    for press in presses():
        if not press.button.prints:
            continue
        for document in answer(press.before, press.button, press.call).outcome.documents:
            if isinstance(document.content, FormContent):
                fields[document.form] |= set(document.content.fields)
                lines[document.form] |= {key for line in document.content.lines for key in line}
    for form, names in NAMES.items():
        assert fields[form] == set(names.fields), form
        assert lines[form] == set(names.lines), form


@pytest.mark.parametrize("lang", Lang)
def test_a_shipped_form_uses_none_but_listed_names(lang: Lang) -> None:
    for file in templates(lang):
        stem = file.removesuffix(".xlsx").split("-")[0]
        form = next(key for key, words in FORMS.items() if words.said(lang) == stem)
        known = {*EVERYWHERE, *NAMES[form].fields, *(f"line_{key}" for key in NAMES[form].lines)}
        for name in read_template(shipped_templates() / str(lang) / file).names:
            assert name in known or SUFFIXES.sub("", name) in {*known, "total"}, (file, name)


def test_every_name_is_said() -> None:
    for names in NAMES.values():
        for name in (*names.fields, *names.lines):
            for lang in Lang:
                assert words_of(name).said(lang)
