"""The addresses of a workspace as the bundle carries them: stretches, and no single house.

One of the places that guard privacy: the bundle leaves the house. No decision about addresses and
no register is read here; why, says ``products.finder.form``.
"""

from dataclasses import replace

import polars as pl

from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.together import joined_areas
from kreisblick.products.finder import form_stretches, read_finder
from kreisblick.territory.areas import AreaLevel
from kreisblick.territory.streets import valid_on

__all__ = ["address_stretches"]


def address_stretches(ground: Ground) -> pl.DataFrame:
    """What ``[addresses]`` knows on the report's last date, on the report's areas.

    Returns:
        ``products.finder.model.STRETCHES``; without rows where the workspace names no addresses,
        then there is no finder.
    """
    day = max(ground.workspace.choices.report.dates)
    streets = valid_on(ground.known.streets, day)
    shown = replace(
        streets,
        houses=_on_shown_areas(streets.houses, ground),
        ranges=_on_shown_areas(streets.ranges, ground),
    )
    return form_stretches(shown, read_finder())


def _on_shown_areas(frame: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """Rows that lie in a planning area of the report; joined areas in place of single ones."""
    planned = ground.report_territory.keys(AreaLevel.PLANNING_AREA)
    joined = joined_areas(ground.workspace)
    area = pl.col("area").cast(pl.String)
    return frame.filter(area.is_in([*planned, *joined])).with_columns(area=area.replace(joined))
