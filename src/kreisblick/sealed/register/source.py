"""Count at the source: a supplier counts offline and hands on aggregates only.

One of the places that guard privacy: rows about persons come in from a file, counts go out, and
nothing about a row is kept. The counts are not protected yet.
"""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.sealed.register.count import count
from kreisblick.sealed.register.definition import RegisterDefinition
from kreisblick.sealed.register.express import needed_fields
from kreisblick.sealed.register.files import DELIVERY
from kreisblick.sealed.register.model import Counted
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.addresses import Reference, assign, read_addresses, read_reference
from kreisblick.territory.areas.model import AreaLevel, Generation, Territory
from kreisblick.territory.streets import read_streets

__all__ = ["areas_of", "count_at_source"]

ADDRESS = ("street", "number", "postcode", "place")
DISTRICT = "district"


def count_at_source(
    input: Path,  # noqa: A002 - the word of the command's contract
    *,
    cube: CubeDefinition,
    key: str,
    register: RegisterDefinition,
    reference: Path,
    reference_date: date,
    covered: Collection[str] | None = None,
    decisions: pl.DataFrame | None = None,
) -> Counted:
    """A cube counted from a file with addresses.

    Args:
        input: CSV, Parquet or workbook with ``street, number, postcode, place`` (any may be empty)
            and the record fields of the register.
        cube: what to count.
        key: its key.
        register: how dimensions are read from the records.
        reference: addresses or stretches of house numbers with ``area`` (and ``municipality``, if
            known), in any format of ``territory.streets``; as they were on the reference date.
        reference_date: ages are those reached in its year.
        covered: municipalities the list speaks for; all when None.
        decisions: what people decided about addresses (see ``territory.addresses.learn``).

    Raises:
        UncountableError: when the file lacks a field. KreisblickError: when it is no table.
    """
    known = read_reference(reference, on=reference_date)
    areas = areas_of(reference)
    fields = needed_fields(cube, register)
    rows = read_addresses(input)
    kept = [name for name in rows.columns if name in {*ADDRESS, *fields}]
    records = _assigned(rows.select(kept), known, decisions, f"area_{areas.generation.key}")
    return count(
        cube,
        key=key,
        register=register,
        records=_typed(records, register),
        reference_date=reference_date,
        territory=areas,
        covered=covered,
    )


def _assigned(
    rows: pl.DataFrame, reference: Reference, decisions: pl.DataFrame | None, column: str
) -> pl.DataFrame:
    found = assign(rows, reference, decisions=decisions)
    area = column if column in found.columns else "area"
    return found.drop("address_id", "score", "reason", "candidate2").with_columns(
        pl.col(area).alias(column), pl.lit(0).alias(DELIVERY)
    )


def _typed(records: pl.DataFrame, register: RegisterDefinition) -> pl.DataFrame:
    """Years as numbers; what is no year is unknown and appears in the quality note."""
    years = {r.field for r in register.dimensions.values() if r.read == "age" and r.field}
    years |= {register.household.birth_year} if register.household else set()
    present = [name for name in sorted(years) if name in records.columns]
    return records.with_columns(pl.col(name).cast(pl.Int64, strict=False) for name in present)


def areas_of(reference: Path) -> Territory:
    """The areas a reference names; without municipalities the district is their only parent."""
    streets = read_streets(reference)
    parts = [_pairs(part) for part in (streets.houses, streets.ranges)]
    pairs = pl.concat(parts).sort("area", "parent").unique("area", keep="first")
    towns = pairs.select(area="parent", parent=pl.lit(DISTRICT)).unique("area")
    whole = pl.DataFrame({"area": [DISTRICT], "parent": [None]}, schema=_text("area", "parent"))
    levels: Mapping[AreaLevel, pl.DataFrame] = dict(
        zip(AreaLevel, (pairs, towns, whole), strict=True)
    )
    frames = [
        frame.sort("area").select(
            "area",
            pl.col("area").alias("name"),
            pl.lit(level.value).alias("level"),
            "parent",
            pl.lit(None, pl.String).alias("official_code"),
        )
        for level, frame in levels.items()
    ]
    areas = pl.concat(frames)
    generation = Generation(key="reference", valid_from=date.min)
    return Territory(generation=generation, areas=areas, geometry=np.full(areas.height, None))


def _pairs(part: pl.DataFrame) -> pl.DataFrame:
    """Areas and their municipalities, as a list of streets names them."""
    town = pl.col("municipality") if "municipality" in part.columns else pl.lit(DISTRICT + "_town")
    known = part.filter(pl.col("area").is_not_null())
    return known.select(pl.col("area").cast(pl.String), parent=town.cast(pl.String)).unique()


def _text(*names: str) -> dict[str, type[pl.String]]:
    return dict.fromkeys(names, pl.String)
