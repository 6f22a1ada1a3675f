"""Workbooks that are gone, lie there in another format, or were put back to an older content."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.people import type_rows
from tests.conftest import EVERY_CASE
from tests.office.branch import DELIVERY, ORDER, REGISTER, must, run
from tests.office.soffice import SOFFICE, XLSX, converted
from tests.office.whole import BOOKS, GIVEN, MACROS, NOTE, made, path_of, pressed
from xlsales.buttons import BY_ID, EVERY, Button, arguments_of
from xlsales.core.outcome import Refusal
from xlsales.core.reply import mapped
from xlsales.core.row import Book
from xlsales.core.words import Lang
from xlsales.flow.every.today import Agenda
from xlsales.forms.choices import OWNED, YEARLY, Kind
from xlsales.forms.files import workbook_path
from xlsales.hosts.files.host import OfficeHost, of_folder
from xlsales.office.folder import HIDDEN
from xlsales.office.missing import FORMATS
from xlsales.office.saving import backups
from xlsales.office.unusable import Unusable
from xlsales.ribbon.telling import told
from xlsales.ribbon.views import view_of

Record = Callable[[str, object], None]
Way = Callable[[Path, Path], None]
"""What becomes of a workbook: its path, a place outside the office."""


@pytest.fixture(scope="module")
def _whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("missing"))


@pytest.fixture
def root(_whole: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "办公 室"
    shutil.copytree(_whole, copy)
    return copy


@pytest.fixture(scope="module")
def plain(_whole: Path) -> dict[str, object]:
    """What every button answers in the office as it is."""
    return {button.id: answer(of_folder(_whole), button) for button in MACROS}


def answer(host: OfficeHost, button: Button) -> object:
    """Return what a button answers; a refusal is an answer too."""
    try:
        found = pressed(host, button)
    except Refusal as refusal:
        return refusal.words
    reply = {k: v for k, v in mapped(found.reply).items() if k != "findings"}
    return reply, found.warned


def previous(root: Path, book: Book) -> bytes:
    """Return a workbook's content from before the last press that changed it."""
    return backups.backups(backups.folder_of(root / HIDDEN, book))[-1].path.read_bytes()


def missed(root: Path) -> dict[Book, str]:
    folder = of_folder(root).source.folder
    found = {**folder.gone, **folder.older}
    return {book: finding.rule.code for book, finding in found.items()}


def writes(button: Button) -> bool:
    return button.writes and button.id != "validate"


# --- gone ----------------------------------------------------------------------------------


def moved_out(path: Path, outside: Path) -> None:
    path.rename(outside / path.name)


def folder_moved_out(path: Path, outside: Path) -> None:
    """The folder of a workbook, or the file alone if it lies in the office itself."""
    lone = (path.parent / HIDDEN).is_dir()
    (path if lone else path.parent).rename(outside / "weg")


def renamed_to(ending: str) -> Way:
    def way(path: Path, _outside: Path) -> None:
        path.rename(path.with_suffix(ending))

    return way


def without_properties(path: Path, _outside: Path) -> None:
    """Save it as a program that drops what it does not know."""
    workbook: Any = openpyxl.load_workbook(path)
    for name in list(workbook.custom_doc_props.names):
        del workbook.custom_doc_props[name]
    workbook.save(path)


WAYS: dict[str, tuple[Way, str]] = {
    "moved out": (moved_out, "workbook-gone"),
    "folder moved out": (folder_moved_out, "workbook-gone"),
    **{
        f"renamed to {ending}": (renamed_to(ending), "workbook-in-other-format")
        for ending in (*sorted(FORMATS), ".XLS")
    },
    "saved without properties": (without_properties, "workbook-unmarked"),
}
WHOLE = WAYS if EVERY_CASE else ("moved out",)
"""Ways that are tried with every command. To commands the others are as that one: there they take
turns, so that each meets every workbook in several ways, and each way in several workbooks."""
_TURNS = 5


def test_every_button_is_answered_for() -> None:
    asked = {b.id for b in MACROS if any(f.is_required() for f in fields(b))}
    assert asked <= set(GIVEN)


def fields(button: Button) -> list[Any]:
    return list(arguments_of(button).model_fields.values())


