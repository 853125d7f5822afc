"""Needs and strengths by municipality: areas named by their place, never by a rank."""

from collections.abc import Sequence

import polars as pl

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.products.figures import german_order
from kreisblick.products.model import BundleLike
from kreisblick.products.slides.model import Table
from kreisblick.products.wording import count_words

__all__ = ["NEEDS", "STRENGTHS", "finding_table", "finding_title"]

NEEDS = ("need", "inside_town", "cluster")
STRENGTHS = ("strength",)
WIDTHS = (0.24, 0.62, 0.14)


def finding_table(bundle: BundleLike, kinds: Sequence[str], most: int) -> Table | None:
    """One row per municipality: its areas by name, and how many of the findings it has read.

    Args:
        bundle: a verified bundle.
        kinds: of the findings.
        most: how many areas are named in a row before the others are only counted.

    Returns:
        None where there are no such findings.
    """
    found = _placed(bundle, kinds)
    if found.is_empty():
        return None
    rows = []
    for (_order, town), own in found.group_by("order", "town", maintain_order=True):
        names = own.sort(german_order("name"))["name"].unique(maintain_order=True).to_list()
        read = own.filter(pl.col("state") != "proposed").height
        told = _("{read} of {count}").format(
            read=format_count(read), count=format_count(own.height)
        )
        rows.append((str(town), _named(names, str(town), most), told))
    return Table(
        alt=finding_title(bundle, kinds),
        head=(_("Municipality"), _("Areas"), _("Read by it")),
        rows=tuple(rows),
        widths=WIDTHS,
        right=(2,),
    )


def finding_title(bundle: BundleLike, kinds: Sequence[str]) -> str:
    """How many areas and municipalities, as a title."""
    found = _placed(bundle, kinds)
    areas = found.filter(level="planning_area")["area"].n_unique()
    strong = tuple(kinds) == STRENGTHS
    words = _("Needs: the figures point {where}") if not strong else _("Strengths {where}")
    if areas:
        return words.format(where=count_words(areas, "in_areas"))
    return words.format(where=count_words(found["area"].n_unique(), "in_municipalities"))


def _named(names: Sequence[str], town: str, most: int) -> str:
    """Areas by name; the municipality as a whole first."""
    areas = [_short(name, town) for name in names if name != town]
    whole = [_("the whole municipality")] if town in names else []
    shown = [*whole, *areas][:most]
    left = len(whole) + len(areas) - len(shown)
    listed = ", ".join(shown)
    if not left:
        return listed
    return _("{listed} and {count} more").format(listed=listed, count=format_count(left))


def _short(name: str, town: str) -> str:
    """An area's name without that of its municipality, which stands beside it."""
    rest = name.removeprefix(f"{town}-").removeprefix(f"{town} ")
    return rest or name


def _placed(bundle: BundleLike, kinds: Sequence[str]) -> pl.DataFrame:
    """Findings about areas and municipalities with names, municipalities in German order."""
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    names = inside.select("area", "name", "parent")
    towns = inside.filter(level="municipality").select(parent="area", above="name")
    found = bundle.derived("findings").filter(
        pl.col("kind").is_in(kinds) & (pl.col("level") != "district")
    )
    found = found.join(names, on="area", how="left").join(towns, on="parent", how="left")
    own = pl.col("level") == "municipality"
    found = found.filter(pl.col("name").is_not_null())  # of areas of this generation
    found = found.with_columns(town=pl.when(own).then("name").otherwise("above"))
    return found.with_columns(order=german_order("town")).sort("order", "town", "name", "kind")
