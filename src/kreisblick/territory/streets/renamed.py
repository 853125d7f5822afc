"""Renamed: which street that went is which that came."""

import polars as pl

from kreisblick.territory.streets.model import STREET

__all__ = ["find_renamed"]

_OLD = tuple(f"old_{name}" for name in STREET)
_NUMBERS = ["postcode", "numbers"]


def find_renamed(
    gone: pl.DataFrame, come: pl.DataFrame, names: pl.DataFrame, *, fewest: int
) -> pl.DataFrame:
    """Pairs of streets that are one street under another name, each street at most once.

    Told by a list of names, else by the official key of the street, else (``maybe_renamed``) by
    the same postcode and exactly the same house numbers.

    Args:
        gone: houses of streets that the new list has no more (``points_of``).
        come: houses of streets that only the new list has.
        names: other names as in ``Streets``.
        fewest: equal house numbers that are no chance.

    Returns:
        ``change, street, postcode, place, old_street, old_postcode, old_place``.
    """
    old, new = _streets(gone), _streets(come)
    found = pl.concat(
        [
            _paired(_by_names(old, new, names), "renamed"),
            _paired(_by(old, new, ["municipality", "street_key"]), "renamed"),
            _paired(_by(_many(old, fewest), _many(new, fewest), _NUMBERS), "maybe_renamed"),
        ]
    )
    once = found.unique(STREET, keep="first", maintain_order=True)
    return once.unique(_OLD, keep="first", maintain_order=True)


def _streets(houses: pl.DataFrame) -> pl.DataFrame:
    """One row per street with its key and all its numbers in one text."""
    label = pl.concat_str(pl.col("n").cast(pl.String), "suffix")
    return houses.group_by(STREET).agg(
        pl.col("municipality").first().fill_null(""),
        pl.col("street_key").first(),
        numbers=label.drop_nulls().sort().str.join(" "),
        houses=pl.col("n").drop_nulls().len(),
    )


def _many(streets: pl.DataFrame, fewest: int) -> pl.DataFrame:
    return streets.filter(pl.col("houses") >= fewest)


def _by_names(old: pl.DataFrame, new: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Pairs that a list of names tells; without postcode or place it holds anywhere."""
    told = names.select("street", _old="other", _postcode="postcode", _place="place").unique()
    pairs = new.join(told, on="street").join(
        old, left_on="_old", right_on="street", suffix="_old", coalesce=False
    )
    same = [
        pl.col(f"_{name}").is_null() | (pl.col(f"_{name}") == pl.col(name))
        for name in ("postcode", "place")
    ]
    return pairs.filter(*same, pl.col("postcode") == pl.col("postcode_old"))


def _by(old: pl.DataFrame, new: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Pairs that agree in some columns and in them with no other street."""
    pairs = new.drop_nulls(keys).join(old, on=keys, suffix="_old", coalesce=False)
    for names in (STREET, [f"{name}_old" for name in STREET]):
        pairs = pairs.filter(pl.len().over(names) == 1)
    return pairs


def _paired(pairs: pl.DataFrame, change: str) -> pl.DataFrame:
    return pairs.select(
        *STREET,
        *(pl.col(f"{name}_old").alias(f"old_{name}") for name in STREET),
        change=pl.lit(change),
    ).sort(*STREET, *_OLD)
