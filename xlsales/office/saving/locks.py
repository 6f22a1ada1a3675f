"""One writer at a time: the lock that a press takes before it reads and keeps until it is saved.

The lock is the office's, not a workbook's. A macro reads every workbook and gives numbers that
are unique over the office, so two presses that write different workbooks still depend on each
other; a press takes a second or so, and what is read meanwhile needs no lock.

It is a file ``.xlsales/locks/writer`` that says who has it, made with ``O_EXCL``: NTFS, SMB and
NFS (version 3 and later) let only one machine succeed. Where a share does not hold to that, the
holder finds out before it saves, since it looks once more whether the lock is still its own.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import secrets
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from xlsales.core.words import Words
from xlsales.office.unusable import Unusable

WAIT = 20.0
"""Seconds that a press waits for another, told for whom: of a large office on a share one takes some
seconds, and whoever is refused would only have to press again."""
STALE = 600.0
"""Seconds after which the lock of another machine counts as left behind."""
_TOLD = 0.5
_UNNAMED = 2.0
"""Seconds after which a lock that names nobody counts as left behind: its maker died at once."""


@dataclass(frozen=True)
class Holder:
    """Who has the lock. ``token`` is different for each; ``started`` tells a pid used anew."""

    user: str
    host: str
    pid: int
    started: str
    time: str
    token: str

    def said(self) -> str:
        """Name the holder to people."""
        return f"{self.user or '?'} ({self.host}, {self.time[11:16]})"


class Lock:
    """The right to write into an office; taken again by the same host it does nothing."""

    def __init__(
        self,
        hidden: Path,
        user: str = "",
        wait: float | None = None,
        say: Callable[[Words], None] = lambda _: None,
    ) -> None:
        """Take the office's hidden folder, who asks, seconds to wait, whom to tell of it."""
        self.user = user
        self._path = hidden / "locks" / "writer"
        self._wait = WAIT if wait is None else wait
        self._say = say
        self._token = ""
        self._depth = 0

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            Unusable: somebody else has it for longer than is waited, or no file can be made.
        """
        if not self._depth:
            try:
                self._acquire()
            except OSError as trouble:
                raise Unusable(
                    f"不能写入办公文件夹（{trouble.strerror}），没有改动。请检查网络、磁盘空间和权限。",
                    f"The office folder cannot be written ({trouble.strerror}); nothing changed. "
                    "Check the network, disk space and your rights.",
                ) from trouble
        self._depth += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back."""
        self._depth -= 1
        if not self._depth:
            self._release()

    def check(self) -> None:
        """Make sure that the lock is still ours, before something is saved.

        Raises:
            Unusable: another machine took it, thinking that it was left behind.
        """
        found = self._read()
        if found is None or found.token != self._token:
            raise Unusable(
                "等待期间其他人写入了本办公文件夹，未作改动。请再试一次。",
                "Somebody else went on writing in this office meanwhile; nothing changed. "
                "Try again.",
            )

    # --- taking and giving back -----------------------------------------------------------

    def _acquire(self) -> None:
        began = time.monotonic()
        told = False
        unnamed: tuple[float, float] | None = None  # since when, and the file's own time
        self._path.parent.mkdir(exist_ok=True)
        while not self._create():
            held = self._read()
            if held is None:
                made = self._made()
                if made is None:
                    continue
                if unnamed is None or unnamed[1] != made:
                    unnamed = time.monotonic(), made
                elif time.monotonic() - unnamed[0] > _UNNAMED:
                    self._take_away("")
                    continue
            elif self._is_left(held):
                self._take_away(held.token)
                continue
            waited = time.monotonic() - began
            if waited > max(self._wait, 2 * _UNNAMED if held is None else 0):
                raise _busy(held)
            if held is not None and not told and waited > _TOLD:
                told = True
                self._say(
                    Words(
                        f"正在等待 {held.said()} 操作完成……",
                        f"Waiting for {held.said()} to finish …",
                    )
                )
            time.sleep(0.03 + 0.07 * random.random())  # noqa: S311  # so that waiters do not meet
        self._sweep()

    def _create(self) -> bool:
        """Make the lock file with our name in it; False if there is one."""
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            return False
        except PermissionError:
            # Windows says so of a file that is just being deleted.
            if os.name == "nt" and self._path.exists():
                return False
            raise
        self._token = secrets.token_hex(8)
        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        pid = os.getpid()
        mine = Holder(self.user, socket.gethostname(), pid, started(pid), now, self._token)
        try:
            try:
                os.write(handle, json.dumps(asdict(mine), ensure_ascii=False).encode())
            finally:
                os.close(handle)
        except BaseException:
            with suppress(OSError):
                self._path.unlink()
            raise
        return True

    def _release(self) -> None:
        found = None
        with suppress(OSError):
            found = self._read()
        if found is None or found.token != self._token:
            return
        for _ in range(20 if os.name == "nt" else 1):
            try:
                self._path.unlink(missing_ok=True)
            except PermissionError:  # Windows: somebody reads it just now
                time.sleep(0.05)
            except OSError:  # the share is gone; our process will be too, which frees it
                return
            else:
                return

    def _read(self, path: Path | None = None) -> Holder | None:
        try:
            return Holder(**json.loads((path or self._path).read_bytes()))
        except (FileNotFoundError, PermissionError, ValueError, TypeError):
            return None

    def _made(self) -> float | None:
        try:
            return self._path.stat().st_mtime
        except FileNotFoundError:
            return None

    # --- what was left behind -------------------------------------------------------------

    def _is_left(self, held: Holder) -> bool:
        if held.host == socket.gethostname():
            return not is_alive(held.pid, held.started)
        made = self._made()
        return made is not None and time.time() - made > STALE

    def _take_away(self, token: str) -> None:
        """Remove the lock that ``token`` names, and no other made in the meantime."""
        gone = self._path.with_name(f"{secrets.token_hex(8)}.gone")
        try:
            self._path.rename(gone)
        except FileNotFoundError:
            return
        found = self._read(gone)
        if found is not None and found.token != token:
            # Another waiter was quicker and this is its lock: give it back.
            with suppress(FileExistsError):
                handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
                try:
                    os.write(handle, gone.read_bytes())
                finally:
                    os.close(handle)
        gone.unlink(missing_ok=True)

    def _sweep(self) -> None:
        for gone in self._path.parent.glob("*.gone"):
            with suppress(OSError):
                gone.unlink()


def _busy(held: Holder | None) -> Unusable:
    who = held.said() if held else "?"
    return Unusable(
        f"{who} 正在写入本办公文件夹，未作改动。请稍后再试。",
        f"{who} is writing in this office; nothing changed. Try again in a moment.",
    )


def started(pid: int) -> str:
    """Return when a process of this machine began, in its system's own terms; "" if unknown.

    One that ended but was not waited for yet began "never".
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "never" if fields[0] in {"Z", "X"} else fields[19]


def is_alive(pid: int, since: str) -> bool:
    """Return whether a process of this machine still runs; one that began later is another."""
    if sys.platform == "win32":
        return _runs_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # somebody else's
    now = started(pid)
    return not (since and now and since != now)


def _runs_on_windows(pid: int) -> bool:
    import ctypes

    limited, running = 0x1000, 259
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  # there on Windows alone
    handle = kernel.OpenProcess(limited, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == running
