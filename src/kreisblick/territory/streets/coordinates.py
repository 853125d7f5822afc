"""Official house coordinates (Hauskoordinaten), one line per building, no areas.

Verified from published descriptions of the format (versions 3.1 and 4.2, Brandenburg's form of
it) and from programmes that read it: 18 fields parted by semicolons in the order of ``FIELDS``;
Latin-1 up to version 3, UTF-8 from version 4 on; decimal comma; the easting begins with the two
digits of its UTM zone; ``NBA`` is N, L (to be deleted) or A; ``QUA`` C is a number that only the
cadastre uses; comment lines of the files beside begin with ``#``. North Rhine-Westphalia publishes
15 fields, the last of them a day, without postcode; Berlin 20. Its key file has lines
``G;LAN;RBZ;KRS;GMD;name`` for municipalities.

Where a street stands twice in a town under one postcode, the part of the town (``POT``) is taken as
the place, because nothing else tells the two apart.

Assumed: comment lines in the file itself begin with ``#``, too; a heading line, where there is one,
begins with NBA; a day in a comment is the day of the list. The re-coding file
(Umschlüsselungsdatei) is not read: its layout was not to be found.
"""

import re
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from pyproj import Transformer

from kreisblick.territory.streets.errors import StreetFileError
from kreisblick.territory.streets.files import Text, read_text
from kreisblick.territory.streets.model import Streets

__all__ = ["is_coordinates", "read_coordinates", "to_zone_32"]

FIELDS = (
    *("nba", "oi", "qua", "lan", "rbz", "krs", "gmd", "ott", "sss", "hnr", "adz", "east", "north"),
    *("stn", "plz", "onm", "zon", "pot"),
)
SHORT = (*FIELDS[:14], "day")  # as North Rhine-Westphalia publishes it
DELETED, CADASTRE_ONLY = "L", "C"
EPSG_32 = 25832
_PATTERNS = {3: r"\d\d", 4: r"\d", 5: r"\d\d", 6: r"\d{3}", 11: r"\d{6,8}([.,]\d+)?"}
_PATTERNS |= {12: r"\d{7}([.,]\d+)?"}
_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})|(\d{4})-(\d\d)-(\d\d)")


def is_coordinates(text: Text) -> bool:
    """Whether the first line that is no comment looks like a line of house coordinates."""
    lines = [line for line in text.head if line.strip() and not line.startswith("#")]
    lines = lines[1:] if lines and lines[0].upper().startswith("NBA;") else lines
    fields = lines[0].split(";") if lines else []
    return len(fields) > len(SHORT) - 2 and all(
        re.fullmatch(pattern, fields[place].strip()) for place, pattern in _PATTERNS.items()
    )


def read_coordinates(text: Text, path: Path) -> Streets:
    """The houses of a file of house coordinates, of version 3 or 4.

    Args:
        text: the file.
        path: where it lies; a key file in the same folder gives names of municipalities.
    """
    rows = _rows(text)
    taken = rows.filter(
        (pl.col("nba").fill_null("") != DELETED) & (pl.col("qua").fill_null("") != CADASTRE_ONLY)
    )
    deleted = rows.filter(pl.col("nba") == DELETED).height
    houses = _houses(taken)
    if "pot" in rows.columns:
        houses = _part_places(houses)
    if "plz" not in rows.columns:
        houses = houses.join(_municipalities(path), on="municipality", how="left")
        houses = houses.with_columns(place=pl.col("_name")).drop("_name")
    left = {"deleted": deleted, "cadastre_number": rows.height - taken.height - deleted}
    return Streets(
        houses=houses,
        format="house_coordinates_3" if text.latin else "house_coordinates_4",
        as_of=_as_of(text, rows),
        left_out={reason: count for reason, count in left.items() if count},
    )


