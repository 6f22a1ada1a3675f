"""The Windows registry, read only; empty on other systems."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

if sys.platform == "win32":
    import winreg

    _ROOTS = {
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
    }
    # programs of 32 and 64 bits each see half of it
    _VIEWS = (winreg.KEY_WOW64_32KEY, winreg.KEY_WOW64_64KEY)

    def values_of(key: str) -> Mapping[str, str | int]:
        """Return a key's values, names in lower case; the 64-bit half counts first."""
        root, _, path = key.partition("\\")
        found: dict[str, str | int] = {}
        for view in _VIEWS:
            try:
                with winreg.OpenKey(_ROOTS[root], path, 0, winreg.KEY_READ | view) as opened:
                    for i in range(winreg.QueryInfoKey(opened)[1]):
                        name, value, _kind = winreg.EnumValue(opened, i)
                        if isinstance(value, str | int):
                            found[name.lower()] = value
            except OSError:  # no such key, or not for this person's eyes
                continue
        return found

    def keys_of(key: str) -> Sequence[str]:
        """Return the names of the keys under a key."""
        root, _, path = key.partition("\\")
        found: set[str] = set()
        for view in _VIEWS:
            try:
                with winreg.OpenKey(_ROOTS[root], path, 0, winreg.KEY_READ | view) as opened:
                    found |= {
                        winreg.EnumKey(opened, i) for i in range(winreg.QueryInfoKey(opened)[0])
                    }
            except OSError:
                continue
        return sorted(found)

else:

    def values_of(key: str) -> Mapping[str, str | int]:  # noqa: ARG001 - there is no registry
        """Return nothing."""
        return {}

    def keys_of(key: str) -> Sequence[str]:  # noqa: ARG001 - there is no registry
        """Return nothing."""
        return ()
