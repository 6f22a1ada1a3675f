"""*Store*: what the office keeps of earlier readings, and letting go what is old (memory.md)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.needs import needs
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome, Refusal
from xlsales.core.reply import Reply
from xlsales.core.words import Words
from xlsales.forms.masters import Setting
from xlsales.forms.settings import settings_of
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change
from xlsales.office.saving import keeping
from xlsales.office.store.store import Held


class StoreArgs(Arguments):
    """What *Store* asks for."""

    prune: Annotated[
        bool,
        Ask("清理", "Prune", "清除不再需要的内容", "let go what is not needed any more"),
    ] = False


@dataclass(frozen=True, kw_only=True)
class Stored(Reply):
    """How many contents are kept, in how many bytes, since when; how many of them must stay.

    ``referred``: the newest content of each workbook, which stays. ``damaged``: entries that
    cannot be used, those that were set aside among them.
    """

    contents: int
    bytes: int
    oldest: dt.date | None
    referred: int
    damaged: int


@needs(Setting, stops=False)
def store(host: OfficeHost, call: Call[StoreArgs]) -> tuple[Outcome[Stored], tuple[Change, ...]]:
    """Say what the store holds; with ``prune`` let go first what nobody needs.

    Raises:
        Refusal: the disk does not let us remove it.
    """
    mine = host.source.store
    days = settings_of(host.cells.office(("masters",))).store_days
    gone: list[Path] = []
    if call.args.prune:
        held = mine.held()
        kept = {each.path for each in _newest(host, held)}
        gone = [
            each.path
            for each in held
            if each.path not in kept and not (each.is_of_now and _stays(each, call.today, days))
        ]
        try:
            others = mine.results(of_others=True)
            mine.remove([*gone, *mine.rests(), *mine.damaged(), *others])
        except OSError as trouble:
            raise Refusal(
                f"无法清理 {mine.place}（{trouble.strerror}）。请检查该文件夹的权限。",
                f"{mine.place} cannot be pruned ({trouble.strerror}). Check its rights.",
            ) from None
    held = mine.held()
    damaged = sum(not mine.is_sound(each) for each in held) + len(mine.damaged())
    reply = Stored(
        contents=len(held),
        bytes=sum(each.size for each in held) + mine.size_of_results(),
        oldest=held[0].day if held else None,
        referred=len({each.path for each in _newest(host, held)}),
        damaged=damaged,
    )
    said = Words(f"已清除 {len(gone)} 份旧内容。", f"{len(gone)} old contents were removed.")
    return Outcome(reply, notes=(said,) if gone else (), read=len(held)), ()


def _newest(host: OfficeHost, held: Sequence[Held]) -> Iterator[Held]:
    """Yield what is kept of the newest content of each workbook.

    Of one that is there that is what it holds now; of one that is gone, what was stored last.
    """
    found = host.source.folder.books.values()
    now = {keeping.digest(each.path) for each in found}
    books: defaultdict[Path, list[Held]] = defaultdict(list)
    for each in held:
        if each.is_of_now:
            books[each.path.parent].append(each)
    for mine in books.values():
        yield from [each for each in mine if each.content in now] or mine[-1:]


def _stays(held: Held, today: dt.date, days: int | None) -> bool:
    """Return whether an older content is young enough to stay."""
    if days is None:
        return False
    return (today - held.day).days <= days
