"""Reading: what a cell means, as people type it (forms.md, *Types*; flow.md, *Validation*).

A cell is read where it has one reading. If it is written otherwise than the workbook would write
it, that is said in an info with its fix; without one reading it is an error, and nothing raises.
Bounds, references, defaults and what must be filled are judged afterwards, by others.

Infos: ``number-as-text``, ``date-as-text``, ``choice-as-typed``, ``number-in-code``,
``code-with-name``. Errors:
``error-cell``, ``not-a-number``, ``comma-in-number``, ``percent-unclear``, ``out-of-range`` (of a
percentage), ``digits-lost``, ``not-a-whole-number``, ``not-a-date``, ``ambiguous-date``,
``time-in-date``, ``not-in-list``, ``not-a-period``.
"""

from xlsales.core.typed.columns import read_cell, read_column, read_distinct
from xlsales.core.typed.dates import whole_second
from xlsales.core.typed.numbers import COUNTED, unit_typed
from xlsales.core.typed.reading import DAY_ZERO, DAY_ZERO_1904, Cell, CellError, Reading

__all__ = [
    "COUNTED",
    "DAY_ZERO",
    "DAY_ZERO_1904",
    "Cell",
    "CellError",
    "Reading",
    "read_cell",
    "read_column",
    "read_distinct",
    "unit_typed",
    "whole_second",
]
