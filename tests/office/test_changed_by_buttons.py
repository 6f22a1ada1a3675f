"""What a button changed of what people had filled in, after it counted, shows as if it was typed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from tests.cli.people import type_rows
from tests.office.branch import DELIVERY, REGISTER, must
from tests.office.test_as_known import signed
from tests.office.test_changed_after import NO, SCORE, TRACKING, changed, office, scored
from tests.office.test_copies import column, typed
from tests.office.test_typed import edited

__all__ = ["office", "scored", "signed"]  # fixtures

LATER = "2026-12-04"
GRADE = ("complaints", NO, "severity", "serious", "ordinary")


def cells(root: Path) -> set[tuple[object, ...]]:
    """Return what the score of a later day says was changed, whomever it concerns."""
    return {each[2:] for each in changed(root, LATER)}


def copied(own: Path) -> Path:
    return Path(shutil.copy(own, own.with_name(f"{own.stem} - 副本.xlsx")))


def test_a_cell_that_comes_with_a_copy(office: Path) -> None:
    copy = copied(office / TRACKING)
    typed(copy, "complaints", 0, "severity", "一般")
    must(office, "merge", str(copy), "{}", "--write", today=LATER)
    assert cells(office) == {GRADE}
    must(office, "undo", "{}/" + TRACKING, today=LATER)
    assert cells(office) == set()


def test_rows_without_a_number_that_a_copy_has_otherwise_or_lacks(office: Path) -> None:
    own = office / REGISTER
    spent = {"date": date(2026, 11, 2), "category": "差旅费", "amount": 30}
    type_rows(own, "expenses", spent, {**spent, "amount": 31}, {**spent, "amount": 32})
    must(office, "refresh", f"{{}}/{REGISTER}", today="2026-12-03")
    must(office, *SCORE, today="2026-12-03")
    copy = copied(own)
    typed(copy, "expenses", 1, "amount", 1)
    edited(copy, lambda sheet, _: sheet.delete_rows(5), table="expenses")
    must(office, "merge", str(copy), "{}", "--write", today=LATER)
    assert column(own, "expenses", "amount")[:2] == [30, 1]
    assert cells(office) == {
        ("expenses", None, "amount", "31", "1"),
        ("expenses", None, None, "日期 2026-11-02；类别 差旅；金额 32.00", None),
    }


def test_a_value_that_is_put_back_but_did_not_count(office: Path) -> None:
    put = ("--into", "complaints.severity", "--row", "3")
    must(office, "put-back", "一般", "{}/" + TRACKING, *put, today=LATER)
    assert cells(office) == {GRADE}


def test_a_name_that_was_chosen_from_the_list(office: Path) -> None:
    masters = office / "基础资料.xlsx"
    type_rows(masters, "customers", {"code": "K002", "name": "西风厂", "market": "外销"})
    into = ("--into", "complaints.customer", "--row", "3")
    must(office, "pick", "西风厂", "{}/" + TRACKING, *into, today=LATER)
    assert ("complaints", NO, "customer", "东风机械厂", "西风厂") in cells(office)


NOTE = "SH-202611-ZS-001"


def test_a_signature_that_is_undone_after_the_score(signed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(signed, tmp_path / "办公 室"))
    must(root, *SCORE, today="2026-12-02")
    must(root, "undo", "{}/" + DELIVERY, today=LATER)
    assert ("deliveries", f"{NOTE} 1", "signed_on", "2026-11-24", None) in cells(root)


def test_a_signature_that_is_undone_at_once_and_given_again_is_no_change(
    signed: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(signed, tmp_path / "办公 室"))
    sign = ("sign", NOTE, "{}", "--date", "2026-11-24", "--by", "李收货")
    must(root, "undo", "{}/" + DELIVERY)
    must(root, *sign)
    assert cells(root) == set()


def test_a_note_that_is_undone_before_anything_counted_by_it(signed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(signed, tmp_path / "办公 室"))
    must(root, "undo", "{}/" + DELIVERY)
    must(root, "undo", "{}/" + DELIVERY)
    assert column(root / DELIVERY, "deliveries", "note_no") == []
    assert cells(root) == set()
