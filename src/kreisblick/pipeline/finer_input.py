"""Read what finer cells are protected with: counts, hierarchy, the district's figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.pipeline.finer_check import (
    check_counts,
    check_hierarchy,
    check_published,
    check_sums,
)
from kreisblick.territory.areas.errors import MissingColumnError
from kreisblick.territory.areas.files import read_table

__all__ = ["Figure", "Finer", "place_of", "read_finer"]

CELLS = "data/cells.csv"
PICKED = ("cube", "slice", "reference_date")  # what a bundle's table of cells holds many of
OF_BUNDLE = (*PICKED, "generation", "level", "lower", "upper", "observation", "confidentiality")
FREE = "free"
BY_SOURCE = "withheld_by_source"
SHOWN = 5  # more keys than this make a sentence unreadable


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure that the district publishes or withholds for one of its areas.

    Attributes:
        place: of ``place_of``.
        name: slice of attributes that it counts (``Finer.names``).
        value: None where it is withheld.
        terms: row numbers of the cells that it is the sum of.
    """

    place: str
    name: str
    value: int | None
    terms: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Finer:
    """Counts of cells and what is public about their sums.

    Attributes:
        attributes: columns beside cell and value.
        cells: ``cell, <attributes>, value``; every cell with every combination, sorted.
        names: slice of each row; attributes and codes are numbered, so that any text may stand
            in them (``d0=3``).
        codes: numbered attribute to its numbered codes.
        block: number of the area of each row.
        parents: place (of ``place_of``) to the next larger one, cells included.
        figures: of the district.
    """

    attributes: tuple[str, ...]
    cells: pl.DataFrame = field(repr=False)
    names: list[str] = field(repr=False)
    codes: Mapping[str, list[str]] = field(repr=False)
    block: list[int] = field(repr=False)
    parents: Mapping[str, str] = field(repr=False)
    figures: tuple[Figure, ...] = field(repr=False)


def read_finer(
    counts: Path, hierarchy: Path, published: Path, picked: Mapping[str, str] | None = None
) -> Finer:
    """The three files put together.

    Args:
        counts: ``cell, value`` and attributes.
        hierarchy: ``cell, area`` and optionally larger areas.
        published: ``area, value, status`` and attributes, or a bundle (folder or its cells).
        picked: of a bundle: ``cube, slice, reference_date``.

    Raises:
        FaultsFoundError: with everything that is wrong in them.
        WrongUseError: when a column is missing, or a bundle holds several cubes, slices or dates.
    """
    table, tree = _read(counts, ["cell", "value"]), _read(hierarchy, ["cell", "area"])
    attributes = tuple(c for c in table.columns if c not in ("cell", "value"))
    shown = _pick(_read_published(published), published.name, picked or {})
    faults = [
        *check_hierarchy(tree, hierarchy.name),
        *check_counts(table, tree, attributes, counts.name),
        *check_published(shown, attributes, published.name),
    ]
    if faults:
        raise FaultsFoundError(counts.name, faults)
    found = _put_together(table, tree, shown, attributes)
    sums = [
        (f.place, f.value, sum(found.cells["value"][n] for n in f.terms)) for f in found.figures
    ]
    faults = [*check_sums(sums, published.name)]
    if faults:
        raise FaultsFoundError(published.name, faults)
    return found


def _read(path: Path, needed: Sequence[str]) -> pl.DataFrame:
    table = read_table(path).cast(pl.String)
    for column in needed:
        if column not in table.columns:
            raise MissingColumnError(file=path.name, column=column, known=table.columns)
    return table.with_columns(pl.all().str.strip_chars().replace("", None))


def _read_published(path: Path) -> pl.DataFrame:
    return _read(path / CELLS if path.is_dir() else path, ["area", "value"])