@pytest.mark.parametrize("name", WAYS)
def test_a_workbook_that_is_gone_is_named_by_whatever_reads_its_kind(
    name: str, root: Path, tmp_path: Path, plain: dict[str, object], record_property: Record
) -> None:
    way, code = WAYS[name]
    outside, count = tmp_path / "outside", 0
    for n, book in enumerate(BOOKS):
        path = path_of(root, book)
        file = path.relative_to(root).as_posix()
        copy = tmp_path / "copy"
        shutil.copytree(root, copy)
        outside.mkdir()
        way(copy / file, outside)
        assert missed(copy)[book] == code
        host, kinds = of_folder(copy), {gone.kind for gone in missed(copy)}
        turn = (list(WAYS).index(name) + n) % _TURNS if name not in WHOLE else None
        for button in MACROS if turn is None else MACROS[turn::_TURNS]:
            if not kinds & set(button.reads):
                if turn is not None:
                    continue
                assert answer(of_folder(copy), button) == plain[button.id]
            elif button.surveys:
                assert file in surveyed(host, button)
            else:
                with pytest.raises(Unusable) as refused:
                    pressed(host, button)
                zh, en = refused.value.words
                assert file in zh
                assert file in en
            count += 1
        shutil.rmtree(copy)
        shutil.rmtree(outside)
    record_property(f"workbooks {name}, by every command", count)


def surveyed(host: OfficeHost, button: Button) -> str:
    """Return what a button that goes on says of the office."""
    found = pressed(host, button)
    said = [finding.message(Lang.ZH) for finding in found.outcome.findings]
    items = found.reply.items if isinstance(found.reply, Agenda) else ()
    return "\n".join([*said, *(item.what for item in items)])


def test_a_check_that_writes_waits_for_what_is_gone(root: Path, tmp_path: Path) -> None:
    moved_out(root / REGISTER, tmp_path)
    with pytest.raises(Unusable, match="已找不到"):
        pressed(of_folder(root), EVERY["validate"], annotate=True)


def test_the_command_line_says_it_and_ends_with_3(root: Path) -> None:
    (root / REGISTER).rename((root / REGISTER).with_suffix(".xls"))
    code, out, err = run(root, "score", "{}", "--period", "2026-11")
    assert (code, out) == (3, "")
    assert "承揽登记-张三-2026.xls，" in err
    code, out, _ = run(root, "validate", "{}", "--json")
    (finding,) = [f for f in json.loads(out)["findings"] if f["workbook"] == REGISTER]
    assert (code, finding["code"], finding["row"]) == (1, "workbook-in-other-format", None)
    for command in ("submit", "today", "refresh", "fix", "validate"):
        for ending in (".xls", ".xlsx"):
            path = f"{{}}/{REGISTER}".replace(".xlsx", ending)
            code, _, err = run(root, command, path)
            assert code == 3
            assert "承揽登记-张三-2026.xls，" in err


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not here")
def test_saved_as_xls_and_back_it_is_there_again(root: Path, tmp_path: Path) -> None:
    path = root / REGISTER
    (xls,) = converted([path], tmp_path, "xls")
    path.unlink()
    beside = path.with_suffix(".xls")
    shutil.copyfile(xls, beside)
    assert missed(root) == {BOOKS[2]: "workbook-in-other-format"}
    (back,) = converted([beside], tmp_path, XLSX)
    shutil.copyfile(back, path)
    assert missed(root) == {}


def test_somebodys_own_file_stays_unmentioned(root: Path) -> None:
    for name in ("客户清单.xls", "承揽登记/承揽登记-张三-2026.xls", "报价-张三-2026.ods", "a.csv"):
        (root / name).write_bytes(b"\xd0\xcf\x11\xe0")
    assert missed(root) == {}


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("kind", Kind)
def test_a_standard_name_in_another_format_is_missed(root: Path, kind: Kind, lang: Lang) -> None:
    book = Book(kind, "李 四-2" if kind in OWNED else "", 2024 if kind in YEARLY else 0)
    name = Path(workbook_path(book, lang))
    (root / name.with_suffix(".et").name).write_bytes(b"")
    there = book in BOOKS  # then it is a copy of somebody's
    assert missed(root) == ({} if there else {book: "workbook-in-other-format"})


# --- what is fine --------------------------------------------------------------------------


