"""Read: a list of streets in whatever format it is kept; the content tells which."""

from collections.abc import Mapping, Set
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.territory.areas import Territory
from kreisblick.territory.streets.coordinates import is_coordinates, read_coordinates
from kreisblick.territory.streets.errors import StreetColumnError
from kreisblick.territory.streets.files import WORKBOOKS, Sheet, read_sheets, read_text, text_sheet
from kreisblick.territory.streets.headings import STREETS, is_heading
from kreisblick.territory.streets.model import Streets
from kreisblick.territory.streets.place import place_houses
from kreisblick.territory.streets.raster import is_raster, read_raster
from kreisblick.territory.streets.tables import read_list

__all__ = ["read_sheet", "read_streets"]


def read_streets(
    path: Path, *, territory: Territory | None = None, columns: Mapping[str, str] | None = None
) -> Streets:
    """A list of streets: house coordinates, Straßenraster, or a free list.

    ``format`` of the result is one of

    - ``house_coordinates_4``, ``house_coordinates_3``: see ``coordinates``;
    - ``raster``: see ``raster``;
    - ``ranges``: a free list with first and last house numbers, or with whole streets;
    - ``addresses``: a free list of houses;
    - ``renamings``, ``names``: former or second names of streets.

    Text files may be UTF-8 (with or without byte order mark), Latin-1 or Windows-1252, also
    ``.gz``; workbooks XLSX, XLS, XLSB, ODS; tables also Parquet. Title lines above the heading are
    passed over.

    Args:
        path: the file.
        territory: areas in which houses with coordinates are placed.
        columns: our column to the list's own, where its heading would not be known or another is
            meant; it goes before what headings usually mean.

    Raises:
        StreetFileError: when the file is missing, empty or no table.
        StreetColumnError: when it names no street.
        FaultsFoundError: with every row that cannot be read.
    """
    found = _read(path, columns or {})
    return found if territory is None else place_houses(found, [territory])


def _read(path: Path, columns: Mapping[str, str]) -> Streets:
    if columns:
        return read_list(_named(read_sheet(path, own=frozenset(columns.values())), columns))
    if path.suffix.lower() in {*WORKBOOKS, ".parquet"}:
        return read_list(read_sheet(path))
    text = read_text(path)
    if is_coordinates(text):
        return read_coordinates(text, path)
    if is_raster(text):
        return read_raster(text, path)
    return read_list(read_sheet(path))


def _named(sheet: Sheet, columns: Mapping[str, str]) -> Sheet:
    """The sheet with our names beside the list's own where a person said so."""
    for theirs in columns.values():
        if theirs not in sheet.table.columns:
            known = sheet.table.columns
            raise StreetColumnError(file=sheet.name, column=f"„{theirs}“", known=known)
    ours = [pl.col(theirs).alias(name) for name, theirs in columns.items()]
    return replace(sheet, table=sheet.table.with_columns(ours))


def read_sheet(
    path: Path,
    wanted: Set[str] = STREETS,
    told: str | None = None,
    own: Set[str] = frozenset(),
) -> Sheet:
    """The table of a CSV file, workbook or Parquet file under its headings.

    Args:
        path: the file.
        wanted: our columns of which the heading names at least one.
        told: what they are, for the message when none is found; the street when None.
        own: headings that somebody named; a row with all of them is the heading.

    Raises:
        StreetFileError: when the file is missing, empty or no table.
        StreetColumnError: when no heading is known.
    """
    heading = partial(is_heading, wanted=wanted, own=own)
    if path.suffix.lower() not in {*WORKBOOKS, ".parquet"}:
        text = read_text(path)
        sheet, known = text_sheet(text, heading), [line for line in text.head if line.strip()]
    else:
        sheets = read_sheets(path, heading)
        sheet, known = (sheets[0] if sheets else None), ["–"]
    if sheet is None:
        raise StreetColumnError(file=path.name, column=told or _("the street"), known=known[:1])
    return sheet
