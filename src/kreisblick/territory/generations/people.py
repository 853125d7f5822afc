"""Place people or addresses on a generation and on its predecessor."""

import numpy as np
import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.territory.areas import Territory, locate
from kreisblick.territory.generations.compare import common_ground
from kreisblick.territory.generations.errors import PeopleError
from kreisblick.territory.generations.model import People

__all__ = ["place_people"]

PAIRS = {"source": pl.String, "target": pl.String, "people": pl.Float64}


def place_people(
    table: pl.DataFrame, new: Territory, old: Territory | None, *, name: str, word: str
) -> People:
    """How many live in each area, and in each pair of an old and a new one.

    Args:
        table: points ``x, y`` in the generation's system, or rows with ``area_<key>`` of the
            generation and of the predecessor (a list of addresses), or ``area`` and a column of
            counts on the new areas. Points and rows count by a column of numbers where there is
            one called ``residents``, ``people`` or ``weight``, else as one each.
        new: the generation.
        old: its predecessor, if any.
        name: of the table, for messages.
        word: what is counted when each row is one.

    Raises:
        PeopleError: when the table is none of the three, or names areas that are not there.
    """
    weights = [c for c in ("residents", "people", "weight") if c in table.columns]
    load = _numbers(table, weights[0], name) if weights else pl.repeat(1.0, len(table), eager=True)
    said = _("residents") if weights else word
    own = f"area_{new.generation.key}"
    if {"x", "y"} <= set(table.columns):
        points = np.column_stack([_numbers(table, c, name).to_numpy() for c in ("x", "y")])
        ends = locate(points, new), None if old is None else locate(points, old)
        return _from_pairs(*ends, load, said)
    if own in table.columns:
        before = None if old is None else f"area_{old.generation.key}"
        known = table[before].cast(pl.String) if before in table.columns else None
        return _from_pairs(table[own].cast(pl.String), known, load, said)
    return _from_counts(table, new, old, name=name)


def _from_pairs(new: pl.Series, old: pl.Series | None, load: pl.Series, word: str) -> People:
    frame = pl.DataFrame({"target": new, "people": load}).with_columns(
        source=pl.lit(None, dtype=pl.String) if old is None else old
    )
    known = frame.drop_nulls("target").filter(pl.col("target") != "")
    areas = known.group_by("target").agg(pl.col("people").sum()).rename({"target": "area"})
    pairs = known.drop_nulls("source").group_by("source", "target").agg(pl.col("people").sum())
    return People(word=word, areas=areas.sort("area"), pairs=pairs.sort("source", "target"))


def _from_counts(
    table: pl.DataFrame, new: Territory, old: Territory | None, *, name: str
) -> People:
    """Counts by area; pairs are estimated by their share of the new area's ground."""
    numbers = [c for c in table.columns if c != "area" and _is_numeric(table[c])]
    if "area" not in table.columns or not numbers:
        raise PeopleError.no_table(name, new.generation.key)
    areas = table.select(
        area=pl.col("area").cast(pl.String), people=_numbers(table, numbers[0], name)
    )
    strange = sorted(set(areas["area"].drop_nulls()) - set(new.areas["area"]))
    if strange:
        raise PeopleError.unknown_areas(name, new.generation.key, strange)
    areas = areas.drop_nulls("area").group_by("area").agg(pl.col("people").sum()).sort("area")
    if old is None:
        return People(word=numbers[0], areas=areas, pairs=pl.DataFrame(schema=PAIRS))
    pairs = (
        common_ground(old, new)
        .drop_nulls(["source", "target"])
        .join(areas, left_on="target", right_on="area", how="inner")
        .select(
            "source", "target", people=pl.col("people") * pl.col("area_m2") / pl.col("target_m2")
        )
        .sort("source", "target")
    )
    return People(word=numbers[0], areas=areas, pairs=pairs, estimated=True)


def _numbers(table: pl.DataFrame, column: str, name: str) -> pl.Series:
    found = table[column].cast(pl.Float64, strict=False)
    if found.null_count() > table[column].null_count():
        raise PeopleError.no_number(name, column)
    return found


def _is_numeric(column: pl.Series) -> bool:
    return column.cast(pl.Float64, strict=False).null_count() == column.null_count() < len(column)
