"""What the office remembers outside its workbooks: last numbers given, heads of the journals.

``.xlsales/last.json`` repeats what the workbooks' properties and the journal hold, so that a
number is never given twice though a workbook was put back to an older state, and so that a
journal's cut-off end shows even where no workbook was saved with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from xlsales.office import journal
from xlsales.office.journal import Head

FILE = "last.json"


@dataclass(frozen=True)
class Known:
    """Last numbers by stem (``CL-202611-ZS`` → 7) and journals' heads by name."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    heads: Mapping[str, Head] = field(default_factory=dict)
    given: Mapping[str, str] | None = None
    """Hashes of the records of given cells; None in an office that is older than those."""

    def with_numbers(self, numbers: Mapping[str, int]) -> Known:
        """Return it with numbers raised, never lowered."""
        return replace(self, numbers=highest(self.numbers, numbers))

    def with_heads(self, heads: Mapping[str, Head]) -> Known:
        """Return it with later heads."""
        return replace(self, heads={**self.heads, **heads})

    def with_given(self, given: Mapping[str, str]) -> Known:
        """Return it with the hashes of records as a press left them."""
        return replace(self, given={**(self.given or {}), **given}) if given else self

    def text(self) -> bytes:
        """Return it as the file holds it."""
        held: dict[str, object] = {
            "numbers": dict(sorted(self.numbers.items())),
            "heads": {name: str(head) for name, head in sorted(self.heads.items())},
        }
        if self.given is not None:
            held["given"] = dict(sorted(self.given.items()))
        return json.dumps(held, ensure_ascii=False, indent=0).encode()


def highest(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Return the higher number of each stem."""
    return {stem: max(one.get(stem, 0), other.get(stem, 0)) for stem in {*one, *other}}


def known(folder: Path) -> Known:
    """Read what an office remembers; if that is lost, gather the numbers from the journals."""
    try:
        held = json.loads((folder / FILE).read_bytes())
        return Known(
            {str(stem): int(count) for stem, count in held["numbers"].items()},
            {
                str(name): head
                for name, text in held["heads"].items()
                if (head := journal.head_of(str(text)))
            },
            {str(name): str(text) for name, text in held["given"].items()}
            if "given" in held
            else None,
        )
    except FileNotFoundError:
        pass
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # damaged: as good as lost
    numbers: dict[str, int] = {}
    records: dict[str, str] | None = None
    for found in journal.read(folder):
        for line in found.lines:
            given = line.get("numbers")
            if isinstance(given, dict):
                numbers = highest(numbers, {k: int(v) for k, v in given.items()})
            if isinstance(line.get("given"), dict):
                records = {}  # which hash came last the journals of several people do not say
    return Known(numbers, given=records)
