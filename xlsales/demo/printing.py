"""Making hundreds of papers beside the story, in a process of their own where there can be one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from xlsales.core.outcome import Document
from xlsales.core.words import Lang

PATIENCE = 20
"""Papers that wait before a second process is worth starting."""


class Printer:
    """Takes documents as they come, and has them ready at the end."""

    def __init__(self, lang: Lang) -> None:
        """Print in the office's language; the second process starts with the first documents."""
        self._lang = lang
        self._documents: dict[str, Document] = {}
        self._futures: dict[str, Future[bytes]] = {}
        self._pool: ProcessPoolExecutor | None = None
        self._alone = False

    def take(self, document: Document) -> str:
        """Have a document printed; return its path within the office."""
        path = document.path.said(self._lang)
        self._documents[path] = document
        if len(self._documents) >= PATIENCE and not self._alone:
            self._hand_over()
        return path

    def _hand_over(self) -> None:
        """Give the second process what it does not have yet."""
        try:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, get_context("spawn"))
            for path, document in self._documents.items():
                if path not in self._futures:
                    self._futures[path] = self._pool.submit(printed, document, self._lang)
        except (OSError, ImportError, RuntimeError):  # no second process on this machine
            self._alone = True

    def papers(self, progress: Callable[[int, int], None]) -> dict[str, bytes]:
        """Return the finished papers by path; what the second process has not begun is done here.

        ``progress`` is told how many of how many are done.
        """
        made: dict[str, bytes] = {}
        for path in reversed(self._documents):
            future = self._futures.get(path)
            if future is None or future.cancel():
                made[path] = printed(self._documents[path], self._lang)
                progress(len(made), len(self._documents))
        for path, document in self._documents.items():
            if path not in made:
                try:
                    made[path] = self._futures[path].result()
                except (BrokenProcessPool, OSError):
                    made[path] = printed(document, self._lang)
                progress(len(made), len(self._documents))
        papers = {path: made[path] for path in self._documents}
        self.close()
        return papers

    def close(self) -> None:
        """Let the second process end, and forget what was taken."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
        self._documents.clear()
        self._futures.clear()


def printed(document: Document, lang: Lang) -> bytes:
    """Return a finished document, made from the shipped forms."""
    from xlsales.documents import render

    return render(document, lang)
