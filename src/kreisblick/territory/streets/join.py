"""Join: houses and stretches of one area along a street into as few stretches as possible."""

import polars as pl

from kreisblick.territory.streets.model import RANGES, Streets
from kreisblick.territory.streets.numbers import part_number, side

__all__ = ["join_stretches"]

_GROUP = ("street", "postcode", "municipality", "_part")
_SIDE = (*_GROUP, "parity")


def join_stretches(streets: Streets) -> pl.DataFrame:
    """Stretches of odd and of even numbers that each lie in one area, without gaps.

    A stretch ends where the next area begins, the last one at the end of the street; so a house
    that is built later between two others has an area at once. A street that lies in one area is
    one stretch per side, even where it has houses on one side only. Streets of the same name and
    postcode are one street unless a number stands in two of their places with two areas.

    Args:
        streets: houses with areas; stretches are taken for streets without houses.

    Returns:
        ``RANGES`` and ``municipality``, sorted; ``place`` is null where a street has several.
    """
    points = _points(streets)
    points = points.filter(pl.col("area").is_not_null() & pl.col("street").is_not_null())
    points = _part_places(points)
    runs = _runs(points.filter(pl.col("n").is_not_null()))
    whole = _whole_streets(points)
    runs = pl.concat(
        [runs.join(whole.select(_GROUP), on=_GROUP, how="anti", nulls_equal=True), whole]
    )
    places = points.group_by(_GROUP).agg(
        place=pl.when(pl.col("place").n_unique() == 1).then(pl.col("place").first())
    )
    named = runs.join(places, on=_GROUP, how="left", nulls_equal=True)
    return named.select(*RANGES, "municipality").sort(
        "street",
        "postcode",
        "place",
        "municipality",
        "parity",
        "low",
        pl.col("low_suffix").fill_null(""),
    )


def _points(streets: Streets) -> pl.DataFrame:
    """Houses, and the ends of stretches where a street has no houses."""
    read = part_number(pl.col("number"), pl.col("suffix"))
    columns = ("street", "postcode", "place", "municipality", "area", "n", "suffix", "parity")
    houses = _with_municipality(streets.houses).with_columns(_read=read).drop("suffix")
    houses = houses.unnest("_read").with_columns(parity=side(pl.col("n"))).select(columns)
    ranges = _with_municipality(streets.ranges)
    keys = ["street", "postcode", "place"]
    ranges = ranges.join(houses.select(keys).unique(), on=keys, how="anti", nulls_equal=True)
    parts = [houses.unique()]
    for parity in ("odd", "even"):
        some = ranges.filter(pl.col("parity").is_in([parity, "both"])).with_columns(
            parity=pl.lit(parity)
        )
        for end, step in (("low", 1), ("high", -1)):
            parts.append(_ends(some, end, step).select(columns))
    return pl.concat(parts)


def _ends(stretches: pl.DataFrame, end: str, step: int) -> pl.DataFrame:
    """The first or last number of stretches on their side of the street, surely inside them."""
    moved = (pl.col(end) % 2 == 1) != (pl.col("parity") == "odd")
    alone = pl.when(pl.col("low") == pl.col("high")).then("low_suffix")  # lies in the stretch
    suffix = pl.when(moved).then(None).otherwise(pl.coalesce(f"{end}_suffix", alone))
    n = pl.when(moved).then(pl.col(end) + step).otherwise(end).cast(pl.Int32)
    found = stretches.with_columns(n=n, suffix=suffix.fill_null("").str.to_lowercase())
    inside = (pl.col("n") >= pl.col("low")) & (pl.col("n") <= pl.col("high")).fill_null(value=True)
    return found.filter(pl.col("n").is_not_null() & inside)


def _with_municipality(frame: pl.DataFrame) -> pl.DataFrame:
    if "municipality" in frame.columns:
        return frame
    return frame.with_columns(municipality=pl.lit(None, pl.String))


def _part_places(points: pl.DataFrame) -> pl.DataFrame:
    """``_part``: the place where streets of the same name must be told apart, else null."""
    street = ["street", "postcode", "municipality"]
    twice = pl.col("area").n_unique().over([*street, "n", "suffix"]) > 1
    parted = twice.any().over(street)
    return points.with_columns(_part=pl.when(parted).then("place"))


def _runs(points: pl.DataFrame) -> pl.DataFrame:
    """Neighbours of the same area as one stretch that reaches to the next."""
    along = points.select(*_SIDE, "n", "suffix", "area").unique()
    along = along.sort(*_SIDE, "n", "suffix", "area")
    other = (pl.col("area") != pl.col("area").shift(1).over(_SIDE)).fill_null(value=True)
    runs = (
        along.with_columns(_run=other.cum_sum())
        .group_by(*_SIDE, "_run", maintain_order=True)
        .agg(
            pl.col("area").first(),
            first=pl.col("n").first(),
            first_suffix=pl.col("suffix").first(),
            last=pl.col("n").last(),
            last_suffix=pl.col("suffix").last(),
        )
    )
    before, after = pl.col("last").shift(1).over(_SIDE), pl.col("first").shift(-1).over(_SIDE)
    inside_low, inside_high = before == pl.col("first"), after == pl.col("last")
    least = pl.when(pl.col("parity") == "odd").then(1).otherwise(2)
    return runs.select(
        *_SIDE,
        low=pl.when(before.is_null()).then(least).otherwise("first").cast(pl.Int32),
        low_suffix=pl.when(inside_low).then("first_suffix").replace("", None),
        high=pl.when(inside_high).then("last").otherwise(after - 2).cast(pl.Int32),
        high_suffix=pl.when(inside_high).then("last_suffix").replace("", None),
        area="area",
    )


def _whole_streets(points: pl.DataFrame) -> pl.DataFrame:
    """Both sides of every street that lies in one area."""
    one = points.group_by(_GROUP).agg(pl.col("area").first(), _areas=pl.col("area").n_unique())
    one = one.filter(pl.col("_areas") == 1)
    sides = pl.DataFrame(
        {"parity": ["odd", "even"], "low": [1, 2]}, schema_overrides={"low": pl.Int32}
    )
    null = pl.lit(None)
    return one.join(sides, how="cross").select(
        *_SIDE,
        "low",
        low_suffix=null.cast(pl.String),
        high=null.cast(pl.Int32),
        high_suffix=null.cast(pl.String),
        area="area",
    )
