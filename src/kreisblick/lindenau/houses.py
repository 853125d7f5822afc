"""Builds streets and houses along the blocks of a town."""

import numpy as np
import polars as pl
import shapely

from kreisblick.lindenau.definitions import Floats, Integers, Names, SizeParameters
from kreisblick.lindenau.errors import TooFewNamesError
from kreisblick.lindenau.model import Land, Town
from kreisblick.lindenau.randomness import share_out, stream

__all__ = ["build_houses", "from_centre", "houses_of_towns"]

LETTERS = np.array(["", "a"])


def houses_of_towns(land: Land, size: SizeParameters) -> list[Integers]:
    """How many houses stand in each block, one array per town (over all blocks)."""
    per_block = share_out(size.houses, land.weight)
    return [np.where(land.town == town.index, per_block, 0) for town in land.towns]


def build_houses(
    seed: int, land: Land, town: Town, per_block: Integers, size: SizeParameters, names: Names
) -> pl.DataFrame:
    """The houses of a town in the order of its streets.

    Returns ``street_key, street, number, suffix, postcode, place, x, y, block, deprivation,
    capacity, lot, area_<generation>`` (text, text, integer, text, text, text, metres, index,
    latent, weight, 0 to 1, index of the area).
    """
    rng = stream(seed, "houses", town.ags)
    blocks = np.argsort(land.order, kind="stable")
    block = np.repeat(blocks, per_block[blocks])
    street = _runs(len(block), size.houses_per_street, rng)
    number, letter = _numbers(street, rng)
    x, y = _places(land, block, seed, rng)
    titles = _street_names(int(street.max()) + 1, names, rng)
    share = land.weight[block] / per_block[block]
    return pl.DataFrame(
        {
            "street_key": [f"{10 * (key + 1):05d}" for key in street.tolist()],
            "street": titles[street],
            "number": number,
            "suffix": LETTERS[letter],
            "postcode": _postcodes(land, town, block, size),
            "place": [town.name] * len(block),
            "x": x,
            "y": y,
            "block": block,
            "deprivation": land.deprivation[block],
            "capacity": share * rng.lognormal(0, 0.7, len(block)),
            "lot": rng.random(len(block)),
            **{f"area_{key}": index[block] for key, index in land.area.items()},
        }
    )


def from_centre(houses: pl.DataFrame) -> Floats:
    """The rank of each house by its distance from the middle of all houses, 0 to 1."""
    x, y = houses["x"].to_numpy(), houses["y"].to_numpy()
    distance = np.hypot(x - np.median(x), y - np.median(y))
    return np.argsort(np.argsort(distance, kind="stable"), kind="stable") / max(len(x) - 1, 1)


def _runs(count: int, mean: int, rng: np.random.Generator) -> Integers:
    """A running street number per house; streets have about ``mean`` houses, some far more."""
    lengths = np.maximum(3, rng.lognormal(np.log(mean) - 0.18, 0.6, count)).astype(np.int64)
    return np.repeat(np.arange(count), lengths)[:count]


def _numbers(street: Integers, rng: np.random.Generator) -> tuple[Integers, Integers]:
    """House numbers rise along a street; some have letters, some numbers are left out."""
    count = len(street)
    begin = np.r_[True, np.diff(street) != 0]
    wanted = (rng.random(count) < 0.06) & ~begin
    letter = (wanted & ~np.r_[False, wanted[:-1]]).astype(np.int64)  # 5, 5a, 6: never two 5a
    running = np.cumsum(np.where(letter == 1, 0, np.where(rng.random(count) < 0.06, 2, 1)))
    return running - (running[begin] - 1)[np.cumsum(begin) - 1], letter


def _places(
    land: Land, block: Integers, seed: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Positions on both sides of a line through each block, well inside its outline."""
    middle = shapely.get_coordinates(shapely.centroid(land.shapes))
    room = shapely.distance(shapely.points(middle), shapely.get_exterior_ring(land.shapes))
    turn = stream(seed, "directions").random(len(land.shapes)) * np.pi
    along = rng.uniform(-0.85, 0.85, len(block)) * room[block]
    across = np.where(np.arange(len(block)) % 2 == 0, 0.12, -0.12) * room[block]
    cos, sin = np.cos(turn[block]), np.sin(turn[block])
    x = middle[block, 0] + along * cos - across * sin
    y = middle[block, 1] + along * sin + across * cos
    return np.round(x, 2), np.round(y, 2)


def _postcodes(land: Land, town: Town, block: Integers, size: SizeParameters) -> list[str]:
    """Postcodes cut a town across its planning areas; they begin with a zero."""
    mine = land.town == town.index
    residents = land.weight[mine].sum() * size.residents[-1]
    count = max(1, round(residents / size.residents_per_postcode))
    ranks = np.sort(land.order[mine])
    part = np.searchsorted(ranks, land.order[block]) * count // len(ranks)
    first = 5000 + 10 * int(town.number)
    return [f"{first + index:05d}" for index in part.tolist()]


def _street_names(count: int, names: Names, rng: np.random.Generator) -> np.ndarray:
    made = [f"{stem}{ending}" for stem in names.stems for ending in names.endings]
    made += [f"{who}-{ending}" for who in names.honoured for ending in names.honoured_endings]
    made += list(names.places)
    known = len(names.everywhere) + len(made)
    if count > known:
        raise TooFewNamesError(wanted=count, known=known)
    rest = rng.permutation(np.array(made, dtype=object))
    everywhere = np.array(names.everywhere, dtype=object)
    picked = np.concatenate([everywhere, rest])[:count]
    return rng.permutation(picked)
