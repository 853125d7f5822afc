"""Renew: last time's Straßenraster against the list as it is now."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.territory.streets.compare import compare
from kreisblick.territory.streets.errors import StreetColumnError
from kreisblick.territory.streets.headings import rename_known
from kreisblick.territory.streets.model import Streets
from kreisblick.territory.streets.read import read_sheet
from kreisblick.territory.streets.write import Raster, write_raster

__all__ = ["Renewal", "read_areas", "renew"]


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """A renewed Straßenraster.

    Attributes:
        raster: what was written.
        changes: what is different from last time, see ``compare``; areas are the agency's keys.
        days_left: until the agency's date; negative when it is over, None when no date was given.
    """

    raster: Raster
    changes: pl.DataFrame = field(repr=False)
    days_left: int | None


def renew(
    old: Streets,
    new: Streets,
    path: Path,
    *,
    areas: pl.DataFrame | None = None,
    as_of: date | None = None,
    due: date | None = None,
) -> Renewal:
    """Write the Straßenraster of a new list and say what is different from the last one.

    Names and residents of areas are taken from ``areas``, else from the last raster.

    Args:
        old: the last raster.
        new: the list as it is now, with areas.
        path: the raster file to be written; the area file lies beside it.
        areas: see ``write_raster``.
        as_of: the day from which days are counted.
        due: the agency's date.

    Raises:
        RasterError, FaultsFoundError: see ``write_raster``.
    """
    raster = write_raster(new, path, areas=old.areas if areas is None else areas)
    keys = {} if areas is None or "raster_key" not in areas.columns else _keys(areas)
    changes = compare(old, _under_keys(new, keys))
    left = None if as_of is None or due is None else (due - as_of).days
    return Renewal(raster=raster, changes=changes, days_left=left)


def _keys(areas: pl.DataFrame) -> dict[str, str]:
    return dict(areas.select("area", pl.coalesce("raster_key", "area")).iter_rows())


def _under_keys(streets: Streets, keys: dict[str, str]) -> Streets:
    """The list with the agency's keys as areas."""
    turned = pl.col("area").replace(keys)
    return Streets(
        houses=streets.houses.with_columns(turned),
        ranges=streets.ranges.with_columns(turned),
        names=streets.names,
        format=streets.format,
        areas=streets.areas,
    )


def read_areas(path: Path) -> pl.DataFrame:
    """A table of areas: ``area`` and where given ``raster_key, name, inhabitants, municipality``.

    Raises:
        StreetFileError, StreetColumnError: when the file is no such table.
    """
    sheet = read_sheet(path, frozenset({"area"}), _("the area"))
    table = rename_known(sheet.table)
    if "area" not in table.columns:
        raise StreetColumnError(file=path.name, column=_("the area"), known=sheet.table.columns)
    names = [n for n in ("raster_key", "name", "inhabitants", "municipality") if n in table.columns]
    people = pl.col("inhabitants").cast(pl.String).str.replace_all(r"[.\s]", "")
    return table.select("area", *names).with_columns(
        people.cast(pl.Int64, strict=False).alias("inhabitants") if "inhabitants" in names else []
    )
