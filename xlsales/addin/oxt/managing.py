"""Have LibreOffice take the extension in, or throw it out.

``unopkg`` does that, LibreOffice's own tool. It refuses to work for root, as in containers and
CI; there a LibreOffice without window is asked instead, over its bridge to Python (``python -m
xlsales.addin.oxt.managing``, a process of its own: the bridge may crash a Python that ends).
"""
# ruff: noqa: N802 - UNO calls these by their names

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from xlsales.addin.oxt.names import FILE, IDENTIFIER, PROTOCOL
from xlsales.addin.oxt.places import program

_NONE = b"Pmp1"  # a list of extensions that has only its head
_PATIENCE = 120  # seconds: the first start of LibreOffice on a slow machine


def add(file: Path, profile: Path) -> str:
    """Put the extension ``file`` into ``profile``, in place of an older one; return what failed."""
    if _is_root():
        return _by_bridge("add", profile, file)
    return _unopkg(profile, "add", "--force", "--suppress-license", str(file))


def drop(profile: Path) -> str:
    """Remove the extension from ``profile``; return what failed, "" if nothing did."""
    if _is_root():
        return _by_bridge("drop", profile)
    return _unopkg(profile, "remove", IDENTIFIER)


def carried(profile: Path) -> list[Path]:
    """Return where ``profile`` holds the extension: one folder, or none."""
    registered = _registered(profile)
    return [
        folder
        for folder in sorted(_cache(profile).glob(f"uno_packages/*/{FILE}"))
        if folder.parent.name.rstrip("_").encode() in registered
    ]


def sweep(profile: Path) -> None:
    """Remove the copies of a dropped extension, which LibreOffice leaves until its next start.

    To be called only while LibreOffice is closed.
    """
    cache, scratch = _cache(profile), profile / "user" / "extensions" / "tmp"
    if _registered(profile).strip() in {b"", _NONE}:  # no other extension: the cache is ours alone
        shutil.rmtree(cache, ignore_errors=True)
        shutil.rmtree(scratch, ignore_errors=True)
        return
    held = (*cache.glob(f"uno_packages/*/{FILE}"), *scratch.glob(f"extensions/*/{FILE}"))
    for folder in held:
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.parent.with_name(folder.parent.name.rstrip("_")).unlink(missing_ok=True)
    for menu in cache.glob("registry/*/*/Addons.xcu"):
        if PROTOCOL in menu.read_text("utf-8", "replace"):
            shutil.rmtree(menu.parent, ignore_errors=True)


def _cache(profile: Path) -> Path:
    return profile / "user" / "uno_packages" / "cache"


def _registered(profile: Path) -> bytes:
    """Return LibreOffice's list of the person's extensions, as it writes it."""
    try:
        return (_cache(profile) / "uno_packages.pmap").read_bytes()
    except OSError:
        return b""


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _url(profile: Path) -> str:
    return f"-env:UserInstallation={profile.resolve().as_uri()}"


def _unopkg(profile: Path, *command: str) -> str:
    tool = program("unopkg")
    assert tool is not None, "the caller looked whether LibreOffice is there"
    return _failure([str(tool), *command, _url(profile)])


def _by_bridge(what: str, profile: Path, *more: Path) -> str:
    names = [str(path.resolve()) for path in (profile, *more)]
    return _failure([sys.executable, "-m", "xlsales.addin.oxt.managing", what, *names])


def _failure(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=2 * _PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = done.stdout.decode("utf-8", "replace").strip()
    # the last line names the cause; what stands above it is for programmers
    return "" if done.returncode == 0 else said.rpartition("\n")[2] or "?"


def _main(what: str, profile: str, *more: str) -> None:
    """Start a LibreOffice without window on ``profile`` and ask it to add or drop the extension."""
    from xlsales.libreoffice.bridge import failure, load_uno, remote_context  # xlwings comes too

    office = program("soffice")
    assert office is not None, "the caller looked whether LibreOffice is there"
    pipe = "xlsales" + secrets.token_hex(12)
    flags = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault")
    accept = f"--accept=pipe,name={pipe};urp;"
    started = subprocess.Popen(
        [str(office), *flags, _url(Path(profile)), accept], start_new_session=True
    )
    try:
        context = remote_context(pipe, _PATIENCE)
        manager = context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
        stop, consent = manager.createAbortChannel(), _Consent(load_uno())
        if carried(Path(profile)):
            manager.removeExtension(IDENTIFIER, FILE, "user", stop, consent)
        if what == "add":
            manager.addExtension(Path(more[0]).as_uri(), (), "user", stop, consent)
        if started.poll() is None:  # else a LibreOffice that the person has open did the work
            name = "com.sun.star.frame.Desktop"
            desktop = context.ServiceManager.createInstanceWithContext(name, context)
            with suppress(failure()):  # it may be gone before it has answered
                desktop.terminate()
            started.wait(_PATIENCE)
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)  # soffice is a script; its program too
            started.wait(_PATIENCE)


class _Consent:
    """Says yes where LibreOffice's window would ask the person; a UNO object by its shape."""

    def __init__(self, uno: Any) -> None:
        names = "ucb.XCommandEnvironment", "ucb.XProgressHandler", "task.XInteractionHandler"
        self._types = tuple(uno.getTypeByName(f"com.sun.star.{name}") for name in names)
        self._yes = uno.getTypeByName("com.sun.star.task.XInteractionApprove")

    def getTypes(self) -> Any:
        return self._types

    def getImplementationId(self) -> bytes:
        return b""

    def getInteractionHandler(self) -> Any:
        return self

    def getProgressHandler(self) -> Any:
        return self

    def handle(self, request: Any) -> None:
        for answer in request.getContinuations():
            if answer.queryInterface(self._yes):
                answer.select()

    def push(self, status: Any) -> None:
        """Show nothing."""

    def update(self, status: Any) -> None:
        """Show nothing."""

    def pop(self) -> None:
        """Show nothing."""


if __name__ == "__main__":
    _main(*sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # not the usual way out: the bridge may crash there
