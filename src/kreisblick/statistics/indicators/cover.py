"""Cover: the part of the district that both counts of an indicator speak about.

A mean over the district must divide what was counted by the people it was counted among. Where a
youth office serves seven of ten towns, the district's mean is the mean of these seven.
"""

import polars as pl

from kreisblick.statistics.concepts import AGREED
from kreisblick.statistics.cube import Confidentiality, Observation
from kreisblick.statistics.indicators.lookup import SIDES, look_up, name_state, rank_state
from kreisblick.statistics.indicators.model import Request
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["cover_district", "covered_part", "stand_apart"]

_TIME = ["indicator", "reference_date"]


def covered_part(
    questions: pl.DataFrame,
    coverage: pl.DataFrame,
    municipalities: list[str],
    compared: pl.DataFrame,
) -> pl.DataFrame:
    """``indicator, reference_date, municipality, followed``: where both counts are served.

    Without the municipalities whose counts stand apart. ``numerator_all`` and ``denominator_all``
    say whether that is everything the side covers, scaled by one factor if at all.
    """
    sides = []
    for side in SIDES:
        asked = questions.select(
            "indicator", pl.coalesce(f"{side}_cube", "numerator_cube").alias("cube")
        )
        served = coverage.filter(pl.col("municipality").is_in(municipalities))
        sides.append(asked.join(served, on="cube").select(*_TIME, "municipality").unique())
    place = [*_TIME, "municipality"]
    common = sides[0].join(sides[1], on=place).join(compared, on=place, how="left")
    common = common.filter(~pl.col("apart").fill_null(value=False))
    for side, one in zip(SIDES, sides, strict=True):
        common = common.join(one.group_by(_TIME).len(f"{side}_all"), on=_TIME)
    size = pl.len().over(_TIME)
    factors = [pl.col(f"{side}_factor").fill_null(1.0) for side in SIDES]
    alike = pl.all_horizontal(factor.n_unique().over(_TIME) == 1 for factor in factors)
    return common.select(
        *place,
        pl.col("followed").fill_null(AGREED),
        *factors,
        *((pl.col(f"{side}_all") == size) & alike for side in SIDES),
    )


