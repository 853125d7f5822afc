"""Cover: which municipalities each source served at which date."""

from collections.abc import Iterable

import polars as pl

from kreisblick.statistics.cube import Cube

__all__ = ["coverage_frame"]


def coverage_frame(cubes: Iterable[Cube]) -> pl.DataFrame:
    """``cube, reference_date, municipality`` of all cubes, as ``Request.coverage`` wants it."""
    rows = {(c.key, c.reference_date, town) for c in cubes for town in c.covered}
    schema = {"cube": pl.String, "reference_date": pl.Date, "municipality": pl.String}
    return pl.DataFrame(sorted(rows), schema=schema, orient="row")