def _rows(text: Text) -> pl.DataFrame:
    """All lines as text columns, comments and heading left out."""
    first = next(line for line in text.head if line.strip() and not line.startswith("#"))
    width = first.count(";") + 1
    names = list(FIELDS if width >= len(FIELDS) else SHORT)[:width]
    names += [f"field_{number}" for number in range(len(names) + 1, width + 1)]
    try:
        rows = pl.read_csv(
            text.content,
            separator=";",
            has_header=False,
            quote_char=None,
            comment_prefix="#",
            schema=dict.fromkeys(names, pl.String),
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError:
        raise StreetFileError(file=text.name) from None
    return rows.slice(1) if first.upper().startswith("NBA;") else rows


def _houses(rows: pl.DataFrame) -> pl.DataFrame:
    """The lines under our names, with coordinates in zone 32."""
    east, north = (
        rows[name].str.replace(",", ".", literal=True).cast(pl.Float64, strict=False).to_numpy()
        for name in ("east", "north")
    )
    x, y = to_zone_32(east, north)
    absent = [pl.lit(None, pl.String).alias(n) for n in FIELDS if n not in rows.columns]
    return rows.with_columns(absent).select(
        street=pl.col("stn"),
        number=pl.col("hnr").str.strip_chars_start("0").replace("", None),
        suffix=pl.col("adz"),
        postcode=pl.col("plz"),
        place=pl.col("onm"),
        area=pl.lit(None, pl.String),
        address_id=pl.col("oi"),
        x=pl.Series(x).fill_nan(None),
        y=pl.Series(y).fill_nan(None),
        street_key=pl.col("sss"),
        municipality=pl.concat_str("lan", "rbz", "krs", "gmd"),
        place_part=pl.col("pot"),
    )


def _part_places(houses: pl.DataFrame) -> pl.DataFrame:
    """``place`` is the part of the town where only that tells two streets of one name apart.

    Towns that were merged have several Hauptstraßen under one postcode.
    """
    street = ["street", "postcode", "place"]
    parts = houses.filter(pl.col("place_part").is_not_null())
    many = (
        parts.select(*street, "place_part")
        .unique()
        .group_by(street)
        .len()
        .filter(pl.col("len") > 1)
    )
    some = houses.join(many.select(street), on=street, nulls_equal=True)
    twice = some.filter(pl.struct(*street, "number", "suffix").is_duplicated())
    doubled = twice.select(street).unique().with_columns(_parted=pl.lit(value=True))
    return (
        houses.join(doubled, on=street, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            place=pl.when("_parted").then(pl.coalesce("place_part", "place")).otherwise("place")
        )
        .drop("_parted")
    )


def to_zone_32(east: np.ndarray, north: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """UTM coordinates whose easting may begin with its zone, in EPSG:25832.

    Args:
        east: 32367016.3 is zone 32, 33385802.0 zone 33; without a zone it is zone 32.
        north: metres.
    """
    zone = np.where(east >= 1e6, east // 1e6, 32)
    x, y = np.where(east >= 1e6, east % 1e6, east), north.astype(float)
    for number in (31, 33):
        other = np.flatnonzero(zone == number)
        if len(other):
            turn = Transformer.from_crs(25800 + number, EPSG_32, always_xy=True)
            x[other], y[other] = turn.transform(x[other], y[other])
    return x, y


def _municipalities(path: Path) -> pl.DataFrame:
    """AGS and name of municipalities from the key file in the same folder; empty without one."""
    found: dict[str, str] = {}
    for other in sorted(path.parent.glob("*schl*.txt")) + sorted(path.parent.glob("*schl*.csv")):
        if other != path and ("schluessel" in other.name.lower() or "schlüssel" in other.name):
            for line in read_text(other).content.decode().splitlines():
                fields = line.split(";")
                if fields[0] == "G" and len(fields) > 5:
                    found.setdefault("".join(fields[1:5]), fields[5].strip())
    schema = {"municipality": pl.String, "_name": pl.String}
    return pl.DataFrame(list(found.items()), schema=schema, orient="row")


def _as_of(text: Text, rows: pl.DataFrame) -> date | None:
    """The first day in a comment, else the latest day of the rows."""
    for line in text.head:
        if line.startswith("#") and (found := _DAY.search(line)):
            one = found.groups()
            year, month, day = (one[2], one[1], one[0]) if one[0] else one[3:]
            return date(int(year), int(month), int(day))
    if "day" in rows.columns:
        latest = rows["day"].str.to_date("%Y-%m-%d", strict=False).max()
        return latest if isinstance(latest, date) else None
    return None
