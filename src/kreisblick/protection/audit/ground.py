"""Ground: areas of several geographies over one another, made of common pieces.

Planning areas, school districts and a former cut of the same ground tell, by subtraction, how
many live where they differ. Whoever knows of which pieces each area is made puts all of them into
one system.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.audit.model import Breach

__all__ = ["PIECES", "Ground", "Pieces", "grounds_of", "read_pieces", "told_of_pieces", "unlinked"]

PIECES = "data/pieces.csv"
BETWEEN = "/"  # generation/area, where several stand in one system

Pieces = Mapping[str, Mapping[str, Sequence[str]]]  # generation → area → pieces


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The geographies that stand in one system.

    Attributes:
        name: their keys.
        generations: the same one by one.
        inside: area → its pieces; empty where areas are only made of smaller areas.
    """

    name: str
    generations: tuple[str, ...]
    inside: Mapping[str, Sequence[str]] = field(repr=False, default_factory=dict)

    @property
    def joined(self) -> bool:
        """Whether areas need their generation to be told apart."""
        return len(self.generations) > 1

    def cells(self, cells: pl.DataFrame) -> pl.DataFrame:
        """The cells of these geographies, each area with a name of its own."""
        return self._named(cells.filter(pl.col("generation").is_in(self.generations)))

    def targets(self, targets: pl.DataFrame | None) -> pl.DataFrame | None:
        """What had to stay hidden here; rows without a generation are about pieces."""
        if targets is None or "generation" not in targets.columns:
            return targets
        own = pl.col("generation")
        pieces = own.is_null() & bool(self.inside)
        return self._named(targets.filter(own.is_in(self.generations) | pieces))

    def _named(self, frame: pl.DataFrame) -> pl.DataFrame:
        if not self.joined:
            return frame
        full = pl.concat_str("generation", pl.lit(BETWEEN), "area")
        return frame.with_columns(area=pl.coalesce(full, "area"))


def read_pieces(path: Path, parents: Mapping[str, Mapping[str, str]]) -> Pieces:
    """The pieces of every area and of all larger ones it lies in; none without the file.

    Args:
        path: ``piece, generation, area``: a row for the smallest area of each geography.
        parents: area → next larger area, by generation.
    """
    if not path.exists():
        return {}
    inside: dict[str, dict[str, set[str]]] = {}
    rows = pl.read_csv(path, infer_schema=False).select("piece", "generation", "area")
    for piece, generation, area in rows.iter_rows():
        found, above = inside.setdefault(generation, {}), parents.get(generation, {})
        seen: set[str] = set()
        while area and area not in seen:
            seen.add(area)
            found.setdefault(area, set()).add(piece)
            area = above.get(area)  # noqa: PLW2901  upwards
    return {
        generation: {area: sorted(pieces) for area, pieces in found.items()}
        for generation, found in inside.items()
    }


def grounds_of(generations: Sequence[str], known: Sequence[Pieces]) -> list[Ground]:
    """The systems of one date: geographies whose pieces are known together, each other alone.

    Args:
        generations: those with published cells.
        known: the pieces that each of the read folders names; where several name some, those
            count that name most.
    """
    pieces = max(known, key=lambda one: len(set(one) & set(generations)), default={})
    linked = tuple(sorted(set(pieces) & set(generations)))
    alone = [Ground(name=one, generations=(one,)) for one in generations if one not in linked]
    if not linked:
        return alone
    joined = len(linked) > 1
    inside = {
        f"{generation}{BETWEEN}{area}" if joined else area: list(found)
        for generation in linked
        for area, found in pieces[generation].items()
    }
    return [Ground(name=" + ".join(linked), generations=linked, inside=inside), *alone]


def told_of_pieces(
    value: Mapping[tuple[str, str], float | None], parts: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str], float | None]:
    """What areas that are one whole piece say of it.

    Args:
        value: slice and area → what is shown.
        parts: what each area is the sum of.
    """
    found: dict[tuple[str, str], float | None] = {}
    for (name, area), told in value.items():
        inside = parts[area]
        if len(inside) == 1 and not parts[inside[0]] and told is not None:
            found[name, inside[0]] = told
    return found


def unlinked(cells: pl.DataFrame, known: Sequence[Pieces]) -> Iterator[Breach]:
    """Dates of a cube on several geographies of which nobody says how they lie.

    Anybody with a map can lay them over one another; so they cannot be judged apart.
    """
    groups = cells.group_by("cube", "reference_date").agg(pl.col("generation").unique().sort())
    several = groups.filter(pl.col("generation").list.len() > 1).sort("cube", "reference_date")
    for cube, day, generations in several.iter_rows():
        grounds = grounds_of(generations, known)
        if len(grounds) > 1:
            words = _("{cube} on {day} is published on {areas}, and {file} does not link them.")
            areas = ", ".join(ground.name for ground in grounds)
            detail = words.format(cube=cube, day=day, areas=areas, file=PIECES)
            yield Breach(kind="unlinked", quantity=f"{day} {cube}", detail=detail)
