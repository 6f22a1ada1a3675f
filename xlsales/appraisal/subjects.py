"""Whom the appraisal scores: the branch, and people by name (appraisal.md, *Indicators*)."""

from __future__ import annotations

from collections.abc import Collection

from xlsales.core.office import Office
from xlsales.core.row import sound
from xlsales.core.words import Words
from xlsales.flow.checks.management import is_branch
from xlsales.forms.choices import AppliesTo, Role
from xlsales.forms.masters import Person

BRANCH = AppliesTo.BRANCH.value
"""The subject that is no person, as cli.md writes it."""

BRANCH_WORDS = AppliesTo.BRANCH.words


def named(subject: str) -> Words:
    """Return how a subject is called."""
    return BRANCH_WORDS if subject == BRANCH else Words(subject, subject)


def subject_of(office: Office, text: str) -> str:
    """Return the subject that a person wrote: 本单位, ``branch`` or its own name is the branch."""
    text = text.strip()
    return BRANCH if text.casefold() == BRANCH or is_branch(office, text) else text


def in_order(office: Office, active: Collection[str]) -> tuple[str, ...]:
    """Return the subjects: the branch, the salespeople, then everyone else of ``active``.

    Salespeople come in the order of the people table, others too, and by name those who are
    not in it.
    """
    people = sound(office.rows(Person), "name")
    sellers = [p.name for p in sound(people, "roles") if Role.SALESPERSON in p.roles]
    others = [p.name for p in people if p.name in active]
    return tuple(dict.fromkeys((BRANCH, *sellers, *others, *sorted(active))))
