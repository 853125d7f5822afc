"""Divides towns into planning areas, and changes the areas for the next generation."""

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from kreisblick.lindenau.blocks import Blocks, curve_order, lay_out
from kreisblick.lindenau.definitions import (
    Changes,
    Floats,
    Integers,
    Names,
    Parameters,
    SizeParameters,
)
from kreisblick.lindenau.errors import TooFewNamesError
from kreisblick.lindenau.graph import neighbours, pieces, tidy
from kreisblick.lindenau.model import Land, Town
from kreisblick.lindenau.randomness import stream

__all__ = ["draw_land"]

ROUNDS = 8
NEW_NUMBERS_FROM = 51


def draw_land(seed: int, size: SizeParameters, parameters: Parameters, names: Names) -> Land:
    """The whole land of one size: blocks, towns, areas of both generations, burdens."""
    towns = tuple(
        Town(index=index, name=name, parameters=parameters.towns[name])
        for index, name in enumerate(size.towns)
    )
    counts = list(size.towns.values())
    blocks = lay_out(counts, size.blocks_per_area, parameters.space, stream(seed, "blocks"))
    old = _divide(blocks, counts)
    keys = [f"{town.number}{n:02d}" for town in towns for n in range(1, size.towns[town.name] + 1)]
    titles = _titles(towns, counts, names, seed)
    new, new_keys, new_titles = _change(blocks, old, keys, titles, size.changes, seed)
    cuts = [(old, keys, titles), (new, new_keys, new_titles)]
    generations = [generation.key for generation in parameters.generations]
    weight, deprivation = _burdens(blocks, old, parameters.space.area_size_spread, seed)
    return Land(
        towns=towns,
        points=blocks.points,
        shapes=blocks.shapes,
        town=blocks.town,
        area={g: cut[0] for g, cut in zip(generations, cuts, strict=True)},
        areas={g: _table(towns, blocks, *cut) for g, cut in zip(generations, cuts, strict=True)},
        outlines={g: _outlines(blocks, cut[0]) for g, cut in zip(generations, cuts, strict=True)},
        deprivation=deprivation,
        weight=weight,
        order=curve_order(blocks.points),
    )


def _divide(blocks: Blocks, counts: list[int]) -> Integers:
    """Each town's blocks in as many compact areas as it has, by a few rounds of k-means."""
    labels = np.zeros(len(blocks.town), dtype=np.int64)
    start = 0
    for town, count in enumerate(counts):
        mine = np.flatnonzero(blocks.town == town)
        labels[mine] = start + _cluster(blocks.points[mine], blocks.centre[mine], count)
        start += count
    return tidy(labels, blocks.pairs, blocks.town)


def _cluster(points: Floats, centre: Floats, count: int) -> Integers:
    ranks = np.argsort(centre, kind="stable")
    seeds = points[ranks[np.linspace(0, len(points) * 0.8, count).astype(np.int64)]]
    weight = 1.0 / (0.35 + centre)  # small areas in the middle of a town
    for _ in range(ROUNDS):
        label = np.linalg.norm(points[:, None] - seeds[None], axis=2).argmin(axis=1)
        total = np.maximum(np.bincount(label, weight, count), 1e-9)
        seeds = np.column_stack(
            [np.bincount(label, weight * points[:, axis], count) / total for axis in (0, 1)]
        )
    return np.asarray(label, dtype=np.int64)


def _titles(towns: tuple[Town, ...], counts: list[int], names: Names, seed: int) -> list[str]:
    if max(counts) > len(names.areas):
        raise TooFewNamesError(wanted=max(counts), known=len(names.areas))
    titles = []
    for town, count in zip(towns, counts, strict=True):
        rest = stream(seed, "titles", town.ags).permutation(np.array(names.areas[1:])).tolist()
        own = [names.areas[0], *rest][:count]  # every town has its old town
        titles += [town.name] if count == 1 else [f"{town.name}-{part}" for part in own]
    return titles


def _change(
    blocks: Blocks,
    old: Integers,
    keys: list[str],
    titles: list[str],
    changes: Changes,
    seed: int,
) -> tuple[Integers, list[str], list[str]]:
    """The next generation: some areas split, some merged, some borders moved."""
    rng = stream(seed, "changes")
    label, names = old.copy(), dict(enumerate(zip(keys, titles, strict=True)))
    free = [area for area in rng.permutation(len(keys)).tolist() if keys[area][:2] in _big(keys)]
    numbers: dict[str, int] = {}
    for _ in range(changes.splits):
        _split(blocks, label, names, free, numbers)
    for _ in range(changes.merges):
        _merge(blocks, label, names, free, numbers)
    for _ in range(changes.shifts):
        _shift(blocks, label, free)
    left = sorted(names, key=lambda area: names[area][0])
    number = np.full(max(names) + 1, -1, dtype=np.int64)
    number[left] = np.arange(len(left))
    return number[label], [names[a][0] for a in left], [names[a][1] for a in left]


