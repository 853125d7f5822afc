"""Convert delivered counts to the areas of the report. Only counts pass, never rates or ranks."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from kreisblick.sealed.register.areas import municipality_of
from kreisblick.sealed.register.tables import margin_of, pattern
from kreisblick.sealed.register.whole import largest_remainder, round_table
from kreisblick.statistics.cube import Observation
from kreisblick.territory.areas.model import AreaLevel, Territory
from kreisblick.territory.crosswalks.model import Crosswalk

__all__ = ["convert_cells", "keep_unchanged"]

NUMBERS = {
    "value": pl.Int64,
    "lower": pl.Int64,
    "upper": pl.Int64,
    "observation": pl.String,
}


def keep_unchanged(cells: pl.DataFrame, crosswalk: Crosswalk) -> pl.DataFrame:
    """The cells of areas that are the same people as before, under their key of today.

    That is one source that passes wholly into one target which takes from nobody else. Rates and
    ranks have no parts that could be shared out or put together: all others are left out.
    """
    shares = crosswalk.shares.filter(pl.col("share") > 0)
    alone = (pl.len().over("target") == 1) & (pl.col("share") == 1.0)
    same = shares.filter(alone).select(area="source", target="target")
    return cells.join(same, on="area").with_columns(area=pl.col("target")).drop("target")


def convert_cells(
    cells: pl.DataFrame, crosswalk: Crosswalk, territory: Territory, dimensions: Sequence[str]
) -> pl.DataFrame:
    """Counts of planning areas of an older generation on the areas of ``territory``.

    A target made of whole sources is an exact sum and stays what it was. Otherwise its value is
    ``estimated``: shares of the sources, made whole so that the totals of each municipality
    and of the district hold. Where a source has no number, the target has none either; bounds
    are then the sum over sources that lie wholly inside, and over all that touch it.

    Args:
        cells: ``area, <dimensions>, value, lower, upper, observation``.
        crosswalk: from the cells' generation to the territory's.
        territory: the areas of the report.
        dimensions: names of the attributes.

    Returns:
        The same columns by target. Where a whole table is known, its margins are left out: they
        are the sums again.
    """
    shared = _share_out(_every_source(cells, crosswalk, dimensions), crosswalk, dimensions)
    places = municipality_of(territory).filter(pl.col("level") == AreaLevel.PLANNING_AREA.value)
    frame = shared.join(places.drop("level"), on="area").with_columns(pattern=pattern(dimensions))
    frame = _with_totals(frame, dimensions)
    parts = [
        _make_whole(part, dimensions)
        for _key, part in sorted(frame.group_by("municipality"), key=lambda item: str(item[0]))
    ]
    names = ["area", *dimensions, *NUMBERS]
    return pl.concat([part.select(names) for part in parts]) if parts else cells.select(names)


def _every_source(
    cells: pl.DataFrame, crosswalk: Crosswalk, dimensions: Sequence[str]
) -> pl.DataFrame:
    """A source without a row is unknown, not empty."""
    combinations = cells.select(dimensions).unique() if dimensions else pl.DataFrame({"_": [0]})
    sources = crosswalk.shares.select(area=pl.col("source").unique()).join(
        combinations, how="cross"
    )
    missing = pl.col("observation").fill_null(Observation.NOT_DELIVERED.value)
    return sources.join(
        cells.select("area", *dimensions, *NUMBERS), on=["area", *dimensions], how="left"
    ).with_columns(missing)


def _share_out(
    cells: pl.DataFrame, crosswalk: Crosswalk, dimensions: Sequence[str]
) -> pl.DataFrame:
    """``area`` (target), dimensions, ``estimate, exact, lower, upper, observation``."""
    parts = cells.join(
        crosswalk.shares.filter(pl.col("share") > 0), left_on="area", right_on="source"
    )
    whole, known = pl.col("share") == 1.0, pl.col("value").is_not_null()
    withheld = pl.col("observation") == Observation.WITHHELD_BY_SOURCE.value
    bounded = (known | (withheld & pl.col("upper").is_not_null())).all()
    low = pl.when(whole).then(pl.coalesce("value", "lower", 0)).otherwise(0)
    rank = {o.value: number for number, o in enumerate(Observation)}
    worst = pl.col("observation").replace_strict(rank, return_dtype=pl.Int64).max()
    found = parts.group_by(pl.col("target").alias("area"), *dimensions).agg(
        estimate=pl.when(known.all()).then((pl.col("value") * pl.col("share")).sum()),
        exact=whole.all(),
        lower=pl.when(bounded).then(low.sum()),
        upper=pl.when(bounded).then(pl.coalesce("value", "upper").sum()),
        worst=worst,
    )
    estimated = rank[Observation.ESTIMATED.value]
    shown = pl.when("exact").then("worst").otherwise(pl.max_horizontal("worst", pl.lit(estimated)))
    unknown = pl.col("estimate").is_null()
    return found.with_columns(
        pl.when(unknown).then("lower").alias("lower"),
        pl.when(unknown).then("upper").alias("upper"),
        observation=shown.replace_strict({n: o for o, n in rank.items()}, return_dtype=pl.String),
    ).sort("area", *dimensions)


def _with_totals(frame: pl.DataFrame, dimensions: Sequence[str]) -> pl.DataFrame:
    """The cells with ``total``: the whole number of their municipality and combination.

    Where areas cross the border of a municipality its sums have decimals; rounded one by one
    they would lose or invent people of the district.
    """
    place = ["municipality", *dimensions]
    found: list[pl.DataFrame] = []
    anchor: dict[str, int] = {}
    for _key, table in sorted(frame.group_by("pattern"), key=lambda item: str(item[0])):
        known = table.filter(pl.col("estimate").is_not_null().all().over("municipality"))
        sums = known.group_by(place).agg(pl.col("estimate").sum()).sort(place)
        towns = sums["municipality"].unique(maintain_order=True).to_list()
        if not towns:
            continue
        rows = np.array([anchor[t] for t in towns]) if set(towns) <= anchor.keys() else None
        whole = round_table(sums["estimate"].to_numpy().reshape(len(towns), -1), rows)
        anchor = dict(zip(towns, whole.sum(axis=1).tolist(), strict=True)) | anchor
        found.append(sums.select(*place, total=pl.Series(whole.ravel(), dtype=pl.Int64)))
    empty = pl.DataFrame(schema={**dict.fromkeys(place, pl.String), "total": pl.Int64})
    return frame.join(pl.concat([empty, *found]), on=place, how="left")


def _make_whole(part: pl.DataFrame, dimensions: Sequence[str]) -> pl.DataFrame:
    """The cells of one municipality with whole numbers."""
    if part["exact"].all():
        return part.with_columns(value=pl.col("estimate").round().cast(pl.Int64))
    tables = {str(key[0]): table for key, table in part.group_by("pattern")}
    complete = sorted(name for name, table in tables.items() if not table["estimate"].has_nulls())
    rows: np.ndarray | None = None
    made: list[pl.DataFrame] = []
    for name, table in sorted(tables.items()):
        if any(margin_of(name, other) for other in complete):
            continue  # a margin of a known table: rounded apart it would not fit the table
        if name in complete:
            rounded, rows = _round_complete(table.sort("area", *dimensions), rows)
            made.append(rounded)
        else:
            made.append(_round_known(table, dimensions))
    return pl.concat(made)


def _round_complete(
    table: pl.DataFrame, rows: np.ndarray | None
) -> tuple[pl.DataFrame, np.ndarray]:
    values = table["estimate"].to_numpy().reshape(table["area"].n_unique(), -1)
    columns = table["total"].to_numpy().reshape(values.shape)[0]
    whole = round_table(values, rows, columns)
    return table.with_columns(value=pl.Series(whole.ravel(), dtype=pl.Int64)), whole.sum(axis=1)


def _round_known(table: pl.DataFrame, dimensions: Sequence[str]) -> pl.DataFrame:
    parts = []
    for _key, column in table.sort("area").group_by(list(dimensions) or "pattern"):
        known = column.filter(pl.col("estimate").is_not_null())
        whole = largest_remainder(known["estimate"].to_numpy())
        numbers = known.select("area", value=pl.Series(whole, dtype=pl.Int64))
        parts.append(column.join(numbers, on="area", how="left"))
    return pl.concat(parts)