def _pick(table: pl.DataFrame, file: str, picked: Mapping[str, str]) -> pl.DataFrame:
    """One cube, slice and date of a bundle's cells; other tables stay as they are."""
    for column in PICKED:
        if column not in table.columns or "confidentiality" not in table.columns:
            continue
        if column in picked:
            table = table.filter(pl.col(column) == picked[column])
        values = table[column].drop_nulls().unique().sort().to_list()
        if len(values) != 1:
            raise WrongUseError(
                _(
                    "'{file}' holds {count} values of '{column}' ({some}). Say which one is meant."
                ).format(
                    file=file, count=len(values), column=column, some=", ".join(values[:SHOWN])
                )
            )
    if "confidentiality" in table.columns:
        state = pl.col("observation") if "observation" in table.columns else pl.lit("counted")
        status = pl.when(state == BY_SOURCE).then(state).otherwise("confidentiality")
        table = table.with_columns(status=status).drop(*OF_BUNDLE, strict=False)
    number = pl.col("value").cast(pl.Float64, strict=False)
    given = pl.col("status") if "status" in table.columns else pl.lit(None, pl.String)
    status = pl.coalesce(given, pl.when(number.is_null()).then(pl.lit("withheld")))
    return table.with_columns(value=number, status=status.fill_null(FREE))


def _put_together(
    table: pl.DataFrame, tree: pl.DataFrame, shown: pl.DataFrame, attributes: tuple[str, ...]
) -> Finer:
    keys = ["cell", *attributes]
    grid = tree.select("cell")
    for name in attributes:
        grid = grid.join(table.select(name).unique(), how="cross")
    number = pl.col("value").cast(pl.Float64).fill_null(0).cast(pl.Int64)
    cells = grid.join(table, on=keys, how="left").with_columns(number).sort(keys)
    home = cells.join(tree, on="cell", how="left", maintain_order="left")
    book = _Codes({name: cells[name].unique().sort().to_list() for name in attributes})
    places = {area: n for n, area in enumerate(tree["area"].unique().sort())}
    return Finer(
        attributes=attributes,
        cells=cells.select(*keys, "value"),
        names=[book.name_of(row) for row in cells.iter_rows(named=True)],
        codes=book.numbered,
        block=[places[area] for area in home["area"]],
        parents=_parents(tree),
        figures=tuple(_figures(home, tree.columns[1:], shown, book)),
    )


@dataclass(frozen=True)
class _Codes:
    """Attributes with their codes, numbered."""

    values: Mapping[str, list[str]]

    @property
    def numbered(self) -> dict[str, list[str]]:
        """Numbered attribute to its numbered codes."""
        codes = self.values.values()
        return {f"d{i}": [str(n) for n in range(len(found))] for i, found in enumerate(codes)}

    def name_of(self, row: Mapping[str, Any]) -> str:
        """The slice of a row; an empty attribute means all of it."""
        parts = [
            f"d{i}={known.index(row[name])}"
            for i, (name, known) in enumerate(self.values.items())
            if row.get(name) is not None
        ]
        return ";".join(parts) or "all"


def _parents(tree: pl.DataFrame) -> dict[str, str]:
    """Cells and areas to the next larger place; levels are told apart by a number."""
    found: dict[str, str] = {}
    for level, (small, large) in enumerate(pairwise(tree.columns)):
        for one, two in tree.select(small, large).unique().sort(small, large).iter_rows():
            found[place_of(level, one)] = place_of(level + 1, two)
    return found


def place_of(level: int, key: str) -> str:
    """A place that no other level can have: a cell may be called like its area."""
    return f"{level}:{key}"


def _figures(
    home: pl.DataFrame, levels: Sequence[str], shown: pl.DataFrame, book: _Codes
) -> Iterator[Figure]:
    """What the district shows or withholds of places that are made of cells."""
    rows = home.with_row_index("row")
    groups = [dict(rows.group_by(name).agg("row").iter_rows()) for name in levels]
    codes = {name: rows[name].to_list() for name in book.values}
    for figure in shown.sort(pl.all()).iter_rows(named=True):
        if figure["status"] == FREE and figure["value"] is None:
            continue  # not delivered: the district says nothing
        level = next((n for n, group in enumerate(groups) if figure["area"] in group), None)
        if level is None:
            continue  # another town's area
        asked = {name: figure.get(name) for name in book.values}
        terms = [
            row
            for row in sorted(groups[level][figure["area"]])
            if all(code is None or codes[name][row] == code for name, code in asked.items())
        ]
        if terms:
            free = figure["status"] == FREE
            yield Figure(
                place=place_of(level + 1, figure["area"]),
                name=book.name_of(asked),
                value=int(figure["value"]) if free else None,
                terms=tuple(terms),
            )
