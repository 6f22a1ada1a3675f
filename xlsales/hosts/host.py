"""What a press is given: the cells of an office, where they come from, where changes go.

The cells are the same everywhere; source and saver are what differs between an office in memory
(:func:`~xlsales.hosts.memory.in_memory`), in a folder (:func:`~xlsales.hosts.files.host.of_folder`)
and one of whose workbooks is open in a program (:func:`~xlsales.hosts.live.host.with_open`).
"""

from __future__ import annotations

from typing import Protocol

from xlsales.hosts.cells import Cells
from xlsales.hosts.saver import Saver
from xlsales.hosts.source import Source


class Host(Protocol):
    """An office as a press meets it."""

    @property
    def cells(self) -> Cells:
        """The cells that were read, and what edits changed in them."""

    @property
    def source(self) -> Source:
        """Where they come from."""

    @property
    def saver(self) -> Saver:
        """Where what changed goes."""
