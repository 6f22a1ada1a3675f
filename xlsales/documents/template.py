"""Print forms as the office may restyle them: what their defined names say, and nothing else.

A form is the first sheet of an ordinary workbook. A defined name of one cell says which value
goes there (``plan_no``); the row that is repeated is named ``line``, its cells ``line_order_no``
and so on. ``spare`` names blank rows under it, which give way to further lines. ``copy`` is the
name of the copy: then each copy has its sheet; ``copies`` is for paper that copies through: one
sheet names them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from xlsales.office.packages.package import members_of, opened, unpacked, xml
from xlsales.office.references import Area
from xlsales.office.unusable import Unusable

LINE, SPARE, COPY, COPIES = "line", "spare", "copy", "copies"


class UnusableTemplate(Unusable):
    """A print form that cannot be filled."""

    def __init__(self, path: Path, zh: str, en: str) -> None:
        """Take the file and what is wrong with it."""
        super().__init__(f"单据模板“{path.name}”{zh}", f"The print form “{path.name}” {en}")


@dataclass(frozen=True)
class Template:
    """A form ready to be filled: its workbook, its sheet, and where its names point to.

    ``astray`` are names that point to no cell of the sheet, with what they say: ``#REF!``, say.
    """

    path: Path
    workbook: Workbook
    sheet: Worksheet
    names: Mapping[str, Area]
    astray: Mapping[str, str] = field(default_factory=dict)

    @property
    def line(self) -> int:
        """The row that is repeated, 0 if there is none."""
        return self.names[LINE].top if LINE in self.names else 0

    @property
    def line_columns(self) -> Mapping[str, int]:
        """The column that each value of a line goes into, by its key."""
        return {
            name.removeprefix(f"{LINE}_"): area.left
            for name, area in self.names.items()
            if name.startswith(f"{LINE}_") and area.top == self.line
        }

    @property
    def spare(self) -> int:
        """How many blank rows under it give way to further lines."""
        area = self.names.get(SPARE)
        return 0 if area is None else area.bottom - area.top + 1


def read_template(path: Path) -> Template:
    """Read a form; UnusableTemplate if it is none."""
    try:
        workbook = load_workbook(BytesIO(_measured(path)), rich_text=True)
    except (Unusable, OSError, KeyError, ValueError, SyntaxError, BadZipFile) as problem:
        raise UnusableTemplate(
            path, "无法打开，请换回原模板。", "cannot be opened; put the original one back."
        ) from problem
    sheet = workbook.worksheets[0]
    names, astray = {}, {}
    for defined in (*workbook.defined_names.values(), *sheet.defined_names.values()):
        area = _area(defined.attr_text or "", sheet.title)
        if area is not None:
            names[defined.name] = area
        else:
            astray[defined.name] = defined.attr_text or ""
    template = Template(path, workbook, sheet, names, astray)
    _check(template)
    return template


def _measured(path: Path) -> bytes:
    """Return a form's bytes once all of it unpacks within the bounds of a workbook.

    Raises:
        Unusable: it is missing or too large, or not whole.
    """
    with opened(path) as package:
        for member in members_of(package).values():
            if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                xml(path, b"".join(unpacked(path, package, member)))  # no entities either
            else:
                for _ in unpacked(path, package, member):
                    pass
    return path.read_bytes()


def _area(reference: str, title: str) -> Area | None:
    """Return what a name refers to, None if that is not one range of the form's sheet."""
    place, found, cells = reference.rpartition("!")
    if not found or place.strip("'").replace("''", "'") != title:
        return None
    try:
        column, row, last_column, last_row = range_boundaries(cells)
    except ValueError:
        return None
    if row is None or last_row is None:
        return None
    return Area(row, column or 1, last_row, last_column or 1)


def _check(template: Template) -> None:
    line, names = template.names.get(LINE), template.names
    if line is not None and line.top != line.bottom:
        raise UnusableTemplate(
            template.path,
            "中名称“line”应只含一行。",
            "must have one row alone named “line”.",
        )
    spare = names.get(SPARE)
    if spare is not None and line is not None and spare.top != template.line + 1:
        raise UnusableTemplate(
            template.path,
            "中名称“spare”的空行应紧接在名称“line”的行下面。",
            "must have the rows named “spare” directly under the one named “line”.",
        )
