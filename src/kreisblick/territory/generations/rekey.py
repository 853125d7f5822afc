"""Bring counts from old official keys to those valid on a day: mergers add up, chains are followed.

Lines of one day hold at once: a key that is given anew on the day its old owner lost it does not
pass the new owner's people on.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.files import write_table
from kreisblick.territory.crosswalks import Crosswalk, convert
from kreisblick.territory.crosswalks.tables import RATE
from kreisblick.territory.generations.errors import RekeyError
from kreisblick.territory.generations.history import (
    KeyStep,
    check_history,
    describe_key,
    read_history,
)
from kreisblick.territory.generations.tables import read_counts

__all__ = ["key_crosswalk", "rekey", "rekey_file"]


def rekey(
    counts: pl.DataFrame,
    history: Sequence[KeyStep],
    on: date,
    *,
    counted_on: date | None = None,
    columns: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Counts by old keys as counts by the keys valid on a day.

    Keys the history does not name stay. Whole numbers stay whole, and sums are kept. A merged key
    is unknown (null) when one that merged into it on the same day has no row.

    Args:
        counts: ``area`` (official keys) and columns with counts.
        history: which key passed into which.
        on: the day whose keys are wanted.
        counted_on: the day the counts were keyed for: older lines do not apply to them. Without
            it every line until ``on`` does.
        columns: the counts; every numeric column when None.

    Returns:
        As ``crosswalks.convert``: ``area``, the columns, and their bounds; certain (lower equals
        upper) where nothing is divided.

    Raises:
        FaultsFoundError: keys are no official keys, or the history contradicts itself.
        RekeyError: a column holds rates. CrosswalkInputError: a column holds no counts.
    """
    names = list(columns or [c for c in counts.columns if counts[c].dtype.is_numeric()])
    rates = [name for name in names if RATE.search(name.replace("_", " "))]
    if rates:
        raise RekeyError.rates(rates)
    faults = [
        Fault(code="bad_key", message=text, where=_("row {row}").format(row=row))
        for row, key in enumerate(counts["area"], start=2)
        if (text := describe_key("" if key is None else str(key)))
    ]
    if faults:
        raise FaultsFoundError(_("Keys of the counts"), faults)
    present = {str(key) for key in counts["area"]}
    partners = _missing_partners(present, history, on, counted_on or date.min)
    way = key_crosswalk(history, on, counted_on=counted_on, keys=present)
    shares = way.shares.filter(pl.col("source").is_in(present | partners))
    way = replace(way, shares=shares)
    numbers = counts.select(pl.col(name).cast(pl.Float64) for name in names)
    whole = not partners and all(
        numbers[name].null_count() == 0 and (numbers[name] % 1 == 0).all() for name in names
    )
    return convert(counts, way, columns=names, whole_numbers=bool(names) and whole)


def key_crosswalk(
    history: Sequence[KeyStep],
    on: date,
    *,
    counted_on: date | None = None,
    keys: Collection[str] = (),
) -> Crosswalk:
    """The way from every old key to the keys valid on a day.

    Args:
        history: which key passed into which.
        on: the day whose keys are wanted.
        counted_on: the day from which the way begins; the beginning of the history when None.
        keys: further keys, which stay.

    Returns:
        Shares with basis ``identity`` where a key passes with everybody, else ``declared``.

    Raises:
        FaultsFoundError: the history contradicts itself.
    """
    faults = check_history(history)
    if faults:
        raise FaultsFoundError(_("History of keys"), faults)
    ways = _Ways(history, on)
    begin = counted_on or date.min
    rows = [
        (source, target, share, "identity" if share == 1.0 else "declared", 0)
        for source in sorted({*keys, *(step.from_key for step in history)})
        for target, share in sorted(ways.follow(source, begin).items())
    ]
    schema = {"source": pl.String, "target": pl.String, "share": pl.Float64, "basis": pl.String,
              "weight_n": pl.Int64}  # fmt: skip
    shares = pl.DataFrame(rows, schema=schema, orient="row")
    return Crosswalk(
        source_generation=counted_on.isoformat() if counted_on else "",
        target_generation=on.isoformat(),
        shares=shares,
    )


def rekey_file(
    values: Path,
    history: Path,
    out: Path,
    on: date,
    *,
    counted_on: date | None = None,
    key: str = "area",
) -> pl.DataFrame:
    """Rekey a table of counts and write the result under the same name of the key column.

    Text columns (names of towns) are left out: a merged town has another name.

    Raises:
        FaultsFoundError, RekeyError, CrosswalkInputError, TableFileError: see ``rekey``.
    """
    counts = read_counts(values, key)
    found = rekey(counts, read_history(history), on, counted_on=counted_on).rename({"area": key})
    write_table(found, out)
    return found


def _missing_partners(
    present: set[str], history: Sequence[KeyStep], on: date, after: date
) -> set[str]:
    """Keys without a row that merged on the same day into the same key as one that has a row."""
    groups: dict[tuple[date, str], set[str]] = defaultdict(set)
    for step in history:
        if after < step.on <= on:
            groups[step.on, step.to_key].add(step.from_key)
    reached, missing = set(present), set()
    for (_day, target), sources in sorted(groups.items()):
        if sources & reached:
            missing |= sources - reached
            reached.add(target)
    return missing


class _Ways:
    """Follows keys through the steps until a day, each once."""

    def __init__(self, history: Sequence[KeyStep], on: date) -> None:
        steps: dict[str, dict[date, list[KeyStep]]] = defaultdict(lambda: defaultdict(list))
        for step in history:
            if step.on <= on:
                steps[step.from_key][step.on].append(step)
        self._steps = steps
        self._days = {key: sorted(days) for key, days in steps.items()}
        self._known: dict[tuple[str, date], dict[str, float]] = {}

    def follow(self, key: str, after: date) -> dict[str, float]:
        """Where the people of a key are in the end, by share; they had it after a day."""
        days = self._days.get(key, [])
        following = bisect_right(days, after)
        if following == len(days):
            return {key: 1.0}
        day = days[following]
        if (key, day) not in self._known:
            found: dict[str, float] = defaultdict(float)
            steps = self._steps[key][day]
            total = sum(1.0 if step.share is None else step.share for step in steps)
            for step in steps:
                part = (1.0 if step.share is None else step.share) / total
                for target, share in self.follow(step.to_key, day).items():
                    found[target] += part * share
            self._known[key, day] = dict(found)
        return self._known[key, day]
