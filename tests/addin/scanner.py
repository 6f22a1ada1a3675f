"""What a virus scanner's tools see in a VBA project (oletools, olefile: neither has types)."""

from __future__ import annotations

import io
import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools uses old names of pyparsing
    from oletools import olevba  # type: ignore[import-untyped]
    from oletools.mraptor import MacroRaptor  # type: ignore[import-untyped]
import olefile  # type: ignore[import-untyped]


def sources(project: bytes) -> dict[str, str]:
    """Return the source of every module by its file's name, lines ended as usual here."""
    found = olevba.VBA_Parser("project.bin", data=project).extract_macros()
    return {name: code.replace("\r\n", "\n") for _, _, name, code in found}


def alarms(project: bytes) -> set[tuple[str, str]]:
    """Return what a scanner would mention: kind and word."""
    found = olevba.VBA_Parser("project.bin", data=project).analyze_macros()
    return {(kind, word) for kind, word, _ in found}


def dangerous(project: bytes) -> bool:
    """Whether the source starts by itself and writes or executes something."""
    judge = MacroRaptor("\n".join(sources(project).values()))
    judge.scan()
    return bool(judge.suspicious)


def decompressed(data: bytes) -> bytes:
    """Return what a compressed container holds."""
    return bytes(olevba.decompress_stream(bytearray(data)))


def compound_file(data: bytes) -> Any:
    """Open a compound file; whatever is not as the standard has it is an error."""
    return olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)
