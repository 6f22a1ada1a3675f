"""The LibreOffice add-in: menu, toolbar and tab, made from the one list of buttons."""

from __future__ import annotations

from xlsales.addin.oxt.extension import build
from xlsales.addin.oxt.installing import install, remove, status

__all__ = ["build", "install", "remove", "status"]
