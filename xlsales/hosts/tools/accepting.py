"""*Accept older*: an older content stands, or a workbook is not missed any more (memory.md)."""

from dataclasses import dataclass
from typing import Annotated

from xlsales.core.arguments import Ask
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome, Refusal
from xlsales.core.reply import Reply
from xlsales.core.words import Words
from xlsales.forms.rules.workbooks import WORKBOOK_GONE
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change
from xlsales.hosts.saver import Entry
from xlsales.hosts.tools.adopting import Keyed
from xlsales.office import missing
from xlsales.office.folder import HIDDEN
from xlsales.office.saving import journal


class AcceptArgs(Arguments):
    """What *Accept older* asks for."""

    by: Annotated[
        str,
        Ask(
            "认可人",
            "By",
            "由谁认可（记入操作记录），默认是操作人",
            "who accepts it; default who acts",
        ),
    ] = ""


@dataclass(frozen=True, kw_only=True)
class Accepted(Reply):
    """A workbook by its path, and the rows with keys that presses gave and that it lacks."""

    workbook: str
    lacks: tuple[Keyed, ...]


def accept_older(
    host: OfficeHost, call: Call[AcceptArgs]
) -> tuple[Outcome[Accepted], tuple[Change, ...]]:
    """Let a workbook that was put back stand as it is, or miss one no more that is gone.

    The numbers of rows that it lacks stay used.

    Raises:
        Refusal: the workbook is neither gone nor put back, or lies there in another format or
            without its properties.
        Unusable: a file is open or cannot be written; nothing changed.
    """
    book = call.book
    name = host.name_of(book)
    assert name is not None
    absent = host.source.folder.gone.get(book)
    if absent is None and book not in host.source.folder.older:
        raise Refusal(
            f"{name} 未被换回旧内容，无需认可。",
            f"{name} was not put back to an older content; there is nothing to accept.",
        )
    if absent is not None and absent.rule is not WORKBOOK_GONE:
        lying = absent.facts.get("other", name)
        raise Refusal(
            f"{lying} 仍在办公文件夹中。请先按“校验”的提示处理，或将其移出。",
            f"{lying} still lies there. Do what Validate says, or move it out of the office first.",
        )
    heads = {} if absent else journal.heads_in(host.cells.infos[book].properties)
    lacks, _ = missing.lacking(host.root / HIDDEN, host.names_of(book), heads)
    entry = Entry(call.args.by or call.user, call.moment, "accept_older", files=(), books=(book,))
    host.saver.accept(book, entry)
    reply = Accepted(workbook=name, lacks=tuple(Keyed(table, key) for table, key in lacks))
    note = (
        Words(f"{name} 不再作为办公文件夹的工作簿。", f"{name} is not missed any more.")
        if absent
        else Words(
            f"{name} 今后以现有内容为准；缺少的编号不再使用。",
            f"{name} stands as it is; the numbers that it lacks stay used.",
        )
    )
    return Outcome(reply, notes=(note,)), ()
