"""Sort: areas into types, what marks each type, and how sure the types are."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.base.language import translate as _
from kreisblick.statistics.indicators import IndicatorDefinition
from kreisblick.statistics.typology.choose import Trial, chosen, tried
from kreisblick.statistics.typology.divide import centres_of
from kreisblick.statistics.typology.model import ComparisonDefinition, TypesDefinition
from kreisblick.statistics.typology.scale import Scaled, scale
from kreisblick.statistics.typology.table import Table, indicator_table

__all__ = ["FIT_COLUMNS", "MARK_COLUMNS", "TYPE_COLUMNS", "area_types", "sort_table"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_HEAD = {"comparison": pl.String, "reference_date": pl.Date, "generation": pl.String}
TYPE_COLUMNS = {
    **_HEAD, "method": pl.String, "level": pl.String, "area": pl.String, "type": pl.String,
    "silhouette": pl.Float64, "next_type": pl.String, "placed": pl.String, "note": pl.String,
}  # fmt: skip
MARK_COLUMNS = {
    **_HEAD, "method": pl.String, "level": pl.String, "type": pl.String, "areas": pl.Int64,
    "compared_by": pl.String, "mean_of_type": pl.Float64, "mean_of_all": pl.Float64,
    "z": pl.Float64,
}  # fmt: skip
FIT_COLUMNS = {
    **_HEAD, "method": pl.String, "level": pl.String, "types": pl.Int64, "chosen": pl.String,
    "silhouette": pl.Float64, "gap": pl.Float64, "gap_error": pl.Float64,
    "stability": pl.Float64, "smallest": pl.Int64, "areas": pl.Int64, "verdict": pl.String,
}  # fmt: skip
_PARTS = {"types": TYPE_COLUMNS, "marks": MARK_COLUMNS, "fits": FIT_COLUMNS}


def area_types(
    indicators: pl.DataFrame,
    areas: pl.DataFrame,
    known: Mapping[str, IndicatorDefinition],
    definitions: Mapping[str, ComparisonDefinition],
    day: date,
    *,
    part: str,
) -> pl.DataFrame:
    """The types of areas of every comparison that makes types; pure like ``similar_areas``.

    Args:
        indicators: what ``statistics.indicators.compute`` returns, made of released cells.
        areas: ``generation, area, level, parent`` of one generation.
        known: the indicators by key.
        definitions: the comparisons by key.
        day: the reference date.
        part: ``types`` (which area is of which type), ``marks`` (what marks each type), ``fits``
            (how well each number of types fits).

    Returns:
        ``TYPE_COLUMNS``, ``MARK_COLUMNS`` or ``FIT_COLUMNS``. Types are called A, B, … from the
        largest; ``placed`` is ``formed`` (the area shaped the types), ``nearest`` (it shows too
        little for that and stands with the type that is nearest in what it shows), ``left_out``
        with a ``note``.
    """
    generation = str(areas["generation"][0]) if areas.height else ""
    frames = []
    for key, one in sorted(definitions.items()):
        if one.types is None:
            continue
        table = indicator_table(indicators, areas, known, one, day)
        frames.append(
            sort_table(table, one)[part].with_columns(
                comparison=pl.lit(key), reference_date=pl.lit(day), generation=pl.lit(generation)
            )
        )
    schema = _PARTS[part]
    found = pl.concat([pl.DataFrame(schema=schema), *frames], how="diagonal_relaxed")
    return found.select(pl.col(name).cast(kind) for name, kind in schema.items())


def sort_table(table: Table, definition: ComparisonDefinition) -> dict[str, pl.DataFrame]:
    """Types, marks and fits of one table, without comparison and date.

    Areas that show all variables shape the types.
    """
    types = definition.types
    level = pl.lit(definition.level.value).alias("level")
    found: dict[str, list[pl.DataFrame]] = {name: [] for name in _PARTS}
    shown = np.where(table.kept[:, None], table.values, np.nan)
    scaled = scale(shown, table.variables, definition.outermost)
    forms = table.kept & ~np.isnan(scaled.z).any(axis=1)
    x = scaled.z[forms] * np.sqrt(scaled.weights)
    for method in types.methods if types else ():
        if types is None or (method == "ward" and len(x) > types.ward_up_to):
            continue
        trials = tried(x, method, types)
        best = chosen(trials, types)
        found["fits"].append(_fits(trials, best, types, len(x), method))
        found["types"].append(_types(table, scaled, forms, best, method))
        if best is not None:
            found["marks"].append(_marks(table, scaled, forms, best, method))
    return {
        name: pl.concat([pl.DataFrame(schema=_PARTS[name]), *frames], how="diagonal_relaxed")
        .with_columns(level)
        for name, frames in found.items()
    }  # fmt: skip


def _fits(
    trials: list[Trial], best: Trial | None, types: TypesDefinition, areas: int, method: str
) -> pl.DataFrame:
    rows = [
        {
            "method": method, "types": one.number, "chosen": "yes" if one is best else "no",
            "silhouette": round(one.fit, 6), "gap": round(one.gap, 6),
            "gap_error": round(one.gap_error, 6), "stability": round(one.stability, 6),
            "smallest": one.smallest, "areas": areas, "verdict": _verdict(one, types),
        }
        for one in trials
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides=FIT_COLUMNS)


def _verdict(one: Trial, types: TypesDefinition) -> str:
    """Clear types, blurred ones (no gaps between them), or such that other areas would change."""
    if one.stability < types.stable:
        return "unstable"
    return "clear" if one.fit >= types.substantial else "blurred"


def _types(
    table: Table, scaled: Scaled, forms: NDArray[np.bool_], best: Trial | None, method: str
) -> pl.DataFrame:
    nothing = _("There are too few areas that show all figures; there are no types.")
    rows = []
    place = {int(row): i for i, row in enumerate(np.flatnonzero(forms))}
    centres = None if best is None else centres_of(scaled.z[forms], best.label)
    for row, (area, note) in enumerate(zip(table.area, table.note, strict=True)):
        told: dict[str, object] = {"method": method, "area": area, "placed": "left_out"}
        if best is None or centres is None or note is not None:
            rows.append({**told, "note": note or nothing})
            continue
        order = _order(scaled, row, centres)
        if row in place:
            own = int(best.label[place[row]])
            fit = round(float(best.silhouette[place[row]]), 6)
            told |= {"placed": "formed", "silhouette": fit}
        else:
            own = int(order[0])
            told |= {"placed": "nearest", "note": _("Placed by the figures that are shown.")}
        other = next((_letter(int(k)) for k in order if k != own), None)
        rows.append({**told, "type": _letter(own), "next_type": other})
    return pl.DataFrame(rows, schema_overrides=TYPE_COLUMNS)


def _order(scaled: Scaled, row: int, centres: Floats) -> Ints:
    """The types by their distance over what the area shows, the nearest first."""
    apart = np.nan_to_num(scaled.z[row] - centres) ** 2 * scaled.weights
    return np.argsort(apart.sum(axis=1), kind="stable")


def _marks(
    table: Table, scaled: Scaled, forms: NDArray[np.bool_], best: Trial, method: str
) -> pl.DataFrame:
    """The mean of each variable in each type beside that of all areas that shaped the types."""
    values, z = table.values[forms], scaled.z[forms]
    rows = [
        {
            "method": method, "type": _letter(kind), "areas": int((best.label == kind).sum()),
            "compared_by": one.key,
            "mean_of_type": round(float(values[best.label == kind, v].mean()), 6),
            "mean_of_all": round(float(values[:, v].mean()), 6),
            "z": round(float(z[best.label == kind, v].mean()), 6),
        }
        for kind in range(best.number)
        for v, one in enumerate(table.variables)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides=MARK_COLUMNS)


def _letter(kind: int) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return letters[kind] if kind < len(letters) else f"Z{kind}"
