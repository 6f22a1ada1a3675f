"""What every test runs under."""

import getpass
import os

import pytest
from hypothesis import settings

# No deadline: a slow machine is no failure. In CI the same examples run every time, so that a
# red run can be repeated.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
# Nobody is asked who they are, nor is a name from this person's own profile taken.
os.environ.setdefault("XLSALES_USER", getpass.getuser())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests recorded of their size (``record_property``), from every process."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")
