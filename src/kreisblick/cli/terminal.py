"""What the terminal shows: steps, bars, one summary; and faults, for people or as JSON."""

import json
import sys
from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Annotated, Any, Protocol, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from kreisblick.base.errors import FaultsFoundError, KreisblickError, WrongUseError
from kreisblick.base.language import translate as _

__all__ = [
    "Json",
    "TerminalProgress",
    "agreed",
    "day_of",
    "say",
    "say_each",
    "say_json",
    "tell_error",
]

T = TypeVar("T")
Json = Annotated[bool, typer.Option("--json", help=_("Results as JSON."))]
_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(words: str) -> None:
    """One line on standard output."""
    _out.print(words, markup=False)


def say_json(content: Any) -> None:
    """Values as JSON on standard output."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n")


class Tellable(Protocol):
    """What stands in a list: a line there, lines by itself, values for machines."""

    def line(self) -> str: ...
    def lines(self) -> list[str]: ...
    def as_json(self) -> Any: ...


def say_each(found: Iterable[Tellable], *, whole: bool, as_json: bool) -> None:
    """A list, a line each; ``whole`` with everything that is known of each."""
    if as_json:
        say_json([one.as_json() for one in found])
        return
    for one in found:
        for line in one.lines() if whole else [one.line()]:
            say(line)


def tell_error(error: KreisblickError, *, as_json: bool) -> None:
    """What is wrong: sentences on standard error, with ``--json`` the faults on standard output."""
    _err.print(str(error), markup=False)
    if as_json:
        faults = error.faults if isinstance(error, FaultsFoundError) else ()
        say_json({"error": str(error), "faults": [fault.as_json() for fault in faults]})


def agreed(question: str) -> bool:
    """Whether the person at the terminal says yes, in German or English; no answer is no."""
    answer = typer.prompt(f"{question} {_('[y/N]')}", default="", show_default=False)
    return answer.strip().casefold() in {"j", "ja", "y", "yes"}


def day_of(text: str) -> date:
    """A date as users type it: 31.12.2024 or 2024-12-31.

    Raises:
        WrongUseError: when it is none.
    """
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  a day has no zone
    words = _("'{text}' is no date. Write it as 31.12.2024 or 2024-12-31.")
    raise WrongUseError(words.format(text=text))


class TerminalProgress:
    """Progress drawn with rich; on a pipe there are no bars, only notes."""

    def __init__(self) -> None:
        self._bars = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=_err,
            transient=True,
        )

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Show a step while it runs; steps may lie inside each other."""
        task = self._begin(words, total=None)
        try:
            yield
        finally:
            self._end(task)

    def track(self, items: Iterable[T], words: str, total: int | None = None) -> Iterator[T]:
        """Hand on the items and advance the bar."""
        if total is None and isinstance(items, Sized):
            total = len(items)
        task = self._begin(words, total=total)
        try:
            for item in items:
                yield item
                self._bars.advance(task)
        finally:
            self._end(task)

    def note(self, words: str) -> None:
        """One line about a finished step, above the bars."""
        _err.print(words, markup=False)

    def _begin(self, words: str, total: int | None) -> Any:
        if _err.is_terminal and not self._bars.live.is_started:
            self._bars.start()
        return self._bars.add_task(words, total=total)

    def _end(self, task: Any) -> None:
        self._bars.remove_task(task)
        if self._bars.live.is_started and not self._bars.tasks:
            self._bars.stop()
