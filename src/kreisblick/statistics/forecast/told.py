"""Told: a projection as a table of rounded figures with their ranges."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from kreisblick.statistics.forecast.model import Floats, ForecastDefinition, Rounding
from kreisblick.statistics.forecast.settings import Projection

__all__ = ["FORECAST_COLUMNS", "MOVES_COLUMNS", "moves_frame", "round_down", "round_up", "tell"]

FORECAST_COLUMNS = (
    "variant", "year", "area", "group", "kind", "value",
    "lower_80", "upper_80", "lower_95", "upper_95",
)  # fmt: skip
MOVES_COLUMNS = ("variant", "year", "area", "movement", "value")
TAILS = {"lower_95": 0.025, "lower_80": 0.10, "upper_80": 0.90, "upper_95": 0.975}


def tell(
    projection: Projection,
    areas: Sequence[str],
    together: Mapping[str, Sequence[int]],
    definition: ForecastDefinition,
    variant: str,
) -> pl.DataFrame:
    """``FORECAST_COLUMNS``: population and needs of every year.

    Args:
        projection: what was computed.
        areas: its areas.
        together: places made of several areas (towns, the district): key → positions.
        definition: rounding.
        variant: its key.

    Returns:
        ``kind`` is ``people`` or ``need``. Values are rounded by the definition, the range
        outwards, so that it never looks narrower than it is.
    """
    members = {**{area: [at] for at, area in enumerate(areas)}, **together}
    names = projection.reading.names
    first_need = len(names) - projection.reading.needs
    kinds = ["people" if at < first_need else "need" for at in range(len(names))]
    frames = []
    for place, positions in members.items():
        middle = projection.middle[:, list(positions)].sum(1)
        ends = _ends(projection.draws[:, :, list(positions)].sum(2))
        columns = {
            name: round_down(end, definition.rounding)
            for name, end in ends.items()
            if "low" in name
        }
        columns |= {
            name: round_up(end, definition.rounding) for name, end in ends.items() if "up" in name
        }
        columns["value"] = _nearest(middle, definition.rounding)
        years, count = middle.shape
        frames.append(
            pl.DataFrame({name: found.ravel() for name, found in columns.items()}).with_columns(
                variant=pl.lit(variant),
                area=pl.lit(place),
                year=pl.Series(np.repeat(projection.years, count)),
                group=pl.Series(list(names) * years),
                kind=pl.Series(kinds * years),
            )
        )
    return pl.concat(frames).select(FORECAST_COLUMNS)


def moves_frame(projection: Projection, areas: Sequence[str], variant: str) -> pl.DataFrame:
    """``MOVES_COLUMNS``: what happened in every year of the expected course, one decimal.

    Change = born - died + moved_in - moved_out + moved_inside_in - moved_inside_out + adjusted.
    """
    frames = [
        pl.DataFrame(
            {
                "year": np.repeat(projection.years, len(areas)),
                "area": list(areas) * len(projection.years),
                "value": amount.ravel().round(1),
            }
        ).with_columns(variant=pl.lit(variant), movement=pl.lit(name))
        for name, amount in projection.moves.items()
    ]
    empty = pl.DataFrame(schema=dict.fromkeys(MOVES_COLUMNS, pl.String))
    return pl.concat(frames).select(MOVES_COLUMNS) if frames else empty


def _ends(draws: Floats) -> dict[str, Floats]:
    if not len(draws):
        return {name: np.full(draws.shape[1:], np.nan) for name in TAILS}
    found = np.quantile(draws, list(TAILS.values()), axis=0)
    return dict(zip(TAILS, found, strict=True))


def _steps(values: Floats, rounding: Sequence[Rounding]) -> Floats:
    steps = np.full(values.shape, float(rounding[-1].to))
    for one in reversed(rounding):
        if one.below is not None:
            steps = np.where(values < one.below, one.to, steps)
    return steps


def _nearest(values: Floats, rounding: Sequence[Rounding]) -> Floats:
    steps = _steps(values, rounding)
    return np.round(values / steps) * steps


def round_down(values: Floats, rounding: Sequence[Rounding]) -> Floats:
    """The lower end of a range, rounded away from the middle."""
    steps = _steps(values, rounding)
    return np.floor(values / steps) * steps


def round_up(values: Floats, rounding: Sequence[Rounding]) -> Floats:
    """The upper end of a range, rounded away from the middle."""
    steps = _steps(values, rounding)
    return np.ceil(values / steps) * steps
