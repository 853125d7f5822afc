"""Ground: the areas of one or several geographies as plain lookups over common pieces.

Planning areas, postcodes, school districts and a former cut overlap. Their common refinement is
a set of pieces: a piece lies in one smallest area of each geography. Pieces are counted but never
published; every published area is a sum of pieces, so all geographies stand in one system.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.statistics.cube import Cube
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["PIECE", "Ground", "Overlay", "by_piece"]

PIECE = "piece"
BETWEEN = "\x1f"  # no key holds it


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """Further geographies over the same ground.

    Attributes:
        pieces: ``piece`` and one column for each geography, named by its generation's key: the
            smallest area that holds the piece; null where the geography does not reach.
        others: the geographies beside the one that is protected.
        published: keys of those whose areas get cells now; of the others only what was
            released earlier counts.
    """

    pieces: pl.DataFrame = field(repr=False)
    others: tuple[Territory, ...] = field(repr=False)
    published: frozenset[str] = frozenset()

    @property
    def into(self) -> dict[str, str]:
        """Each piece and its column: one for all pieces that lie in the same areas.

        Columns have names of their own, since a piece may be called like an area.
        """
        keys = [name for name in self.pieces.columns if name != "piece"]
        first = self.pieces.with_columns(into=pl.col("piece").min().over(keys))
        rows = first.select("piece", "into").sort("piece").iter_rows()
        return {piece: f"{PIECE}{BETWEEN}{into}" for piece, into in rows}

    @property
    def told(self) -> pl.DataFrame:
        """What a bundle says of the pieces: ``piece, generation, area``.

        Pieces have numbers, in the order of their areas: neither their keys nor who lives in
        them is told. A piece stands here whether anybody lives in it or not.
        """
        keys = [name for name in self.pieces.columns if name != "piece"]
        rows = self.pieces.with_columns(piece=pl.col("piece").replace_strict(self.numbers))
        long = rows.unique().unpivot(
            keys, index="piece", variable_name="generation", value_name="area"
        )
        return long.drop_nulls("area").sort(pl.col("piece").cast(pl.Int64), "generation")

    @property
    def numbers(self) -> dict[str, str]:
        """Each piece and the public number of its column."""
        keys = [name for name in self.pieces.columns if name != "piece"]
        ranked = self.pieces.sort(*keys, "piece", nulls_last=True).with_columns(
            number=pl.struct(keys).rle_id() + 1
        )
        rows = ranked.select("piece", pl.col("number").cast(pl.String)).iter_rows()
        return dict(rows)


@dataclass(frozen=True)
class Ground:
    """The territory as plain lookups. An area of another geography is named with its key.

    Attributes:
        areas: ``(level, area)`` in the territory's order, small to large; then other geographies.
        parts: the next smaller areas of each area.
        town: the municipality of each piece, planning area and municipality.
        pieces: what areas of several geographies are made of; empty with one geography.
        labels: generation and own name of areas of other geographies.
        unpublished: areas of geographies that are not published now.
        numbers: what a bundle calls each piece.
    """

    areas: tuple[tuple[str, str], ...]
    parts: dict[str, tuple[str, ...]]
    town: dict[str, str]
    pieces: tuple[str, ...] = ()
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    unpublished: frozenset[str] = frozenset()
    numbers: dict[str, str] = field(default_factory=dict)

    @property
    def every(self) -> tuple[tuple[str, str], ...]:
        """Pieces and areas, small to large."""
        return (*((PIECE, piece) for piece in self.pieces), *self.areas)

    def label(self, area: str) -> str:
        """The area's own name."""
        return self.labels[area][1] if area in self.labels else area

    def find(self, generation: str, area: str, own: str) -> str | None:
        """The area's name here; None when its geography is not there."""
        if generation == own:
            return area if area in self.parts else None
        name = f"{generation}{BETWEEN}{area}"
        return name if name in self.labels else None

    @classmethod
    def of(cls, territory: Territory, overlay: Overlay | None = None) -> "Ground":
        """The lookups of a territory, with an overlay also of the others.

        Raises:
            ProtectionFailedError: the pieces do not fit the areas.
        """
        if overlay is None:
            return _plain(territory)
        own = _plain(territory)
        pieces = tuple(sorted(set(overlay.into.values())))
        names = {area: area for _level, area in own.areas}
        into, numbers = overlay.into, overlay.numbers
        named = {column: numbers[piece] for piece, column in into.items()}
        ground = replace(
            own, pieces=pieces, parts=dict(own.parts), town=dict(own.town), numbers=named
        )
        ground.parts.update(dict.fromkeys(pieces, ()))
        for piece, area in _hang(ground, overlay, territory, names).items():
            ground.town[piece] = own.town.get(area, "")
        for other in overlay.others:
            ground = _join(ground, overlay, other)
        return ground


