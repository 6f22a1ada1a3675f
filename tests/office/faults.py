"""Faults at the n-th call that writes: it fails, or the process dies there.

Every function of the operating system by which Python writes into a folder is wrapped and its
calls are counted: opening for writing, writing, flushing, renaming, removing, making folders,
changing rights and times. What is written outside the folder is not counted.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any


class Fault(Enum):
    """What happens at the n-th call."""

    NONE = "none"
    ONCE = "this call fails: the disk is full"
    ALWAYS = "this call and all after it fail: the share is gone"
    KILL = "the process is killed"
    POWER = "the power fails: what was not flushed is torn"
    OPENED = "somebody opens the workbooks in Excel"


KILLED = 99
_REAL = {name: getattr(os, name) for name in (
    "open", "write", "fsync", "replace", "rename", "unlink", "remove", "mkdir", "rmdir", "link",
    "truncate", "ftruncate", "utime", "chmod", "close",
)}  # fmt: skip
_OPEN = io.open  # wrapped under both of its names
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Faults:
    """Wraps this process's calls; for a process that ends with the test."""

    def __init__(self, root: Path, at: int, fault: Fault, opens: Callable[[], None]) -> None:
        """Count calls that write under ``root``; at the ``at``-th the fault happens."""
        self.root = str(root)
        self.at = at
        self.fault = fault
        self.count = 0
        self._opens = opens
        self._handles: dict[int, str] = {}
        self._torn: dict[str, int] = {}  # not flushed: path and how much of it is safe
        self._safe: dict[str, int] = {}

    def within(self, path: Any) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self.root)

    def tick(self) -> None:
        """Count a call, and let the fault happen when it is time."""
        self.count += 1
        if self.count < self.at or (self.count > self.at and self.fault is not Fault.ALWAYS):
            return
        match self.fault:
            case Fault.ONCE:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            case Fault.ALWAYS:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            case Fault.KILL:
                os._exit(KILLED)
            case Fault.POWER:
                for path, safe in self._torn.items():
                    if os.path.exists(path):  # noqa: PTH110  # pathlib goes through our wrappers
                        size = os.stat(path).st_size  # noqa: PTH116
                        _REAL["truncate"](path, min(size, (safe + max(size, safe)) // 2))
                os._exit(KILLED)
            case Fault.OPENED:
                self._opens()
            case Fault.NONE:
                pass

    # --- what is wrapped ------------------------------------------------------------------

    def install(self) -> None:
        """Put the wrappers in place."""
        for name in ("unlink", "remove", "mkdir", "rmdir", "truncate", "utime", "chmod"):
            setattr(os, name, self._by_path(name))
        for name in ("replace", "rename", "link"):
            setattr(os, name, self._by_two(name))
        os.open = self._os_open
        os.write = self._by_handle("write")
        os.ftruncate = self._by_handle("ftruncate")
        os.fsync = self._fsync  # type: ignore[assignment]
        os.close = self._close  # type: ignore[assignment]
        io.open = builtins.open = self._open  # type: ignore[assignment]

    def _by_path(self, name: str) -> Callable[..., Any]:
        def call(path: Any, *args: Any, **named: Any) -> Any:
            if self.within(path) or named.get("dir_fd") is not None:
                self.tick()
            return _REAL[name](path, *args, **named)

        return call

    def _by_two(self, name: str) -> Callable[..., Any]:
        def call(source: Any, target: Any, **named: Any) -> Any:
            if self.within(source) or self.within(target):
                self.tick()
            result = _REAL[name](source, target, **named)
            if os.fspath(source) in self._torn:
                self._torn[os.fspath(target)] = self._torn.pop(os.fspath(source))
            return result

        return call

    def _by_handle(self, name: str) -> Callable[..., Any]:
        def call(handle: int, *args: Any) -> Any:
            if handle in self._handles:
                self._torn.setdefault(self._handles[handle], 0)
                self.tick()
            return _REAL[name](handle, *args)

        return call

    def _os_open(self, path: Any, flags: int, *args: Any, **named: Any) -> int:
        writes = bool(flags & _WRITES) and self.within(path)
        if writes:
            self.tick()
        handle: int = _REAL["open"](path, flags, *args, **named)
        if writes:
            self._handles[handle] = os.fspath(path)
        return handle

    def _fsync(self, handle: Any) -> None:
        number = handle if isinstance(handle, int) else handle.fileno()
        if number in self._handles:
            self.tick()
            self._torn.pop(self._handles[number], None)
        _REAL["fsync"](number)

    def _close(self, handle: int) -> None:
        self._handles.pop(handle, None)
        _REAL["close"](handle)

    def _open(self, path: Any, mode: str = "r", *args: Any, **named: Any) -> Any:
        if not self.within(path) or not set(mode) & set("wax+"):
            return _OPEN(path, mode, *args, **named)
        self.tick()
        file = _OPEN(path, mode, *args, **named)
        self._handles[file.fileno()] = os.fspath(path)
        # what was in a file that is written on was flushed before
        self._safe[os.fspath(path)] = os.fstat(file.fileno()).st_size
        if set(mode) & set("wx"):
            self._torn[os.fspath(path)] = 0
        return _File(file, os.fspath(path), self)

    def wrote(self, path: str) -> None:
        self._torn.setdefault(path, self._safe.get(path, 0))
        self.tick()

    def closed(self, handle: int) -> None:
        self._handles.pop(handle, None)


class _File:
    """A file open for writing: its writes are counted."""

    def __init__(self, file: Any, path: str, faults: Faults) -> None:
        self._file = file
        self._path = path
        self._faults = faults

    def write(self, data: Any) -> Any:
        self._faults.wrote(self._path)
        return self._file.write(data)

    def truncate(self, size: int | None = None) -> Any:
        self._faults.wrote(self._path)
        return self._file.truncate(size)

    def close(self) -> None:
        if not self._file.closed:
            self._faults.closed(self._file.fileno())
        self._file.close()

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
