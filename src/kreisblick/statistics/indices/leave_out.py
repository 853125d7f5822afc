"""Leave out: which areas an index can compare at a date, and why the others are not in it."""

from datetime import date

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.statistics.cube import Confidentiality, Observation
from kreisblick.statistics.indicators.lookup import name_state, rank_state
from kreisblick.statistics.indices.model import Exclusion, IndexDefinition
from kreisblick.statistics.indices.part import IndexPart

__all__ = ["leave_out"]

_COUNTS = ("value", "numerator", "denominator")


def leave_out(
    table: pl.DataFrame, definition: IndexDefinition, part: IndexPart, day: date
) -> pl.DataFrame:
    """Every area of a date with its values, its state, and a note where it is left out.

    Returns:
        ``reference_date, generation, area, residents, observation, confidentiality, note``, the
        ``group`` (larger area) where the table has it, and
        ``value i, numerator i, denominator i`` for the part's i-th indicator; for changes
        ``value i`` is the change and ``old numerator i, old denominator i`` are the counts of
        the earlier date.
    """
    now = table.filter(pl.col("reference_date") == day)
    owner = ["group"] if "group" in now.columns else []
    areas = now.select("reference_date", "generation", "area", *owner).unique(maintain_order=True)
    areas = areas.sort("area")
    wide = _beside(areas, now, part, "")
    wide = wide.join(_residents(now, definition.exclude), on="area", how="left")
    if part.period_years is not None:
        wide = _changed(wide, table, part, day)
    return _with_notes(_with_state(wide, definition.exclude, part), definition.exclude, part)


def _beside(areas: pl.DataFrame, rows: pl.DataFrame, part: IndexPart, when: str) -> pl.DataFrame:
    states = ("observation", "confidentiality", "followed")
    for place, one in enumerate(part.indicators):
        column = rows.filter(pl.col("indicator") == one.indicator).select(
            "area", *(pl.col(name).alias(f"{when}{name} {place}") for name in (*_COUNTS, *states))
        )
        areas = areas.join(column, on="area", how="left")
    return areas


def _changed(wide: pl.DataFrame, table: pl.DataFrame, part: IndexPart, day: date) -> pl.DataFrame:
    earlier = _earlier(table, day, part.period_years or 0)
    old = table.clear() if earlier is None else table.filter(reference_date=earlier)
    wide = _beside(wide, old, part, "old ")
    return wide.with_columns(one for i in range(len(part.indicators)) for one in _changed_value(i))


def _changed_value(place: int) -> list[pl.Expr]:
    """The change of one indicator; none between two concepts."""
    other = pl.col(f"followed {place}") != pl.col(f"old followed {place}")
    other = other.fill_null(value=False)
    return [
        pl.when(~other)
        .then(pl.col(f"value {place}") - pl.col(f"old value {place}"))
        .alias(f"value {place}"),
        pl.when(other)
        .then(pl.lit(Observation.NOT_COMPARABLE.value))
        .otherwise(f"observation {place}")
        .alias(f"observation {place}"),
    ]


def _earlier(table: pl.DataFrame, day: date, years: int) -> date | None:
    """The date so many years before, in the same month."""
    known = table["reference_date"].unique().sort().to_list()
    fitting = [d for d in known if d.year == day.year - years and d.month == day.month]
    return fitting[-1] if fitting else None


