"""How densely the targets are lived in: addresses counted, and people per address learned.

A tower and a cottage are one address each. How many people live behind one is not known for the new
cut; for the old one people and addresses are known, and from there it is learned how people per
address go with the way an area is built (ridge regression of logarithms). What holds between areas
holds between their parts only to some extent, so that it counts with less than its full weight.
"""

from typing import NamedTuple

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas.definition import shipped_checks
from kreisblick.territory.crosswalks.bounds import Learning, shipped_certainty
from kreisblick.territory.crosswalks.by_area import by_area
from kreisblick.territory.crosswalks.cut import Cut
from kreisblick.territory.crosswalks.model import OUTSIDE
from kreisblick.territory.crosswalks.share import need

__all__ = ["count_addresses", "learn_density"]

ENDINGS = {  # of street names, as Germans build: along streets, on lanes, in estates
    "on_street": r"(?i)str(aße|asse|\.)$",
    "on_lane": r"(?i)(weg|steig|pfad|kolonie)$",
    "in_estate": r"(?i)(steig|pfad|zeile|ring|winkel|grund|kehre)$",
}
HECTARE = 1e4
STRANGEST = 4.0  # standard deviations; a trait beyond says no more
PER_TRAIT = 5  # sources that a trait needs, so that something can be learned


def count_addresses(addresses: pl.DataFrame, *, area: str = "area") -> pl.DataFrame:
    """How many addresses each area has, and of what kind they are.

    Args:
        addresses: one row per address. Beside the area ``street, suffix, postcode`` tell about the
            kind, where the list has them.
        area: the column with the area.

    Returns:
        ``area, weight`` (addresses), and means over them: ``lettered`` (has a suffix),
        ``on_street, on_lane, in_estate`` (by the street's ending), ``street_size, postcode_size``
        (logarithm of how many addresses the street, the postcode has).
    """
    need(addresses, [area])
    traits: dict[str, pl.Expr] = {}
    if "suffix" in addresses.columns:
        traits["lettered"] = (pl.col("suffix").fill_null("") != "").cast(pl.Float64)
    if "street" in addresses.columns:
        street, town = pl.col("street").fill_null(""), {"postcode"} & set(addresses.columns)
        traits |= {name: street.str.contains(end).cast(pl.Float64) for name, end in ENDINGS.items()}
        traits["street_size"] = pl.len().over("street", *town).log()
    if "postcode" in addresses.columns:
        traits["postcode_size"] = pl.len().over("postcode").log()
    rows = addresses.select(area=pl.col(area).cast(pl.String).replace("", None), **traits)
    means = [pl.col(name).sort().mean() for name in traits]
    return (
        rows.drop_nulls("area").group_by("area").agg(pl.len().alias("weight"), *means).sort("area")
    )


def learn_density(
    source: Cut,
    target: Cut,
    addresses: pl.DataFrame,
    people: pl.DataFrame,
    *,
    learning: Learning | None = None,
) -> pl.DataFrame:
    """Addresses of the targets, weighted with the people that probably live behind each.

    Args:
        source: the cut on which people are known.
        target: the cut on which addresses are known.
        addresses: ``area, weight`` and traits, as ``count_addresses`` gives them.
        people: ``area`` and one column with numbers, on the source.
        learning: how much is learned; the shipped rules when None.

    Returns:
        ``area, weight`` for ``target_density``. It is the number of addresses where too little
        is known to learn from.
    """
    need(addresses, ["area", "weight"])
    learning = learning or shipped_certainty().learning
    names = [n for n, kind in addresses.schema.items() if n not in ("area", "weight")]
    known = _in_order(target, addresses.select("area", "weight", *names))
    seen = _in_order(source, people.select("area", people=pl.exclude("area")))["people"].to_numpy()
    count, traits = known["weight"].to_numpy(), known.select(names).to_numpy()
    there, here = _seen_from_both(source, target, count, traits)
    enough = (seen >= learning.fewest_people) & (here.addresses >= learning.fewest_addresses)
    factor = np.ones(len(count))
    if enough.sum() >= PER_TRAIT * (there.traits.shape[1] + 1):
        told = np.log(seen[enough] / here.addresses[enough])
        factor = np.exp(
            learning.trust * _predict(here.traits[enough], told, there.traits, learning)
        )
    return pl.DataFrame({"area": target.areas, "weight": count * factor})


class _Built(NamedTuple):
    """How the areas of a cut are built: addresses and traits."""

    addresses: np.ndarray
    traits: np.ndarray


def _in_order(cut: Cut, frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers in the order of a cut's areas; 0 where an area is not named."""
    areas = pl.DataFrame({"area": cut.areas}, schema={"area": pl.String})
    numbers = frame.select(pl.col("area").cast(pl.String), pl.exclude("area").cast(pl.Float64))
    return areas.join(numbers, on="area", how="left", maintain_order="left").fill_null(0.0)


def _seen_from_both(
    source: Cut, target: Cut, count: np.ndarray, traits: np.ndarray
) -> tuple[_Built, _Built]:
    """The targets, and the sources made of their parts; density and size are traits, too."""
    pieces = by_area(source, target, None, shipped_checks()).filter(pl.col("target") != OUTSIDE)
    near, far = (
        pieces[end].replace_strict(cut.areas, range(len(cut.areas))).to_numpy()
        for end, cut in (("source", source), ("target", target))
    )
    size = pieces["amount"].to_numpy()
    living = count[far] * size / np.bincount(far, size, minlength=len(count))[far]
    here = np.bincount(near, living, minlength=len(source.areas))
    weighted = (np.bincount(near, living * t[far], minlength=len(here)) for t in traits.T)
    mean = [some / np.maximum(here, np.finfo(float).tiny) for some in weighted]
    return (
        _Built(count, np.column_stack([*traits.T, *_dense(target, count)])),
        _Built(here, np.column_stack([*mean, *_dense(source, here)])),
    )


def _dense(cut: Cut, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logarithms of addresses per hectare and of hectares."""
    size = shapely.area(cut.polygons) / HECTARE
    return np.log((count + 5) / size), np.log(size)


def _predict(
    traits: np.ndarray, told: np.ndarray, wanted: np.ndarray, learning: Learning
) -> np.ndarray:
    """Ridge regression: what is told of some areas, for others; around the mean."""
    middle, width = traits.mean(axis=0), np.maximum(traits.std(axis=0), 1e-9)
    known, asked = (
        np.clip((some - middle) / width, -STRANGEST, STRANGEST) for some in (traits, wanted)
    )
    penalty = learning.penalty * np.eye(known.shape[1])
    slope = np.linalg.solve(known.T @ known + penalty, known.T @ (told - told.mean()))
    found: np.ndarray = asked @ slope
    return found
