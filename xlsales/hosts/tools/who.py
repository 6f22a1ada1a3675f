"""*Who am I*: which of the office's people sits at this computer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call, Office
from xlsales.core.outcome import Outcome, Refusal
from xlsales.core.reply import Reply
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.forms.choices import Kind, Role
from xlsales.forms.masters import Person
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change
from xlsales.office.user import login, remember, remembered

_ROLES: Mapping[str, frozenset[Role]] = {
    Kind.MASTERS: frozenset({Role.PLANNER}),
    Kind.PLAN: frozenset({Role.PLANNER}),
    Kind.PROGRESS: frozenset({Role.PRODUCTION}),
    Kind.WAREHOUSE: frozenset({Role.WAREHOUSE}),
    Kind.COLLECTION: frozenset({Role.FINANCE}),
    Kind.MANAGEMENT: frozenset({Role.MANAGER, Role.DEPUTY}),
}
"""Who mostly works in a workbook that has no owner."""


class WhoArgs(Arguments):
    """What *Who am I* asks for."""

    set: Annotated[
        str,
        Ask(
            "您是谁？",
            "Who are you?",
            "在岗人员的姓名；本机今后以此人的名义操作",
            "one of the active people; from now on this computer acts for them",
            metavar="NAME",
        ),
    ] = ""


def candidates(office: Office, book: Book) -> tuple[str, ...]:
    """Return the active people, first whom a workbook most likely belongs to."""
    people = [
        person
        for person in office.rows(Person)
        if not person.bad & {"name", "active"} and person.active
    ]
    fitting = _ROLES.get(book.kind, frozenset())

    def turn(person: Person) -> tuple[bool, bool]:
        roles = () if "roles" in person.bad else person.roles
        return person.name != book.owner, fitting.isdisjoint(roles)

    return tuple(dict.fromkeys(person.name for person in sorted(people, key=turn)))


def identified(office: Office, root: Path) -> str:
    """Return who sits here: as kept, or by the login, if that is still one of the people."""
    active = candidates(office, Book(""))
    return next((name for name in (remembered(root), login()) if name in active), "")


@dataclass(frozen=True, kw_only=True)
class Who(Reply):
    """Who sits at this computer, None where nobody said so, and the active people."""

    user: str | None
    people: tuple[str, ...]


@needs(Person, stops=False)
def who_am_i(host: OfficeHost, call: Call[WhoArgs]) -> tuple[Outcome[Who], tuple[Change, ...]]:
    """Say who sits at this computer, or keep it in the person's profile.

    Raises:
        Refusal: the name is not one of the active people.
    """
    office = host.cells.office(("masters",))
    active, name = candidates(office, call.book), call.args.set.strip()
    if name and name not in active:
        raise Refusal(
            f"在岗人员中没有“{name}”。请从中选择：{'、'.join(active) or '（尚未填写人员）'}。",
            f"“{name}” is not one of the active people. Choose from: "
            f"{', '.join(active) or '(no people are entered yet)'}.",
        )
    kept = not name or remember(host.root, name)
    name = name or identified(office, host.root)
    notes = (_said(name),) if kept else (_said(name), _NOT_KEPT)
    return Outcome(Who(user=name or None, people=active), notes=notes), ()


_NOT_KEPT = Words(
    "但个人设置无法写入，下次还会询问。",
    "It could not be written into your profile, so you will be asked again.",
)


def _said(name: str) -> Words:
    if not name:
        return Words(
            "尚未说明您是谁。请用 --set 姓名 说明。",
            "Nobody said yet who you are. Say it with --set NAME.",
        )
    return Words(f"您是{name}。", f"You are {name}.")