def stand_apart(table: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """The table with ``followed``; counts that stand apart are emptied, others scaled.

    Args:
        table: see ``look_up``, with ``indicator``.
        compared: see ``Request``.
    """
    known = compared.rename({f"{side}_factor": f"_{side}_factor" for side in SIDES})
    table = table.join(known, on=[*_TIME, "municipality"], how="left")
    apart = pl.col("apart").fill_null(value=False)
    changed = [one for side in SIDES for one in _set_apart(side, apart)]
    return table.with_columns(changed).drop("apart", *(f"_{side}_factor" for side in SIDES))


def _set_apart(side: str, apart: pl.Expr) -> list[pl.Expr]:
    count, state = _scaled(side)
    there = pl.col(f"{side}_cube").is_not_null()
    return [
        pl.when(~apart).then(count).alias(side),
        pl.when(apart & there)
        .then(pl.lit(Observation.NOT_COMPARABLE.value))
        .otherwise(state)
        .alias(f"{side}_observation"),
    ]


def _scaled(side: str) -> list[pl.Expr]:
    """A count by its factor; a scaled count is an estimate."""
    factor, state = pl.col(f"_{side}_factor").fill_null(1.0), pl.col(f"{side}_observation")
    scaled = (factor != 1.0) & (state == Observation.COUNTED.value)
    said = pl.when(scaled).then(pl.lit(Observation.ESTIMATED.value)).otherwise(state)
    return [(pl.col(side) * factor).alias(side), said.alias(f"{side}_observation")]


def _factors(common: pl.DataFrame) -> pl.DataFrame:
    """``_numerator_factor, _denominator_factor`` of a district whose towns have the same."""
    return common.group_by(_TIME).agg(
        pl.col(f"{side}_factor").first().alias(f"_{side}_factor") for side in SIDES
    )


def cover_district(
    table: pl.DataFrame, common: pl.DataFrame, cells: pl.DataFrame, request: Request
) -> pl.DataFrame:
    """The table with the district's counts taken over the covered, comparable part only.

    Where a side covers more than the other, its district count becomes the sum over the
    municipalities that both cover; with one of them suppressed there is no sum.
    """
    district = pl.col("level") == AreaLevel.DISTRICT.value
    rows = _empty_where_apart(table.filter(district), common, request)
    parts = _municipal_parts(rows, common, cells, request)
    sums = parts.group_by(_TIME).agg(e for side in SIDES for e in _sum_of(side))
    rows = rows.join(sums, on=_TIME, how="left").join(_factors(common), on=_TIME, how="left")
    rows = rows.with_columns(e for side in SIDES for e in _scaled(side))
    rows = rows.with_columns(e for side in SIDES for e in _taken(side))
    return pl.concat([table.filter(~district), rows.select(table.columns)])


def _empty_where_apart(rows: pl.DataFrame, common: pl.DataFrame, request: Request) -> pl.DataFrame:
    """No counts where both sides were delivered but for no town in common."""
    coverage = request.coverage
    other = request.compared.filter("apart").select(*_TIME, _other=pl.lit(value=True)).unique()
    rows = rows.join(other, on=_TIME, how="left")
    together = common.select(*_TIME, _common=pl.lit(value=True)).unique()
    rows = rows.join(together, on=_TIME, how="left")
    for side in SIDES:
        delivered = coverage.select(pl.col("cube").alias(f"{side}_cube"), "reference_date").unique()
        delivered = delivered.with_columns(pl.lit(value=True).alias(f"_{side}_delivered"))
        rows = rows.join(delivered, on=[f"{side}_cube", "reference_date"], how="left")
    apart = pl.col("_common").is_null() & pl.all_horizontal(
        pl.col(f"_{side}_delivered").fill_null(value=False) for side in SIDES
    )
    return rows.with_columns(
        *(pl.when(~apart).then(side).alias(side) for side in SIDES),
        *(
            pl.when(apart)
            .then(_why_apart(side))
            .otherwise(f"{side}_observation")
            .alias(f"{side}_observation")
            for side in SIDES
        ),
    )


def _why_apart(side: str) -> pl.Expr:
    """No town in common: none is served by both, or those that are cannot be compared."""
    other = pl.col("_other").fill_null(value=False) & pl.col(f"{side}_cube").is_not_null()
    state = pl.when(other).then(pl.lit(Observation.NOT_COMPARABLE.value))
    return state.otherwise(pl.lit(Observation.NOT_COVERED.value))


def _municipal_parts(
    rows: pl.DataFrame, common: pl.DataFrame, cells: pl.DataFrame, request: Request
) -> pl.DataFrame:
    partial = common.filter(~(pl.col("numerator_all") & pl.col("denominator_all")))
    kept = [*_TIME, "generation", *(f"{side}_{x}" for side in SIDES for x in ("cube", "slice"))]
    grid = rows.select(kept).join(
        partial.drop("followed", *(f"{side}_factor" for side in SIDES)), on=_TIME
    )
    grid = grid.with_columns(
        level=pl.lit(AreaLevel.MUNICIPALITY.value), area=pl.col("municipality")
    )
    return stand_apart(look_up(grid, cells, request.coverage), request.compared)


def _sum_of(side: str) -> list[pl.Expr]:
    shown = pl.col(f"{side}_confidentiality") == Confidentiality.FREE.value
    whole = pl.col(side).is_not_null().all()
    return [
        pl.when(whole).then(pl.col(side).sum()).alias(f"_{side}"),
        name_state(rank_state(f"{side}_observation").max()).alias(f"_{side}_observation"),
        pl.when(shown.all())
        .then(pl.lit(Confidentiality.FREE.value))
        .otherwise(pl.lit(Confidentiality.SUPPRESSED.value))
        .alias(f"_{side}_confidentiality"),
        pl.col(f"{side}_all").first().alias(f"_{side}_all"),
    ]


def _taken(side: str) -> list[pl.Expr]:
    replace = pl.col(f"{side}_cube").is_not_null() & ~pl.col(f"_{side}_all").fill_null(value=True)
    return [
        pl.when(replace).then(f"_{name}").otherwise(name).alias(name)
        for name in (side, f"{side}_observation", f"{side}_confidentiality")
    ]
