"""Differences: where two cuts really differ, as a map with a table beside, or as pieces for GIS."""

from pathlib import Path
from typing import Any

import jinja2
import polars as pl
from markupsafe import Markup

from kreisblick.base.definitions import shipped
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_count, format_decimal, format_percent, language
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import (
    AreaMark,
    LegendEntry,
    Outlines,
    Sign,
    choropleth_svg,
    class_breaks,
    legend_entries,
    trace_outlines,
)
from kreisblick.territory.areas.layers import WGS84, reproject
from kreisblick.territory.crosswalks import OUTSIDE
from kreisblick.territory.cuts import (
    Comparison,
    CutInputError,
    Refinement,
    amount_words,
    is_drawn,
    read_cuts,
    refine,
    relation_words,
    shipped_cut_rules,
    write_polygons,
)

__all__ = ["draw_differences"]

HTML = ".html"


def draw_differences(left: str, right: str, found: Comparison, out: Path) -> None:
    """Write where two cuts differ.

    Args:
        left: polygons as ``FILE`` or ``FILE:COLUMN``.
        right: likewise.
        found: their comparison.
        out: ``.html`` is a page with a map and a table beside it; GeoPackage and GeoJSON hold
            the pieces with ``left, right, amount, relation``.

    Raises:
        CutInputError: for an address list, which has no ground, or another ending.
    """
    if not is_drawn(left) or not is_drawn(right):
        raise CutInputError.no_ground(left)
    cuts, crs = read_cuts([left, right])
    pieces = refine(*cuts, crs=crs)
    one, two = pieces.cuts
    blocks = pieces.blocks.select(
        "block", left=pl.col(one).fill_null(OUTSIDE), right=pl.col(two).fill_null(OUTSIDE)
    ).join(found.differences, on=["left", "right"], how="left", maintain_order="left")
    if out.suffix == HTML:
        write_bytes(out, _page(found, blocks, pieces).encode())
        return
    differs = blocks["amount"].is_not_null()
    columns = ["block", "left", "right", "amount", "share_of_left", "share_of_right", "relation"]
    write_polygons(
        out, blocks.filter(differs).select(columns), pieces.polygons[differs.to_numpy()], crs
    )


def _page(found: Comparison, blocks: pl.DataFrame, pieces: Refinement) -> str:
    """The finding, the map, the table; everything in one file."""
    outlines = _trace(found, blocks, pieces)
    breaks = class_breaks(found.differences["amount"])
    marks = {row["block"]: _mark(row, found) for row in blocks.iter_rows(named=True)}
    title = _("Where {left} and {right} differ").format(left=found.left, right=found.right)
    map_ = choropleth_svg(outlines, marks, breaks=breaks, title=title, description=_finding(found))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped("catalogue", "products", "differences")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(_=_, language=language())
    most = shipped_cut_rules().listed
    return environment.get_template("differences.html.j2").render(
        title=title,
        finding=_finding(found),
        figures=_figures(found),
        map=Markup(map_),  # noqa: S704  made by our own drawing room, which escapes its texts
        legend=_legend(marks, breaks, found),
        rows=[_row(row, found) for row in found.differences.head(most).iter_rows(named=True)],
        more=max(0, found.differences.height - most),
    )


def _trace(found: Comparison, blocks: pl.DataFrame, pieces: Refinement) -> Outlines:
    """Pieces as fine borders, the right cut's areas as strong ones."""
    named = found.right_areas <= shipped_cut_rules().shown_towns
    shapes = reproject(pieces.polygons, source=pieces.crs, target=WGS84)
    features: list[dict[str, Any]] = [
        {
            "geometry": shape,
            "properties": {"area": key, "name": key, "level": "planning_area", "parent": parent},
        }
        for key, parent, shape in zip(blocks["block"], blocks["right"], shapes, strict=True)
    ]
    features += [
        {
            "geometry": None,
            "properties": {
                "area": key,
                "name": key if named and key != OUTSIDE else "",
                "level": "municipality",
                "parent": None,
            },
        }
        for key in blocks["right"].unique().sort()
    ]
    return trace_outlines({"features": features})


def _mark(row: dict[str, Any], found: Comparison) -> AreaMark:
    if row["amount"] is None:
        return AreaMark(sign=Sign.MISSING)
    words = f"{amount_words(row['amount'], found.basis)}: {relation_words(row)}"
    return AreaMark(value=row["amount"], label=words)


def _legend(
    marks: dict[str, AreaMark], breaks: tuple[float, ...], found: Comparison
) -> list[LegendEntry]:
    entries = legend_entries(marks, breaks, lambda value: amount_words(value, found.basis))
    return [entry for entry in entries if entry.sign is Sign.VALUE]


def _finding(found: Comparison) -> str:
    """The answer in one sentence."""
    if found.differences.is_empty():
        return _("The two cuts are the same.")
    return _(
        "{share} lie in areas that correspond; {amount} of {total} do not, in {count} place(s)."
    ).format(
        share=format_percent(100 * found.agreement.unchanged),
        amount=amount_words(float(found.differences["amount"].sum()), found.basis),
        total=amount_words(found.total, found.basis),
        count=format_count(found.differences.height),
    )


def _figures(found: Comparison) -> list[tuple[str, str]]:
    agreement = found.agreement
    return [
        (found.left, _("{count} areas").format(count=format_count(found.left_areas))),
        (found.right, _("{count} areas").format(count=format_count(found.right_areas))),
        (
            _("agreement (1: the same, 0: chance)"),
            format_decimal(agreement.adjusted_mutual_information, 2),
        ),
        (_("one area inside the other"), format_percent(100 * agreement.nested)),
    ]


def _row(row: dict[str, Any], found: Comparison) -> tuple[str, str, str, str]:
    return row["left"], row["right"], amount_words(row["amount"], found.basis), relation_words(row)
