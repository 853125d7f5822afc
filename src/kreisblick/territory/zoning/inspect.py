"""Inspect blocks before anything is drawn from them: find all faults, then speak once."""

from collections.abc import Iterator

import numpy as np
import polars as pl
import shapely

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.layers import Layer
from kreisblick.territory.areas.place import misplaced
from kreisblick.territory.areas.shapes import find_flaws, spot

__all__ = ["inspect"]

SHOWN = 20  # more faults of a kind do not help
OVERLAP_SHARE = 0.01  # of the smaller block; less comes from digitising


def inspect(
    layer: Layer, population: str | None, municipality: str | None, fixed: str | None
) -> list[Fault]:
    """Everything that is wrong with a file of blocks.

    Codes: ``missing_crs, swapped_axes, wrong_crs, missing_key, duplicate_key, no_polygon,
    invalid_polygon, overlap, bad_population, missing_municipality, fixed_across``.

    Args:
        layer: the file.
        population: its column with people, if any.
        municipality: its column with municipalities, if any.
        fixed: its column with areas that are kept, if any.
    """
    keys = layer.text("block")
    found = [*_place(layer), *_keys(keys), *_shapes(layer, keys)]
    if not found:
        found += _overlaps(layer, keys)
    if population is not None:
        found += _people(layer, keys, population)
    if municipality is not None:
        found += _towns(layer, keys, municipality, fixed)
    return found


def _place(layer: Layer) -> Iterator[Fault]:
    wrong = misplaced(layer)
    if wrong is not None:
        yield Fault(code=wrong[0], message=wrong[1])


def _keys(keys: pl.Series) -> Iterator[Fault]:
    if keys.null_count() or (keys == "").any():
        yield Fault(
            code="missing_key", message=_("A block has no key. Fill in the column 'block'.")
        )
    twice = keys.filter(keys.is_duplicated() & keys.is_not_null()).unique().sort()
    for key in twice.head(SHOWN):
        yield Fault(
            code="duplicate_key",
            message=_("The key stands at more than one block. Give every block its own."),
            where=str(key),
        )


def _shapes(layer: Layer, keys: pl.Series) -> Iterator[Fault]:
    flaws = find_flaws(layer.geometry)
    for flaw in [flaw for flaw in flaws if flaw.code != "invalid"][:SHOWN]:
        yield Fault(
            code="no_polygon",
            message=_("The block is no polygon. Give its outline, or leave it out."),
            where=str(keys[flaw.row]),
        )
    for flaw in [flaw for flaw in flaws if flaw.code == "invalid"][:SHOWN]:
        place = spot(flaw.x, flaw.y, layer.crs)
        yield Fault(
            code="invalid_polygon",
            message=_(
                "The outline crosses or touches itself ({reason}). Repair it in the GIS, for "
                "instance with 'fix geometries'."
            ).format(reason=f"{flaw.reason}: {place}" if place else flaw.reason),
            where=str(keys[flaw.row]),
        )


def _overlaps(layer: Layer, keys: pl.Series) -> Iterator[Fault]:
    """Blocks that lie on each other by more than digitising explains."""
    shapes = layer.geometry
    if shapely.coverage_is_valid(shapes):
        return
    left, right = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
    inside = shapely.STRtree(shapes).query(shapes, predicate="covers")
    once = left < right
    other = inside[0] != inside[1]
    pairs = np.concatenate([np.column_stack([left[once], right[once]]), inside[:, other].T], axis=0)
    common = shapely.area(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    smaller = np.minimum(shapely.area(shapes[pairs[:, 0]]), shapely.area(shapes[pairs[:, 1]]))
    found = np.unique(np.sort(pairs[common > OVERLAP_SHARE * smaller], axis=1), axis=0)
    for a, b in found[:SHOWN].tolist():
        yield Fault(
            code="overlap",
            message=_("The two blocks lie on each other. Correct their border."),
            where=f"{keys[a]} / {keys[b]}",
        )


def _people(layer: Layer, keys: pl.Series, column: str) -> Iterator[Fault]:
    people = layer.text(column).cast(pl.Float64, strict=False)
    wrong = people.is_null() | (people < 0) | ~people.is_finite()
    for key in keys.filter(wrong).head(SHOWN):
        yield Fault(
            code="bad_population",
            message=_("'{column}' is no number from 0 on. Correct it.").format(column=column),
            where=str(key),
        )
    if _pointed(layer.text(column)):
        yield Fault(
            code="bad_population",
            message=_(
                "'{column}' seems to have points between the thousands, which would make 1 of "
                "1.234. Give numbers without them."
            ).format(column=column),
        )
    if not wrong.any() and (people.sum() or 0) <= 0:
        yield Fault(
            code="bad_population",
            message=_("Nobody lives in any block, so areas cannot be made equal. Give a column."),
        )


def _pointed(texts: pl.Series) -> bool:
    """Whether numbers look like 1.234 throughout and none without a point reaches 1000."""
    pointed = texts.str.contains(r"^[1-9]\d{0,2}\.\d{3}$").fill_null(value=False)
    plain = texts.filter(~pointed).cast(pl.Float64, strict=False)
    whole = (plain.is_null() | ((plain < 1000) & (plain == plain.floor()))).all()
    return bool(pointed.any() and whole)


def _towns(layer: Layer, keys: pl.Series, column: str, fixed: str | None) -> Iterator[Fault]:
    towns = layer.text(column)
    for key in keys.filter(towns.is_null() | (towns == "")).head(SHOWN):
        yield Fault(
            code="missing_municipality",
            message=_("The block has no municipality. Fill in '{column}'.").format(column=column),
            where=str(key),
        )
    if fixed is None:
        return
    held = pl.DataFrame({"area": layer.text(fixed), "town": towns}).drop_nulls()
    across = held.filter(pl.col("area") != "").group_by("area").agg(pl.col("town").n_unique())
    for area in across.filter(pl.col("town") > 1)["area"].sort().head(SHOWN):
        yield Fault(
            code="fixed_across",
            message=_(
                "The area to be kept lies in several municipalities, which no area may. Divide it "
                "at their border."
            ),
            where=str(area),
        )
