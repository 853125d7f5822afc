"""Progress without a terminal: library functions report, the command line draws.

A function that may take longer than two seconds takes ``progress: Progress = silent``.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeVar

__all__ = ["Progress", "Silent", "silent"]

T = TypeVar("T")


class Progress(Protocol):
    """Somebody who is told what is being done."""

    def step(self, words: str) -> AbstractContextManager[None]:
        """Name a step while it runs."""

    def track(self, items: Iterable[T], words: str, total: int | None = None) -> Iterator[T]:
        """Hand on the items and show how many are done."""

    def note(self, words: str) -> None:
        """Say one line about a finished step."""


class Silent:
    """Progress that nobody watches."""

    def step(self, words: str) -> AbstractContextManager[None]:
        """Name nothing."""
        del words
        return nullcontext()

    def track(self, items: Iterable[T], words: str, total: int | None = None) -> Iterator[T]:
        """Hand on the items."""
        del words, total
        return iter(items)

    def note(self, words: str) -> None:
        """Say nothing."""


silent = Silent()
