"""What is said after a click: short, since message boxes clip; what was done comes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from xlsales.buttons import Button
from xlsales.core.finding import Finding, Severity
from xlsales.core.row import Book
from xlsales.core.words import Lang, Words
from xlsales.forms.choices import Kind
from xlsales.forms.rules.reading import ROWS_BELOW
from xlsales.forms.tables import OWNED
from xlsales.hosts.undoing import Foreseen, RestsOn
from xlsales.office.folder import Folder
from xlsales.press import Pressed

NOTES = 5
"""So many lines of what was done and left are said; the rest is counted."""
REASONS = 3
"""So many findings are told in full."""
LONGEST = 120


def joined(lines: Iterable[Words], gap: str = "\n") -> Words:
    """Return lines below each other."""
    lines = list(lines)
    return Words(gap.join(line.zh for line in lines), gap.join(line.en for line in lines))


def told(button: Button, pressed: Pressed, more: Sequence[Words] = ()) -> tuple[Words, Severity]:
    """Return what a press did, in a few lines, and how grave that is; ``more`` comes last."""
    outcome = pressed.outcome
    found = outcome.findings
    lines = [_short(note) for note in (*pressed.warned, *outcome.notes[:NOTES])]
    if len(outcome.notes) > NOTES:
        left = len(outcome.notes) - NOTES
        lines.append(Words(f"……另有 {left} 条", f"… and {left} more"))
    if button.id == "validate":
        rows = outcome.reply.get("rows")
        lines.append(Words(f"检查了 {rows} 行。", f"{rows} rows checked."))
    if not lines:
        lines.append(_counted(pressed))
    if button.id in {"validate", "apply_fixes"} or outcome.annotate:
        lines.append(_findings(found))
    elif outcome.refused:
        untold = [each for each in found if each.rule is not ROWS_BELOW]  # a note told those
        lines += [_short(_message(each)) for each in sorted(untold, key=_gravity)[:REASONS]]
    if pressed.files:
        names = [Path(file).name for file in pressed.files]
        lines.append(Words(f"已生成：{'、'.join(names)}", f"Made: {', '.join(names)}"))
    grave = outcome.refused or bool(pressed.warned) or any(each.is_error for each in found)
    severity = Severity.WARNING if grave else Severity.INFO
    return joined((*lines, *more)), severity


def _counted(pressed: Pressed) -> Words:
    cells = len(pressed.changes)
    if not cells:
        return Words("没有要改的。", "Nothing had to be changed.")
    return Words(f"完成，改动 {cells} 格。", f"Done: {cells} cells changed.")


def _findings(found: Sequence[Finding]) -> Words:
    if not found:
        return Words("没有问题。", "Nothing is wrong.")
    zh, en = [], []
    for severity in Severity:
        count = sum(each.rule.severity is severity for each in found)
        if count:
            zh.append(f"{severity.words.zh} {count} 处")
            en.append(f"{severity.words.en}: {count}")
    worst = _short(_message(first(found)))
    said = "\uff0c".join(zh), ", ".join(en)
    return Words(f"{said[0]}。先看这一处：\n{worst.zh}", f"{said[1]}. Begin with:\n{worst.en}")


def first(found: Sequence[Finding]) -> Finding:
    """Return the first of the gravest findings."""
    return min(found, key=_gravity)


def _gravity(found: Finding) -> int:
    return list(Severity).index(found.rule.severity)


def _message(found: Finding) -> Words:
    zh, en = found.message(Lang.ZH), found.message(Lang.EN)
    place = found.place
    if place.table is None or not place.at.row:
        return Words(zh, en)
    title, row = place.table.title, place.at.row
    return Words(f"{title.zh} 第 {row} 行：{zh}", f"{title.en} row {row}: {en}")


def _short(words: Words) -> Words:
    return Words(*(w if len(w) <= LONGEST else w[: LONGEST - 1] + "…" for w in words))


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
OPEN_IT = Words("现在打开吗？", "Open it now?")
NO_INSTRUCTIONS = Words(
    "本工作簿中没有“填表说明”。可从同类的空白工作簿复制过来。",
    "This workbook has no sheet Instructions. Copy it over from a blank workbook of its kind.",
)
DONE = Words("完成。", "Done.")


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
