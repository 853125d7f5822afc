"""Compare: what changed between two lists, as a list that a person reads."""

from collections.abc import Sequence

import polars as pl

from kreisblick.territory.streets.expand import points_of
from kreisblick.territory.streets.model import STREET, Streets
from kreisblick.territory.streets.renamed import find_renamed
from kreisblick.territory.streets.rules import StreetRules, shipped_street_rules

__all__ = ["CHANGES", "compare"]

CHANGES = {
    "change": pl.String,
    "street": pl.String,
    "postcode": pl.String,
    "place": pl.String,
    "numbers": pl.String,
    "houses": pl.Int64,
    "old_street": pl.String,
    "old_area": pl.String,
    "area": pl.String,
}
_ORDER = (
    *("new_street", "gone_street", "renamed", "maybe_renamed", "new_houses", "gone_houses"),
    "moved",
)


def compare(old: Streets, new: Streets, *, rules: StreetRules | None = None) -> pl.DataFrame:
    """Streets and houses that are new, gone, renamed, or lie in another area.

    A street was renamed when ``names`` of the new list say so or its official key stayed; it is
    ``maybe_renamed`` when a street that went and one that came under the same postcode have the
    same house numbers, at least so many as the rules ask for. Streets in ``old`` that are kept as
    stretches are asked for the houses of ``new``; stretches on both sides are compared number by
    number.

    Returns:
        ``CHANGES``: ``change`` (``new_street, gone_street, renamed, maybe_renamed, new_houses,
        gone_houses, moved``), the street, its house numbers in one text, how many houses,
        ``old_street`` of a renamed one, ``old_area`` and ``area``. Sorted by change and street.
    """
    rules = rules or shipped_street_rules()
    before, after = points_of(old, new), points_of(new, old)
    gone, come = _missing(before, after), _missing(after, before)
    renamed = find_renamed(gone, come, new.names, fewest=rules.checks.fewest_common_houses)
    told = _renamings(renamed, before, after)
    before = _under_new_name(before, renamed)
    parts = [
        told,
        _whole("gone_street", _missing(before, after), "old_area"),
        _whole("new_street", _missing(after, before), "area"),
        *_houses(before, after),
    ]
    found = pl.concat([_shaped(part) for part in parts])
    rank = pl.col("change").replace_strict(
        {name: i for i, name in enumerate(_ORDER)}, return_dtype=pl.Int8
    )
    return found.sort(rank, "street", "postcode", "place", "old_area", "area", "numbers")


def _shaped(part: pl.DataFrame) -> pl.DataFrame:
    return part.select(
        (pl.col(name) if name in part.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in CHANGES.items()
    )


def _missing(some: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """The houses of streets that the other list has not."""
    return some.join(other.select(STREET).unique(), on=STREET, how="anti")


def _renamings(renamed: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Every renamed street with its houses and, where it is one, its area."""
    new = after.group_by(STREET).agg(houses=pl.len(), area=_only_area())
    old = before.group_by(STREET).agg(old_area=_only_area())
    old = old.rename({name: f"old_{name}" for name in STREET})
    return renamed.join(new, on=STREET, how="left").join(
        old, on=[f"old_{name}" for name in STREET], how="left"
    )


def _only_area() -> pl.Expr:
    return pl.when(pl.col("area").n_unique() == 1).then(pl.col("area").first())


def _under_new_name(before: pl.DataFrame, renamed: pl.DataFrame) -> pl.DataFrame:
    """The old houses with the new names of their streets."""
    names = renamed.select(
        *(pl.col(name).alias(f"new_{name}") for name in STREET),
        *(pl.col(f"old_{name}").alias(name) for name in STREET),
    )
    joined = before.join(names, on=STREET, how="left")
    return joined.with_columns(
        pl.coalesce(f"new_{name}", name).alias(name) for name in STREET
    ).drop([f"new_{name}" for name in STREET])


def _whole(change: str, houses: pl.DataFrame, area: str) -> pl.DataFrame:
    """One line per street and area."""
    return _gathered(houses.rename({"area": area} if area != "area" else {}), change, [area])


def _houses(before: pl.DataFrame, after: pl.DataFrame) -> list[pl.DataFrame]:
    """Houses that are new, gone or lie elsewhere, in streets that both lists have."""
    keys = [*STREET, "n", "suffix"]
    old, new = (
        before.join(after.select(STREET).unique(), on=STREET, how="semi"),
        after.join(before.select(STREET).unique(), on=STREET, how="semi"),
    )
    both = new.join(
        old.select(*keys, old_area="area"), on=keys, how="inner", nulls_equal=True
    ).filter(pl.col("area").ne_missing(pl.col("old_area")))
    come = new.join(old, on=keys, how="anti", nulls_equal=True)
    gone = old.join(new, on=keys, how="anti", nulls_equal=True).rename({"area": "old_area"})
    return [
        _gathered(come, "new_houses", ["area"]),
        _gathered(gone, "gone_houses", ["old_area"]),
        _gathered(both, "moved", ["old_area", "area"]),
    ]


def _gathered(houses: pl.DataFrame, change: str, by: Sequence[str]) -> pl.DataFrame:
    """One line per street (and areas) with its house numbers in one text."""
    label = pl.concat_str(pl.col("n").cast(pl.String), "suffix")
    return (
        houses.sort("n", "suffix")
        .group_by(*STREET, *by, maintain_order=True)
        .agg(numbers=label.drop_nulls().str.join(", "), houses=pl.len())
        .with_columns(change=pl.lit(change))
    )
