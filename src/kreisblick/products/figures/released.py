"""The one table behind all exports and the atlas: released figures with their state.

Whatever a step before left in a suppressed row is removed here once more, so no format can
show it.
"""

import polars as pl

from kreisblick.products.figures.choices import by_choice
from kreisblick.products.figures.model import State
from kreisblick.products.model import BundleLike

__all__ = ["german_order", "released_figures"]

OWN_NUMBERS = (
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "smoothed",
    "smoothed_near",
    "deviation_municipal",
    "deviation_district",
    "change",
)
OWN_WORDS = ("significance", "significance_municipal", "change_significance")
NUMBER_STATES = [state.value for state in State if state.has_number]


def released_figures(bundle: BundleLike) -> pl.DataFrame:
    """All indicator values of a bundle, with names of the areas and one state each.

    Returns:
        The columns of ``bundle.indicators`` plus ``state`` (see ``State``), ``area_name,
        municipality, municipality_name`` (the area itself for municipalities, null for the
        district). A row whose state has no number carries none: also no deviation, no change,
        and no word on significance. A mean is only given where the larger area's own figure is,
        a change only where the earlier figure is. Sorted by indicator, date (newest first),
        municipality, then the municipality before its areas.
    """
    figures = _named(bundle.indicators.with_columns(state=_state()), bundle.areas)
    figures = figures.with_columns(state=by_choice(bundle).otherwise("state"))
    figures = figures.with_columns(_emptied(figures.columns))
    figures = _without_hidden_changes(_without_hidden_means(figures))
    return figures.sort(
        "indicator",
        "reference_date",
        pl.col("level") != "district",
        german_order("municipality_name"),
        "municipality",
        pl.col("level") != "municipality",
        german_order("area_name"),
        "area",
        descending=[False, True, *[False] * 6],
    )


def german_order(name: str) -> pl.Expr:
    """A key that sorts names as German directories do (DIN 5007-1: ä as a, ß as ss)."""
    return (
        pl.col(name)
        .str.to_lowercase()
        .str.replace_many(["ä", "ö", "ü", "ß"], ["a", "o", "u", "ss"])
    )


def _state() -> pl.Expr:
    """Confidentiality before origin; a number missing without a reason was not delivered."""
    observation = pl.col("observation")
    return (
        pl.when(pl.col("confidentiality") != "free")
        .then(pl.lit(State.SUPPRESSED.value))
        .when(observation.is_in(NUMBER_STATES) & pl.col("value").is_null())
        .then(pl.lit(State.NOT_DELIVERED.value))
        .otherwise(observation)
    )


def _emptied(columns: list[str]) -> list[pl.Expr]:
    shown = pl.col("state").is_in(NUMBER_STATES)
    numbers = [pl.when(shown).then(pl.col(name)).alias(name) for name in OWN_NUMBERS]
    words = [
        pl.when(shown).then(pl.col(name)).otherwise(pl.lit("unknown")).alias(name)
        for name in OWN_WORDS
    ]
    return [item for item in [*numbers, *words] if item.meta.output_name() in columns]


def _named(figures: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    names = areas.select("generation", "area", "parent", area_name="name")
    towns = names.select("generation", municipality="area", municipality_name="area_name")
    town = {"planning_area": pl.col("parent"), "municipality": pl.col("area")}
    owner = pl.coalesce(
        pl.when(pl.col("level") == level).then(key) for level, key in town.items()
    ).alias("municipality")
    return (
        figures.join(names, on=["generation", "area"], how="left")
        .with_columns(owner)
        .join(towns, on=["generation", "municipality"], how="left")
        .drop("parent")
    )


def _without_hidden_means(figures: pl.DataFrame) -> pl.DataFrame:
    """A mean is the figure of the larger area: where that is hidden, the mean is hidden too."""
    key = ["indicator", "reference_date", "generation"]
    shown = figures.filter(pl.col("state").is_in(NUMBER_STATES))
    towns = shown.filter(level="municipality").select(
        *key, "municipality", town_shown=pl.lit(value=True)
    )
    district = shown.filter(level="district").select(*key, district_shown=pl.lit(value=True))
    joined = figures.join(towns, on=[*key, "municipality"], how="left", nulls_equal=True)
    joined = joined.join(district, on=key, how="left")
    hide = {
        "town_shown": ["municipal_mean", "deviation_municipal"],
        "district_shown": ["district_mean", "deviation_district"],
    }
    kept = [pl.when(pl.col(flag)).then(name).alias(name) for flag, n in hide.items() for name in n]
    return joined.with_columns(kept).drop("town_shown", "district_shown")


def _without_hidden_changes(figures: pl.DataFrame) -> pl.DataFrame:
    """Value and change together give the earlier value: where that is hidden, no change."""
    key = ["indicator", "generation", "area"]
    shown = figures.filter(pl.col("state").is_in(NUMBER_STATES))
    before = shown.select(*key, change_from="reference_date", before_shown=pl.lit(value=True))
    joined = figures.join(before, on=[*key, "change_from"], how="left")
    known = pl.col("before_shown")
    return joined.with_columns(
        change=pl.when(known).then("change"),
        change_from=pl.when(known).then("change_from"),
        change_significance=pl.when(known).then("change_significance").otherwise(pl.lit("unknown")),
    ).drop("before_shown")
