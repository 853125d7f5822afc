"""A protected table as a folder of finished files, with the sealed list of its small cells."""

import json
from pathlib import Path

import polars as pl

DAY = "2024-12-31"
NUMBERS = {"value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64}


def finished_table(
    cells: pl.DataFrame, folder: Path, *, levels: tuple[str, ...], required: tuple[float, float]
) -> pl.DataFrame:
    """Write the cells of ``protect_frame`` as files; gives what had to stay possible.

    Args:
        cells: ``table, <columns>, value, status``.
        folder: for the files.
        levels: the columns of the places, from coarse to fine; all other columns are attributes.
        required: the interval that each small cell needs.
    """
    rest = {"table", "value", "lower", "upper", "status", "depth", "terms"}
    attributes = [c for c in cells.columns if c not in rest | set(levels)]
    named = cells.with_columns(
        slice=_slice(attributes), place_key=pl.coalesce(*reversed(levels), pl.lit("D"))
    )
    free = pl.col("status") == "free"
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "catalogue").mkdir(exist_ok=True)
    named.select(
        cube=pl.lit("t"),
        slice="slice",
        reference_date=pl.lit(DAY),
        generation=pl.lit("g"),
        level=pl.lit("planning_area"),
        area="place_key",
        value=pl.when(free).then("value"),
        lower=pl.lit(None, pl.Float64),
        upper=pl.lit(None, pl.Float64),
        observation=pl.lit("counted"),
        confidentiality=pl.when(free).then(pl.lit("free")).otherwise(pl.lit("suppressed")),
    ).write_csv(folder / "data/cells.csv")
    _areas(named, levels).write_csv(folder / "data/areas.csv")
    codes = [{"name": a, "codes": sorted(_codes(cells, a))} for a in attributes]
    (folder / "catalogue/cubes.json").write_text(json.dumps({"t": {"dimensions": codes}}))
    return named.filter(pl.col("status") == "primary").select(
        cube=pl.lit("t"),
        slice="slice",
        area="place_key",
        reference_date=pl.lit(DAY),
        base_cube=pl.lit(None, pl.String),
        base_slice=pl.lit(None, pl.String),
        required_lower=pl.lit(required[0]),
        required_upper=pl.lit(required[1]),
    )


def _slice(attributes: list[str]) -> pl.Expr:
    parts = [
        pl.when(pl.col(a).is_null()).then(pl.lit(None)).otherwise(pl.format(f"{a}={{}}", a))
        for a in attributes
    ]
    joined = pl.concat_str(*parts, separator=";", ignore_nulls=True) if parts else pl.lit("")
    return pl.when(joined == "").then(pl.lit("all")).otherwise(joined)


def _codes(cells: pl.DataFrame, attribute: str) -> list[str]:
    return [str(code) for code in cells[attribute].drop_nulls().unique()]


def _areas(named: pl.DataFrame, levels: tuple[str, ...]) -> pl.DataFrame:
    chain = [*levels]
    pairs: list[tuple[str, str | None]] = [("D", None)]
    for fine, coarse in zip(chain[::-1], [*chain[-2::-1], None], strict=True):
        there = named.filter(pl.col(fine).is_not_null())
        above = pl.lit("D") if coarse is None else pl.col(coarse)
        pairs += there.select(fine, above.alias("above")).unique().sort(fine).rows()
    columns = ["area", "parent"]
    return pl.DataFrame(pairs, schema=columns, orient="row").with_columns(generation=pl.lit("g"))
