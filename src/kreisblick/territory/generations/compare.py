"""Compare a generation with its predecessor by laying one on the other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl
import shapely

from kreisblick.territory.areas import (
    AreaLevel,
    ChangeKind,
    Territory,
    TerritoryChecks,
    shipped_checks,
)
from kreisblick.territory.areas.overlay import overlay, usable
from kreisblick.territory.generations.model import AreaChange, Comparison, People

__all__ = ["common_ground", "compare"]

Links = Mapping[str, list[str]]
EARLIER = frozenset({ChangeKind.SPLIT, ChangeKind.DISSOLVED})  # told by the areas before


@dataclass(frozen=True, kw_only=True)
class _Heirs:
    """Who continues whom.

    Attributes:
        old, new: names by key, before and after.
        forth, back: successors of each old area, predecessors of each new one.
        rest: common ground beside them: old, new, square metres.
    """

    old: dict[str, str | None]
    new: dict[str, str | None]
    forth: Links
    back: Links
    rest: list[tuple[str, str, float]]

    def only(self, old: str, new: str) -> bool:
        """Whether the two continue each other and nobody else."""
        return self.forth.get(old) == [new] and self.back.get(new) == [old]


def compare(
    old: Territory,
    new: Territory,
    *,
    people: People | None = None,
    checks: TerritoryChecks | None = None,
) -> Comparison:
    """How the planning areas of two generations differ, from their common ground.

    An area succeeds another when at least ``successor_share`` of the one or of the other is common
    ground. Two that succeed each other alone are the same area: unchanged, renamed, rekeyed. One
    with several successors is split, one with several predecessors merged; one without is
    dissolved or new. All other common ground is a moved border, slivers and what is smaller than
    ``moved_m2`` left out.

    Args:
        old: the predecessor.
        new: the generation, in the same system.
        people: on the new ground, for the weight of the changes.
        checks: tolerances; the shipped ones when None.
    """
    checks = checks or shipped_checks()
    ground = common_ground(old, new)
    heirs = _find_heirs(old, new, ground, checks)
    changes = [*_kinds(heirs), *_borders(heirs, ground, checks)]
    scale = _scale(ground, people)
    told = sorted(
        (
            AreaChange(
                kind=kind,
                from_=tuple(sorted(before)),
                to=tuple(sorted(after)),
                m2=scale.ground(kind, before, after) if m2 is None else m2,
                people=scale.people(kind, before, after),
            )
            for kind, before, after, m2 in changes
        ),
        key=lambda change: (change.kind.value, change.from_, change.to),
    )
    return _sum_up(old, new, heirs, tuple(told), people)


def common_ground(old: Territory, new: Territory) -> pl.DataFrame:
    """The pieces that both generations have in common.

    Returns:
        ``source, target`` (keys), ``area_m2, length_m, source_m2, target_m2, identical``, a row
        per pair of areas; areas without any common ground stand there with a null partner.
    """
    keys = [territory.keys(AreaLevel.PLANNING_AREA) for territory in (old, new)]
    shapes = [usable(t.geometry[: len(k)]) for t, k in zip((old, new), keys, strict=True)]
    frames = [
        pl.DataFrame({side: pl.Series(k, dtype=pl.String), f"{side}_m2": shapely.area(s)})
        for side, k, s in zip(("source", "target"), keys, shapes, strict=True)
    ]
    found = overlay(*shapes)
    names = [pl.Series(k, dtype=pl.String) for k in keys]
    pieces = found.with_columns(
        source=names[0].gather(found["source"]), target=names[1].gather(found["target"])
    )
    return (
        pieces.join(frames[0], on="source", how="full", coalesce=True)
        .join(frames[1], on="target", how="full", coalesce=True)
        .sort("source", "target")
    )


def _find_heirs(
    old: Territory, new: Territory, ground: pl.DataFrame, checks: TerritoryChecks
) -> _Heirs:
    pieces = ground.drop_nulls(["source", "target"]).with_columns(
        heir=pl.col("area_m2")
        >= checks.successor_share * pl.min_horizontal("source_m2", "target_m2")
    )
    narrow = 2 * pl.col("area_m2") / pl.col("length_m") < checks.sliver_width_m
    small = pl.col("area_m2") < checks.sliver_share * pl.min_horizontal("source_m2", "target_m2")
    kept = pieces.filter(
        ~pl.col("heir") & ~(narrow & small) & (pl.col("area_m2") >= checks.moved_m2)
    )
    forth, back = defaultdict(list), defaultdict(list)
    for source, target in pieces.filter("heir").select("source", "target").iter_rows():
        forth[source].append(target)
        back[target].append(source)
    return _Heirs(
        old=_names(old),
        new=_names(new),
        forth=forth,
        back=back,
        rest=list(kept.select("source", "target", "area_m2").iter_rows()),
    )


Told = Iterator[tuple[ChangeKind, list[str], list[str], float | None]]


def _kinds(heirs: _Heirs) -> Told:
    """Areas that came, went, were divided, united, or got another key or name."""
    to, of = defaultdict(list), defaultdict(list)
    for source, target, _m2 in heirs.rest:
        to[source].append(target)
        of[target].append(source)
    for key in heirs.old:
        heads = heirs.forth.get(key, [])
        if not heads:
            yield ChangeKind.DISSOLVED, [key], to[key], None
        elif len(heads) > 1:
            yield ChangeKind.SPLIT, [key], heads, None
        elif heirs.only(key, heads[0]) and key != heads[0]:
            yield ChangeKind.REKEYED, [key], heads, None
        elif heirs.only(key, heads[0]) and heirs.old[key] != heirs.new[key]:
            yield ChangeKind.RENAMED, [key], heads, None
    for key in heirs.new:
        roots = heirs.back.get(key, [])
        if not roots:
            yield ChangeKind.NEW, of[key], [key], None
        elif len(roots) > 1:
            yield ChangeKind.MERGED, roots, [key], None


def _borders(heirs: _Heirs, ground: pl.DataFrame, checks: TerritoryChecks) -> Told:
    """Ground that passes between areas that both go on, or across the outer border."""
    for source, target, m2 in heirs.rest:
        if heirs.forth.get(source) and heirs.back.get(target):
            yield ChangeKind.BORDER, [source], [target], m2
    for side, going_on in (("source", heirs.forth), ("target", heirs.back)):
        whole = pl.col(f"{side}_m2")
        open_ = (
            ground.drop_nulls(side)
            .group_by(side)
            .agg(pl.col("area_m2").fill_null(0.0).sum(), whole.first())
            .with_columns(rest=whole - pl.col("area_m2"))
            .filter(
                (pl.col("rest") >= checks.moved_m2)
                & (pl.col("rest") >= checks.sliver_share * whole)
            )
        )
        for key, rest in open_.select(side, "rest").iter_rows():
            if going_on.get(key):
                ends = ([key], []) if side == "source" else ([], [key])
                yield ChangeKind.BORDER, *ends, rest


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """How much ground and how many people a change concerns.

    Attributes:
        old_m2, new_m2: size of each area.
        pairs: people in both an old and a new area; None where nothing is known.
    """

    old_m2: dict[str, float]
    new_m2: dict[str, float]
    pairs: dict[tuple[str, str], float] | None

    def ground(self, kind: ChangeKind, before: list[str], after: list[str]) -> float:
        """The whole areas that were divided or went, or that came, were united or renamed."""
        size, keys = (self.old_m2, before) if kind in EARLIER else (self.new_m2, after)
        return sum(size[key] for key in sorted(keys))

    def people(self, kind: ChangeKind, before: list[str], after: list[str]) -> float | None:
        """Those on the moved piece, or in the whole areas."""
        if self.pairs is None:
            return None
        if kind is ChangeKind.BORDER:
            known = before and after
            return self.pairs.get((before[0], after[0]), 0.0) if known else None
        side, keys = (0, before) if kind in EARLIER else (1, after)
        return sum(n for pair, n in self.pairs.items() if pair[side] in keys)


def _scale(ground: pl.DataFrame, people: People | None) -> _Scale:
    pairs = None
    if people is not None:
        pairs = {(source, target): float(n) for source, target, n in people.pairs.iter_rows()}
    sizes = [
        dict(ground.drop_nulls(side).select(side, f"{side}_m2").iter_rows())
        for side in ("source", "target")
    ]
    return _Scale(old_m2=sizes[0], new_m2=sizes[1], pairs=pairs)


def _sum_up(
    old: Territory,
    new: Territory,
    heirs: _Heirs,
    changes: tuple[AreaChange, ...],
    people: People | None,
) -> Comparison:
    left = {key for change in changes for key in change.from_}
    come = {key for change in changes for key in change.to}
    rekeyed = {k: heads[0] for k, heads in heirs.forth.items()
               if heirs.only(k, heads[0]) and k != heads[0]}  # fmt: skip
    return Comparison(
        source=old.generation.key,
        target=new.generation.key,
        changes=changes,
        unchanged=tuple(k for k in heirs.new if k in heirs.old and k not in left | come),
        rekeyed=dict(sorted(rekeyed.items())),
        new=tuple(k for k in heirs.new if k not in heirs.old and k not in rekeyed.values()),
        dissolved=tuple(k for k in heirs.old if k not in heirs.new and k not in rekeyed),
        estimated=people is not None and people.estimated,
        word=people.word if people else "",
    )


def _names(territory: Territory) -> dict[str, str | None]:
    level = pl.col("level") == AreaLevel.PLANNING_AREA.value
    return dict(territory.areas.filter(level).select("area", "name").iter_rows())
