"""Places: findings beside the names of their places, by municipality and name, never by rank."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from kreisblick.products.figures import german_order
from kreisblick.products.model import BundleLike

__all__ = ["by_town", "placed"]

DISTRICT = "district"


def placed(bundle: BundleLike, found: pl.DataFrame) -> pl.DataFrame:
    """Rows (``area, level`` and more) with ``name`` and ``town`` of their places, in their order.

    The district comes first, then municipalities by name, each before its areas.
    """
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    names = inside.select("area", "name", "parent")
    towns = inside.select(parent="area", town="name")
    found = found.with_row_index("order").join(names, on="area", how="left")
    found = found.join(towns, on="parent", how="left")
    whole = pl.col("level") == DISTRICT
    own = (pl.col("level") == "municipality") | whole
    found = found.with_columns(town=pl.when(own).then("name").otherwise("town"))
    place = (~whole, german_order("town"), ~own, german_order("name"), "order")
    return found.sort(*place)


def by_town(
    found: pl.DataFrame, printed: Callable[[Sequence[Mapping[str, Any]]], list[dict[str, str]]]
) -> list[dict[str, Any]]:
    """Placed rows as ``title, places`` per municipality; of each place its title and items.

    ``printed`` turns the rows of one place into its items.
    """
    groups = found.group_by("town", maintain_order=True)
    return [
        {
            "title": str(town),
            "places": [
                {
                    "title": "" if name == town else str(name),
                    "items": printed(rows.to_dicts()),
                }
                for (name,), rows in of_town.group_by("name", maintain_order=True)
            ],
        }
        for (town,), of_town in groups
    ]
