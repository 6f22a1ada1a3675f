"""Start a LibreOffice of our own, as ``xw.App()`` does with Excel."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path

from xlsales.libreoffice.bridge import NoLibreOffice

_SOFFICE = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def find_soffice() -> str:
    """The program that starts LibreOffice.

    Raises:
        NoLibreOffice: there is none.
    """
    for name in ("soffice", "libreoffice", *_SOFFICE):
        if found := shutil.which(name):
            return found
    raise NoLibreOffice("LibreOffice is not installed, or not where it is looked for")


class Launched:
    """A LibreOffice under a profile of its own, which ends with this program."""

    def __init__(
        self,
        program: str | None = None,
        *,
        visible: bool = True,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.program = program or find_soffice()
        self.visible = visible
        self.pipe = f"xlwings{uuid.uuid4().hex[:12]}"
        self._profile = Path(tempfile.mkdtemp(prefix="xlwings-libreoffice-"))
        command = [self.program, "--norestore", "--nologo", "--nodefault"]
        command += [] if visible else ["--headless"]
        command += [f"-env:UserInstallation={self._profile.as_uri()}"]
        command += [f"--accept=pipe,name={self.pipe};urp;"]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **env} if env else None,
        )
        atexit.register(self.end, 0.0)

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def end(self, seconds: float) -> None:
        """End it, after so long a wait for it to end by itself."""
        atexit.unregister(self.end)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        if self._process.returncode is None:
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)