def test_renamed_and_moved_within_the_office_nothing_is_missed(root: Path) -> None:
    (root / "别处").mkdir()
    for n, book in enumerate(BOOKS):
        path_of(root, book).rename(root / "别处" / f"{n}.xlsx")
    assert missed(root) == {}
    code, _, err = run(root, "validate", "{}", "--annotate")
    assert code in {0, 1}, err
    (root / "别处" / "2.xlsx").unlink()
    _, out, _ = run(root, "validate", "{}", "--json")
    assert "别处/2.xlsx" in [finding["workbook"] for finding in json.loads(out)["findings"]]


def test_typed_and_saved_nothing_is_older(root: Path) -> None:
    type_rows(root / REGISTER, "orders", ORDER)
    assert missed(root) == {}


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not here")
def test_saved_by_libreoffice_nothing_is_older(root: Path, tmp_path: Path) -> None:
    paths = [path_of(root, book) for book in BOOKS]
    for path, saved in zip(paths, converted(paths, tmp_path), strict=True):
        shutil.copyfile(saved, path)
    assert missed(root) == {}


def test_undone_and_redone_nothing_is_older(root: Path) -> None:
    for options in ((), (), ("--redo",), ("--force",)):
        code, _, err = run(root, "undo", "{}/" + DELIVERY, *options)
        assert code == 0, err
        assert missed(root) == {}


def test_an_office_that_did_not_note_its_workbooks_knows_them_by_their_backups(root: Path) -> None:
    last = root / HIDDEN / "last.json"
    held = json.loads(last.read_bytes())
    del held["workbooks"]
    last.write_text(json.dumps(held), "utf-8")
    assert missed(root) == {}
    (root / REGISTER).write_bytes(previous(root, BOOKS[2]))
    (root / DELIVERY).unlink()
    found = {BOOKS[2]: "older-content", BOOKS[6]: "workbook-gone"}
    assert missed(root) == found
    last.unlink()
    assert missed(root) == found


# --- put back to an older content ----------------------------------------------------------


def as_it_was(path: Path, old: bytes) -> None:
    path.write_bytes(old)


def as_it_was_and_saved(path: Path, old: bytes) -> None:
    """Somebody opened and saved it before anybody noticed."""
    path.write_bytes(old)
    openpyxl.load_workbook(path).save(path)


@pytest.mark.parametrize("put", [as_it_was, as_it_was_and_saved])
def test_an_older_content_stops_what_writes_and_is_said_by_what_reads(
    put: Callable[[Path, bytes], None],
    root: Path,
    plain: dict[str, object],
    record_property: Record,
) -> None:
    count, turns = 0, 1 if EVERY_CASE else 3
    for n, book in enumerate(BOOKS):
        path = path_of(root, book)
        file, now = path.relative_to(root).as_posix(), path.read_bytes()
        put(path, previous(root, book))
        assert missed(root) == {book: "older-content"}
        for button in MACROS[n % turns :: turns]:
            host = of_folder(root)
            if book.kind not in button.reads:
                if put is as_it_was_and_saved:
                    continue  # to them as if it were not saved
                assert answer(host, button) == plain[button.id]
            elif writes(button):
                with pytest.raises(Unusable) as refused:
                    pressed(host, button)
                assert file in refused.value.words.zh
            elif button.surveys:
                assert file in surveyed(host, button)
            else:
                found = pressed(host, button)
                assert [file in words.zh for words in found.warned] == [True]
                view = view_of(button, found, Lang.ZH)  # as a window shows it
                shown = view.lines[0] if view else told(button, found, book, Lang.ZH).words.zh
                assert shown.startswith(file)
            count += 1
        path.write_bytes(now)
    record_property(f"workbooks put back ({put.__name__}), by every command", count)


def test_every_content_before_the_newest_is_older(root: Path, record_property: Record) -> None:
    count = 0
    for book in BOOKS:
        path = path_of(root, book)
        now = path.read_bytes()
        for backup in backups.backups(backups.folder_of(root / HIDDEN, book)):
            path.write_bytes(backup.path.read_bytes())
            assert missed(root) == {book: "older-content"}, backup.path
            count += 1
        path.write_bytes(now)
        assert missed(root) == {}
    record_property("older contents noticed", count)


