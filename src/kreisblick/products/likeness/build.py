"""Build the page about areas beside each other."""

from datetime import date
from pathlib import Path

import jinja2
import polars as pl

from kreisblick.base.definitions import shipped
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date
from kreisblick.products.figures import german_order
from kreisblick.products.likeness.model import LikenessBundle, area_names
from kreisblick.products.likeness.similar import not_compared, similar_areas_of
from kreisblick.products.likeness.told import (
    pair_sentences,
    spread_rows,
    type_blocks,
    type_sentence,
)
from kreisblick.products.model import area_slug

__all__ = ["build_likeness"]

PAGE = "index.html"


def build_likeness(bundle: LikenessBundle, out: Path, profiles: str = "") -> Path:
    """Write ``index.html`` into a folder; gives the page.

    Args:
        bundle: a verified bundle.
        out: the folder; made if absent.
        profiles: where the areas' profiles lie, seen from ``out``, for instance ``../profiles``;
            without it the page leads to none.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped("catalogue", "products", "likeness")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    comparisons = list(bundle.definitions("comparisons").values())
    text = environment.get_template("likeness.html.j2").render(
        report=bundle.report,
        edition=format_date(date.fromisoformat(str(bundle.report["edition"])[:10])),
        day=format_date(max(date.fromisoformat(d) for d in bundle.report["dates"])),
        towns=_towns(bundle),
        profiles=profiles,
        comparisons=comparisons,
        sentence=type_sentence(bundle),
        types=type_blocks(bundle),
        spread=spread_rows(bundle),
        separation=bundle.definitions("separation"),
        pairs=pair_sentences(bundle),
        associations=bundle.definitions("associations"),
    )
    write_bytes(out / PAGE, text.encode())
    return out / PAGE


def _towns(bundle: LikenessBundle) -> list[dict[str, object]]:
    """Municipalities with their areas and what is like them."""
    names, similar = area_names(bundle), similar_areas_of(bundle)
    left_out = not_compared(bundle)
    own = bundle.areas.filter(pl.col("generation") == bundle.report["generation"])
    small = own.filter(pl.col("level") == "planning_area").sort("area")
    found: dict[str, list[dict[str, object]]] = {}
    for area, town in small.select("area", "parent").iter_rows():
        if area in similar:
            row: dict[str, object] = {
                "name": names[area],
                "slug": area_slug(area),
                "note": left_out.get(area, ""),
                "similar": [{**vars(one), "slug": area_slug(one.area)} for one in similar[area]],
            }
            found.setdefault(names.get(str(town), str(town)), []).append(row)
    towns = pl.DataFrame({"town": list(found)}, schema={"town": pl.String})
    ordered = towns.sort(german_order("town"), "town")["town"]
    return [{"name": town, "areas": found[town]} for town in ordered]