def _big(keys: list[str]) -> set[str]:
    """Towns with enough areas that something can be changed."""
    towns = [key[:2] for key in keys]
    return {town for town in towns if towns.count(town) >= 3}


def _next_key(town: str, numbers: dict[str, int]) -> str:
    numbers[town] = numbers.get(town, NEW_NUMBERS_FROM - 1) + 1
    return f"{town}{numbers[town]:02d}"


def _split(
    blocks: Blocks,
    label: Integers,
    names: dict[int, tuple[str, str]],
    free: list[int],
    numbers: dict[str, int],
) -> None:
    """Cut the free area with the most blocks across its longer side."""
    area = max(free, key=lambda a: (int((label == a).sum()), a))
    free.remove(area)
    mine = np.flatnonzero(label == area)
    points = blocks.points[mine] - blocks.points[mine].mean(axis=0)
    axis = np.linalg.svd(points, full_matrices=False)[2][0]
    axis = axis * np.sign(axis[np.abs(axis).argmax()])
    along = points @ axis
    halves = np.full(len(label), -1, dtype=np.int64)
    halves[mine] = along > np.median(along)
    halves = tidy(halves, blocks.pairs, label)
    key, title = names.pop(area)
    for half, word in enumerate(("West", "Ost")):
        number = max(*names, area) + 1
        names[number] = (_next_key(key[:2], numbers), f"{title} {word}")
        label[mine[halves[mine] == half]] = number


def _merge(
    blocks: Blocks,
    label: Integers,
    names: dict[int, tuple[str, str]],
    free: list[int],
    numbers: dict[str, int],
) -> None:
    """Join the first free area with a free neighbour of its town."""
    for area in list(free):
        near = [a for a in _beside(blocks, label, area) if a in free]
        if near:
            other = near[0]
            number = max(names) + 1
            (key, title), (_, second) = names.pop(area), names.pop(other)
            names[number] = (_next_key(key[:2], numbers), f"{title}/{second.split('-', 1)[1]}")
            label[(label == area) | (label == other)] = number
            free.remove(area)
            free.remove(other)
            return


def _shift(blocks: Blocks, label: Integers, free: list[int]) -> None:
    """Give some blocks of a free area to a free neighbour; both stay in one piece."""
    beside = neighbours(blocks.pairs, len(label))
    for area in list(free):
        for other in [a for a in _beside(blocks, label, area) if a in free]:
            edge = [
                block
                for block in np.flatnonzero(label == other).tolist()
                if any(label[b] == area for b in beside[block])
            ]
            trial = label.copy()
            trial[edge[: max(1, int((label == other).sum()) // 5)]] = area
            touched = np.isin(trial, [area, other])
            if len(set(pieces(trial, blocks.pairs)[touched].tolist())) == 2:
                label[:] = trial
                free.remove(area)
                free.remove(other)
                return


def _beside(blocks: Blocks, label: Integers, area: int) -> list[int]:
    """Areas of the same town that share an edge with an area, sorted."""
    left, right = label[blocks.pairs].T
    towns = blocks.town[blocks.pairs]
    border = (left != right) & (towns[:, 0] == towns[:, 1])
    found = np.concatenate([right[border & (left == area)], left[border & (right == area)]])
    return sorted(set(found.tolist()))


def _burdens(blocks: Blocks, area: Integers, spread: float, seed: int) -> tuple[Floats, Floats]:
    """Latent residents per block (sum 1) and latent deprivation (mean 0, deviation 1)."""
    rng = stream(seed, "burdens")
    count = int(area.max()) + 1
    size = rng.lognormal(0, spread, count)
    inside = 1.0 / (0.25 + blocks.centre) * rng.lognormal(0, 0.3, len(area))
    weight = inside / np.bincount(area, inside, count)[area] * size[area]
    level = rng.normal(0, 1, count)[area] + 0.45 * rng.normal(0, 1, len(area))
    level += 0.5 * (blocks.centre < 0.55)  # burdens gather in the middle of towns
    mean = np.average(level, weights=weight)
    deviation = np.sqrt(np.average((level - mean) ** 2, weights=weight))
    return weight / weight.sum(), (level - mean) / deviation


def _table(
    towns: tuple[Town, ...], blocks: Blocks, label: Integers, keys: list[str], titles: list[str]
) -> pl.DataFrame:
    town = np.zeros(len(keys), dtype=np.int64)
    town[label] = blocks.town
    ags = [towns[index].ags for index in town.tolist()]
    return pl.DataFrame({"area": keys, "name": titles, "municipality": ags, "town": town})


def _outlines(blocks: Blocks, label: Integers) -> npt.NDArray[np.object_]:
    groups = [blocks.shapes[label == area] for area in range(int(label.max()) + 1)]
    return np.array([shapely.coverage_union_all(group) for group in groups], dtype=object)
