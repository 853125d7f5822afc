"""Nest: do cells lie in one area each, so that their counts add up to the areas'?"""

from collections.abc import Iterator, Sequence

import polars as pl
import shapely

from kreisblick.base.errors import Fault
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.definition import TerritoryChecks, shipped_checks
from kreisblick.territory.crosswalks import OUTSIDE, Cut
from kreisblick.territory.cuts.contingency import count_in_cuts, count_in_list
from kreisblick.territory.cuts.model import Contingency, Nesting

__all__ = ["nest", "nest_list"]


def nest(cells: Cut, areas: Cut, *, checks: TerritoryChecks | None = None) -> Nesting:
    """The area of each cell, and which cells do not lie in one.

    Codes of faults: ``cell_crosses``, ``cell_outside`` (hard); ``area_without_cells``,
    ``area_not_filled`` (counts of cells are no count of the area).

    Args:
        cells: small pieces of ground.
        areas: the areas they should be nested in, in the same metric system.
        checks: what counts as a sliver; the shipped tolerances when None.
    """
    found = count_in_cuts(cells, areas, points=None, checks=checks or shipped_checks())
    size = dict(zip(cells.areas, shapely.area(cells.polygons).tolist(), strict=True))
    return _nesting(found, areas.areas, size, _("{size} m²"))


def nest_list(rows: pl.DataFrame, *, cells: str, areas: str) -> Nesting:
    """As ``nest``, by the addresses of a list that carries both keys.

    Args:
        rows: one row per address.
        cells: column with the cells.
        areas: column with the areas.
    """
    found = count_in_list(rows, cells, areas, None)
    known = found.pairs.filter(pl.col("right") != OUTSIDE)["right"].unique().sort().to_list()
    return _nesting(found, known, {}, _("{size} address(es)"))


def _nesting(
    found: Contingency, areas: Sequence[str], size: dict[str, float], unit: str
) -> Nesting:
    inside = found.pairs.filter(pl.col("left") != OUTSIDE)
    order = inside.sort(["left", "amount", "right"], descending=[False, True, False])
    main = order.unique("left", keep="first", maintain_order=True)
    faults = [*_cells(order, size, unit), *_areas(found.pairs, areas, unit)]
    lying = main.filter(pl.col("right") != OUTSIDE)
    hierarchy = lying.select(cell="left", area="right").sort("cell")
    return Nesting(hierarchy=hierarchy, faults=tuple(faults))


def _cells(order: pl.DataFrame, size: dict[str, float], unit: str) -> Iterator[Fault]:
    """Cells with more than one area, or with none."""
    for (cell,), pairs in order.group_by("left", maintain_order=True):
        key, home = str(cell), str(pairs["right"][0])
        beyond = float(pairs["amount"][1:].sum())
        if home == OUTSIDE:
            yield Fault(
                code="cell_outside",
                message=_("The cell lies in no area. Leave it out, or complete the areas."),
                where=key,
            )
        elif pairs.height > 1:
            others = ", ".join(
                _("beyond all areas") if other == OUTSIDE else str(other)
                for other in pairs["right"][1:]
            )
            whole = size.get(key, float(pairs["amount"].sum()))
            yield Fault(
                code="cell_crosses",
                message=_(
                    "{size} of {whole} lie outside '{area}' ({others}). Divide the cell at the "
                    "border, or move the border."
                ).format(
                    size=unit.format(size=format_count(beyond)),
                    whole=unit.format(size=format_count(whole)),
                    area=home,
                    others=others,
                ),
                where=key,
            )


def _areas(pairs: pl.DataFrame, areas: Sequence[str], unit: str) -> Iterator[Fault]:
    """Areas that cells do not fill: a sum over their cells is no count of theirs."""
    filled = set(pairs.filter(pl.col("left") != OUTSIDE)["right"])
    open_ = dict(pairs.filter(pl.col("left") == OUTSIDE).select("right", "amount").iter_rows())
    for area in sorted(areas):
        if area not in filled:
            text = _("No cell lies in the area.")
            yield Fault(code="area_without_cells", message=text, where=area, hard=False)
        elif area in open_:
            text = _("{size} of the area belong to no cell.").format(
                size=unit.format(size=format_count(open_[area]))
            )
            yield Fault(code="area_not_filled", message=text, where=area, hard=False)
