"""A machine whose answers were written down: a Windows office desk unless changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any

import xlsales
from xlsales.addin.doctor.hosts import LOAD_BRIDGE
from xlsales.addin.doctor.machine import Host, Machine, Refused, System
from xlsales.addin.status import Status

EXCEL = "C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE"
PYTHON = "C:\\Users\\zs\\xlsales\\.venv\\Scripts\\python.exe"
OFFICE = "HKCU\\Software\\Microsoft\\Office\\16.0\\"
POLICY = "HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\"
EXCEL_CLASS = "HKCR\\CLSID\\{00024500-0000-0000-C000-000000000046}\\LocalServer32"
APP_PATHS = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\"
CHOSEN = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\FileExts\\.xlsx\\UserChoice"


@dataclass
class Recorded(Machine):
    """Answers from its fields; nothing of the real machine shows through."""

    is_system: System = "windows"
    executable: str = PYTHON
    version: tuple[int, int, int] = (3, 11, 9)
    home: str = "C:\\Users\\zs\\AppData\\Local\\Programs\\Python\\Python311"
    venv: bool = True
    modules: set[str] = field(default_factory=set)
    packages: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    registry: dict[str, dict[str, str | int]] = field(default_factory=dict)
    programs: dict[str, str] = field(default_factory=dict)
    prints: dict[tuple[str, ...], str | None] = field(default_factory=dict)
    time: dt.datetime = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    files: dict[str, str] = field(default_factory=dict)
    listed: dict[str, Sequence[str]] = field(default_factory=dict)
    written: dict[str, dt.datetime] = field(default_factory=dict)
    shares: dict[str, str] = field(default_factory=dict)
    space: int | None = 80_000_000_000
    refused: dict[str, Refused] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    office_programs: str = ""
    addins: dict[Host, Status] = field(default_factory=dict)
    clicks: dict[Host, str] = field(default_factory=dict)

    @property
    def system(self) -> System:
        return self.is_system

    @property
    def python(self) -> str:
        return self.executable

    @property
    def python_version(self) -> tuple[int, int, int]:
        return self.version

    @property
    def python_home(self) -> str:
        return self.home

    @property
    def in_venv(self) -> bool:
        return self.venv

    def importable(self, module: str) -> bool:
        return module in self.modules

    def package(self, name: str) -> str:
        return self.packages.get(name, "")

    def variable(self, name: str) -> str:
        return self.variables.get(name, "")

    def values(self, key: str) -> Mapping[str, str | int]:
        return self.registry.get(key, {})

    def keys(self, key: str) -> Sequence[str]:
        start = key + "\\"
        return sorted(
            {k[len(start) :].split("\\")[0] for k in self.registry if k.startswith(start)}
        )

    def found(self, program: str) -> str:
        return self.programs.get(program, "")

    def run(self, *command: str) -> str | None:
        return self.prints.get(command)

    def now(self) -> dt.datetime:
        return self.time

    def path(self, *parts: str | PurePath) -> PurePath:
        kind: Any = PureWindowsPath if self.is_system == "windows" else PurePosixPath
        made: PurePath = kind(*map(str, parts))
        return made

    def exists(self, path: str | PurePath) -> bool:
        name = str(path)
        return name in self.files or name in self.listed

    def names(self, folder: str | PurePath) -> Sequence[str]:
        return self.listed.get(str(folder), ())

    def text(self, path: str | PurePath) -> str:
        return self.files.get(str(path), "")

    def resolved(self, path: str | PurePath) -> PurePath:
        return self.path(self.shares.get(str(path), str(path)))

    def modified(self, path: str | PurePath) -> dt.datetime | None:
        return self.written.get(str(path))

    def free(self, folder: str | PurePath) -> int | None:
        return self.space

    def tried(self, folder: str | PurePath) -> Refused:
        return self.refused.get(str(folder), "")

    def missed(self, office: str | PurePath) -> Sequence[str]:
        return self.gone

    def shipped(self) -> Sequence[PurePath]:
        return (self.path("workbooks"), self.path("templates"))

    def libreoffice(self) -> PurePath | None:
        return self.path(self.office_programs) if self.office_programs else None

    def status(self, host: Host) -> Status:
        return self.addins.get(host, Status(host, None, installed=False))

    def click_python(self, host: Host) -> str:
        return self.clicks.get(host, "")


def windows(**changes: Any) -> Recorded:
    """A desk with Excel 365 and the add-in, on which nothing is wrong."""
    start = "C:\\Users\\zs\\AppData\\Roaming\\Microsoft\\Excel\\XLSTART"
    machine = Recorded(
        modules={"tkinter", "_tkinter", "win32com"},
        packages={"xlwings": "0.33.1"},
        variables={
            "APPDATA": "C:\\Users\\zs\\AppData\\Roaming",
            "LOCALAPPDATA": "C:\\Users\\zs\\AppData\\Local",
            "SYSTEMROOT": "C:\\Windows",
        },
        registry={
            APP_PATHS + "excel.exe": {"": EXCEL},
            "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration": {
                "versiontoreport": "16.0.17328.20184"
            },
            "HKCR\\Excel.Application\\CurVer": {"": "Excel.Application.16"},
            EXCEL_CLASS: {"": f'"{EXCEL}" /automation'},
            CHOSEN: {"progid": "Excel.Sheet.12"},
        },
        files={EXCEL: "", PYTHON: ""},
        listed={
            "workbooks": ("zh", "en"),
            "templates": ("zh", "en"),
            "C:\\Windows\\Fonts": ("arial.ttf", "msyh.ttc", "simsun.ttc"),
        },
        prints={(PYTHON, "-c", "import xlsales; print(xlsales.__version__)"): xlsales.__version__},
        addins={"excel": Status("excel", f"{start}\\xlsales.xlam", installed=True)},
        clicks={"excel": PYTHON},
    )
    for name, value in changes.items():
        setattr(machine, name, value)
    return machine


def linux(**changes: Any) -> Recorded:
    """A Linux machine with LibreOffice and its add-in, on which nothing is wrong."""
    python, programs = "/home/zs/xlsales/.venv/bin/python", "/usr/lib/libreoffice/program"
    machine = Recorded(
        is_system="linux",
        executable=python,
        home="/usr",
        packages={"xlwings": "0.37.8"},
        listed={"workbooks": ("zh",), "templates": ("zh",)},
        files={python: ""},
        office_programs=programs,
        prints={
            (f"{programs}/soffice", "--version"): "LibreOffice 7.4.7.2 40(Build:2)",
            (python, "-c", "import xlsales; print(xlsales.__version__)"): xlsales.__version__,
            (python, "-c", LOAD_BRIDGE): "/usr/lib/python3/dist-packages/uno.py",
            ("fc-list", ":lang=zh-cn", "family"): "Noto Sans CJK SC,Noto Sans CJK SC Bold\nDejaVu",
        },
        addins={"libreoffice": Status("libreoffice", "/home/zs/xlsales.oxt", installed=True)},
        clicks={"libreoffice": python},
    )
    for name, value in changes.items():
        setattr(machine, name, value)
    return machine
