"""*Check machine* as a button: what ``xlsales doctor`` finds, of the office at hand."""

from xlsales.addin.doctor import Examined, Machine, as_reply, examine
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome
from xlsales.core.words import Words
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.grids import Change


def doctor(host: OfficeHost, call: Call[Arguments]) -> tuple[Outcome[Examined], tuple[Change, ...]]:
    """Check the machine; the notes say what to do about what is wrong."""
    found = examine(Machine(), host.root)
    reply = as_reply(found, call.lang)
    notes = tuple(
        Words(
            f"{check.about.zh}：{answer.detail.zh}。{remedy.zh}",
            f"{check.about.en}: {answer.detail.en}. {remedy.en}",
        )
        for check, answer in found
        if not answer.ok and (remedy := answer.remedy) is not None
    )
    return Outcome(reply, notes=notes, refused=bool(notes), read=len(found)), ()
