"""*Check machine* as a button: what ``xlsales doctor`` finds, of the office at hand."""

from xlsales.addin.doctor import Machine, as_reply, examine
from xlsales.core.office import Arguments, Call
from xlsales.core.outcome import Outcome
from xlsales.core.words import Words
from xlsales.hosts.file import FileHost
from xlsales.hosts.memory import Change


def doctor(host: FileHost, call: Call[Arguments]) -> tuple[Outcome, tuple[Change, ...]]:
    """Check the machine; the notes say what to do about what is wrong."""
    found = examine(Machine(), host.root)
    checks = as_reply(found, call.lang)
    notes = tuple(
        Words(
            f"{check.about.zh}：{answer.detail.zh}。{remedy.zh}",
            f"{check.about.en}: {answer.detail.en}. {remedy.en}",
        )
        for check, answer in found
        if not answer.ok and (remedy := answer.remedy) is not None
    )
    outcome = Outcome(reply={"checks": checks}, notes=notes, refused=bool(notes), read=len(checks))
    return outcome, ()
