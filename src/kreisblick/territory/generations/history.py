"""Read the history of official keys: which key passed into which, when, and why."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import fsum, isclose
from pathlib import Path

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.territory.areas import is_official_key, restore_zero
from kreisblick.territory.areas.files import read_table
from kreisblick.territory.generations.errors import RekeyError

__all__ = ["KeyStep", "check_history", "describe_key", "read_history"]

COLUMNS = ("from_key", "to_key", "on")
DAYS = ("%Y-%m-%d", "%d.%m.%Y")
ROUNDED = 1e-3  # declared shares are written with three digits


@dataclass(frozen=True, kw_only=True)
class KeyStep:
    """One line of a history: until the day before, a key; from the day on, another.

    Attributes:
        from_key, to_key: official keys of the same kind (AGS, ARS, districts).
        on: first day of the new key.
        share: which part of the people passes; None means all.
        reason: for people.
        row: line in the file, for messages.
    """

    from_key: str
    to_key: str
    on: date
    share: float | None = None
    reason: str = ""
    row: int = 0

    @property
    def whole(self) -> bool:
        """Whether all people pass."""
        return self.share is None or self.share == 1.0


def read_history(path: Path) -> tuple[KeyStep, ...]:
    """A history from a table ``from_key, to_key, on`` and optionally ``share, reason``.

    Days as 2021-07-01 or 01.07.2021; shares as 0.25 or 0,25.

    Raises:
        RekeyError: a column is missing. FaultsFoundError: everything wrong in the lines.
    """
    table = read_table(path)
    for column in COLUMNS:
        if column not in table.columns:
            raise RekeyError.no_column(path.name, column, table.columns)
    faults: list[Fault] = []
    steps = []
    for row, line in enumerate(table.iter_rows(named=True), start=2):  # row 1 is the heading
        cells = {name: str(value or "").strip() for name, value in line.items()}
        day, share = _day(cells["on"]), _share(cells.get("share", ""))
        faults += _unreadable(cells, day, share, row)
        if day is not None and share != 0.0:
            steps.append(
                KeyStep(
                    from_key=cells["from_key"],
                    to_key=cells["to_key"],
                    on=day,
                    share=share,
                    reason=cells.get("reason", ""),
                    row=row,
                )
            )
    faults += check_history(steps)
    if faults:
        raise FaultsFoundError(path.name, sorted(faults, key=lambda fault: _row(fault.where)))
    return tuple(sorted(steps, key=lambda step: (step.on, step.from_key, step.to_key)))


def check_history(steps: Sequence[KeyStep]) -> list[Fault]:
    """What is wrong between the lines of a history.

    Codes: ``bad_key``, ``other_kind``, ``twice``, ``no_share``, ``shares``, ``circle``.
    """
    found = [*_keys(steps), *_splits(steps), *_circles(steps)]
    return [Fault(code=code, message=text, where=_line(row)) for code, row, text in found]


def describe_key(key: str) -> str:
    """Why a key is no official one; "" when it is."""
    if is_official_key(key):
        return ""
    restored = restore_zero(key)
    if restored:
        text = _("The key '{key}' has lost its leading zero ('{right}'). Save the column as text.")
        return text.format(key=key, right=restored)
    text = _(
        "'{key}' is no official key. An AGS has 8 digits, an ARS 12, a district 5, and it begins "
        "with 01 to 16."
    )
    return text.format(key=key)


Found = Iterator[tuple[str, int, str]]


def _keys(steps: Sequence[KeyStep]) -> Found:
    seen: set[tuple[str, str, date]] = set()
    for step in steps:
        wrong = [text for key in (step.from_key, step.to_key) if (text := describe_key(key))]
        for text in dict.fromkeys(wrong):
            yield "bad_key", step.row, text
        if not wrong and len(step.from_key) != len(step.to_key):
            text = _("'{a}' and '{b}' are keys of different kinds. Give both as AGS or as ARS.")
            yield "other_kind", step.row, text.format(a=step.from_key, b=step.to_key)
        line = (step.from_key, step.to_key, step.on)
        if line in seen:
            yield "twice", step.row, _("The line stands twice. Delete one.")
        seen.add(line)


def _splits(steps: Sequence[KeyStep]) -> Found:
    for (key, day), group in _by_key_and_day(steps).items():
        shares = [step.share for step in group]
        if len(group) > 1 and None in shares:
            text = _(
                "'{key}' is divided on {day} among {targets}, but nothing says which share passes "
                "where. Fill in 'share' in every line (the shares add up to 1)."
            )
            targets = ", ".join(step.to_key for step in group)
            yield (
                "no_share",
                group[0].row,
                text.format(key=key, day=format_date(day), targets=targets),
            )
            continue
        total = fsum(1.0 if share is None else share for share in shares)
        if not isclose(total, 1.0, abs_tol=ROUNDED):
            text = _(
                "The shares of '{key}' on {day} add up to {total} instead of 1. Correct them; what "
                "stays under the old key is a line from '{key}' to '{key}'."
            )
            told = {"key": key, "day": format_date(day), "total": format_decimal(total, 3)}
            yield "shares", group[0].row, text.format(**told)


def _circles(steps: Sequence[KeyStep]) -> Found:
    """Keys that come back to themselves by lines that pass everybody on."""
    ahead = defaultdict(list)
    for step in sorted(steps, key=lambda step: step.on):
        if step.whole and step.from_key != step.to_key:
            ahead[step.from_key].append(step)
    told: set[frozenset[str]] = set()
    for first in sorted(ahead):
        for path in (_walk(ahead, first, same_day=True), _walk(ahead, first, same_day=False)):
            ring = frozenset(step.from_key for step in path)
            if path and path[-1].to_key in ring and ring not in told:
                told.add(ring)
                text = _(
                    "The key '{key}' comes back to itself ({chain}). Correct the lines; if keys "
                    "really were exchanged, convert in two steps with two histories."
                )
                chain = " → ".join([path[0].from_key, *(step.to_key for step in path)])
                yield "circle", path[-1].row, text.format(key=path[-1].to_key, chain=chain)


def _walk(ahead: dict[str, list[KeyStep]], key: str, *, same_day: bool) -> list[KeyStep]:
    """The steps from a key, until they end or come back; on one day or through the years."""
    path: list[KeyStep] = []
    seen = {key}
    while True:
        day = path[-1].on if path else None
        steps = [
            step
            for step in ahead.get(key, [])
            if day is None or (step.on == day if same_day else step.on > day)
        ]
        if not steps:
            return path
        path.append(steps[0])
        key = steps[0].to_key
        if key in seen:
            return path
        seen.add(key)


def _by_key_and_day(steps: Sequence[KeyStep]) -> dict[tuple[str, date], list[KeyStep]]:
    found = defaultdict(list)
    for step in steps:
        found[step.from_key, step.on].append(step)
    return found


def _unreadable(
    cells: dict[str, str], day: date | None, share: float | None, row: int
) -> Iterator[Fault]:
    if day is None:
        text = _("'{text}' is no date. Write it as 2024-12-31.").format(text=cells["on"])
        yield Fault(code="bad_date", message=text, where=_line(row))
    if share == 0.0:
        text = _("'{text}' is no share. Write a number above 0 and up to 1, such as 0.25.")
        yield Fault(code="bad_share", message=text.format(text=cells["share"]), where=_line(row))


def _day(text: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def _share(text: str) -> float | None:
    """A share; None where nothing is said, 0 where it is none."""
    if not text:
        return None
    try:
        share = float(text.replace(",", "."))
    except ValueError:
        return 0.0
    return share if 0 < share <= 1 else 0.0


def _line(row: int) -> str:
    return _("row {row}").format(row=row)


def _row(where: str) -> int:
    return int(where.rsplit(maxsplit=1)[-1])