def test_what_it_lacks_is_named(root: Path) -> None:
    first = backups.backups(backups.folder_of(root / HIDDEN, BOOKS[6]))[0]
    (root / DELIVERY).write_bytes(first.path.read_bytes())
    code, out, _ = run(root, "validate", "{}", "--json")
    (said,) = [f["message"] for f in json.loads(out)["findings"] if f["code"] == "older-content"]
    assert code == 1
    assert f"送货 {NOTE} 1、TH-202611-ZS-001 1" in said
    code, out, err = run(root, "deliver", "{}", "--owner", "张三", "--customer", "东风机械厂")
    assert (code, out) == (3, "")
    assert NOTE in err
    code, out, err = run(root, "status", "CL-202611-ZS-001", "{}", "--json")
    assert code == 0
    assert NOTE in err
    assert json.loads(out)["order_no"] == "CL-202611-ZS-001"


def test_undo_waits_for_an_answer(root: Path) -> None:
    (root / DELIVERY).write_bytes(previous(root, BOOKS[6]))
    for options in ((), ("--force",), ("--redo",)):
        code, _, err = run(root, "undo", "{}/" + DELIVERY, *options)
        assert code == 3
        assert "--forward" in err


# --- forward -------------------------------------------------------------------------------


def rows_of(root: Path, book: Book) -> object:
    host = of_folder(root)
    office = host.cells.office([book.kind])
    return [
        [row.model_dump(warnings=False) for row in office.within(book, model)]
        for model in office_models(book)
    ]


def office_models(book: Book) -> list[Any]:
    from xlsales.forms.tables import tables_of

    return [table.model for table in tables_of(book.kind)]


@pytest.mark.parametrize("book", BOOKS, ids=lambda b: f"{b.kind}-{b.year}")
@pytest.mark.parametrize("how", ["older", "gone", "as .xls", "unmarked"])
def test_forward_brings_the_newest_content_back(root: Path, book: Book, how: str) -> None:
    path, before = path_of(root, book), rows_of(root, book)
    options: tuple[str, ...] = ()
    if how == "older":
        path.write_bytes(previous(root, book))
        options = ("--forward",)
    elif how == "gone":
        path.unlink()
    elif how == "as .xls":
        path.rename(path.with_suffix(".xls"))
    else:
        without_properties(path, root)
        code, _, err = run(root, "undo", "--forward", str(path))
        assert code == 2  # what was saved there is lost only if a person says so
        assert "--force" in err
        options = ("--forward", "--force")
    code, out, err = run(root, "undo", str(path), *options, "--json")
    assert code == 0, err
    assert json.loads(out) == {"restored": path.relative_to(root).as_posix()}
    assert missed(root) == {}
    assert rows_of(root, book) == before
    code, _, err = run(root, "validate", "{}", "--annotate")
    assert code in {0, 1}, err
    assert run(root, "journal", "{}", "--verify")[0] == 0


def test_what_was_typed_into_the_older_content_is_not_lost_unasked(root: Path) -> None:
    now = rows_of(root, BOOKS[2])
    (root / REGISTER).write_bytes(previous(root, BOOKS[2]))
    type_rows(root / REGISTER, "orders", {**ORDER, "remark": "补"})
    code, _, err = run(root, "undo", "--forward", "{}/" + REGISTER)
    assert code == 2
    assert "--force" in err
    assert missed(root) == {BOOKS[2]: "older-content"}
    assert run(root, "undo", "--forward", "--force", "{}/" + REGISTER)[0] == 0
    assert rows_of(root, BOOKS[2]) == now


def test_after_forward_undo_goes_on_from_the_last_press(root: Path) -> None:
    kept = backups.backups(backups.folder_of(root / HIDDEN, BOOKS[6]))
    (root / DELIVERY).write_bytes(kept[0].path.read_bytes())
    assert run(root, "undo", "--forward", "{}/" + DELIVERY)[0] == 0
    assert run(root, "undo", "{}/" + DELIVERY)[0] == 0
    undone = rows_of(root, BOOKS[6])
    (root / DELIVERY).write_bytes(kept[-1].path.read_bytes())
    assert undone == rows_of(root, BOOKS[6])


def test_there_is_nothing_to_fetch_where_nothing_was_put_back(root: Path) -> None:
    type_rows(root / REGISTER, "orders", ORDER)
    before = (root / REGISTER).read_bytes()
    for command in (("undo", "--forward"), ("accept-older", "--by", "赵计划")):
        code, _, err = run(root, *command, "{}/" + REGISTER)
        assert code == 2
        assert "未被换回" in err
    assert (root / REGISTER).read_bytes() == before