def _with_state(wide: pl.DataFrame, exclude: Exclusion, part: IndexPart) -> pl.DataFrame:
    """The worst state of everything that enters; an absent row was not delivered.

    Gaps that the part fills in make a value estimated, unless too much is missing.
    """
    absent = pl.lit(Observation.NOT_DELIVERED.value)
    observed = [c for c in wide.columns if "observation" in c]
    wide = wide.with_columns(pl.col(observed).fill_null(absent))
    count = len(part.indicators)
    known = sum(pl.col(f"value {i}").is_not_null().cast(pl.Int32) for i in range(count))
    wide = wide.with_columns(too_little=known < exclude.known_share * count)
    fillable = [i for i, one in enumerate(part.indicators) if part.gap(one) != "exclude"]
    soft = {f"{word} {i}" for i in fillable for word in ("observation", "confidentiality")}
    soft |= {f"old {name}" for name in soft}
    gap = pl.any_horizontal(
        pl.lit(value=False), *(pl.col(f"value {i}").is_null() for i in fillable)
    )
    estimated = pl.when(gap).then(pl.lit(Observation.ESTIMATED.value))
    wide = wide.with_columns(
        estimated.otherwise(pl.lit(Observation.COUNTED.value)).alias("observation filled")
    )
    strict, worst = _state(wide, soft), _state(wide, set())
    kept = ["reference_date", "generation", "area", "residents", "too_little"]
    counts = [f"{w}{name} {i}" for w in ("", "old ") for name in _COUNTS for i in range(count)]
    return wide.select(
        *kept,
        *(pl.when("too_little").then(worst[n]).otherwise(strict[n]).alias(n) for n in strict),
        *(name for name in (*counts, "group") if name in wide.columns),
    )


def _state(wide: pl.DataFrame, skip: set[str]) -> dict[str, pl.Expr]:
    """The worst observation and confidentiality among the columns that are not skipped."""
    observed = [c for c in wide.columns if "observation" in c and c not in skip]
    hidden = [c for c in wide.columns if "confidentiality" in c and c not in skip]
    free = pl.all_horizontal(
        pl.lit(value=True),
        *((pl.col(c) == Confidentiality.FREE.value).fill_null(value=True) for c in hidden),
    )
    return {
        "observation": name_state(pl.max_horizontal(rank_state(c) for c in observed)),
        "confidentiality": pl.when(free)
        .then(pl.lit(Confidentiality.FREE.value))
        .otherwise(pl.lit(Confidentiality.SUPPRESSED.value)),
    }


def _with_notes(wide: pl.DataFrame, exclude: Exclusion, part: IndexPart) -> pl.DataFrame:
    reasons = {one.area: one.reason for one in exclude.outliers}
    declared = pl.col("area").replace_strict(reasons, default=None, return_dtype=pl.String)
    few = _("Fewer than {count} residents.").format(count=exclude.minimum_residents)
    small = pl.col("residents") < exclude.minimum_residents
    by_rule = pl.coalesce(declared, pl.when(small).then(pl.lit(few)))
    strict = [i for i, one in enumerate(part.indicators) if part.gap(one) == "exclude"]
    needed = ["residents", *(f"value {i}" for i in strict)]
    gap = pl.col("too_little") | pl.any_horizontal(pl.col(name).is_null() for name in needed)
    return wide.with_columns(
        note=pl.coalesce(by_rule, pl.when(gap).then(_why())),
        observation=pl.when(by_rule.is_not_null())
        .then(pl.lit(Observation.CANNOT_EXIST.value))
        .otherwise("observation"),
    ).drop("too_little")


def _residents(now: pl.DataFrame, exclude: Exclusion) -> pl.DataFrame:
    """Residents by area and their state; where no minimum is set everybody passes."""
    if exclude.minimum_residents == 0:
        return now.select("area", residents=pl.lit(0.0)).unique()
    return now.filter(pl.col("indicator") == exclude.residents).select(
        "area",
        pl.col("value").cast(pl.Float64).alias("residents"),
        pl.col("observation").alias("observation of residents"),
        pl.col("confidentiality").alias("confidentiality of residents"),
    )


def _why() -> pl.Expr:
    """The reason of a gap, in a sentence to readers."""
    words = {
        Observation.WITHHELD_BY_SOURCE: _("The publisher keeps a part secret."),
        Observation.NOT_COVERED: _("A source does not serve this municipality."),
        Observation.NOT_COMPARABLE: _("A source counts by another definition than the others."),
        Observation.CANNOT_EXIST: _("A share cannot exist because nobody lives here."),
    }
    said: pl.Expr = pl.lit(_("A source delivered nothing for one of the dates."))
    for state, sentence in words.items():
        said = pl.when(pl.col("observation") == state.value).then(pl.lit(sentence)).otherwise(said)
    hidden = pl.col("confidentiality") == Confidentiality.SUPPRESSED.value
    secret = _("A part is kept secret to protect people.")
    return pl.when(hidden).then(pl.lit(secret)).otherwise(said)
