"""Status: what is withheld in the cells is withheld everywhere, and never looks like a zero."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.audit.files import Published
from kreisblick.protection.audit.model import Breach
from kreisblick.protection.audit.names import read_names
from kreisblick.protection.audit.outsider import Part, Row, read_folder
from kreisblick.protection.audit.shown import Shown, figures_in
from kreisblick.protection.audit.sums import sums_of_shown

__all__ = ["look_through"]

Figure = tuple[str, str, str]  # indicator, area, day
EMPTY = {None, ""}
CELL = ("cube", "slice", "area", "reference_date")


def look_through(folder: Path, published: Published) -> Iterator[Breach]:
    """What the files of a folder show although the cells withhold it.

    Files that cannot be read are breaches of their own: they may hold anything.
    """
    names = read_names(published)
    states = _States.of(published)
    zeros, hidden = dict[str, dict[str, str]](), dict[str, dict[str, str]]()
    for file, parts in read_folder(folder):
        if parts is None:
            words = _("This file cannot be read, so nobody knows what it shows.")
            yield Breach(kind="unreadable", quantity=file, detail=words)
            continue
        kind = PurePosixPath(file).suffix.lower()
        for part in parts:
            yield from _cells_shown(part, states)
            yield from sums_of_shown(part, names)
            found = list(figures_in(part, names))
            yield from _shown(found, states)
            _collect(found, states, zeros.setdefault(kind, {}), hidden.setdefault(kind, {}))
    yield from _alike(zeros, hidden)


@dataclass(frozen=True, kw_only=True)
class _States:
    """Figures and cells without a number, and figures that are zero."""

    hidden: frozenset[Figure] = field(repr=False)
    zero: frozenset[Figure] = field(repr=False)
    days: dict[tuple[str, str], frozenset[str]] = field(repr=False)
    cells: dict[tuple[str, ...], tuple[float | None, float | None]] = field(repr=False)
    anywhere: frozenset[tuple[str, ...]] = field(repr=False)

    @classmethod
    def of(cls, published: Published) -> "_States":
        withheld = pl.col("confidentiality") != "free"
        numbers = pl.all_horizontal(pl.col("value", "lower", "upper").is_null())
        cells = published.cells.filter(withheld & pl.col("value").is_null())
        ranges = {
            tuple(map(str, place)): (lower, upper)
            for *place, lower, upper in cells.select(
                *CELL, "generation", "lower", "upper"
            ).iter_rows()
        }
        table = published.root / "data/indicators.csv"
        figures = pl.read_csv(table, infer_schema=False) if table.exists() else pl.DataFrame()
        hidden = zero = pl.DataFrame(schema=dict.fromkeys(FIGURE_COLUMNS, pl.String))
        if "confidentiality" in figures.columns:
            hidden = figures.filter(withheld & numbers).select(FIGURE_COLUMNS)
            zero = figures.filter(~withheld & (pl.col("value").cast(pl.Float64) == 0))
        days: dict[tuple[str, str], set[str]] = {}
        if figures.height:
            for indicator, area, day in figures.select(FIGURE_COLUMNS).iter_rows():
                days.setdefault((indicator, area), set()).add(day)
        return cls(
            hidden=frozenset(hidden.iter_rows()),
            zero=frozenset(zero.select(FIGURE_COLUMNS).iter_rows()),
            days={key: frozenset(found) for key, found in days.items()},
            cells=ranges,
            anywhere=frozenset(place[:-1] for place in ranges),
        )

    def gives_away(self, row: Row) -> bool:
        """Whether a row shows a number of a cell that has none, or not the range it has.

        Where the row says no geography, the cell may lie on any of them.
        """
        key = tuple(str(row[name]) for name in CELL)
        said = [row.get(name) for name in ("value", "lower", "upper")]
        if (generation := row.get("generation")) is None:
            return key in self.anywhere and any(one not in EMPTY for one in said)
        known = self.cells.get((*key, str(generation)))
        if known is None:
            return False
        bounds = zip(said[1:], known, strict=True)
        return said[0] not in EMPTY or any(
            one not in EMPTY and _number(one) != end for one, end in bounds
        )

    def all_in(self, shown: Shown, figures: frozenset[Figure]) -> bool:
        """Whether all figures that a place may mean are among these.

        Where no day is said the place may mean any of the figure's days.
        """
        meant = [
            (shown.indicator, area, day)
            for area in shown.areas
            for day in ([shown.day] if shown.day else self.days.get((shown.indicator, area), ()))
        ]
        return bool(meant) and all(figure in figures for figure in meant)


FIGURE_COLUMNS = ["indicator", "area", "reference_date"]


def _shown(found: Iterable[Shown], states: _States) -> Iterator[Breach]:
    for one in found:
        if one.number and states.all_in(one, states.hidden):
            words = _("{file} shows a number where the cells withhold it.")
            name = f"{one.day or ''} {one.indicator}/{'|'.join(sorted(one.areas))}".strip()
            detail = words.format(file=one.where)
            yield Breach(kind="shown_elsewhere", quantity=name, detail=detail)


def _cells_shown(part: Part, states: _States) -> Iterator[Breach]:
    """Rows of cells in any table: the same ones are without a number."""
    for row in part.rows:
        if not all(name in row for name in CELL):
            return
        if states.gives_away(row):
            words = _("{file} shows a number where the cells withhold it.")
            detail = words.format(file=f"{part.file} {part.name}".strip())
            name = "/".join(str(row[one]) for one in CELL)
            yield Breach(kind="shown_elsewhere", quantity=name, detail=detail)


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _collect(
    found: Iterable[Shown], states: _States, zeros: dict[str, str], hidden: dict[str, str]
) -> None:
    """How zeros and withheld figures look in one kind of file."""
    for one in found:
        if one.main and states.all_in(one, states.zero):
            zeros.setdefault(_look(one.text), one.where)
        elif one.main and states.all_in(one, states.hidden):
            hidden.setdefault(_look(one.text), one.where)


def _look(text: str) -> str:
    return text.split(maxsplit=1)[0] if text.split() else ""


def _alike(zeros: dict[str, dict[str, str]], hidden: dict[str, dict[str, str]]) -> Iterator[Breach]:
    for kind in sorted(zeros):
        for look in sorted(zeros[kind].keys() & hidden[kind].keys()):
            words = _("A zero looks like a withheld figure: “{look}” in {file}.")
            detail = words.format(look=look, file=hidden[kind][look])
            yield Breach(kind="alike", quantity=zeros[kind][look], detail=detail)