def test_a_damaged_newest_content_is_not_put_anywhere(root: Path) -> None:
    (newest,) = (root / HIDDEN / "newest" / "送货台账-张三-2026").iterdir()
    newest.write_bytes(newest.read_bytes()[:-7])
    old = previous(root, BOOKS[6])
    (root / DELIVERY).write_bytes(old)
    code, _, err = run(root, "undo", "--forward", "{}/" + DELIVERY)
    assert code == 2
    assert "没有保留" in err
    assert (root / DELIVERY).read_bytes() == old


# --- accepted ------------------------------------------------------------------------------


@pytest.mark.parametrize("book", BOOKS, ids=lambda b: f"{b.kind}-{b.year}")
def test_an_older_content_that_was_accepted_stands(root: Path, book: Book) -> None:
    path, first = path_of(root, book), backups.folder_of(root / HIDDEN, book)
    path.write_bytes(backups.backups(first)[0].path.read_bytes())
    before = rows_of(root, book)
    code, out, err = run(root, "accept-older", str(path), "--by", "赵计划", "--json")
    assert code == 0, err
    said = json.loads(out)
    assert list(said) == ["workbook", "lacks"]
    assert said["workbook"] == path.relative_to(root).as_posix()
    if path == root / DELIVERY:
        assert {"table": "deliveries", "key": f"{NOTE} 1"} in said["lacks"]
    assert missed(root) == {}
    assert rows_of(root, book) == before
    code, out, _ = run(root, "journal", "{}", "--verify", "--json")
    assert (code, json.loads(out)["entries"][-1]["button"]) == (0, "accept_older")


def test_numbers_of_what_was_accepted_are_not_given_again(root: Path) -> None:
    first = backups.backups(backups.folder_of(root / HIDDEN, BOOKS[6]))[0]
    (root / DELIVERY).write_bytes(first.path.read_bytes())
    assert run(root, "accept-older", "{}/" + DELIVERY, "--by", "赵计划")[0] == 0
    code, out, err = run(
        root, "deliver", "{}", "--owner", "张三", "--order", "CL-202611-ZS-001=1", "--json"
    )
    assert code in {0, 1}, err
    assert json.loads(out)["note_no"] == "SH-202611-ZS-002"


@pytest.mark.parametrize("book", BOOKS, ids=lambda b: f"{b.kind}-{b.year}")
def test_a_workbook_that_is_gone_for_good_is_missed_no_more(root: Path, book: Book) -> None:
    path = path_of(root, book)
    path.unlink()
    code, out, err = run(
        root, "new", book.kind, "{}", *owner(book), "--year", str(book.year or 2026)
    )
    assert (code, out) == (3, "")
    assert path.name in err
    code, out, err = run(root, "accept-older", str(path), "--by", "赵计划", "--json")
    assert code == 0, err
    assert json.loads(out)["workbook"] == path.relative_to(root).as_posix()
    assert missed(root) == {}
    code, _, err = run(root, "new", book.kind, "{}", *owner(book), "--year", str(book.year or 2026))
    assert code == 0, err
    assert missed(root) == {}
    path.unlink()
    assert missed(root) == {book: "workbook-gone"}


def owner(book: Book) -> tuple[str, ...]:
    return ("--owner", book.owner) if book.owner else ()


@pytest.mark.parametrize("way", [renamed_to(".xls"), without_properties])
def test_what_still_lies_there_is_not_accepted_as_gone(root: Path, way: Way) -> None:
    way(root / REGISTER, root)
    code, _, err = run(root, "accept-older", "{}/" + REGISTER, "--by", "赵计划")
    assert code == 2
    assert "仍在办公文件夹中" in err


def test_a_new_office_misses_what_is_taken_away(tmp_path: Path) -> None:
    root = tmp_path / "新"
    assert run(root, "init", "{}", "--year", "2026")[0] == 0
    assert run(root, "new", "register", "{}", "--owner", "张三", "--year", "2026")[0] == 0
    for name in (REGISTER, "经营考核.xlsx"):
        (root / name).unlink()
    assert set(missed(root).values()) == {"workbook-gone"}
    assert len(missed(root)) == 2
    code, _, err = run(root, "undo", "{}/" + REGISTER)
    assert code == 2  # nobody pressed in it yet
    assert "没有保留" in err
    assert BY_ID["undo"].tool


def test_of_a_person_who_is_renamed_nothing_is_missed(root: Path) -> None:
    must(root, "rename", "people", "张三", "张珊", "{}")
    assert missed(root) == {}
    must(root, "undo", "{}/" + DELIVERY)
    assert missed(root) == {}