def _plain(territory: Territory) -> Ground:
    levels = [level.value for level in AreaLevel]
    rows = sorted(
        territory.areas.select("level", "area", "parent").iter_rows(),
        key=lambda row: (levels.index(row[0]), row[1]),
    )
    parts: dict[str, list[str]] = {area: [] for _level, area, _parent in rows}
    town: dict[str, str] = {}
    for level, area, parent in rows:
        if parent is not None:
            parts[parent].append(area)
        if level == AreaLevel.MUNICIPALITY:
            town[area] = area
        elif level == AreaLevel.PLANNING_AREA and parent is not None:
            town[area] = parent
    return Ground(
        areas=tuple((level, area) for level, area, _parent in rows),
        parts={area: tuple(found) for area, found in parts.items()},
        town=town,
    )


def _join(ground: Ground, overlay: Overlay, other: Territory) -> Ground:
    """The ground with one geography more."""
    key, plain = other.generation.key, _plain(other)
    names = {area: f"{key}{BETWEEN}{area}" for _level, area in plain.areas}
    parts = {names[area]: tuple(names[p] for p in found) for area, found in plain.parts.items()}
    joined = replace(
        ground,
        areas=(*ground.areas, *((level, names[area]) for level, area in plain.areas)),
        parts=ground.parts | parts,
        labels=ground.labels | {name: (key, area) for area, name in names.items()},
        unpublished=ground.unpublished
        | (frozenset() if key in overlay.published else frozenset(names.values())),
    )
    _hang(joined, overlay, other, names)
    return joined


def _hang(
    ground: Ground, overlay: Overlay, territory: Territory, names: Mapping[str, str]
) -> dict[str, str]:
    """Give every smallest area its pieces; gives the area of each piece."""
    key = territory.generation.key
    columns = overlay.pieces.with_columns(pl.col("piece").replace_strict(overlay.into))
    rows = columns.select("piece", key).drop_nulls().unique().sort("piece")
    found: dict[str, list[str]] = {}
    for piece, area in rows.iter_rows():
        if area not in names or ground.parts[names[area]]:
            raise _misfit(key)  # unknown, or an area that is made of areas
        found.setdefault(area, []).append(piece)
    for area, inside in found.items():
        ground.parts[names[area]] = tuple(inside)
    return dict(rows.iter_rows())


def _misfit(key: str) -> ProtectionFailedError:
    return ProtectionFailedError(
        _("The pieces do not fit the areas of {generation}. Cut the pieces again.").format(
            generation=key
        )
    )


def by_piece(cubes: Sequence[Cube], overlay: Overlay | None) -> list[Cube]:
    """The cubes with pieces that lie in the same areas counted as one.

    Raises:
        ProtectionFailedError: a piece has no count.
    """
    if overlay is None:
        return list(cubes)
    return [_merged(cube, overlay.into) for cube in cubes]


def _merged(cube: Cube, into: Mapping[str, str]) -> Cube:
    inside = pl.col("level") == PIECE
    pieces = cube.cells.filter(inside)
    if pieces["value"].null_count() or not set(pieces["area"]) <= into.keys():
        raise ProtectionFailedError(
            _("Cube '{cube}': every piece needs a count, and only known pieces.").format(
                cube=cube.key
            )
        )
    names = ["level", "area", *cube.dimensions]
    rest = [pl.col(name).first() for name in ("lower", "upper", "observation")]
    merged = (
        pieces.with_columns(pl.col("area").replace_strict(into, return_dtype=pl.String))
        .group_by(names)
        .agg(pl.col("value").sum(), *rest)
        .select(cube.cells.columns)
    )
    return replace(cube, cells=pl.concat([cube.cells.filter(~inside), merged]).sort(names))
