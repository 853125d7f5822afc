"""A town's own areas: quarters that it cut itself, beside the district's planning areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.inspect import inspect
from kreisblick.territory.areas.layers import Layer, fill_in, read_layer
from kreisblick.territory.areas.model import AreaLevel, Territory
from kreisblick.territory.crosswalks import OUTSIDE, Cut
from kreisblick.territory.cuts.compare import compare
from kreisblick.territory.cuts.rules import shipped_cut_rules

__all__ = ["OWN_CUT_COLUMNS", "OwnCut", "OwnCutDefinition", "lay_over", "load_own_cut"]

OWN_CUT_COLUMNS = {
    "own_cut": pl.String, "own_area": pl.String, "own_name": pl.String, "municipality": pl.String,
    "generation": pl.String, "area": pl.String, "basis": pl.String,
    "share_of_own_area": pl.Float64, "share_of_area": pl.Float64,
}  # fmt: skip


class OwnCutDefinition(Definition):
    """Where a town's own areas lie, and what people call them.

    Attributes:
        title: of the whole cut, for instance *Stadtteile der Stadt Lindenau*.
        called: of several of its areas, for instance *Stadtteile*.
        municipality: key of the town.
        file: boundaries; relative to the workspace, ``${VARIABLE}`` is filled in.
        layer: of a GeoPackage; the first without.
        key: column with the area's key.
        name: column with the area's name.
        source: whose boundaries they are, printed under every map.
    """

    title: Translated
    called: Translated
    municipality: Text
    file: Text
    layer: Text | None = None
    key: Text
    name: Text
    source: Text


@dataclass(frozen=True, kw_only=True)
class OwnCut:
    """A town's own areas with their boundaries.

    Attributes:
        key: of the definition.
        definition: what it is called and whose it is.
        areas: ``own_area, name``, sorted by key.
        polygons: in row order.
        crs: EPSG code of the polygons, the territory's.
    """

    key: str
    definition: OwnCutDefinition
    areas: pl.DataFrame = field(repr=False)
    polygons: np.ndarray = field(repr=False)
    crs: int


def load_own_cut(
    key: str, definition: OwnCutDefinition, territory: Territory, base: Path
) -> OwnCut:
    """A town's own areas in the metric system of the district's.

    Args:
        key: of the definition.
        definition: where they lie.
        territory: the report's areas.
        base: the workspace's folder.

    Raises:
        FaultsFoundError: when the town is none of the district's, or with everything that is
            wrong with the boundaries.
        KreisblickError: when the file cannot be read or has not the columns.
    """
    if definition.municipality not in territory.keys(AreaLevel.MUNICIPALITY):
        message = _("'{key}' is no municipality of the district. Correct the key.")
        fault = Fault(
            code="unknown_municipality",
            message=message.format(key=definition.municipality),
            where="municipality",
        )
        raise FaultsFoundError(f"catalogue/own_cuts/{key}.yaml", [fault])
    layer = read_layer(fill_in(definition.file, base), layer=definition.layer, crs=territory.crs)
    faults = [*inspect(layer, definition.key), *_without_name(layer, definition)]
    if faults:
        raise FaultsFoundError(layer.name, faults)
    areas = pl.DataFrame(
        {
            "own_area": layer.text(definition.key).str.strip_chars(),
            "name": layer.text(definition.name).str.strip_chars(),
        }
    )
    order = areas["own_area"].arg_sort()
    return OwnCut(
        key=key,
        definition=definition,
        areas=areas[order],
        polygons=layer.geometry[order.to_numpy()],
        crs=territory.crs,
    )


def _without_name(layer: Layer, definition: OwnCutDefinition) -> Sequence[Fault]:
    names = layer.text(definition.name).str.strip_chars().fill_null("")
    keys = layer.text(definition.key).filter(names == "")
    message = _("The area has no name. Fill in the column '{column}'.")
    text = message.format(column=definition.name)
    return [Fault(code="missing_name", message=text, where=str(key)) for key in keys]


def lay_over(own: OwnCut, territory: Territory, addresses: pl.DataFrame | None) -> pl.DataFrame:
    """How much of each own area lies in which planning area of its town, and the other way round.

    Counted are addresses of a public list, never people; where an own area has none (or no list
    is known) the ground is measured, and ``basis`` says so. Shares are rounded to
    ``CutRules.own_share_step``; a pair whose two shares both round to nothing is left out. The
    shares of an area need not add up to 1: they are rounded, and a town may leave ground out.

    Args:
        own: the town's own areas.
        territory: the report's areas.
        addresses: ``x, y`` of public addresses in the territory's system; None without a list.

    Returns:
        ``OWN_CUT_COLUMNS``; sorted by own area, the largest share first.

    Raises:
        CutInputError: when the two cuts have nothing in common.
    """
    cuts = _as_cut(own), _planning_areas(own, territory)
    found = _pairs(cuts, None)
    if addresses is not None and addresses.height:
        counted = _pairs(cuts, addresses)
        by_ground = found.join(counted, on="own_area", how="anti")
        found = pl.concat([counted, by_ground])
    step = shipped_cut_rules().own_share_step
    shares = [
        ((pl.col(name) / step).round() * step).round(6)
        for name in ("share_of_own_area", "share_of_area")
    ]
    rounded = found.with_columns(shares).filter(pl.max_horizontal(shares) > 0)
    named = rounded.join(own.areas.rename({"name": "own_name"}), on="own_area").with_columns(
        own_cut=pl.lit(own.key),
        municipality=pl.lit(own.definition.municipality),
        generation=pl.lit(territory.generation.key),
    )
    order = ["own_area", "share_of_own_area", "area"]
    return named.select(list(OWN_CUT_COLUMNS)).sort(order, descending=[False, True, False])


def _as_cut(own: OwnCut) -> Cut:
    return Cut(key=own.key, areas=own.areas["own_area"].to_list(), polygons=own.polygons)


def _planning_areas(own: OwnCut, territory: Territory) -> Cut:
    """The planning areas of the own cut's town."""
    parents: Mapping[str, str | None] = territory.parents
    whole = Cut.of(territory)
    mine = [parents.get(area) == own.definition.municipality for area in whole.areas]
    return Cut(
        key=whole.key,
        areas=[area for area, inside in zip(whole.areas, mine, strict=True) if inside],
        polygons=whole.polygons[np.array(mine, dtype=bool)],
    )


def _pairs(cuts: tuple[Cut, Cut], points: pl.DataFrame | None) -> pl.DataFrame:
    """``own_area, area, basis`` and both shares; ground that only one knows counts in the whole."""
    found = compare(*cuts, weights=points)
    known = (pl.col("left") != OUTSIDE) & (pl.col("right") != OUTSIDE)
    return found.pairs.filter(known).select(
        own_area="left",
        area="right",
        basis=pl.lit(found.basis.value),
        share_of_own_area="share_of_left",
        share_of_area="share_of_right",
    )
