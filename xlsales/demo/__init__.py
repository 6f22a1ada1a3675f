"""The demonstration branch: nine months of a forging branch, told through the real buttons.

``xlsales demo`` lets clerks type and press for April to December 2026: masters and targets, some
five hundred orders, plans, receipts, delivery notes, complaints, invoices and payments, up to the
score sheets of the last quarter. Everything is the same in every run. Nothing that a macro gives
or computes is ever typed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from xlsales.core.words import Lang, Words
from xlsales.demo import stick, typed_over
from xlsales.demo.branch import YEAR
from xlsales.demo.desk import Step
from xlsales.demo.folder import built
from xlsales.demo.guide import where_to_look
from xlsales.demo.story import Story
from xlsales.hosts.files.host import of_folder
from xlsales.hosts.opening import open_office
from xlsales.hosts.source import Progress

__all__ = ["DemoResult", "Step", "run_demo"]


@dataclass(frozen=True)
class DemoResult:
    """What the demonstration did, and what it left to look at.

    ``scores`` are the subjects of the score replies, each with its ``period``; ``look`` pairs
    files within the office, and commands, with what they show. ``seconds`` is what it all took.
    """

    office: str
    steps: tuple[Step, ...]
    scores: tuple[dict[str, object], ...]
    look: tuple[tuple[str, Words], ...]
    seconds: float


def run_demo(root: Path, progress: Progress = lambda *_: None, lang: Lang = Lang.ZH) -> DemoResult:
    """Build the demonstration branch in a folder and run it through to the score sheets.

    ``lang`` is the office's language: of its files, headers and all that people type. A
    demonstration made earlier is replaced; anything else in the folder stays, and stops it.

    Raises:
        Unusable: the folder holds something else, or cannot be made.
    """
    began = perf_counter()
    with built(root) as place:
        open_office(place, YEAR, lang)
        story = Story(of_folder(place, progress), progress, prints=True)
        try:
            story.run()
        finally:
            story.desk.close()
        copy = stick.bring(place, story)
        note = typed_over.change(place, story)
    return DemoResult(
        str(root),
        tuple(story.desk.steps.values()),
        tuple(story.scores),
        (
            *where_to_look(story, root),
            (f"xlsales history {note} {root}", typed_over.SAID),
            (f'xlsales merge "{copy}" {root}', stick.SAID),
        ),
        perf_counter() - began,
    )
