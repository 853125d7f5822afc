"""What this room reads of a bundle."""

from typing import Any, Protocol

import polars as pl

from kreisblick.products.figures import say
from kreisblick.products.model import BundleLike

__all__ = ["LikenessBundle", "area_names", "title_of", "unit_of"]


class LikenessBundle(BundleLike, Protocol):
    """A bundle with the tables that it may carry beside the others."""

    def derived(self, name: str) -> pl.DataFrame:
        """A table that a bundle may carry; without rows where this one does not."""

    def definitions(self, kind: str) -> dict[str, Any]:
        """What else defines figures, by kind."""


def area_names(bundle: BundleLike) -> dict[str, str]:
    """The name of every area of the report's generation."""
    own = bundle.areas.filter(pl.col("generation") == bundle.report["generation"])
    return {str(a): str(n) for a, n in own.select("area", "name").iter_rows()}


def title_of(bundle: BundleLike, indicator: str) -> str:
    """An indicator's title."""
    return say(bundle.indicator_definitions.get(indicator, {}).get("title", indicator))


def unit_of(bundle: BundleLike, indicator: str) -> str:
    """An indicator's unit; shares without one."""
    return str(bundle.indicator_definitions.get(indicator, {}).get("unit", "percent"))
