"""*Merge copy* at a click: what a copy brings, and beside each other what both sides changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsales.buttons import Button
from xlsales.core.finding import Severity
from xlsales.core.needs import needs
from xlsales.core.typed import Cell
from xlsales.core.words import Lang, Words
from xlsales.documents.replies import said
from xlsales.hosts.files.host import OfficeHost
from xlsales.hosts.tools import copying
from xlsales.hosts.tools.merging import MergeArgs, Table, clash, put_together, text_of
from xlsales.ribbon.desk import Desk
from xlsales.ribbon.fields import Field, Kind, Line, Option
from xlsales.ribbon.form import Form
from xlsales.ribbon.scene import Scene

_HEADS = (
    Words("表", "Table"),
    Words("编号", "No."),
    Words("列", "Column"),
    Words("原工作簿", "The workbook"),
    Words("副本", "The copy"),
    Words("共同旧版", "Before"),
    Words("取哪一方", "Which to take"),
)
_BLANK = Words("空白", "blank")
_THEIRS = Words("取副本", "the copy's")
_WHICH = Words("副本", "Copy")
_ROW = Words("（整行）", "(the row)")
_NONE = Words("（无此行）", "(no such row)")
_MOST = 300


@needs(stops=False)
def chosen(desk: Desk, scene: Scene, button: Button, _column: str) -> MergeArgs | None:
    """Show what a copy of the open workbook brings, and let the person settle what conflicts.

    None where there is no copy, or the person would rather not.

    Raises:
        Refusal: the copy cannot be merged.
        Unusable: it cannot be read, or somebody has it open.
    """
    host = scene.host()
    folder = host.source.folder
    names = [folder.relative(p) for p, f in folder.aside.items() if f.identity.book == scene.book]
    if not names:
        desk.say(
            Words(
                "办公文件夹中没有本工作簿的副本。请先将副本（如从 U 盘带回的文件）放进办公文件夹，"
                "文件名与原工作簿不同即可，再点“合并副本”。",
                "The office's folder holds no copy of this workbook. Put the copy there, such as the "
                "file from a stick, under another name than the workbook's, and press again.",
            ),
            Severity.INFO,
        )
        return None
    name = names[0] if len(names) == 1 else _which(desk, button, names)
    if name is None:
        return None
    form = _form(host, scene, button, name)
    desk.idle()
    given = desk.ask(form)
    args = form.read(given) if given is not None else None
    return args if isinstance(args, MergeArgs) else None


def _which(desk: Desk, button: Button, names: Sequence[str]) -> str | None:
    options = tuple(Option(name) for name in names)
    field = Field("copy_", _WHICH, _WHICH, Kind.CHOICE, names[0], True, options)
    form = Form(button.words, button.help, (field,), MergeArgs, {})
    desk.idle()
    given = desk.ask(form)
    read = form.read(given) if given is not None else None
    return read.copy_ if isinstance(read, MergeArgs) else None


def _form(host: OfficeHost, scene: Scene, button: Button, name: str) -> Form:
    copy = copying.found(host, name, scene.book)
    base, tables = put_together(host, copy)
    lang = scene.lang
    clashes = [line for table in tables for line in _clashes(table, lang)]
    comes = [line for table in tables for line in _comes(table, lang)]
    lines: list[Line] = []
    for words, mine in (
        (
            Words("双方均有改动，选中的取副本", "Changed on both sides: tick to take the copy's"),
            clashes,
        ),
        (Words("从副本并入", "Comes from the copy"), comes),
    ):
        if mine:
            count = Words(f"{words.zh}（{len(mine)} 处）", f"{words.en} ({len(mine)})")
            lines.append(Line((count.said(lang), *[""] * (len(_HEADS) - 1)), leads=True))
            lines += mine[:_MOST]
            if len(mine) > _MOST:
                more = Words(f"……还有 {len(mine) - _MOST} 处", f"… and {len(mine) - _MOST} more")
                lines.append(Line((more.said(lang), *[""] * (len(_HEADS) - 1))))
    heads = tuple(head.said(lang) for head in _HEADS)
    field = Field("take", _HEADS[-1], _HEADS[-1], Kind.TICKS, (), lines=tuple(lines), heads=heads)
    fields = (field,) if lines else ()
    help_ = _help(name, bool(base), len(clashes), len(comes))
    return Form(button.words, help_, fields, MergeArgs, {"copy_": name, "write": True})


def _help(name: str, has_base: bool, clashes: int, comes: int) -> Words:
    zh = f"{name}：并入 {comes} 处，双方均有改动的 {clashes} 处保留原工作簿的内容，除非选中。"
    en = f"{name}: {comes} come in; of {clashes} that both changed the workbook's stay unless ticked."
    if not (clashes or comes):
        zh = f"{name} 中没有原工作簿缺少的内容。"
        en = f"{name} holds nothing that the workbook lacks."
    elif not has_base:
        zh += "没有保留两者共同的旧内容，凡有不同都列出。"
        en += " What both come from was not kept, so every difference is listed."
    zh += "确定后写入本工作簿，副本移走，可以撤销；取消则不作任何改动。"
    en += " OK writes it and puts the copy away, which Undo takes back; Cancel changes nothing."
    return Words(zh, en)


def _clashes(table: Table, lang: Lang) -> Iterator[Line]:
    title = table.mine.table.title.said(lang)
    for each in table.merge.conflicts:
        it = clash(table, each)
        column = said("column", it.column, lang) if it.column else _ROW.said(lang)
        sides = (it.mine, it.theirs, *((it.base,) if it.column else ()))
        lacks = _BLANK if it.column else _NONE
        held = [_held(n, side or lacks.said(lang), lang) for n, side in enumerate(sides)]
        cells = (title, it.key, column, *held, *[""] * (3 - len(held)))
        value = f"theirs {it.key}" + (f".{it.column}" if it.column else "")
        if each.does is None:  # a row with a number never goes
            yield Line((*cells, ""))
        else:
            yield Line((*cells, None), (Option(value, _THEIRS.said(lang)),))


def _comes(table: Table, lang: Lang) -> Iterator[Line]:
    title, merge = table.mine.table.title.said(lang), table.merge
    for put in merge.put:
        was = text_of(_cell(table, put.at, put.column))
        column = said("column", put.column, lang)
        blank = _BLANK.said(lang)
        held = (_held(0, was or blank, lang), _held(1, text_of(put.value) or blank, lang))
        yield Line((title, table.key(put.at), column, *held, "", ""))
    for new in merge.added:
        row = " ".join(text_of(cell) or "" for cell in list(new.cells.values())[:6])
        key = table.theirs.keys[new.at] or ""
        held = (_held(0, _NONE.said(lang), lang), _held(1, row, lang))
        yield Line((title, key, _ROW.said(lang), *held, "", ""))
    for gone in merge.deleted:
        row = " ".join(text_of(cell) or "" for cell in list(table.mine.row(gone.at).values())[:6])
        held = (_held(0, row, lang), _held(1, _NONE.said(lang), lang))
        yield Line((title, table.key(gone.at), _ROW.said(lang), *held, "", ""))


def _held(side: int, text: str, lang: Lang) -> str:
    """Return what one side holds; a dialog may show it without the table's head."""
    colon = Words("\uff1a", ": ").said(lang)
    return f"{_HEADS[3 + side].said(lang)}{colon}{text}"


def _cell(table: Table, at: int, column: str) -> Cell:
    return table.mine.columns[column][at]
