"""*Doctor* on recorded machines: what is wrong is found, and a sound machine alarms nobody."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from tests.addin.recorded import (
    APP_PATHS,
    CHOSEN,
    EXCEL,
    EXCEL_CLASS,
    OFFICE,
    POLICY,
    PYTHON,
    Recorded,
    linux,
    windows,
)
from xlsales.addin.doctor import CHECKS, Answer, Check, Machine, examine
from xlsales.addin.doctor.answer import fine
from xlsales.addin.status import Status
from xlsales.core.words import Words

PLACE = PureWindowsPath("D:\\销售办公")
SHARE = PurePosixPath("/srv/销售办公")
ASR = "Microsoft\\Windows Defender\\Windows Defender Exploit Guard\\ASR\\Rules"
CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
WIN32 = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"


def answer(machine: Machine, name: str, office: Any = None) -> Answer:
    (check,) = (c for c in CHECKS if c.name == name)
    return check.look(machine, office)


def with_registry(key: str, **values: str | int) -> Recorded:
    machine = windows()
    machine.registry[key] = dict(values)
    return machine


def without(machine: Recorded, *keys: str) -> Recorded:
    for key in keys:
        del machine.registry[key]
    return machine


def wps(machine: Recorded) -> Recorded:
    machine.registry["HKCU\\Software\\Kingsoft\\Office\\6.0\\Common"] = {"installroot": "D:\\WPS"}
    return machine


def no_excel(machine: Recorded) -> Recorded:
    machine.addins = {}
    return without(machine, APP_PATHS + "excel.exe", EXCEL_CLASS)


def test_a_recorded_machine_hides_the_real_one() -> None:
    asked = {name for name in vars(Machine) if not name.startswith("_")}
    assert asked <= set(vars(Recorded))


@pytest.mark.parametrize(
    ("machine", "office"), [(windows(), PLACE), (linux(), SHARE)], ids=["windows", "linux"]
)
def test_a_sound_machine_alarms_nobody(machine: Recorded, office: Any) -> None:
    machine.listed[str(office)] = (".xlsales",)
    found = examine(machine, office)
    assert [(check.name, a.detail.en) for check, a in found if not a.ok] == []
    assert [check for check, _ in found] == list(CHECKS)


def test_every_check_has_a_name_of_its_own_and_both_languages() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert all(check.about.zh and check.about.en for check in CHECKS)


WRONG: list[tuple[str, str, Recorded, str]] = [
    ("an old Python", "python", windows(version=(3, 9, 1)), "3.11"),
    (
        "the Store's Python",
        "python",
        windows(home="C:\\Program Files\\WindowsApps\\PythonSoftwareFoundation.Python.3.11"),
        "python.org",
    ),
    ("half an xlsales", "package", windows(listed={"workbooks": ("zh",)}), "Install xlsales"),
    ("no xlwings", "xlwings", windows(packages={}), "pip install"),
    ("an old xlwings", "xlwings", windows(packages={"xlwings": "0.30.2"}), "pip install"),
    ("no pywin32", "xlwings", windows(modules={"tkinter", "_tkinter"}), "pywin32"),
    ("no tkinter", "dialogs", windows(modules={"win32com"}), "tcl/tk"),
    ("no spreadsheet program", "excel", no_excel(windows()), "LibreOffice"),
    ("neither, on Linux", "libreoffice", linux(office_programs=""), "apt install"),
    ("only WPS", "wps", wps(no_excel(windows())), "xlsales --help"),
    (
        "WPS opens workbooks",
        "wps",
        wps(with_registry(CHOSEN, progid="ET.Sheet.12")),
        "Open with",
    ),
    (
        "WPS answers for Excel",
        "wps",
        wps(with_registry(EXCEL_CLASS, **{"": '"D:\\WPS\\office6\\et.exe" /automation'})),
        "configuration",
    ),
    ("no add-in", "excel-addin", windows(addins={}), "xlsales addin install --host excel"),
    ("macros off", "macro-security", with_registry(POLICY + "Common", vbaoff=1), "VBAOff"),
    (
        "add-ins off",
        "macro-security",
        with_registry(OFFICE + "Excel\\Security", disablealladdins=1),
        "Add-ins",
    ),
    (
        "trusted locations off",
        "trusted-location",
        with_registry(OFFICE + "Excel\\Security\\Trusted Locations", alllocationsdisabled=1),
        "Trusted Locations",
    ),
    (
        "a roaming profile on a share",
        "trusted-location",
        windows(variables={"APPDATA": "\\\\server\\profiles\\zs"}),
        "network",
    ),
    (
        "Office may start nothing",
        "antivirus",
        with_registry(f"HKLM\\SOFTWARE\\Policies\\{ASR}", **{CHILDREN: "1"}),
        CHILDREN,
    ),
    (
        "macros may not call Windows, set by device management",
        "antivirus",
        with_registry(
            "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Policy Manager",
            asrrules=f"{CHILDREN}=2|{{{WIN32.upper()}}}=1",
        ),
        WIN32,
    ),
    (
        "the scanner asks first",
        "antivirus",
        with_registry(f"HKLM\\SOFTWARE\\{ASR}", **{CHILDREN: 6}),
        "Unblock",
    ),
    (
        "the click's Python is gone",
        "interpreter",
        windows(clicks={"excel": "D:\\gone.exe"}),
        "install",
    ),
    ("the click's Python has no xlsales", "interpreter", windows(prints={}), "install"),
    (
        "the click's Python has another version",
        "interpreter",
        windows(prints={(PYTHON, "-c", "import xlsales; print(xlsales.__version__)"): "0.0.1"}),
        "install",
    ),
    ("no Chinese font on Windows", "fonts", windows(listed={}), "Supplemental"),
    (
        "only Japanese fonts on Linux",
        "fonts",
        linux(prints={("fc-list", ":lang=zh-cn", "family"): "Noto Sans CJK JP"}),
        "fonts-noto-cjk",
    ),
    (
        "a bridge for another Python",
        "bridge",
        linux(prints={}),
        "python3-uno",
    ),
    ("no PDF without LibreOffice", "pdf", linux(office_programs=""), "LibreOffice"),
    (
        "the clock was reset",
        "clock",
        windows(time=dt.datetime(1970, 1, 1, tzinfo=dt.UTC)),
        "time automatically",
    ),
]


@pytest.mark.parametrize(("_what", "name", "machine", "said"), WRONG, ids=[w[0] for w in WRONG])
def test_what_is_wrong_is_found_with_a_remedy(
    _what: str, name: str, machine: Recorded, said: str
) -> None:
    found = answer(machine, name)
    assert not found.ok
    assert found.remedy is not None
    assert said in found.remedy.en
    assert found.detail.zh
    assert found.remedy.zh.endswith(("。", "xlwings", "pywin32"))


SOUND: list[tuple[str, str, Recorded, str]] = [
    ("WPS beside Excel", "wps", wps(windows()), "Excel opens"),
    ("LibreOffice without Excel", "excel", no_excel(windows(office_programs="C:\\LO")), "not needed"),
    ("Excel without LibreOffice", "libreoffice", windows(), "not needed"),
    (
        "signed macros only, in a trusted location",
        "macro-security",
        with_registry(OFFICE + "Excel\\Security", vbawarnings=3, requireaddinsig=1),
        "trusted",
    ),
    (
        "a rule that only reports",
        "antivirus",
        with_registry(f"HKLM\\SOFTWARE\\Policies\\{ASR}", **{CHILDREN: "2"}),
        "no rule",
    ),
    (
        "another scanner",
        "antivirus",
        with_registry("HKLM\\SOFTWARE\\Huorong\\Sysdiag", version="6"),
        "cannot tell here",
    ),
    ("an Excel that does not tell its version", "excel", with_registry(
        "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration"), "16.0"),
    ("no fc-list", "fonts", linux(prints={}), "cannot tell here"),
    ("a conda environment", "interpreter", windows(clicks={}), "cannot tell here"),
    ("no add-in yet, so no Python of a click", "interpreter", windows(addins={}), "not needed"),
]  # fmt: skip


@pytest.mark.parametrize(("_what", "name", "machine", "said"), SOUND, ids=[s[0] for s in SOUND])
def test_what_is_sound_or_unknown_alarms_nobody(
    _what: str, name: str, machine: Recorded, said: str
) -> None:
    found = answer(machine, name)
    assert found.ok
    assert said in found.detail.en


def test_macros_of_signed_publishers_only_matter_where_no_folder_is_trusted() -> None:
    machine = with_registry(OFFICE + "Excel\\Security", vbawarnings=4)
    machine.registry[POLICY + "Excel\\Security\\Trusted Locations"] = {"alllocationsdisabled": 1}
    assert not answer(machine, "macro-security").ok
    machine.registry[OFFICE + "Excel\\Security"]["vbawarnings"] = 2
    assert answer(machine, "macro-security").ok


def test_a_policy_counts_before_the_persons_own_setting() -> None:
    machine = with_registry(OFFICE + "Excel\\Security", disablealladdins=1)
    machine.registry[POLICY + "Excel\\Security"] = {"disablealladdins": 0}
    assert answer(machine, "macro-security").ok


def test_an_old_excel_is_named_by_its_version() -> None:
    machine = windows()
    machine.registry["HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration"] = {}
    machine.registry["HKCR\\Excel.Application\\CurVer"] = {"": "Excel.Application.12"}
    found = answer(machine, "excel")
    assert not found.ok
    assert "12.0" in found.detail.en


def test_the_problems_of_an_addin_are_its_remedy() -> None:
    trouble = Words("请关闭 Excel。", "Close Excel.")
    status = Status("excel", EXCEL, installed=True, problems=(trouble,))
    found = answer(windows(addins={"excel": status}), "excel-addin")
    assert (found.ok, found.remedy) == (False, trouble)


def test_who_has_both_programs_needs_the_buttons_in_one() -> None:
    machine = windows(office_programs="C:\\LO")
    assert answer(machine, "libreoffice-addin").ok
    machine.addins = {"libreoffice": Status("libreoffice", "x.oxt", installed=True)}
    assert answer(machine, "excel-addin").ok
    machine.addins = {}
    assert not answer(machine, "excel-addin").ok
    assert not answer(machine, "libreoffice-addin").ok


# --- the office folder ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "said"),
    [("create", "created"), ("rename", "renamed"), ("delete", "deleted"), ("space", "full")],
)
def test_what_may_not_be_done_in_the_office_is_named(step: Any, said: str) -> None:
    machine = windows(listed={str(PLACE): (".xlsales",), f"{PLACE}\\.xlsales": ()})
    machine.refused = {f"{PLACE}\\.xlsales": step}
    found = answer(machine, "folder-rights", PLACE)
    assert not found.ok
    assert said in found.detail.en


def test_an_office_that_is_not_there() -> None:
    assert not answer(windows(), "folder-rights", PLACE).ok


def test_workbooks_that_are_missed_are_named() -> None:
    assert answer(windows(), "workbooks", PLACE).ok
    found = answer(windows(gone=("基础资料.xlsx", "计划/计划台账-2026.xlsx")), "workbooks", PLACE)
    assert not found.ok
    assert "计划/计划台账-2026.xlsx" in found.detail.en


def test_little_space() -> None:
    assert not answer(windows(space=3_000_000), "folder-space", PLACE).ok
    assert "3 MB" in answer(windows(space=3_000_000), "folder-space", PLACE).detail.en
    assert answer(windows(space=None), "folder-space", PLACE).ok


@pytest.mark.parametrize(
    ("machine", "office", "ok", "said"),
    [
        (windows(), "C:\\Users\\zs\\OneDrive - 锻造\\办公", False, "OneDrive"),
        (windows(variables={"OneDrive": "C:\\云"}), "C:\\云\\办公", False, "OneDrive"),
        (windows(), "D:\\坚果云\\办公", False, "坚果云"),
        (windows(), "D:\\OneDriver\\办公", True, "this machine"),
        (windows(shares={"S:\\办公": "\\\\server\\sales\\办公"}), "S:\\办公", True, "share"),
        (
            linux(files={"/proc/mounts": "/dev/sda / ext4 rw\n//s/v /mnt/my\\040office cifs rw"}),
            "/mnt/my office/办公",
            True,
            "share",
        ),
        (linux(files={"/proc/mounts": "/dev/sda / ext4 rw"}), "/srv/办公", True, "this machine"),
    ],
)
def test_where_the_office_lies(machine: Recorded, office: str, ok: bool, said: str) -> None:
    found = answer(machine, "folder-place", machine.path(office))
    assert found.ok is ok
    assert said in found.detail.en


def test_a_clock_behind_the_offices_files() -> None:
    later = windows().time + dt.timedelta(days=30)
    machine = windows(listed={str(PLACE): ("a.xlsx",)}, written={f"{PLACE}\\a.xlsx": later})
    assert not answer(machine, "clock", PLACE).ok
    machine.written = {f"{PLACE}\\a.xlsx": machine.time}
    assert answer(machine, "clock", PLACE).ok


# --- the examination as a whole ---------------------------------------------------------------


def test_a_check_that_breaks_says_so_and_takes_no_other_along() -> None:
    def breaks(_machine: Machine, _office: object) -> Answer:
        raise RuntimeError("unforeseen")

    checks = (
        Check("breaks", Words("坏", "broken"), breaks),
        Check("sound", Words("好", "sound"), lambda _m, _o: fine("好", "good")),
    )
    (_, broken), (_, sound) = examine(linux(), None, checks=checks)
    assert (broken.ok, broken.looked) == (True, False)
    assert "RuntimeError" in broken.detail.en
    assert sound == fine("好", "good")


def test_a_check_that_hangs_is_not_waited_for() -> None:
    def hangs(_machine: Machine, _office: object) -> Answer:
        time.sleep(1)
        return fine("", "")

    began = time.monotonic()
    check = replace(CHECKS[0], look=hangs)
    ((_, found),) = examine(linux(), None, checks=(check,), patience=0.1)
    assert time.monotonic() - began < 0.8
    assert (found.ok, found.looked) == (True, False)
    assert "two seconds" in found.detail.en


def test_a_command_that_takes_too_long_is_no_alarm() -> None:
    machine = linux()

    def slow(*_command: str) -> str:
        raise TimeoutError

    machine.run = slow  # type: ignore[method-assign]  # every command of this machine hangs
    found = {check.name: a for check, a in examine(machine, None)}
    assert found["bridge"].ok
    assert found["interpreter"].ok
    assert found["libreoffice"].ok
