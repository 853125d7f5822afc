"""Look up: the two counts of every indicator, date and area, each with its state.

A count that is not among the cells says why: its source delivered nothing at the date, or does
not serve the municipality.
"""

from collections.abc import Mapping

import polars as pl

from kreisblick.statistics.cube import Confidentiality, Observation
from kreisblick.statistics.indicators.model import STATE_ORDER, IndicatorDefinition, Request
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["SIDES", "area_frame", "look_up", "question_frame", "rank_state", "released_frame"]

SIDES = ("numerator", "denominator")
CELL_COLUMNS = {
    "cube": pl.String,
    "slice": pl.String,
    "reference_date": pl.Date,
    "generation": pl.String,
    "level": pl.String,
    "area": pl.String,
    "value": pl.Float64,
    "observation": pl.String,
    "confidentiality": pl.String,
}
_RANK = {state.value: place for place, state in enumerate(STATE_ORDER)}
_STATE = {place: state.value for place, state in enumerate(STATE_ORDER)}


def released_frame(cells: pl.DataFrame | Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Released cells of all cubes as one frame; counts and delivered rates become Float64.

    A value that is not free is dropped here once more, whatever the frame holds.
    """
    frames = [cells] if isinstance(cells, pl.DataFrame) else list(cells.values())
    typed = [frame.select(pl.col(c).cast(t) for c, t in CELL_COLUMNS.items()) for frame in frames]
    free = pl.col("confidentiality") == Confidentiality.FREE.value
    known = pl.col("observation").is_in([Observation.COUNTED.value, Observation.ESTIMATED.value])
    released = pl.concat([pl.DataFrame(schema=CELL_COLUMNS), *typed])
    return released.with_columns(value=pl.when(free & known).then("value"))


def area_frame(areas: pl.DataFrame) -> pl.DataFrame:
    """``generation, level, area, municipality``: each area with the municipality it lies in."""
    owner = (
        pl.when(pl.col("level") == AreaLevel.PLANNING_AREA.value)
        .then("parent")
        .when(pl.col("level") == AreaLevel.MUNICIPALITY.value)
        .then("area")
    )
    return areas.select("generation", "level", "area", owner.alias("municipality"))


def question_frame(request: Request) -> pl.DataFrame:
    """``indicator, kind, per`` and cube and slice of both counts, one row per indicator."""
    rows = [_question(key, asked, request) for key, asked in request.definitions.items()]
    sides = {f"{side}_{part}": pl.String for side in SIDES for part in ("cube", "slice")}
    schema = {"indicator": pl.String, "kind": pl.String, "per": pl.Float64, **sides}
    return pl.DataFrame(rows, schema=schema, orient="row")


def look_up(grid: pl.DataFrame, cells: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """The grid with value, observation and confidentiality of both counts.

    Args:
        grid: ``reference_date, generation, level, area, municipality`` and cube and slice of both
            sides; a side without cube stays null.
        cells: see ``released_frame``.
        coverage: see ``Request``.

    Returns:
        The grid's rows and ``numerator, numerator_observation, numerator_confidentiality`` and
        the same for the denominator.
    """
    for side in SIDES:
        grid = _look_up_side(grid, cells, coverage, side)
    return grid


def rank_state(observation: str) -> pl.Expr:
    """How grave a state is: the worst of two states is the larger number."""
    return pl.col(observation).replace_strict(_RANK, return_dtype=pl.Int32)


def name_state(rank: pl.Expr) -> pl.Expr:
    """The state of a rank."""
    return rank.replace_strict(_STATE, return_dtype=pl.String)


def _question(key: str, asked: IndicatorDefinition, request: Request) -> tuple[object, ...]:
    below = asked.denominator
    return (
        key,
        asked.kind.value,
        asked.per,
        asked.numerator.cube,
        asked.numerator.slice(request.cubes).key,
        below.cube if below else None,
        below.slice(request.cubes).key if below else None,
    )


def _look_up_side(
    grid: pl.DataFrame, cells: pl.DataFrame, coverage: pl.DataFrame, side: str
) -> pl.DataFrame:
    place = ["reference_date", "generation", "level", "area"]
    found = cells.select(
        pl.col("cube").alias(f"{side}_cube"),
        pl.col("slice").alias(f"{side}_slice"),
        *place,
        pl.col("value").alias(side),
        pl.col("observation").alias(f"{side}_observation"),
        pl.col("confidentiality").alias(f"{side}_confidentiality"),
    )
    joined = grid.join(found, on=[f"{side}_cube", f"{side}_slice", *place], how="left")
    return _say_why_absent(joined, coverage, side)


def _say_why_absent(grid: pl.DataFrame, coverage: pl.DataFrame, side: str) -> pl.DataFrame:
    served = coverage.rename({"cube": f"{side}_cube"}).with_columns(_covers=pl.lit(value=True))
    delivered = served.select(f"{side}_cube", "reference_date").unique()
    delivered = delivered.with_columns(_delivered=pl.lit(value=True))
    keys = [f"{side}_cube", "reference_date"]
    grid = grid.join(delivered, on=keys, how="left")
    grid = grid.join(served, on=[*keys, "municipality"], how="left")
    inside = pl.col("municipality").is_not_null()
    absent = (
        pl.when(pl.col(f"{side}_cube").is_null())
        .then(None)
        .when(pl.col("_delivered") & inside & pl.col("_covers").is_null())
        .then(pl.lit(Observation.NOT_COVERED.value))
        .otherwise(pl.lit(Observation.NOT_DELIVERED.value))
    )
    free = pl.when(pl.col(f"{side}_cube").is_not_null()).then(pl.lit(Confidentiality.FREE.value))
    return grid.with_columns(
        pl.coalesce(f"{side}_observation", absent).alias(f"{side}_observation"),
        pl.coalesce(f"{side}_confidentiality", free).alias(f"{side}_confidentiality"),
    ).drop("_delivered", "_covers")
