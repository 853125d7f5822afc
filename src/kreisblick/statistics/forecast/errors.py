"""What goes wrong with the tables of a forecast, in words to the person who can mend it."""

from collections.abc import Sequence

from kreisblick.base.errors import Fault, WrongUseError
from kreisblick.base.language import translate as _

__all__ = [
    "NoTableError",
    "UnknownForecastError",
    "ages_not_shown",
    "bad_cells",
    "cells_missing",
    "columns_missing",
    "flows_missing",
    "gaps_in_ages",
    "rows_twice",
    "too_few_dates",
]

SHOWN = 5


class NoTableError(WrongUseError):
    """A table file is neither CSV nor Parquet by its ending."""

    def __init__(self, name: str) -> None:
        words = _("'{name}' must end in .csv or .parquet. Save the table as one of these.")
        super().__init__(words.format(name=name))


class UnknownForecastError(WrongUseError):
    """No definition, or no variant, of this name."""

    def __init__(self, key: str, known: Sequence[str]) -> None:
        words = _("There is no forecast '{key}'. Known: {known}.")
        super().__init__(words.format(key=key, known=", ".join(known)))


def columns_missing(missing: Sequence[str], known: Sequence[str], where: str) -> Fault:
    """Columns that are needed are not there."""
    words = _("These columns are missing: {missing}; there are: {known}. Add or rename them.")
    message = words.format(missing=", ".join(missing), known=", ".join(known))
    return Fault(code="column_missing", message=message, where=where)


def ages_not_shown(where: str) -> Fault:
    """The district's age groups are withheld, or leave ages out."""
    words = _(
        "The released figures of the district have no age groups that follow each other without "
        "a gap. Add age_groups to the report, or choose coarser ones."
    )
    return Fault(code="ages_not_shown", message=words, where=where)


def bad_cells(lines: Sequence[int], where: str) -> Fault:
    """Rows with something that cannot be read."""
    words = _(
        "{count} rows cannot be read, the first in line {lines}. The date is written 2024-12-31, "
        "the age 7, 6-9 or 80+, the value as a number from 0."
    )
    return Fault(
        code="bad_cell", message=words.format(count=len(lines), lines=_few(lines)), where=where
    )


def rows_twice(lines: Sequence[int], where: str) -> Fault:
    """Rows that say the same thing."""
    words = _("{count} rows speak of the same cell, the first in line {lines}. Keep one of each.")
    return Fault(
        code="row_twice", message=words.format(count=len(lines), lines=_few(lines)), where=where
    )


def cells_missing(count: int, where: str) -> Fault:
    """Combinations without a row."""
    words = _(
        "{count} combinations of area, date, sex and age have no row. A forecast needs all of "
        "them; write 0 where nobody lives."
    )
    return Fault(code="cell_missing", message=words.format(count=count), where=where)


def gaps_in_ages(broken: Sequence[int], where: str) -> Fault:
    """Age groups that overlap or leave ages out."""
    words = _("Age groups must follow each other without a gap from age 0; look at age {ages}.")
    return Fault(
        code="age_gap", message=words.format(ages=_few(broken) if broken else "0"), where=where
    )


def too_few_dates(where: str) -> Fault:
    """One date tells no change."""
    words = _("A forecast needs residents of at least two dates. Add an earlier one.")
    return Fault(code="too_few_dates", message=words, where=where)


def flows_missing(named: set[str], known: set[str], where: str, *, yearly: bool) -> list[Fault]:
    """Movements that are unknown, or without which cohorts cannot be projected."""
    faults = []
    if named - known:
        words = _("Unknown movements: {names}. Known: {known}.")
        text = words.format(names=", ".join(sorted(named - known)), known=", ".join(sorted(known)))
        faults.append(Fault(code="flow_unknown", message=text, where=where))
    pair = {"moved_inside_in", "moved_inside_out"}
    if not {"born", "died"} <= named or len(pair & named) == 1:
        words = _(
            "Births, deaths and both sides of moves inside are needed. Leave the table of flows "
            "out to project by cohort change ratios."
        )
        faults.append(Fault(code="flow_missing", message=words, where=where))
    if not yearly:
        words = _("Flows need residents of every year. Add the missing dates, or leave them out.")
        faults.append(Fault(code="not_yearly", message=words, where=where))
    return faults


def _few(lines: Sequence[int]) -> str:
    return ", ".join(str(line) for line in lines[:SHOWN])
