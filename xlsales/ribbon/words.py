"""What is said where a click stands in the way of something, in sentences short enough for a box."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xlsales.buttons import Button
from xlsales.core.row import Book
from xlsales.core.words import Words
from xlsales.forms.choices import OWNED, Kind
from xlsales.hosts.tools.undoing import Foreseen, RestsOn
from xlsales.office.folder import Folder


def joined(lines: Iterable[Words], gap: str = "\n") -> Words:
    """Return lines below each other."""
    lines = list(lines)
    return Words(gap.join(line.zh for line in lines), gap.join(line.en for line in lines))


# --- what stands in the way ----------------------------------------------------------------------

UNSAVED = Words(
    "本工作簿尚未保存。请先保存到办公文件夹，再点按钮。",
    "This workbook was never saved. Save it in the office folder first, then press again.",
)
ONLINE = Words(
    "本工作簿是从网上打开的。请打开本机或共享盘办公文件夹中的工作簿，再点按钮。",
    "This workbook was opened from the web. Open the one in the office folder and press there.",
)
UNKNOWN = Words(
    "此按钮的程序尚未安装。请先更新：xlsales addin install。",
    "The program of this button is not installed yet. Update with: xlsales addin install.",
)
CHANGED_SINCE = Words(
    "该次操作之后工作簿又有改动，撤销会丢失这些改动。确定要撤销吗？",
    "The workbook was changed after that press; undo would lose those changes. Undo all the same?",
)


def elsewhere(button: Button, workbook: str) -> Words:
    """Say that a row of a result stands in another workbook."""
    return Words(
        f"该行在 {workbook} 中。请打开该工作簿，再按“{button.words.zh}”。",
        f"That row is in {workbook}. Open it and press {button.words.en} there.",
    )


def nothing_for(button: Button) -> Words:
    """Say that a row of a result is none that a button does anything with."""
    return Words(
        f"所选的一行不能“{button.words.zh}”：请选中手工填写的单元格的改动。",
        f"{button.words.en} does nothing with this row: choose the change of a cell that people "
        "fill.",
    )


def takes_back(told: Foreseen) -> Words:
    """Ask whether what *Undo* would take back is meant."""
    head = Words(f"将撤销：{told.press.zh}。", f"To be undone: {told.press.en}.")
    rows = Words(*(part or grey for part, grey in zip(told.did, _GREY, strict=True)))
    return joined((head, rows, Words("确定撤销吗？", "Undo it?")))


def rests(refusal: RestsOn) -> Words:
    """Ask whether what others have built on is to be taken back all the same."""
    return joined(
        (
            refusal.words,
            Words(
                "建议先在该工作簿中撤销。仍要撤销吗？",
                "Better undo it there first. Undo all the same?",
            ),
        )
    )


_GREY = Words("只涉及灰色列和校验标记。", "Only grey columns and marks of findings.")
MADE = Words("单据已生成。", "The documents are made.")
MAKING = Words("生成 PDF、图片", "Making PDFs and pictures")
NO_PRINTER = Words(
    "没有可用的打印机，未打印。请先在系统中添加打印机，或改为“存成 PDF”。",
    "There is no printer, and nothing was printed. Add one to the system, or save as PDF.",
)
NO_PDF = Words(
    "Excel 没有生成 PDF，只有 .xlsx。请打开单据后另存为 PDF。",
    "Excel made no PDF, so there is the .xlsx alone. Open the document and save it as PDF.",
)
NO_INSTRUCTIONS = Words(
    "本工作簿中没有“填表说明”。可从同类的空白工作簿复制过来。",
    "This workbook has no sheet Instructions. Copy it over from a blank workbook of its kind.",
)


def not_standard(path: Path) -> Words:
    """Return what to say of a workbook that is somebody's own."""
    return Words(
        f"{path.name} 不是本系统的标准工作簿。请打开标准工作簿，再点按钮。",
        f"{path.name} is no standard workbook. Open one of those and press the button there.",
    )


def belongs(button: Button, book: Book, folder: Folder) -> Words:
    """Return which workbook a button belongs to, since it does not suit the open one."""
    kinds = [Kind(kind) for kind in button.kinds]
    zh = "或".join(kind.words.zh for kind in kinds)
    en = " or ".join(kind.words.en.lower() for kind in kinds)
    here = Kind(book.kind).words
    said = Words(
        f"“{button.words.zh}”应在{zh}中按，当前是{here.zh}。",
        f"“{button.words.en}” belongs in the {en} workbook; this is {here.en.lower()}.",
    )
    there = _that(button, book, folder)
    if there:
        said = joined((said, Words(f"请打开 {there}。", f"Open {there}.")), "")
    return said


def _that(button: Button, book: Book, folder: Folder) -> str:
    """Return the path of the office's workbook that a button suits, if it is clear which."""
    suits = [other for other in folder.books if other.kind in button.kinds]
    if book.owner:
        suits = [b for b in suits if b.owner in {"", book.owner}]
    elif any(other.kind in OWNED for other in suits):
        return ""  # a salesperson's: there are several
    if not suits:
        return ""
    best = max(suits, key=lambda other: (other.year == book.year, other.year))
    return folder.relative(folder.books[best].path)


def unforeseen(trouble: Exception, log: Path | None) -> Words:
    """Return what to say of an error that nobody foresaw; ``log`` holds its traceback."""
    name = type(trouble).__name__
    where = Words(f"详情已记入 {log}，", f"Details are in {log}: ") if log else Words("", "")
    return Words(
        f"程序发生意外错误（{name}），操作未完成。{where.zh}请告知维护人员。",
        f"Something unforeseen happened ({name}) and nothing was done. "
        f"{where.en}please tell the maintainers.",
    )
