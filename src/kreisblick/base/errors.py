"""Errors that speak to people, and faults that are collected before anybody speaks.

An error says what, where, and what to do now. It never repeats personal data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kreisblick.base.language import translate as _

__all__ = ["Fault", "FaultsFoundError", "KreisblickError", "WrongUseError"]


class KreisblickError(Exception):
    """A fault in the input or the surroundings that a person can mend.

    The command line prints its text without a traceback and leaves with ``exit_code``.
    """

    exit_code = 1


class WrongUseError(KreisblickError):
    """A command or function was called in a way that makes no sense."""

    exit_code = 2


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong with an input: what (``message``), where, and how grave.

    Attributes:
        code: a short stable name, e.g. ``negative_count``; grouped and tested by it.
        message: the sentence to the person who can mend it, in the user's language.
        where: sheet and cell, file and line, or definition and key.
        hard: a hard fault stops the acceptance, a soft one is only reported.
    """

    code: str
    message: str
    where: str = ""
    hard: bool = True

    def as_json(self) -> dict[str, Any]:
        """The fault as plain values for ``--json``."""
        return {
            "code": self.code,
            "message": self.message,
            "where": self.where,
            "hard": self.hard,
        }

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class FaultsFoundError(KreisblickError):
    """All faults of one input, told at once."""

    def __init__(self, subject: str, faults: Iterable[Fault]) -> None:
        self.subject = subject
        self.faults: Sequence[Fault] = tuple(faults)
        head = _("{subject}: {count} fault(s) found.").format(
            subject=subject, count=len(self.faults)
        )
        super().__init__("\n".join([head, *(f"  - {fault}" for fault in self.faults)]))
