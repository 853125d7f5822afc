"""Cover: the part of the district that both counts of an indicator speak about.

A mean over the district must divide what was counted by the people it was counted among. Where a
youth office serves seven of ten towns, the district's mean is the mean of these seven.
"""

import polars as pl

from kreisblick.statistics.cube import Confidentiality, Observation
from kreisblick.statistics.indicators.lookup import SIDES, look_up, name_state, rank_state
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["cover_district", "covered_part"]

_TIME = ["indicator", "reference_date"]


def covered_part(
    questions: pl.DataFrame, coverage: pl.DataFrame, municipalities: list[str]
) -> pl.DataFrame:
    """``indicator, reference_date, municipality``: where both counts are served.

    ``numerator_all`` and ``denominator_all`` say whether that is everything the side covers.
    """
    sides = []
    for side in SIDES:
        asked = questions.select(
            "indicator", pl.coalesce(f"{side}_cube", "numerator_cube").alias("cube")
        )
        served = coverage.filter(pl.col("municipality").is_in(municipalities))
        sides.append(asked.join(served, on="cube").select(*_TIME, "municipality").unique())
    common = sides[0].join(sides[1], on=[*_TIME, "municipality"])
    for side, one in zip(SIDES, sides, strict=True):
        common = common.join(one.group_by(_TIME).len(f"{side}_all"), on=_TIME)
    size = pl.len().over(_TIME)
    return common.with_columns(pl.col(f"{side}_all") == size for side in SIDES)


def cover_district(
    table: pl.DataFrame, common: pl.DataFrame, cells: pl.DataFrame, coverage: pl.DataFrame
) -> pl.DataFrame:
    """The table with the district's counts taken over the covered part only.

    Where a side covers more than the other, its district count becomes the sum over the
    municipalities that both cover; with one of them suppressed there is no sum.
    """
    district = pl.col("level") == AreaLevel.DISTRICT.value
    rows = _empty_where_apart(table.filter(district), common, coverage)
    parts = _municipal_parts(rows, common, cells, coverage)
    sums = parts.group_by(_TIME).agg(e for side in SIDES for e in _sum_of(side))
    rows = rows.join(sums, on=_TIME, how="left").with_columns(
        e for side in SIDES for e in _taken(side)
    )
    return pl.concat([table.filter(~district), rows.select(table.columns)])


def _empty_where_apart(
    rows: pl.DataFrame, common: pl.DataFrame, coverage: pl.DataFrame
) -> pl.DataFrame:
    """No counts where both sides were delivered but for no town in common."""
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
            .then(pl.lit(Observation.NOT_COVERED.value))
            .otherwise(f"{side}_observation")
            .alias(f"{side}_observation")
            for side in SIDES
        ),
    )


def _municipal_parts(
    rows: pl.DataFrame, common: pl.DataFrame, cells: pl.DataFrame, coverage: pl.DataFrame
) -> pl.DataFrame:
    partial = common.filter(~(pl.col("numerator_all") & pl.col("denominator_all")))
    kept = [*_TIME, "generation", *(f"{side}_{x}" for side in SIDES for x in ("cube", "slice"))]
    grid = rows.select(kept).join(partial, on=_TIME)
    grid = grid.with_columns(
        level=pl.lit(AreaLevel.MUNICIPALITY.value), area=pl.col("municipality")
    )
    return look_up(grid, cells, coverage)


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
